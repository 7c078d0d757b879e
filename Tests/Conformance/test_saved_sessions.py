"""`:save` writes the program that a session was: run again it costs nothing and writes the very same files.

Each session is typed at a prompt; its calls use a server of imgflow's own, which writes down what it was asked. The
program is run by the command line, in the session's folder without the files that it wrote. Bytes are the judge.
"""

import hashlib
import os
import re
import subprocess

import pytest

import pictures
from imgflow import scrubbed
from typist import ENVIRONMENT

STORM = 'inpaint mask:"sky" text:"a storm"'

# A session's lines, and the files that it leaves. `$` stands where the number of the next entry is not foreseen.
SCENARIOS = {
    "single": (['load "photo.png" | save "a.png"'], ["a.png"]),
    "chain": (
        ['load "photo.png" | resize 160', f"| {STORM}", "| flip", '| save "a.png"'], ["a.png"]),
    "again": (
        ['generate "a fox"', "again", '$1 | save "a.png"; $2 | save "b.png"'], ["a.png", "b.png"]),
    "again text": (
        ['load "photo.png"', f"| {STORM}", "| flip", 'again inpaint text:"calm"', '| save "a.png"', '$3 | save "b.png"'],
        ["a.png", "b.png"]),
    "undo and another way": (
        ['load "photo.png" | resize 160', "| flip", '| save "a.png"', ":undo", "| blur 3", '| save "b.png"'],
        ["a.png", "b.png"]),
    "pick": (
        ['generate "a fox" count:3', "pick 2", '| save "a.png"', '$1 | pick [1, 3] | save "b-{index}.png"'],
        ["a.png", "b-1.png", "b-2.png"]),
    "count": (['generate "a fox" count:3 | save "a-{index}.png"'], ["a-1.png", "a-2.png", "a-3.png"]),
    "sweep": (
        ['generate "a fox" style:[anime, photographic] seed:1..2 | save "{style}-{seed}.png"', "| resize 64"],
        ["anime-1.png", "anime-2.png", "photographic-1.png", "photographic-2.png"]),
    "a sweep named by later lines": (
        ['generate "a fox" style:[anime, photographic] seed:1', '$1 | save "{style}.png"',
         '$1 | resize 64 | save "small-{style}.png"'],
        ["anime.png", "photographic.png", "small-anime.png", "small-photographic.png"]),
    "names": (
        ['let sky = "a storm"', 'let small = load "photo.png" | resize 160', '$small | inpaint $sky mask:"sky"',
         '| save "a.png"', 'let sky = "calm"', '$small | inpaint $sky mask:"sky" | save "b.png"'], ["a.png", "b.png"]),
    "def": (
        ["def tiny(to: size = 32x32) = resize $to", 'load "photo.png" | tiny | save "a.png"', "def tiny() = resize 16",
         '$2 | tiny | save "b.png"'], ["a.png", "b.png"]),
    "use": (['use "lib.imgflow"', 'load "photo.png" | tiny', '| wet | save "a.png"'], ["a.png"]),
    "settings before, between and after": (
        ["set generate model:ultra", 'generate "a fox"', "set generate model:core", 'generate "a fox"',
         '$2 | save "a.png"', "set generate model:ultra", "set save quality:30", '$4 | save "b.jpg"',
         '$2 | resize 64 | save "c.jpg"', "set save quality:90"], ["a.png", "b.jpg", "c.jpg"]),
    "two names for one result": (
        ['generate "a fox"', '| save "a.png"', '| save "b.jpg"'], ["a.png", "b.jpg"]),
    "one name twice": (
        ['load "photo.png" | resize 160', '| save "a.png"', "| flip", '| save "a.png" overwrite:true'], ["a.png"]),
    "one of several names twice": (
        ['generate "a fox" count:3 | save "a-{index}.png"', 'canvas 9x9 | save "a-2.png" overwrite:true'],
        ["a-1.png", "a-2.png", "a-3.png"]),
    "bare save twice": (
        ['generate "a fox"', "| save", "again", "| save", "| resize 64", "| save"], None),
    "save with fields": (
        ['load "photo.png" | resize 160', '| save "{stem}-{width}.png"', "| flip", '| save "out/{stem}-{verb}.png"'],
        None),
    "mask by words": (
        ['load "photo.png"', f'| {STORM} | save "a.png"', 'again mask:"the tree"', '| save "b.png"'], ["a.png", "b.png"]),
    "mask by value": (
        ['load "photo.png"', "$1 | select rect:[0, 0, 100%, 40%] | feather 5", '$1 | inpaint "a storm" mask:$2',
         '| save "a.png"', '$2 | save "mask.png"'], ["a.png", "mask.png"]),
    "let of a paid result": (
        ['let sky = generate "a fox"', "$sky | flip", '| save "a.png"', '$sky | save "b.png"'], ["a.png", "b.png"]),
    "tee": (
        ['load "photo.png" | tee { resize 32 | save "small.png" } | flip', '| save "a.png"'], ["small.png", "a.png"]),
    "fork": (
        ['load "photo.png" | fork { resize 32 | save "one.png" } { flip }', '| save "a-{index}.png"'],
        ["one.png", "a-1.png", "a-2.png"]),
    "try": (
        [f'load "photo.png" | try {{ {STORM} }} else {{ flip }}', '| save "a.png"'], ["a.png"]),
    "filtered once": (
        ['load "photo.png"', 'load "*.png" | where width > 100 | resize 50% | save "out/{stem}.png"'], None),
    "$ of a multi result": (
        ['generate "a fox" count:2', "$ | resize 50%", '$ | save "a-{index}.png"'], ["a-1.png", "a-2.png"]),
    "a fetched line": (
        ['generate "a fox" | resize 64 | save "a.png"', ":fetch a.png", "ENTER", '| flip | save "b.png"'], None),
    "a loaded script with a parameter": (
        [":load flow-in.imgflow photo.png --text=calm", '| flip | save "b.png"'], None),
    "another folder": (
        ['load "photo.png" | resize 160', '| save "a.png"', ":cd deep", '$1 | flip | save "b.png"', "$1 | blur 2 | save",
         ":cd ..", '$1 | save "c.png"'], None),
    "a budget": (
        [":budget 3.00", "set budget:2.00", 'generate "a fox"', ":budget none", '| flip | save "a.png"'], ["a.png"]),
    "a settings file": (
        ['load "photo.png" | from-rc | save "a.png"', 'generate "x" | save "b.png"'], ["a.png", "b.png"]),
    # Beyond the list.
    "a file that a result saved is that result": (
        ['load "photo.png" | resize 160', '| save "a.png"', 'load "a.png" | flip', '| save "b.png"'], ["a.png", "b.png"]),
    "saved in the middle": (
        ['load "photo.png" | resize 160 | save "a.png" | flip', '| blur 2 | save "b.png"', '$1 | save "c.png"'],
        ["a.png", "b.png", "c.png"]),
    "a setting in a chain": (
        ['load "photo.png"', "| resize 50%", "set resize fit:fill", '| resize 100x100 | save "a.png"'], ["a.png"]),
}

