"""Through which doors a call goes out, and which variables libcurl must not read by itself."""

import os
import signal
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest

from imgflow import scrubbed
from mutations import BODY
from raw_server import Listener, Raw, RawServer, whole

KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-west-2", "AWS_MAX_ATTEMPTS": "1"}
FOX = 'generate "a fox" | save "x.png"'
NOWHERE = "http://127.0.0.1:1"


class Proxy(Listener):
    """Tunnels every CONNECT to one server; keeps the heads that it is sent."""

    def __init__(self, target: int):
        self._target = target
        super().__init__()

    def _serve(self, client: socket.socket):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        self.heads.append(head)
        target = socket.create_connection(("127.0.0.1", self._target))
        client.sendall(b"HTTP/1.1 200 Connection established\r\nvia: 1.1 test\r\n\r\n")
        threading.Thread(target=self._copy, args=(target, client), daemon=True).start()
        self._copy(client, target)

    @staticmethod
    def _copy(source: socket.socket, to: socket.socket):
        try:
            while piece := source.recv(65536):
                to.sendall(piece)
            to.shutdown(socket.SHUT_WR)
        except OSError:
            pass


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out",
         folder / "cert.pem", "-days", "2", "-subj", "/CN=aws", "-addext",
         "subjectAltName=DNS:bedrock-runtime.us-west-2.amazonaws.com,DNS:vpc.example", "-addext",
         "basicConstraints=critical,CA:TRUE"], check=True, capture_output=True)
    return folder


@pytest.fixture
def secure(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "cert.pem", authority / "key.pem")
    with RawServer(lambda: Raw(whole(BODY)), context) as server:
        yield server


def test_a_proxy_tunnels_to_the_endpoint_it_is_asked_for(imgflow, authority, secure):
    with Proxy(secure.port) as proxy:
        done = imgflow(
            "-c", FOX, "--yes", "--endpoint-url", "https://vpc.example:8443", environment=KEYS | {
                "HTTPS_PROXY": f"http://ann:p%40ss%3A%2F@127.0.0.1:{proxy.port}", "AWS_CA_BUNDLE": str(authority / "cert.pem"),
                "https_proxy_user": "x"})
        assert done.code == 0
        [head] = proxy.heads
    lines = head.split(b"\r\n")
    assert lines[0] == b"CONNECT vpc.example:8443 HTTP/1.1"
    names = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in lines[1:-2]}
    # ann:p@ss:/
    assert names[b"proxy-authorization"] == b"Basic YW5uOnBAc3M6Lw=="
    assert names[b"host"] == b"vpc.example:8443"
    assert set(names) <= {b"host", b"proxy-authorization", b"proxy-connection"}
    assert secure.requests == 1


@pytest.mark.parametrize("variables", [
    {"ALL_PROXY": NOWHERE}, {"all_proxy": NOWHERE}, {"HTTPS_PROXY": NOWHERE}, {"http_proxy": NOWHERE},
    {"https_proxy": NOWHERE, "ALL_PROXY": NOWHERE},
], ids=str)
def test_no_proxy_stands_before_this_machine(imgflow, recorder, variables):
    imgflow.run(FOX, to=recorder.endpoint, environment=KEYS | variables)
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("exceptions", ["", "example.com", "10.0.0.0/8,other"])
def test_a_proxy_that_is_not_excepted_is_used(imgflow, authority, secure, exceptions):
    with Proxy(secure.port) as proxy:
        imgflow(
            "-c", FOX, "--yes", environment=KEYS | {
                "HTTPS_PROXY": f"127.0.0.1:{proxy.port}", "NO_PROXY": exceptions,
                "AWS_CA_BUNDLE": str(authority / "cert.pem")})
        assert [head.split(b" ")[1] for head in proxy.heads] == [b"bedrock-runtime.us-west-2.amazonaws.com:443"]


@pytest.mark.parametrize("exceptions", ["vpc.invalid", ".invalid", "*", "vpc.invalid:8443"])
def test_a_host_that_is_excepted_is_reached_without_the_proxy(imgflow, secure, exceptions):
    with Proxy(secure.port) as proxy:
        done = imgflow(
            "-c", FOX, "--yes", "--endpoint-url", "https://vpc.invalid:8443", environment=KEYS | {
                "HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "NO_PROXY": exceptions,
            }, expecting=None)
        assert "cannot find the host `vpc.invalid`" in done.errors
        assert proxy.heads == []


@pytest.mark.parametrize("words, is_opened", [
    (["check", "-c", FOX], False), (["plan", "-c", FOX], False), (["help"], False), (["--version"], False),
    (["-c", FOX, "--yes", "--endpoint-url", NOWHERE], True),
], ids=str)
def test_libcurl_is_opened_for_a_call_and_for_nothing_else(imgflow, words, is_opened):
    imgflow(*words, environment=KEYS | {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(imgflow.folder / "opened")}, expecting=None)
    text = b"".join(path.read_bytes() for path in imgflow.folder.glob("opened.*"))
    assert b"libc.so.6" in text
    assert (b"libcurl.so.4" in text) == is_opened


