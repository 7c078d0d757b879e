"""Runs the AWS CLI that is installed for the interpreter that runs the tests."""

import subprocess
import sys
from pathlib import Path
from typing import Mapping

from imgflow import Outcome, scrubbed


class AWSCommand:
    def __init__(self, folder: Path):
        self.folder = folder
        programs = folder / "programs"
        programs.mkdir()
        aws = programs / "aws"
        aws.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m awscli "$@"\n')
        aws.chmod(0o755)
        self.environment = scrubbed({"PATH": f"{programs}:/usr/bin:/bin"}, folder)

    def __call__(self, *arguments: str, environment: Mapping[str, str]) -> Outcome:
        return self._run(["aws", *arguments], environment)

    def shell(self, line: str, environment: Mapping[str, str]) -> Outcome:
        """A command line as somebody would paste it."""
        return self._run(["/bin/sh", "-c", line], environment)

    def _run(self, command: list[str], environment: Mapping[str, str]) -> Outcome:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=40,
        )
        return Outcome(done.returncode, done.stdout, done.stderr.decode())
