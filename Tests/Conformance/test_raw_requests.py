"""What clients do wrong on a raw socket: the sandbox server answers or closes, never hangs, crashes or holds memory,
and goes on serving everybody else. Python's http.client judges the answers."""

import http.client
import io
import json
import socket
import struct
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from models import CORE
from sandbox import Sandbox

PATH = b"/model/stability.stable-image-core-v1%3A1/invoke"
LIMIT = 12


def place(server) -> tuple[str, int]:
    parts = urlsplit(server.endpoint)
    return parts.hostname, parts.port


def memory(server) -> float:
    """Resident, in MB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def is_well(server) -> bool:
    connection = http.client.HTTPConnection(*place(server), timeout=LIMIT)
    connection.request("GET", "/_imgflow/log")
    answer = connection.getresponse()
    json.load(answer)
    connection.close()
    return answer.status == 200 and server.process.poll() is None


def said(server, data: bytes, half_closed=False) -> bytes:
    """All that comes back until the server closes; a server that neither answers nor closes fails here."""
    with socket.create_connection(place(server), timeout=LIMIT) as connection:
        try:
            connection.sendall(data)
            if half_closed:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return rest(connection)


def rest(connection) -> bytes:
    answer = b""
    try:
        while chunk := connection.recv(65536):
            answer += chunk
    except ConnectionResetError:
        pass
    return answer


class Wire(io.BytesIO):
    """What came, where http.client looks for a socket; it may not close it."""

    def makefile(self, *_):
        return self

    def close(self):
        pass


def answers(data: bytes) -> list[tuple[int, bytes]]:
    """Status and body of each answer, as http.client reads them."""
    wire, found = Wire(data), []
    while wire.tell() < len(data):
        answer = http.client.HTTPResponse(wire)
        answer.begin()
        found.append((answer.status, answer.read()))
    return found


def get(*headers: bytes, line=b"GET /_imgflow/log HTTP/1.1", host=b"Host: localhost", end=b"\r\n") -> bytes:
    return end.join([line, *([host] if host else []), *headers, b"", b""])


def post(*headers: bytes, body=b"") -> bytes:
    return get(*headers, line=b"POST /_imgflow/faults HTTP/1.1") + body


CLOSE = b"Connection: close"
NO_FAULTS = b"[]"
# What is sent, and the status of the one answer; None where the connection is closed without one.
REQUESTS = {
    "as it should be": (get(CLOSE), 200),
    "http 1.0": (get(line=b"GET /_imgflow/log HTTP/1.0"), 200),
    "empty lines before": (b"\r\n\r\n" + get(CLOSE), 200),
    "no such place": (get(CLOSE, line=b"GET /nowhere HTTP/1.1"), 404),
    "no words": (b"HELLO\r\n\r\n", 400),
    "two words": (get(line=b"GET /_imgflow/log"), 400),
    "four words": (get(line=b"GET /a b HTTP/1.1"), 400),
    "two spaces": (get(line=b"GET  /_imgflow/log HTTP/1.1"), 400),
    "a tab": (get(line=b"GET\t/_imgflow/log\tHTTP/1.1"), 400),
    "a version of tomorrow": (get(line=b"PRI * HTTP/2.0"), 505),
    "another protocol": (get(line=b"GET / GOPHER/1.1"), 400),
    "tls": (bytes.fromhex("16030100c8010000c403") + bytes(200), 400),
    "letters beyond ascii in the target": (get(line="GET /ä HTTP/1.1".encode()), 400),
    "nul in the target": (get(line=b"GET /\0 HTTP/1.1"), 400),
    "nul in a value": (get(b"A: x\0y"), 400),
    "nul in a name": (get(b"A\0: x"), 400),
    "escape in a value": (get(b"A: \x1b[2J"), 400),
    "a lone cr in a value": (get(b"A: x\ry"), 400),
    "lf without cr": (get(CLOSE, end=b"\n"), 400),
    "no colon": (get(b"nothing"), 400),
    "no name": (get(b": x"), 400),
    "a space before the colon": (get(b"A : x"), 400),
    "a folded line": (get(b"A: x", b" y"), 400),
    "letters beyond ascii in a value": (get("A: ä".encode(), b"B: \xe4", CLOSE), 200),
    "no host": (get(host=None), 400),
    "two hosts": (get(b"Host: localhost"), 400),
    "64 kB in one line": (get(b"A: " + b"x" * (64 << 10)), 431),
    "1 MB in one line": (get(b"A: " + b"x" * (1 << 20)), 431),
    "a target of 1 MB": (get(line=b"GET /" + b"x" * (1 << 20) + b" HTTP/1.1"), 431),
    "200 headers": (get(*[b"H%d: 1" % n for n in range(198)], CLOSE), 200),
    "201 headers": (get(*[b"H%d: 1" % n for n in range(199)], CLOSE), 431),
    "100000 headers": (get(*[b"H%d: 1" % n for n in range(100_000)]), 431),
    "length": (post(CLOSE, b"Content-Length: 2", body=NO_FAULTS), 200),
    "length and more": (post(CLOSE, b"Content-Length: 2", body=NO_FAULTS + b"GET / HTTP/1.1\r\n\r\n"), 200),
    "a length in words": (post(b"Content-Length: two", body=NO_FAULTS), 400),
    "a length with a sign": (post(b"Content-Length: +2", body=NO_FAULTS), 400),
    "a length below nothing": (post(b"Content-Length: -2", body=NO_FAULTS), 400),
    "a length in hexadecimal": (post(b"Content-Length: 0x2", body=NO_FAULTS), 400),
    "no length": (post(b"Content-Length:", body=NO_FAULTS), 400),
    "two lengths": (post(b"Content-Length: 2", b"Content-Length: 3", body=NO_FAULTS), 400),
    "two lengths in one": (post(b"Content-Length: 2, 3", body=NO_FAULTS), 400),
    "a length beyond all numbers": (post(b"Content-Length: " + b"9" * 40, body=NO_FAULTS), 400),
    "a length beyond the limit": (post(b"Content-Length: 9000000", body=NO_FAULTS), 400),
    "length and pieces": (
        post(b"Content-Length: 2", b"Transfer-Encoding: chunked", body=b"2\r\n[]\r\n0\r\n\r\n"), 400),
    "pieces": (post(CLOSE, b"Transfer-Encoding: chunked", body=b"1\r\n[\r\n1;a=b\r\n]\r\n0\r\nT: 1\r\n\r\n"), 200),
    "pieces twice": (post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 501),
    "packed pieces": (post(b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"), 501),
    "no pieces": (post(b"Transfer-Encoding: identity", body=NO_FAULTS), 501),
    "pieces of 1.0": (
        get(b"Transfer-Encoding: chunked", line=b"POST /_imgflow/faults HTTP/1.0") + b"0\r\n\r\n", 501),
    "a piece without a size": (post(b"Transfer-Encoding: chunked", body=b"\r\n[]\r\n"), 400),
    "a piece of a strange size": (post(b"Transfer-Encoding: chunked", body=b"+2\r\n[]\r\n0\r\n\r\n"), 400),
    "a piece with 0x": (post(b"Transfer-Encoding: chunked", body=b"0x2\r\n[]\r\n0\r\n\r\n"), 400),
    "a piece that is longer": (post(b"Transfer-Encoding: chunked", body=b"1\r\n[]\r\n0\r\n\r\n"), 400),
    "a piece beyond all numbers": (post(b"Transfer-Encoding: chunked", body=b"f" * 17 + b"\r\n[]"), 400),
    "a piece beyond the limit": (
        post(b"Transfer-Encoding: chunked", body=b"200000\r\n" + b" " * 0x200000 + b"\r\n0\r\n\r\n"), 400),
    "a size line of 1 MB": (post(b"Transfer-Encoding: chunked", body=b"2;" + b"x" * (1 << 20)), 431),
    "trailers without end": (post(b"Transfer-Encoding: chunked", body=b"0\r\n" + b"A: 1\r\n" * 100_000), 431),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_as_it_should_not_be(sandbox, kind):
    data, status = REQUESTS[kind]
    found = answers(said(sandbox, data))
    assert [status for status, _ in found] == [status], found
    assert json.loads(found[0][1]) is not None
    assert is_well(sandbox)


# Cut off before they are whole, with the client waiting or gone.
CUT = {
    "nothing": b"", "half a line": b"GET /_im", "half a header": get()[:-9], "no empty line": get()[:-2],
    "half a body": post(b"Content-Length: 9", body=b"[]"),
    "half a piece": post(b"Transfer-Encoding: chunked", body=b"9\r\n[]"),
    "no last piece": post(b"Transfer-Encoding: chunked", body=b"2\r\n[]\r\n"),
}


@pytest.mark.parametrize("kind", CUT)
@pytest.mark.parametrize("way", ["half-closed", "closed", "reset"])
def test_a_request_that_is_cut_off(sandbox, kind, way):
    if way == "half-closed":
        assert said(sandbox, CUT[kind], half_closed=True) == b""
    else:
        connection = socket.create_connection(place(sandbox), timeout=LIMIT)
        connection.sendall(CUT[kind])
        if way == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    assert is_well(sandbox)


def test_a_client_that_sends_no_more_is_answered(sandbox):
    assert answers(said(sandbox, get(), half_closed=True))[0][0] == 200


def test_requests_one_behind_the_other(sandbox):
    body = post(b"Content-Length: 2", body=NO_FAULTS)
    pieces = post(b"Transfer-Encoding: chunked", body=b"2\r\n[]\r\n0\r\n\r\n")
    found = answers(said(sandbox, body + pieces + get() + body + get(CLOSE) + get()))
    assert [status for status, _ in found] == [200] * 5
    # By the byte, each in a packet of its own.
    with socket.create_connection(place(sandbox), timeout=LIMIT) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in pieces + get(CLOSE):
            connection.sendall(bytes([byte]))
        assert [status for status, _ in answers(rest(connection))] == [200, 200]


def test_a_body_that_is_refused_is_no_request(sandbox):
    """What stands in a body that nobody signed is never taken for a request."""
    hidden = get(line=b"DELETE /_imgflow/faults HTTP/1.1")
    request = get(b"Content-Length: %d" % (len(hidden) * 1000), line=b"POST " + PATH + b" HTTP/1.1")
    assert [status for status, _ in answers(said(sandbox, request + hidden * 1000))] == [403]


def test_head_has_no_body(sandbox):
    found = said(sandbox, get(CLOSE, line=b"HEAD /_imgflow/log HTTP/1.1"))
    assert found.startswith(b"HTTP/1.1 404 ") and found.endswith(b"\r\n\r\n")


def test_a_body_is_asked_for_when_it_is_wanted(sandbox):
    """RFC 9110, section 10.1.1: the answer may come instead."""
    with socket.create_connection(place(sandbox), timeout=LIMIT) as connection:
        connection.sendall(post(CLOSE, b"Expect: 100-continue", b"Content-Length: 2"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(NO_FAULTS)
        assert answers(rest(connection))[0][0] == 200
    unsigned = get(b"Expect: 100-continue", b"Content-Length: 9", line=b"POST " + PATH + b" HTTP/1.1")
    with socket.create_connection(place(sandbox), timeout=LIMIT) as connection:
        connection.sendall(unsigned)
        head = connection.recv(65536).lower()
        assert head.startswith(b"http/1.1 403 ") and b"connection: close" in head


def test_a_name_in_a_fault_adds_no_header(start_sandbox):
    server = start_sandbox()
    faults = json.dumps([{"fault": "status:500", "type": "A\r\nX-Other: 1\r\n\r\nmore"}]).encode()
    assert answers(said(server, post(CLOSE, b"Content-Length: %d" % len(faults), body=faults)))[0][0] == 200
    call = get(
        CLOSE, b"Authorization: Bearer " + server.bearer_key.encode(), b"Content-Length: 2",
        line=b"POST " + PATH + b" HTTP/1.1") + b"{}"
    found = said(server, call)
    assert found.startswith(b"HTTP/1.1 500 ") and b"\r\nX-Other" not in found


@contextmanager
def many(server, count: int, data: bytes):
    """Clients that send so much and then nothing."""
    connections = []
    try:
        for _ in range(count):
            connection = socket.create_connection(place(server), timeout=LIMIT)
            connections.append(connection)
            connection.sendall(data)
        yield connections
    finally:
        for connection in connections:
            connection.close()


@pytest.mark.parametrize("kind", ["nothing", "half a header", "a long header", "half a body"])
def test_slow_clients_keep_nobody_waiting(start_sandbox, kind):
    server = start_sandbox()
    data = {
        "nothing": b"", "half a header": b"GET / HTTP/1.1\r\nHost: loc",
        "a long header": b"GET / HTTP/1.1\r\nA: " + b"x" * 30_000,
        "half a body": post(b"Content-Length: 1000000", body=b"x" * 1000)}[kind]
    before = memory(server)
    with many(server, 300, data):
        begun = time.monotonic()
        assert is_well(server)
        assert time.monotonic() - begun < 5
        # What they sent, and a task each.
        assert memory(server) - before < 60
    assert is_well(server)


def test_more_clients_than_there_is_room_for(start_sandbox):
    server = start_sandbox()
    with many(server, 500, b"") as connections:
        assert [status for status, _ in answers(said(server, get(CLOSE)))] == [503]
        connections.pop().close()
        end = time.monotonic() + LIMIT
        while answers(said(server, get(CLOSE)))[0][0] != 200:
            assert time.monotonic() < end
    assert is_well(server)


def test_no_files_left(binary, tmp_path):
    """Clients wait at the door until others have left."""
    poor = tmp_path / "poor"
    poor.write_text(f'#!/bin/bash\nulimit -n 70\nexec "{binary}" "$@"\n')
    poor.chmod(0o755)
    with Sandbox.running(poor) as server, many(server, 100, b"") as connections:
        last = connections.pop()
        last.sendall(get(CLOSE))
        for connection in connections:
            connection.close()
        assert answers(rest(last))[0][0] == 200
        last.close()
        assert is_well(server)


def test_a_client_that_takes_nothing_holds_nobody_up(start_sandbox):
    """Each asks for 8 MB and never reads it."""
    server = start_sandbox()
    for _ in range(10):
        said(server, get(line=b"GET /nowhere HTTP/1.1") * 99 + get(CLOSE, line=b"GET /nowhere HTTP/1.1"))
    request = get(line=b"GET /_imgflow/requests HTTP/1.1")
    length = len(answers(said(server, get(CLOSE, line=b"GET /_imgflow/requests HTTP/1.1")))[0][1])
    with many(server, 4, request * (8_000_000 // length)):
        assert is_well(server)
    assert is_well(server)


def test_silence_ends_with_its_client(start_sandbox):
    server = start_sandbox("--fault", "timeout=60")
    call = get(
        b"Authorization: Bearer " + server.bearer_key.encode(), b"Content-Length: 2",
        line=b"POST " + PATH + b" HTTP/1.1") + b"{}"
    with many(server, 60, call):
        while sum(count for _, _, count in server.calls) < 60:
            time.sleep(0.05)
        assert server.calls == [(CORE, 0, 60)]
    end = time.monotonic() + LIMIT
    # Its files are the server's own again.
    while len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) > 30:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert is_well(server)


def test_many_clients_at_once(sandbox):
    wrong = []

    def ask():
        for _ in range(100):
            try:
                if answers(said(sandbox, get(CLOSE)))[0][0] != 200:
                    wrong.append("status")
            except Exception as error:  # noqa: BLE001
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


BITS = [
    b"\r\n", b"\n", b"\r", b"\0", b":", b" ", b";", b"%", b"?", b"\xff", b"-1", b"0", b"chunked", b"9" * 20, b"f" * 15,
    b"Content-Length: ", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"HTTP/1.1"]


def nonsense(random: Random) -> bytes:
    """A request or two, with a few bytes more, fewer or others."""
    whole = [data for data, _ in REQUESTS.values() if len(data) < 5000]
    data = bytearray(b"".join(random.choices(whole, k=random.choice([1, 1, 2]))))
    for _ in range(random.randint(1, 6)):
        place = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0: data[place:place] = random.choice(BITS)
            case 1: del data[place:place + random.randint(1, 20)]
            case 2: data[place:place + 1] = random.randbytes(1)
            case 3: data[place:place] = data[:place][-200:]
    return bytes(data)


@pytest.mark.parametrize("seed", range(4))
def test_nonsense_is_answered_or_ends(sandbox, seed):
    random = Random(seed)
    for _ in range(400):
        data = nonsense(random)
        # What an answer's head promises comes, and nothing hangs.
        for status, _ in answers(said(sandbox, data, half_closed=True)):
            assert status in {100, 200, 400, 403, 404, 431, 501, 505}, data
    assert is_well(sandbox)
