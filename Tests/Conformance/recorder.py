"""An HTTP server that keeps every request as it came and gives an answer that fits."""

import json
import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable
from urllib.parse import unquote

from PIL import Image

import pictures
from sandbox import Sandbox


@dataclass
class Recorded:
    method: str
    # As it stood in the request line.
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name]
        assert len(found) <= 1, f"{name} was sent {len(found)} times"
        return found[0] if found else None

    @property
    def fields(self) -> dict:
        return json.loads(self.body)

    @property
    def model(self) -> str:
        return unquote(re.search(r"/model/([^/]+)/(invoke|converse)$", self.path)[1])

    @property
    def region(self) -> str:
        """Out of the signature's scope."""
        return re.search(r"Credential=[^/]+/\d{8}/([^/]+)/", self.header("authorization"))[1]


Answer = tuple[int, bytes]


def flat(request: Recorded) -> Answer:
    """A picture of one color, shaped as the model's answers are."""
    image = pictures.text(Image.new("RGB", (512, 512), (70, 90, 110)), "jpeg")
    if request.model.startswith("amazon."):
        return 200, json.dumps({"images": [image]}).encode()
    answer = {
        "seeds": [request.fields.get("seed", 0)],
        "finish_reasons": [None],
        "images": [image],
    }
    return 200, json.dumps(answer).encode()


def through(sandbox: Sandbox) -> Callable[[Recorded], Answer]:
    """What the sandbox answers to the same body, signed anew by boto3."""

    def forward(request: Recorded) -> Answer:
        answer = sandbox.shared_client(request.region).invoke_model(
            modelId=request.model, body=request.body
        )
        return 200, answer["body"].read()

    return forward


class Recorder:
    def __init__(self):
        self.requests: list[Recorded] = []
        self.answer: Callable[[Recorded], Answer] = flat
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Recorder":
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()

    @property
    def only(self) -> Recorded:
        assert len(self.requests) == 1, [request.path for request in self.requests]
        return self.requests[0]

    def _handler(recorder) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def respond(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                request = Recorded(self.command, self.path, self.headers.items(), body)
                with recorder._lock:
                    recorder.requests.append(request)
                try:
                    status, answer = recorder.answer(request)
                except Exception as error:
                    status, answer = 500, json.dumps({"message": str(error)}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET = do_PUT = respond

            def log_message(self, *_):
                pass

        return Handler