RC = {"a settings file": 'def from-rc() = resize 48 | flip\nset generate model:ultra\n'}


@pytest.fixture
def desk(folder):
    (folder / "lib.imgflow").write_text(
        'imgflow 1\ndef tiny() = resize 160\ndef wet(text: string = "a storm") = inpaint $text mask:"sky"\n')
    (folder / "flow-in.imgflow").write_text(
        'imgflow 1\nparam photo: file\nparam text: string = "storm"\nload $photo | resize 160\n'
        '  | inpaint $text mask:"sky" | save "flow.png"\n')
    (folder / "deep").mkdir()
    (folder / "tall.png").write_bytes(pictures.encoded(pictures.noise(80, 160)))
    return folder


def images(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.suffix in (".png", ".jpg", ".webp") and ".local" not in path.parts}


def sent(server):
    return sum(count for _, status, count in server.calls if status == 200)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_saved_session_is_the_session(name, start_prompt, start_sandbox, binary, desk):
    lines, files = SCENARIOS[name]
    if name in RC:
        (desk / ".imgflowrc").write_text(RC[name])
    before = images(desk)
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    said = typist.sees(r"\d+> ")
    for line in lines + [":save flow"]:
        typist.child.send(("" if line == "ENTER" else line) + "\r")
        typist.child.expect_exact("\x1b[?2004l")
        said = typist.sees(r"(?<!\d)\d+> ")
        assert "error" not in said, (line, said)
    assert "wrote flow.imgflow" in said and "not cached" not in said
    written = {path: hash for path, hash in images(desk).items() if path not in before}
    assert written and (files is None or sorted(written) == sorted(files))
    paid = sent(server)
    program = (desk / "flow.imgflow").read_text()
    for path in written:
        (desk / path).unlink()
    # Twice: into an empty place, and over what is there.
    for _ in range(2):
        done = subprocess.run(
            [binary, "flow.imgflow", "--endpoint-url", server.endpoint], cwd=desk, capture_output=True, text=True,
            timeout=60, env=scrubbed({"PATH": "/usr/bin:/bin"}, desk) | ENVIRONMENT | server.environment)
        assert done.returncode == 0, (program, done.stderr)
        assert sent(server) == paid, (program, done.stderr)
        made = images(desk)
        wrong = [path for path, hash in written.items() if made.get(path) != hash]
        assert wrong == [], (program, done.stderr)
        assert {path: made[path] for path in before} == before
    # What else it writes is the last result, where nobody saved it.
    assert all(path.startswith("out/") for path in set(made) - set(before) - set(written)), program


def test_a_script_that_would_pay_again_says_so(start_prompt, start_sandbox, desk):
    (desk / "chance.imgflow").write_text('imgflow 1\ndef fox() = generate "a fox" seed:random\n')
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    said = typist.sees(r"\d+> ")
    for line in ['use "chance.imgflow"', 'load "photo.png" | resize 40 | save "a.png"', 'fox | save "b.png"', ":save flow"]:
        typist.child.send(line + "\r")
        typist.child.expect_exact("\x1b[?2004l")
        said = typist.sees(r"(?<!\d)\d+> ")
    program = (desk / "flow.imgflow").read_text().splitlines()
    line = 1 + next(index for index, text in enumerate(program) if "fox |" in text)
    assert f"not cached, so a run pays $0.04: line {line}" in said, said
