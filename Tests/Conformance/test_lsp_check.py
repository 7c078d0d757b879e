"""What an editor underlines is what `imgflow check` says: of every program of the repository, and of the wrong and
the right program of every message, place by place and fix by fix."""

import json
import os
import pty
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pictures
from imgflow import scrubbed
from lsp import HOME, Server

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = [
    *sorted((ROOT / "Tests/ImgflowCLITests/WrongPrograms").glob("*.imgflow")),
    *sorted((ROOT / "grammar/examples").glob("*.imgflow")),
]
CODES = sorted(set(re.findall(
    r'case \w+ = "([EWN]\d+)"',
    (ROOT / "Sources/ImgflowLanguage/Diagnostics/DiagnosticCode.swift").read_text())))
SEVERITIES = {"error": 1, "warning": 2, "note": 3}


@pytest.fixture(scope="module")
def desk(binary, tmp_path_factory):
    """Every program in one folder, with the images that they name; and a server for it."""
    folder = tmp_path_factory.mktemp("programs")
    photo = pictures.landscape(640, 427)
    for name in ["a.jpg", "b.jpg", "photo.jpg"]:
        (folder / name).write_bytes(pictures.encoded(photo, "jpeg"))
    for name in ["a.png", "b.png", "photo.png", "logo.png"]:
        (folder / name).write_bytes(pictures.encoded(photo))
    (folder / "mask.png").write_bytes(pictures.encoded(pictures.left_half(640, 427)))
    (folder / "notes.txt").write_text("a list of things to buy\n")
    for program in PROGRAMS:
        target = folder / program.name
        target = target if not target.exists() else folder / f"example-{program.name}"
        target.write_bytes(program.read_bytes())
    (folder / HOME).mkdir()
    imgflow = _Command(binary, folder)
    with ThreadPoolExecutor(2) as pool:
        for code, page in zip(CODES, pool.map(lambda code: imgflow("help", code), CODES)):
            for which in ["WRONG", "RIGHT"]:
                lines = re.search(rf"^{which}:\n((?:  .*\n)*)", page.stdout, re.M)[1]
                text = "".join(line[2:] + "\n" for line in lines.splitlines())
                (folder / f"{code}-{which.lower()}.imgflow").write_text(text)
    server = Server(binary, folder)
    server.initialize(textDocument={
        "codeAction": {"codeActionLiteralSupport": {}},
        "publishDiagnostics": {"relatedInformation": True}})
    yield imgflow, server
    server.stop()


class _Command:
    """As in a terminal, where standard input is nobody's image."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.terminal = pty.openpty()

    def __call__(self, *arguments):
        return subprocess.run(
            [self.binary, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60,
            env=scrubbed(os.environ, home=self.folder / HOME), stdin=self.terminal[1])


def position(data, offset):
    """As the protocol has it, by Python's own arithmetic."""
    before = data[:offset].decode()
    lines = re.split(r"\r\n|\r|\n", before)
    column = len(lines[-1].encode("utf-16-le")) // 2
    if before.endswith("\r") and data[offset:offset + 1] == b"\n":
        line = re.split(r"\r\n|\r|\n", before[:-1])
        return {"line": len(line) - 1, "character": len(line[-1].encode("utf-16-le")) // 2}
    return {"line": len(lines) - 1, "character": column}


def extent(data, place):
    return {"start": position(data, place["start"]), "end": position(data, place["end"])}


def words(message):
    lines = [message["message"]]
    if message["places"][0]["label"]:
        lines.append(message["places"][0]["label"])
    lines += ["note: " + note for note in message["notes"]]
    if message.get("fix"):
        lines.append("fix: " + message["fix"])
    return "\n".join(lines)


def test_the_server_finds_what_check_finds(desk):
    imgflow, server = desk
    names = sorted(path.name for path in imgflow.folder.glob("*.imgflow"))
    assert len(names) >= len(PROGRAMS) + 2 * len(CODES) - 1
    # A file counts as settled when it has lain there for a while; both look at the same.
    with ThreadPoolExecutor(2) as pool:
        checked = list(pool.map(lambda name: imgflow("check", "--json", name), names))
    found = 0
    fixes = 0
    for name, check in zip(names, checked):
        data = (imgflow.folder / name).read_bytes()
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        report = json.loads(check.stdout)
        shown = server.open(name, text)
        expected = report["diagnostics"]
        assert [item.get("code") for item in shown] == [item["code"] for item in expected], name
        for item, message in zip(shown, expected):
            found += 1
            assert item["severity"] == SEVERITIES[message["severity"]], name
            assert item["source"] == "imgflow"
            assert item["message"] == words(message), name
            first, *others = message["places"]
            if first["file"] == name:
                assert item["range"] == extent(data, first), (name, message)
            else:
                others = [first, *others]
            related = item.get("relatedInformation", [])
            assert len(related) == len(others), name
            for one, place in zip(related, others):
                where = (imgflow.folder / place["file"]).read_bytes()
                assert one["location"]["uri"] == server.uri(place["file"]), name
                assert one["location"]["range"] == extent(where, place), name
                assert one["message"] == (place["label"] or message["message"]), name
        everything = {"start": {"line": 0, "character": 0},
                      "end": {"line": 1 << 20, "character": 0}}
        actions = server.ask("textDocument/codeAction", {
            "textDocument": {"uri": server.uri(name)}, "range": everything,
            "context": {"diagnostics": [], "only": ["quickfix"]}})
        fixed = [message for message in expected if message.get("edits")]
        assert len(actions) == len(fixed), name
        for action, message in zip(actions, fixed):
            fixes += 1
            file = message["places"][0]["file"]
            where = (imgflow.folder / file).read_bytes()
            assert action["kind"] == "quickfix"
            assert action["edit"] == {"changes": {server.uri(file): [
                {"range": extent(where, edit), "newText": edit["text"]}
                for edit in message["edits"]]}}, name
        server.notify("textDocument/didClose", {"textDocument": {"uri": server.uri(name)}})
        assert server.diagnostics(name) == []
    # So many that a server which says nothing cannot pass.
    assert found > 250 and fixes > 80, (found, fixes)
