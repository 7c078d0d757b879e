"""Runs a command and tells its memory. A process counts what the one that started it had as its own, and a test's
process may have hundreds of megabytes: a small one stands between."""

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

STARTER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{code} {used.ru_maxrss}")
"""


@dataclass
class Measured:
    # Negative where a signal ended it.
    code: int
    output: str
    errors: str
    kilobytes: int


def measured(*words, folder: Path, environment: dict[str, str], limit: float = 60) -> Measured:
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report"
        process = subprocess.Popen(
            [sys.executable, "-S", "-I", "-c", STARTER, report, *words], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            output, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        code, kilobytes = report.read_text().split()
    return Measured(int(code), output.decode(errors="replace"), errors.decode(errors="replace"), int(kilobytes))
