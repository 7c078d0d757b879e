"""Runs the command under test, in a folder and an environment of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping


def scrubbed(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """`environment` without what could steer an AWS client or imgflow."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith(("AWS_", "XDG_", "BOTO", "REQUESTS_"))
        and not name.upper().endswith("_PROXY")
        and (not name.startswith("IMGFLOW_") or name == "IMGFLOW_BINARY")
    }
    return kept | {
        "HOME": str(home),
        "AWS_CONFIG_FILE": str(home / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "no-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
    }


_SYSTEM = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""),
}


@dataclass
class Outcome:
    code: int
    output: bytes
    errors: str


@dataclass
class Imgflow:
    binary: Path
    folder: Path

    def __call__(
        self,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        expecting: int | None = 0,
        limit: float = 40,
        given: bytes = b"",
    ) -> Outcome:
        """`expecting`: the exit code, or None for any; `given`: standard input."""
        done = subprocess.run(
            [self.binary, *arguments],
            cwd=self.folder,
            env=scrubbed(_SYSTEM, self.folder) | dict(environment or {}),
            input=given,
            capture_output=True,
            timeout=limit,
        )
        outcome = Outcome(done.returncode, done.stdout, done.stderr.decode())
        if expecting is not None:
            assert outcome.code == expecting, outcome.errors
        return outcome

    def run(self, program: str, *options: str, to: str, **more) -> Outcome:
        """A program against the endpoint `to`, without questions and without a memory."""
        return self(
            "-c", program, "--endpoint-url", to, "--yes", "--ephemeral", *options, **more
        )


def literal(text: str) -> str:
    """`text` as a string of the language."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "{": "{{", "}": "}}"}
    written = "".join(
        escapes.get(c) or (f"\\u{{{ord(c):X}}}" if ord(c) < 0x20 or c == "\x7f" else c)
        for c in text
    )
    return f'"{written}"'
