"""Many calls at once while a fifth of the server's answers are faults.

    IMGFLOW_CALLS=2000 makes it as hard as it is meant; the suite does less.
"""

import json
import os
import random
import urllib.request

import pytest
from PIL import Image

CALLS = int(os.environ.get("IMGFLOW_CALLS", "160"))
PRICE = 0.07
LINE = 'load "in" | remove-background | save "out/{stem}.png"'
# What the client may try again, for nothing; what brings no picture and may cost all the same; what
# is refused for nothing.
AGAIN = ["throttle", "not-ready", "status:500", "status:503"]
DEAR = ["truncated", "garbage", "reset"]
REFUSED = ["filter", "status:400", "model-timeout"]


@pytest.fixture
def folder(imgflow):
    (imgflow.folder / "in").mkdir()
    for number in range(CALLS):
        color = (number % 256, number // 256, 99)
        Image.new("RGB", (64, 64), color).save(imgflow.folder / "in" / f"p{number:04}.png")
    return imgflow.folder


def trouble(server, kinds, seed):
    """Queues faults: a fifth of the responses, in an order by chance. Returns how many of each kind."""
    chance = random.Random(seed)
    normal = {"fault": "latency", "ms": 0}
    queue = [
        {"fault": chance.choice(kinds)} if chance.random() < 0.2 else normal
        for _ in range(2 * CALLS)
    ]
    body = json.dumps(queue).encode()
    address = f"{server.endpoint}/_imgflow/faults"
    urllib.request.urlopen(urllib.request.Request(address, body, method="POST"), timeout=10).close()


def run(imgflow, server, *options, expecting):
    return imgflow(
        "-c", LINE, "--yes", "--jobs", "32", "--json", "--timeout", "10", *options,
        environment=server.environment | {"XDG_STATE_HOME": str(imgflow.folder / "state")},
        expecting=expecting, limit=600)


def end(done):
    events = [json.loads(line) for line in done.output.splitlines()]
    return events[-1], [event for event in events if event["event"] == "saved"]


def answered(server):
    return sum(count for _, status, count in server.calls if status == 200)


def test_all_is_done_or_told_and_the_rest_is_done_later(imgflow, folder, start_sandbox):
    server = start_sandbox()
    trouble(server, AGAIN + DEAR + REFUSED, seed=1)
    done = run(imgflow, server, expecting=8)
    last, saved = end(done)
    failed = CALLS - len(saved)
    assert 0 < failed < CALLS / 2
    assert f"{failed} failed:" in done.errors
    assert f"{len(saved)} succeeded, {failed} failed" in done.errors
    first = answered(server)
    # What was paid is what was saved; what else came with status 200 was no picture.
    assert float(last["spent"]) == pytest.approx(PRICE * len(saved))
    assert float(last["doubtful"]) <= PRICE * failed + 1e-9
    # The same again asks for what is missing, and for nothing else.
    urllib.request.urlopen(
        urllib.request.Request(f"{server.endpoint}/_imgflow/faults", method="DELETE"), timeout=10
    ).close()
    last, saved = end(run(imgflow, server, expecting=0))
    assert (last["calls"], last["known"]) == (failed, CALLS - failed)
    assert answered(server) == first + failed
    assert len(saved) == CALLS == len(list((folder / "out").glob("*.png")))


@pytest.mark.parametrize("kinds", [[], AGAIN + DEAR + REFUSED], ids=["no faults", "faults"])
def test_a_budget_is_never_passed(imgflow, folder, start_sandbox, kinds):
    server = start_sandbox("--latency", "5")
    if kinds:
        trouble(server, kinds, seed=2)
    budget = PRICE * CALLS / 2 + 0.05
    # The plan costs more than this: the program says so before anything is sent.
    run(imgflow, server, "--budget", f"{budget:.2f}", expecting=7)
    assert server.calls == []
    # A limit a day that was half used by others stops the run where it is reached.
    config = folder / ".config/imgflow"
    config.mkdir(parents=True)
    whole = PRICE * CALLS + 0.01
    (config / "config.toml").write_text(f"[budget]\nday = {whole:.2f}\n")
    done = run(imgflow, server, expecting=None)
    last, saved = end(done)
    assert float(last["spent"]) + float(last["doubtful"]) <= whole + 1e-9
    assert PRICE * len(saved) <= whole + 1e-9
    more = run(imgflow, server, "--fresh", "--overwrite", expecting=7)
    assert "was spent today, and the daily limit is" in more.errors
