"""`scripts/words` finds what it is there to find, wherever a person reads it, and nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "scripts" / "words"


def found(folder, path, text):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    done = subprocess.run(
        [sys.executable, WORDS, "--in", folder], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == (1 if done.stdout else 0)
    return re.findall(r"^([^:\n]+:\d+): `([^`]+)`", done.stdout, re.MULTILINE)


FOUND = [
    ("Sources/A/A.swift", 'let a = "makes a picture"', "picture"),
    ("Sources/A/A.swift", 'let a = "\\(name) tells"', "tells"),
    ("Sources/A/A.swift", 'let a = #"of a "colour""#', "colour"),
    ("Sources/A/A.swift", 'let a = """\n    many\n    answers\n    """', "answers"),
    ("Sources/A/A.swift", "/// The dearest of them.", "dearest"),
    ("Sources/A/A.swift", 'let a = "/* no comment, \\"//\\"" // made anew', "anew"),
    ("Sources/A/A.c", '/* one of the grey ones */', "grey"),
    ("Sources/A/A.c", 'char *a = "a picture";', "picture"),
    ("README.md", "It lives in one Region.", "lives in"),
    ("CHANGELOG.md", "- A run that broke off.", "broke off"),
    ("CONTRIBUTING.md", "The known answers.", "known answers"),
    ("docs/a.md", "    $ imgflow help\n    its behaviour\n", "behaviour"),
    ("skills/a/SKILL.md", "Labelled images.", "Labelled"),
    ("grammar/examples/a.imgflow", "# All pictures.", "pictures"),
    ("grammar/a.ebnf", "(* optimised *)", "optimised"),
    ("scripts/a", "#!/bin/sh\nprintf 'mend it'\n", "mend"),
    ("scripts/a", '#!/usr/bin/env python3\nprint("it goes on here")\n', "goes on"),
    ("scripts/a", "#!/usr/bin/env python3\na = 1  # the catalogue\n", "catalogue"),
    ("Sources/A/A.swift", "let mostColourful = 1", "Colourful"),
    ("Sources/A/A.c", "int is_grey;", "grey"),
    ("Tests/A/A.swift", "@Test func aGreyOneIsFound() {}", "Grey"),
    ("Tests/A/A.swift", "/// Of one colour.", "colour"),
]

ALLOWED = [
    ("Sources/A/A.swift", 'let picture = "picture"'),  # a name and a key
    ("Sources/A/A.swift", 'let a = "an image: \\(picture)"'),
    ("Sources/A/A.swift", "// It answers; `picture` is an identifier."),  # `answers` counts in text alone
    ("Sources/A/A.swift", "/// - Parameter picture: an image."),
    ("docs/a.md", "See [the list](six-colours.imgflow) and `colour`."),
    ("scripts/a", "#!/usr/bin/env python3\nanswer = {'answer': 1}\n"),
    ("Tests/a.md", "A picture."),
    ("Tests/A/A.swift", 'let picture = "a grey wolf"  // the picture'),
    ("Sources/A/A.swift", 'let names = ["grey", "colour"]; let isCancelled = true'),
]


@pytest.mark.parametrize(("path", "text", "word"), FOUND)
def test_a_planted_word_is_found(tmp_path, path, text, word):
    line = 1 + text[: text.index(word)].count("\n")
    assert (f"{path}:{line}", word) in found(tmp_path, path, text)


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_names_and_keys_are_not_prose(tmp_path, path, text):
    assert found(tmp_path, path, text) == []


def test_every_row_of_the_table_can_be_found(tmp_path):
    rows = [line.split("\t") for line in (ROOT / "scripts/words.tsv").read_text().splitlines()
            if line and not line.startswith("#")]
    for pattern, *_ in rows:
        word = example(pattern)
        assert found(tmp_path, "README.md", f"So {word} it is.\n"), pattern


def example(pattern):
    """A text that the pattern matches: the first of each choice, without what is optional."""
    while "(?:" in pattern:
        pattern = re.sub(r"\(\?:([^()|]*)[^()]*\)(\?)?", lambda m: "" if m[2] else m[1], pattern)
    pattern = re.sub(r"\[([^\]])[^\]]*\]|.\?", lambda m: m[1] or "", pattern.split("|")[0])
    return pattern.replace(r"\w*", "")


def test_the_repository_keeps_to_its_words():
    """A word without reason, and an exception that nothing needs."""
    done = subprocess.run([sys.executable, WORDS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_check_asks_for_it():
    assert re.search(r"^scripts/words ", (ROOT / "scripts/check").read_text(), re.MULTILINE)
