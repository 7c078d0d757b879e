"""`imgflow lsp` with clients that are wrong, hurried or gone, and with programs that nobody wrote by hand: it answers,
or it ends in good order; it never takes another document along."""

import json
import os
import signal
import subprocess
import time

import pytest

from imgflow import scrubbed
from lsp import Server


@pytest.fixture
def start(binary, tmp_path):
    servers = []

    def begin(*options, initialize=True, **more):
        servers.append(Server(binary, tmp_path, *options, **more))
        if initialize:
            servers[-1].initialize()
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


GOOD = 'load "none.png" | save "b.png"\n'


def is_well(server, name="well.imgflow"):
    """Another document is open, and is looked at."""
    found = server.open(name, GOOD)
    server.notify("textDocument/didClose", {"textDocument": {"uri": server.uri(name)}})
    server.diagnostics(name)
    return [item["code"] for item in found] == ["E050"]


# -- the end


def test_it_ends_as_the_protocol_says(start):
    server = start()
    assert server.ask("shutdown") is None
    server.notify("exit")
    assert server.process.wait(10) == 0
    assert server.process.stderr.read() == b""


def test_an_exit_without_a_shutdown_is_told_by_the_status(start):
    server = start()
    server.notify("exit")
    assert server.process.wait(10) == 1


def test_an_exit_before_anything(start):
    server = start(initialize=False)
    server.notify("exit")
    assert server.process.wait(10) == 1


def test_a_client_that_closes_its_end(start):
    server = start()
    server.process.stdin.close()
    assert server.process.wait(10) == 1


