"""A server that answers with bytes as they are, whatever they are, and ends a connection as it is told."""

import re
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import Callable


@dataclass
class Raw:
    answer: bytes
    # `close`, `reset` (RST), `half` (the sending side alone) or `open` (nothing more is said).
    ending: str = "close"


def whole(body: bytes, status: bytes = b"200 OK", *headers: bytes) -> bytes:
    # It is said that the connection ends, so that no later call is sent on it.
    lines = [b"HTTP/1.1 " + status, b"connection: close", b"content-type: application/json", *headers]
    if not any(line.lower().startswith((b"content-length", b"transfer-encoding")) for line in headers):
        lines.append(b"content-length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(body: bytes, size: int = 1000) -> bytes:
    parts = [body[at:at + size] for at in range(0, len(body), size)]
    coded = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return whole(coded, b"200 OK", b"transfer-encoding: chunked")


class Listener:
    """A port of this machine; `_serve` has each connection on a thread of its own."""

    def __init__(self):
        # The heads of requests, in the order in which they came.
        self.heads: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket):
        raise NotImplementedError


class RawServer(Listener):
    """`next_answer` is called for each request, from several threads."""

    def __init__(self, next_answer: Callable[[], Raw], context=None):
        self._next = next_answer
        self._context = context
        self.requests = 0
        self._lock = threading.Lock()
        super().__init__()

    @property
    def endpoint(self) -> str:
        return f"http{'s' if self._context else ''}://127.0.0.1:{self.port}"

    def _serve(self, connection: socket.socket):
        connection.settimeout(30)
        plain = connection
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            head = _request(connection)
            if head is None:
                return
            with self._lock:
                self.requests += 1
                self.heads.append(head)
            raw = self._next()
            connection.sendall(raw.answer)
            if raw.ending == "open":
                connection.recv(1)
            elif raw.ending == "half":
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1)
            elif raw.ending == "reset":
                # A reset drops what the other side's program has not read yet.
                time.sleep(1)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        finally:
            # A TLS connection ends here without its `close_notify`.
            connection.close()
            plain.close()


def _request(connection: socket.socket) -> bytes | None:
    """The head of a request whose body has come too; None where the connection ended before."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.I)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        piece = connection.recv(65536)
        if not piece:
            return None
        missing -= len(piece)
    return head
