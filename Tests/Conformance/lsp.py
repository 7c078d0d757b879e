"""`imgflow lsp` through its pipes, byte for byte: what no client would send can be sent here too."""

import json
import queue
import subprocess
import threading
import time

from imgflow import scrubbed

HOME = "home"


class Server:
    """A server that was started, and what it says."""

    def __init__(self, binary, folder, *options, environment=None):
        home = folder / HOME
        home.mkdir(exist_ok=True)
        import os
        self.folder = folder
        self.process = subprocess.Popen(
            [binary, "lsp", *options], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=scrubbed(os.environ, home=home) | (environment or {}))
        self.said = queue.Queue()
        self.aside = []
        self.number = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.said.put(None)
                return
            self.said.put(json.loads(stream.read(length)))

    # -- out

    def raw(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params=None):
        self.send({"method": method, "params": params or {}})

    def begin(self, method, params=None):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params or {}})
        return self.number

    # -- in

    def next(self, fits, timeout=30):
        """The next message that fits; the others are kept."""
        for message in self.aside:
            if fits(message):
                self.aside.remove(message)
                return message
        end = time.monotonic() + timeout
        while True:
            message = self.said.get(timeout=max(0.01, end - time.monotonic()))
            if message is None:
                raise EOFError("the server has ended")
            if fits(message):
                return message
            self.aside.append(message)

    def answer(self, number, timeout=30):
        return self.next(lambda said: said.get("id") == number and "method" not in said, timeout)

    def ask(self, method, params=None, timeout=30):
        answer = self.answer(self.begin(method, params), timeout)
        assert "error" not in answer, answer
        return answer["result"]

    def refused(self, method, params=None):
        answer = self.answer(self.begin(method, params))
        assert "error" in answer, answer
        return answer["error"]

    # -- what clients do

    def initialize(self, root=True, **capabilities):
        result = self.ask("initialize", {
            "processId": None, "rootUri": self.folder.as_uri() if root else None,
            "capabilities": capabilities})
        self.notify("initialized")
        return result["capabilities"]

    def uri(self, name):
        return (self.folder / name).as_uri()

    def open(self, name, text, version=1):
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": "imgflow", "version": version, "text": text}})
        return self.diagnostics(name)

    def change(self, name, version, *changes):
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": version},
            "contentChanges": list(changes)})

    def diagnostics(self, name, version=None, timeout=30):
        def fits(said):
            params = said.get("params", {})
            return (said.get("method") == "textDocument/publishDiagnostics"
                    and params["uri"] == self.uri(name)
                    and (version is None or params.get("version") == version))
        return self.next(fits, timeout)["params"]["diagnostics"]

    def at(self, name, line, character, **more):
        return {"textDocument": {"uri": self.uri(name)},
                "position": {"line": line, "character": character}, **more}

    def stop(self):
        self.process.kill()
        self.process.wait()
        for stream in [self.process.stdin, self.process.stdout, self.process.stderr]:
            try:
                stream.close()
            except BrokenPipeError:
                pass