def test_a_client_that_reads_no_more(binary, tmp_path):
    (tmp_path / "home").mkdir()
    with subprocess.Popen(
            [binary, "lsp"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=scrubbed(os.environ, home=tmp_path / "home")) as process:
        process.stdout.close()
        body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
        process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        process.stdin.flush()
        assert process.wait(10) == 1


def test_a_client_that_dies_while_something_holds_the_pipe(start, tmp_path):
    client = subprocess.Popen(["sleep", "100"])
    server = start(initialize=False)
    server.ask("initialize", {"processId": client.pid, "capabilities": {}})
    client.kill()
    client.wait()
    assert server.process.wait(20) == 1


def test_it_holds_to_the_order(start):
    server = start(initialize=False)
    assert server.refused("textDocument/hover")["code"] == -32002
    assert server.refused("shutdown")["code"] == -32002
    server.initialize()
    assert server.refused("initialize", {"capabilities": {}})["code"] == -32600
    server.ask("shutdown")
    assert server.refused("textDocument/hover")["code"] == -32600


# -- messages that are none


@pytest.mark.parametrize("data, code", [
    (b"Content-Length: 1\r\n\r\n{", -32700),
    (b"Content-Length: 2\r\n\r\n[]", -32600),
    (b"Content-Length: 3\r\n\r\n\"\xff\"", -32700),
    (b"Content-Length: 0\r\n\r\n", -32700),
    (b"Content-Length: x\r\n\r\n", -32700),
    (b"no head\r\n\r\n", -32700),
    (b"Content-Length: 999999999999\r\n\r\n"[:0] + b"Content-Length: 20000\r\n\r\n" + b"[" * 20000,
     -32700),
])
def test_what_is_no_message_is_told(start, data, code):
    server = start()
    server.raw(data)
    assert server.answer(None)["error"]["code"] == code
    assert is_well(server)


def test_a_wrong_length_costs_one_message(start):
    server = start()
    body = json.dumps({"jsonrpc": "2.0", "id": 7, "method": "shutdown"}).encode()
    server.raw(b"Content-Length: %d\r\n\r\n" % (len(body) - 3) + body)
    assert server.answer(None)["error"]["code"] == -32700
    assert is_well(server)


def test_a_message_that_is_too_long_is_passed_over(start):
    server = start()
    server.raw(b"Content-Length: %d\r\n\r\n" % (33 << 20))
    for _ in range(33):
        server.raw(b" " * (1 << 20))
    assert server.answer(None)["error"]["code"] == -32700
    assert is_well(server)


@pytest.mark.parametrize("method, params", [
    ("textDocument/hover", {}), ("textDocument/hover", {"textDocument": 1}),
    ("textDocument/hover", {"textDocument": {"uri": "file:///not/open"}}),
    ("textDocument/rename", []), ("workspace/executeCommand", {}),
    ("workspace/executeCommand", {"command": "imgflow.plan"}),
    ("workspace/executeCommand", {"command": "imgflow.sandbox", "arguments": ["x"]}),
    ("no/such", {}), ("textDocument/noSuch", {"textDocument": {"uri": "file:///a"}}),
])
def test_requests_that_make_no_sense(start, method, params):
    server = start()
    assert server.refused(method, params)["code"] in (-32601, -32602)
    assert is_well(server)


def test_positions_that_are_not_there(start):
    server = start()
    server.open("a.imgflow", "load 'é😀.png' | resize 5\n")
    for line, character in [(0, 10**9), (10**9, 0), (-1, -1), (0, 7), (2**62, 2**62)]:
        for method in ["hover", "completion", "signatureHelp", "definition", "prepareRename",
                       "documentHighlight"]:
            server.ask(f"textDocument/{method}", server.at("a.imgflow", line, character))
    for position in [{}, {"line": "0", "character": 0}, {"line": 1.5, "character": 0}]:
        error = server.refused("textDocument/hover", {
            "textDocument": {"uri": server.uri("a.imgflow")}, "position": position})
        assert error["code"] == -32602


def test_notifications_that_make_no_sense(start):
    server = start()
    server.notify("textDocument/didOpen")
    server.notify("textDocument/didChange", {"textDocument": {"uri": "file:///x"}})
    server.notify("textDocument/didClose", {"textDocument": {"uri": "file:///x"}})
    server.notify("$/cancelRequest", {"id": 99})
    server.notify("$/cancelRequest", {"id": None})
    server.notify("no/such", [1])
    server.open("a.imgflow", GOOD)
    server.change("a.imgflow", 2, {"range": {"start": {}}, "text": "x"}, {"text": 5})
    assert is_well(server)


# -- programs that nobody wrote


HUGE = {
    "brackets": 'load "a.png" | ' + "(" * 10_000,
    "lists": "resize " + "[" * 10_000 + "]" * 10_000,
    "braces": "load 'a.png' | " + "tee { " * 10_000,
    "line": "load 'a.png' | save '" + "x" * (1 << 20) + "'",
    "line of emoji": "# " + "😀" * (1 << 18),
    "line of stages": "load 'a.png'" + " | resize 5" * 100_000,
    "words": "word " * 200_000,
    "names": "\n".join(f"let a{i} = $a{i - 1}" for i in range(5_000)),
    "doubling": "let a0 = 'xx'\n" + "\n".join(
        f'let a{i} = "{{$a{i - 1}}}{{$a{i - 1}}}"' for i in range(1, 60)),
    "definitions": "def d0() = resize 5\n" + "\n".join(
        f"def d{i}() = d{i - 1} | d{i - 1}" for i in range(1, 60)) + "\nload 'a.png' | d59 | show",
    "nothing": "\0" * 100_000,
    "controls": "".join(chr(i) for i in range(1, 0x20)) * 1000,
    "too much": "# much\n" * (1 << 20),
    "quotes": "'" * 100_001,
    "fields": 'load "' + "{" * 50_000 + '"',
}


@pytest.mark.parametrize("kind", HUGE)
def test_programs_that_nobody_wrote(start, kind):
    server = start()
    name = "huge.imgflow"
    text = HUGE[kind]
    server.open(name, text)
    last = text.splitlines()[-1]
    place = server.at(name, len(text.splitlines()) - 1, len(last))
    document = {"textDocument": {"uri": server.uri(name)}}
    everything = {"range": {"start": {"line": 0, "character": 0},
                            "end": {"line": 10**6, "character": 0}}}
    for method in ["hover", "completion", "signatureHelp", "definition", "references"]:
        server.ask(f"textDocument/{method}", place | {"context": {}})
    for method in ["documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"]:
        server.ask(f"textDocument/{method}", document)
    server.ask("textDocument/inlayHint", document | everything)
    server.ask("textDocument/codeAction", document | everything | {"context": {}})
    server.answer(server.begin("textDocument/formatting", document | {"options": {}}))
    assert is_well(server)


def test_files_that_are_no_text(start, tmp_path):
    (tmp_path / "bytes.imgflow").write_bytes(b"def x() = \xff\xfe\n")
    (tmp_path / "folder.imgflow").mkdir()
    os.mkfifo(tmp_path / "pipe.imgflow")
    (tmp_path / "loop.imgflow").symlink_to("loop.imgflow")
    server = start()
    for name in ["bytes", "folder", "pipe", "loop", "absent"]:
        found = server.open("a.imgflow", f'use "{name}.imgflow"\n{GOOD}')
        assert found[0]["severity"] == 1, name
    server.ask("workspace/symbol", {"query": ""})
    server.ask("textDocument/references", server.at("a.imgflow", 0, 6, context={}))
    assert is_well(server)


def test_programs_that_use_one_another(start, tmp_path):
    server = start()
    (tmp_path / "a.imgflow").write_text('use "b.imgflow"\n')
    (tmp_path / "b.imgflow").write_text('use "a.imgflow"\ndef d() = resize 5\n')
    for name in ["a", "b"]:
        server.open(f"{name}.imgflow", (tmp_path / f"{name}.imgflow").read_text())
    server.ask("textDocument/references", server.at("b.imgflow", 1, 4, context={}))
    assert is_well(server)


def test_settings_that_are_wrong_are_told_in_the_program(start, tmp_path):
    server = start()
    config = tmp_path / "home/.config/imgflow/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("ask-above = [\n")
    found = server.open("a.imgflow", GOOD)
    assert "config.toml" in found[0]["message"]
    assert server.ask("textDocument/hover", server.at("a.imgflow", 0, 1))["contents"]
    # It is looked at again, without a new start.
    config.write_text("ask-above = 1\n")
    server.change("a.imgflow", 2, {"text": GOOD})
    assert [item["code"] for item in server.diagnostics("a.imgflow", 2)] == ["E050"]


# -- hurry


def test_only_the_last_of_many_changes_counts(start):
    server = start()
    server.open("a.imgflow", "")
    text = ""
    for version, letter in enumerate(GOOD * 20, 2):
        line, column = text.count("\n"), len(text.rpartition("\n")[2])
        at = {"line": line, "character": column}
        server.change("a.imgflow", version, {"range": {"start": at, "end": at}, "text": letter})
        text += letter
    found = server.diagnostics("a.imgflow", version)
    assert {item["code"] for item in found} >= {"E050"}
    assert len(found) >= 20


def test_a_request_that_is_taken_back(start):
    server = start()
    server.notify("textDocument/didOpen", {"textDocument": {
        "uri": server.uri("a.imgflow"), "version": 1, "text": "load 'a.png' | resize 5\n" * 9_000}})
    number = server.begin("textDocument/codeLens", {
        "textDocument": {"uri": server.uri("a.imgflow")}})
    server.notify("$/cancelRequest", {"id": number})
    assert server.answer(number)["error"]["code"] == -32800
    assert is_well(server)


def test_a_document_that_is_closed_while_something_waits(start):
    server = start()
    server.notify("textDocument/didOpen", {"textDocument": {
        "uri": server.uri("a.imgflow"), "version": 1, "text": "load 'a.png' | resize 5\n" * 9_000}})
    number = server.begin("textDocument/codeLens", {
        "textDocument": {"uri": server.uri("a.imgflow")}})
    server.notify("textDocument/didClose", {"textDocument": {"uri": server.uri("a.imgflow")}})
    answer = server.answer(number)
    assert answer.get("error", {}).get("code") in (-32801, None)
    assert is_well(server)


def test_one_slow_document_does_not_hold_up_another(start):
    """The analysis of 10,000 lines goes on while other documents are opened and asked about."""
    server = start()
    server.notify("textDocument/didOpen", {"textDocument": {
        "uri": server.uri("slow.imgflow"), "version": 1,
        "text": "load 'none.png' | resize 50% | save\n" * 10_000}})
    began = time.monotonic()
    server.open("quick.imgflow", GOOD)
    assert server.ask("textDocument/hover", server.at("quick.imgflow", 0, 1))["contents"]
    assert time.monotonic() - began < 2


def test_it_ends_on_a_signal(start):
    server = start()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(10) == -signal.SIGTERM
