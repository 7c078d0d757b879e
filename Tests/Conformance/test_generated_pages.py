"""docs/verbs.md and docs/messages.md are what `imgflow help` says.

Run as a script, it writes them: IMGFLOW_BINARY=.build/debug/imgflow .venv/bin/python Tests/Conformance/test_generated_pages.py
"""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("IMGFLOW_BINARY", str(ROOT / ".build/debug/imgflow"))
REGISTER = ROOT / "Sources/ImgflowLanguage/Diagnostics/DiagnosticCode.swift"


def help_of(*topic):
    done = subprocess.run([BINARY, "help", *topic], capture_output=True, text=True, check=True)
    return done.stdout.rstrip("\n")


def pages(topics):
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(topics, pool.map(help_of, topics)))


def indented(lines):
    return "\n".join(f"    {line}".rstrip() for line in lines)


def groups():
    """(heading, verbs) of the list that `imgflow help` ends with."""
    found = []
    for line in help_of().splitlines():
        if re.fullmatch(r"[A-Z][A-Z ,()]+:", line):
            found.append((line.rstrip(":").capitalize(), []))
        elif found and (match := re.match(r"  ([a-z][a-z-]*)  ", line)):
            found[-1][1].append(match[1])
    first = next(index for index, (_, verbs) in enumerate(found) if "load" in verbs)
    return found[first:]


def verbs_page():
    listed = groups()
    page = pages([verb for _, verbs in listed for verb in verbs])
    parts = ["# Verbs and keywords\n\nWritten from the verbs themselves: `imgflow help VERB` shows the same."]
    for heading, verbs in listed:
        parts.append(f"## {heading}")
        for verb in verbs:
            first, *rest = page[verb].splitlines()
            name, _, summary = first.partition(": ")
            parts += [f"### {name}", summary[:1].upper() + summary[1:], indented(rest).strip("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


def codes():
    return sorted(set(re.findall(r'= "([EW]\d{3})"', REGISTER.read_text())))


def messages_page():
    page = pages(codes())
    parts = [
        "# Messages\n\nErrors (E) and warnings (W) about a program, with a program that has the mistake and one that has not."
        " Written from their register: `imgflow help E024` shows the same."]
    for code, text in page.items():
        first, *rest = text.splitlines()
        parts += [f"## {first}", indented(rest).strip("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


PAGES = {"docs/verbs.md": verbs_page, "docs/messages.md": messages_page}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_help_is(path):
    assert (ROOT / path).read_text() == PAGES[path](), f"write it again: {__doc__}"


def test_no_code_is_left_out():
    told = re.findall(r"^## ([EW]\d{3}): \S", (ROOT / "docs/messages.md").read_text(), re.M)
    assert told == codes() and len(told) > 100


if __name__ == "__main__":
    for path, page in PAGES.items():
        (ROOT / path).write_text(page())
