"""What a signal ends, what it waits for, and what is told of money."""

import re
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing

import pytest

from imgflow import scrubbed

# Far beyond every limit here: what comes before is the signal's doing.
LATENCY = 60


@pytest.fixture
def waiting(imgflow, start_sandbox):
    """A run whose three calls are on their way for a minute."""
    server = start_sandbox("--latency", str(LATENCY * 1000))
    started = []

    def start(**variables: str) -> subprocess.Popen:
        run = subprocess.Popen(
            [imgflow.binary, "-c", 'generate "a" count:12 | save "o-{index}.png"', "--yes", "--jobs", "3"],
            cwd=imgflow.folder, env=scrubbed({"PATH": "/usr/bin:/bin"}, imgflow.folder) | server.environment | variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        started.append(run)
        end = time.monotonic() + 40
        while outcomes(imgflow)["sent"] < 3:
            assert time.monotonic() < end and run.poll() is None
            time.sleep(0.02)
        return run

    yield start
    for run in started:
        run.kill()
        run.communicate()


def outcomes(imgflow) -> Counter:
    ledger = imgflow.folder / ".local/state/imgflow/ledger.sqlite"
    if not ledger.exists():
        return Counter()
    with closing(sqlite3.connect(ledger, timeout=20)) as database:
        try:
            return Counter(row[0] for row in database.execute("SELECT outcome FROM call"))
        except sqlite3.OperationalError:
            return Counter()


def stopping(run: subprocess.Popen) -> str:
    """Up to the line that says what is waited for."""
    said = ""
    for line in run.stderr:
        said += line
        if "stopping: no new calls" in line:
            return said
    raise AssertionError(said)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_wait_has_an_end_and_says_what_may_be_lost(imgflow, waiting, number):
    run = waiting(IMGFLOW_GRACE="1")
    begun = time.monotonic()
    run.send_signal(number)
    stopping(run)
    errors = run.communicate(timeout=LATENCY / 2)[1]
    assert time.monotonic() - begun >= 1
    assert run.returncode not in (0, None)
    assert "interrupted, $0.12 may still be billed" in errors, errors
    known = outcomes(imgflow)
    # All that was sent may have been billed, and the ledger says so.
    assert known["sent"] + known["doubtful"] == 3 and known.total() == 3, known


@pytest.mark.parametrize("first, second", [
    (signal.SIGTERM, signal.SIGTERM), (signal.SIGINT, signal.SIGINT), (signal.SIGTERM, signal.SIGINT),
    (signal.SIGHUP, signal.SIGTERM),
])
def test_a_second_signal_waits_for_nothing(imgflow, waiting, first, second):
    run = waiting()
    run.send_signal(first)
    assert re.search(r"3 calls of \$0\.12 in flight", stopping(run))
    run.send_signal(second)
    errors = run.communicate(timeout=LATENCY / 2)[1]
    assert run.returncode not in (0, None)
    assert "interrupted, $0.12 may still be billed" in errors, errors
    assert outcomes(imgflow).total() == 3


LINES = {
    'generate "a dog" count:9': 9,
    'generate "a dog" count:3 | upscale fast': 6,
    'load "photo.png" | fork { replace "sky" text:"storm" } { replace "sea" text:"lava" } { replace "sun" text:"moon" } | upscale fast': 6,
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("answers", [1, 3])
def test_ctrl_c_at_the_prompt_loses_nothing_that_was_paid_for(start_prompt, start_sandbox, line, answers):
    total = LINES[line]
    server = start_sandbox("--latency", "500")
    typist = start_prompt("--endpoint-url", server.endpoint, "--jobs", "2", environment=server.environment)
    typist.waits()
    typist.child.send(line + "\r")
    end = time.monotonic() + 40
    while sum(row[2] for row in server.calls) < answers:
        assert time.monotonic() < end
        time.sleep(0.02)
    typist.child.send("\x03")
    said = typist.sees(r"(?<!\d)\d> ")
    paid = sum(row[2] for row in server.calls)
    assert all(status == 200 for _, status, _ in server.calls)
    if paid == total:
        pytest.skip("all was answered before the key arrived")
    assert "interrupted" in said
    # Results have numbers, and go on for nothing.
    assert re.search(r"\$1  ", said), said
    place = int(re.search(r"(\d)> \Z", said)[1])
    typist.line("\x15$1 | resize 10%", place + 1)
    assert sum(row[2] for row in server.calls) == paid
    # The whole line again asks for what is missing alone.
    if "count" in line:
        seed = re.search(r"seed:(\d+)", said)[1]
        head, bar, rest = line.partition(" | ")
        line = f"{head} seed:{seed}{bar}{rest}"
    typist.child.send("\x15" + line + "\r")
    typist.sees(rf"{place + 2}> ")
    assert sum(row[2] for row in server.calls) == total
