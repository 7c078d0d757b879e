"""A newcomer's first ten minutes at the prompt, typed on a terminal: what stands in docs/first-ten-minutes.md is what is seen.

    IMGFLOW_RECORD=1 …/pytest Tests/Conformance/test_newcomer.py      writes it there again
"""

import os
import re
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from imgflow import scrubbed
from typist import ENVIRONMENT

PAGE = Path(__file__).resolve().parents[2] / "docs/first-ten-minutes.md"
BEGIN = "<!-- a session, recorded by Tests/Conformance/test_newcomer.py -->\n```text\n"
END = "```\n<!-- its end -->\n"
ROWS, COLUMNS = 400, 110
RECORDS = bool(os.environ.get("IMGFLOW_RECORD"))

# What is typed; what is waited for.
LINES = [
    ('generate "a harbor at dawn" aspect:3:2\r', "2> "),
    ('| inpaint mask:"sky" text:"a storm"\r', "3> "),
    ('again text:"a calm sea"\r', "4> "),
    (":undo\r", "4> "),
    ("upscale creatve\r", r"upscale creatve"),
    # The line is there again, the cursor in it: what is wrong goes, and the right word comes.
    ("\x0bfast\r", "5> "),
    (":plan $2 | upscale creative\r", "5> "),
    ('generate "a lighthouse" count:3\r', "6> "),
    ("pick 2\r", "7> "),
    ('| resize 50% | save "lighthouse.png"\r', "8> "),
    ('$4 | save "storm.png"\r', "8> "),
    (":tree\r", "8> "),
    (":save harbor.imgflow\r", "8> "),
    (":quit\r", r"\$ "),
    ("imgflow harbor.imgflow --backend sandbox --inpaint-text \"a rainbow\" --overwrite\r", r"\$ $"),
]


@pytest.fixture
def recording(binary, tmp_path):
    """The lines of the terminal, as a person sees them at the end."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=30, cwd=tmp_path,
        dimensions=(ROWS, COLUMNS),
        env=scrubbed({"PATH": f"{binary.parent}:/usr/bin:/bin"}, tmp_path) | ENVIRONMENT
        | {"PS1": "$ "})
    seen = []
    child.logfile_read = type("Log", (), {"write": lambda _, text: seen.append(text), "flush": lambda _: None})()
    child.expect_exact("$ ")
    child.send("imgflow\r")
    child.expect("1> ")
    for typed, waited in LINES:
        child.send(typed)
        child.expect(waited)
        time.sleep(0.1)
    child.close(force=True)
    # pyte shows what it does not know: the question whether pictures can be drawn as kitty does.
    stream.feed(re.sub(r"\x1b_[^\x1b]*\x1b\\|\x1b\[16t", "", "".join(seen)))
    return [line.rstrip() for line in screen.display], tmp_path


def is_picture(line):
    return line.strip() != "" and set(line) <= set(" ▄▀█▌▐▖▗▘▝▚▞▙▛▜▟·")


def unmeasured(text):
    """Without what is never twice the same: times, and which of two cached images is told of first."""
    text = re.sub(r"\d+\.\d s,", "0.5 s,", text)
    cached = r"(?:^\w+ \(line \d+\): .* cached, .*\n)+"
    return re.sub(cached, lambda lines: "".join(sorted(lines[0].splitlines(True))), text, flags=re.M)


def test_the_first_ten_minutes_are_as_the_readme_has_them(recording):
    lines, folder = recording
    # On the page the images would be without their colors: they are left out.
    shown = [line for line in lines if line and not is_picture(line)]
    session = "\n".join(shown[:-1]) + "\n"
    assert (folder / "lighthouse.png").exists() and (folder / "storm.png").exists()
    text = PAGE.read_text(encoding="utf-8")
    if RECORDS:
        head, rest = text.split(BEGIN)
        PAGE.write_text(head + BEGIN + session + END + rest.split(END)[1], encoding="utf-8")
        return
    written = text.split(BEGIN)[1].split(END)[0]
    assert unmeasured(written) == unmeasured(session)