@pytest.mark.parametrize("source", ["", "int curl_global_init(long flags) { return 1; }"], ids=["empty", "half"])
def test_a_libcurl_that_cannot_be_used_is_told_once(imgflow, tmp_path, source):
    (tmp_path / "fake.c").write_text(source)
    subprocess.run(["clang", "-shared", "-fPIC", "-o", tmp_path / "libcurl.so.4", tmp_path / "fake.c"], check=True)
    done = imgflow(
        "-c", FOX, "--yes", "--endpoint-url", NOWHERE, environment=KEYS | {
            "LD_LIBRARY_PATH": str(tmp_path), "AWS_MAX_ATTEMPTS": "3"}, expecting=None)
    assert done.code not in (0, 2)
    assert done.errors.count("libcurl cannot be used") == 1, done.errors
    for word in ["HTTPS_PROXY", "again", "retry", "billed", "on the bill"]:
        assert word not in done.errors, done.errors


NO_POLL = """
#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
int poll(struct pollfd *all, nfds_t count, int timeout) {
    if (count < 2) return syscall(SYS_poll, all, count, timeout);
    errno = ENOMEM;
    return -1;
}
"""


def test_a_libcurl_that_cannot_wait_ends_its_calls(imgflow, tmp_path):
    (tmp_path / "poll.c").write_text(NO_POLL)
    subprocess.run(["clang", "-shared", "-fPIC", "-w", "-o", tmp_path / "poll.so", tmp_path / "poll.c"], check=True)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        done = imgflow(
            "-c", FOX, "--yes", "--endpoint-url", f"https://127.0.0.1:{silent.getsockname()[1]}",
            environment=KEYS | {"LD_PRELOAD": str(tmp_path / "poll.so")}, expecting=None)
    # Else it would try on for the ten seconds that a connection may take.
    assert "the request cannot be sent: libcurl: " in done.errors, done.errors


def test_a_silent_handshake_is_told_with_its_own_time(imgflow):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        done = imgflow(
            "-c", FOX, "--yes", "--endpoint-url", f"https://127.0.0.1:{silent.getsockname()[1]}", "--timeout", "1",
            environment=KEYS, expecting=None)
    assert "no connection to `127.0.0.1` within 1 s" in done.errors, done.errors


def test_a_request_without_a_body_that_was_read_has_been_sent(imgflow):
    with RawServer(lambda: Raw(b"")) as server:
        done = imgflow(
            "models", "--live", environment=KEYS | {"AWS_ENDPOINT_URL_BEDROCK": server.endpoint}, expecting=None)
        assert server.requests > 0
    text = done.errors + done.output.decode()
    assert "closed the connection before responding" in text, text
    assert "before the request was sent" not in text


SLOW_NAMES = """
#include <netdb.h>
#include <unistd.h>
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    const char *mark = "looked up\\n";
    write(2, mark, 10);
    sleep(30);
    return EAI_AGAIN;
}
"""


@pytest.fixture(scope="module")
def slow_names(tmp_path_factory) -> Path:
    """A library for LD_PRELOAD, whose lookups take half a minute."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "slow.c").write_text(SLOW_NAMES)
    subprocess.run(["clang", "-shared", "-fPIC", "-w", "-o", folder / "slow.so", folder / "slow.c"], check=True)
    return folder / "slow.so"


def test_an_interrupt_does_not_wait_for_a_name(imgflow, slow_names):
    process = subprocess.Popen(
        [imgflow.binary, "-c", FOX, "--yes", "--endpoint-url", "https://slow.example"], cwd=imgflow.folder,
        env=scrubbed({"PATH": "/usr/bin:/bin"}, imgflow.folder) | KEYS | {"LD_PRELOAD": str(slow_names)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert b"looked up" in process.stderr.readline()
    # The first one waits for what is on the way, the second one does not.
    process.send_signal(signal.SIGINT)
    assert b"stopping" in process.stderr.readline()
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=20)[1].decode()
    assert time.monotonic() - start < 5
    assert process.returncode != 0
    assert "may be billed" not in errors and "on the bill" not in errors


def test_a_name_that_is_not_found_in_time_is_no_call(imgflow, slow_names):
    start = time.monotonic()
    done = imgflow(
        "-c", FOX, "--yes", "--endpoint-url", "https://slow.example", "--timeout", "1",
        environment=KEYS | {"LD_PRELOAD": str(slow_names)}, expecting=None)
    assert time.monotonic() - start < 20
    assert "no connection to `slow.example`" in done.errors, done.errors
    assert "may be billed" not in done.errors and "on the bill" not in done.errors
