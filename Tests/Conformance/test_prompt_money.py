"""What is entered at once is confirmed once; what needs no question any more; what a line is told to cost.

Calls go to a server of imgflow's own that writes down what it was asked: it is the judge of what was sent.
"""

import os
import re
import signal
import sqlite3
import time
from contextlib import closing

import pexpect
import pytest

ASKED = r"Go\? \[y/N(/always)?\]"
# At 512x512 and more: conservative $0.40, creative $0.60, fast $0.03, core $0.04, remove-background $0.07.
CONSERVATIVE = 'upscale conservative text:"x"'


@pytest.fixture
def billed(start_prompt, start_sandbox):
    """A prompt that is billed, as far as it knows."""

    def begin(*options, latency="0", **variables):
        server = start_sandbox("--latency", latency)
        typist = start_prompt(
            "--endpoint-url", server.endpoint, *options, environment=server.environment | variables)
        typist.waits()
        typist.server = server
        return typist

    return begin


def sent(server):
    return sum(count for _, status, count in server.calls if status == 200)


def pasted(block):
    return f"\x1b[200~{block}\x1b[201~"


# What is entered, the question, and how many calls a yes makes. Each statement alone is below the threshold.
SUMS = [
    (f"$1 | {CONSERVATIVE}; $1 | flip | {CONSERVATIVE}", r"upscale conservative: 2 calls, about \$0\.80", 2),
    ("; ".join(f'generate "a" seed:{seed} model:ultra aspect:16:9' for seed in (1, 2, 3, 4)),
     r"generate: 4 calls, about \$0\.56", 4),
    # A chain: what the second statement goes on from is paid for once.
    (f'generate "a"; | {CONSERVATIVE}; | flip; | upscale fast; | resize 512 | {CONSERVATIVE}',
     r"generate, upscale conservative, upscale fast: 4 calls, about \$0\.87", 4),
    # A definition and a name cost where they are used, each as often as it is another call.
    (f"def big() = {CONSERVATIVE}; let own = $1 | rotate 3; $1 | big; $own | big; $own | big | flip",
     r"upscale conservative: 2 calls, about \$0\.80", 2),
]


@pytest.mark.parametrize("line, question, calls", SUMS)
def test_a_line_of_several_statements_is_confirmed_once(billed, line, question, calls):
    typist = billed()
    typist.line('load "photo.png"', 2)
    typist.child.send(line + "\r")
    typist.sees(question + r"\. " + ASKED)
    typist.child.send("n\r")
    assert "nothing was sent" in typist.waits(2)
    assert sent(typist.server) == 0
    typist.child.send("\r")
    typist.sees(ASKED)
    typist.child.send("y\r")
    said = typist.waits(2 + line.count(";") + 1)
    assert not re.search(ASKED, said)
    assert sent(typist.server) == calls


def test_a_pasted_block_and_a_script_are_confirmed_once(billed, folder):
    block = f'load "photo.png"\n  | {CONSERVATIVE}\n  | save "a.png"\nload "photo.png" | flip | {CONSERVATIVE}\n'
    (folder / "flow.imgflow").write_text("imgflow 1\n" + block)
    for entered in [pasted(block) + "\r", ":load flow.imgflow\r"]:
        typist = billed()
        typist.child.send(entered)
        typist.sees(r"upscale conservative: 2 calls, about \$0\.80\. " + ASKED)
        typist.child.send("n\r")
        typist.sees("nothing was sent")
        assert sent(typist.server) == 0 and not (folder / "a.png").exists()


def test_below_the_threshold_nothing_is_asked(billed):
    typist = billed()
    # The sum of the plans of the second statement alone would be counted twice.
    said = typist.line(f'generate "a" | {CONSERVATIVE}; | flip; $1 | rotate 90', 4)
    assert not re.search(ASKED, said)
    assert sent(typist.server) == 2


def test_a_budget_holds_for_the_sum(billed):
    typist = billed("--budget", "0.10")
    said = typist.line('generate "a"; generate "b"; generate "c"')
    assert "estimated cost $0.12 exceeds the remaining budget of $0.10" in said
    assert sent(typist.server) == 0


def test_what_only_the_run_decides_is_said(billed):
    typist = billed()
    typist.line('load "photo.png"', 2)
    typist.child.send(
        f'generate "a" | when width > 99 {{ {CONSERVATIVE} }}; $1 | flip | {CONSERVATIVE}\r')
    said = typist.sees(ASKED)
    assert re.search(r"up to 3 calls, \$0\.44 to \$0\.84, decided during the run", said), said
    typist.child.send("n\r")
    typist.waits(2)


def test_always_is_for_a_verb_and_up_to_its_price(billed):
    typist = billed()
    typist.line('load "photo.png"', 2)
    typist.child.send(CONSERVATIVE.replace("conservative", "creative") + "\r")
    typist.sees(ASKED)
    typist.child.send("always\r")
    said = typist.waits(3)
    assert "always upscale up to $0.60" in said
    # The same verb, not dearer.
    assert not re.search(ASKED, typist.line("again", 4))
    # Dearer, or another verb: it asks.
    for line in [f"$1 | flip | {CONSERVATIVE}; $1 | rotate 90 | {CONSERVATIVE}", 'generate "a" count:13']:
        typist.child.send(line + "\r")
        typist.sees(ASKED)
        typist.child.send("n\r")
        typist.waits(4)
        typist.child.send("\x15")
    assert "not confirmed again: upscale up to $0.60" in typist.line(":always")
    assert "`generate` is already confirmed each time" in typist.line(":always none generate")
    assert "always upscale" not in typist.line(":always none upscale")
    typist.child.send("again\r")
    typist.sees(ASKED)
    typist.child.send("n\r")
    typist.waits(4)
    assert sent(typist.server) == 2


def test_always_is_not_offered_where_nobody_knows_the_price(billed):
    typist = billed()
    typist.child.send("invoke \"some.model\" body:'{\"prompt\": \"a\"}'\r")
    said = typist.sees(ASKED)
    assert "1 call of unknown price" in said and "always" not in said
    typist.child.send("n\r")
    typist.waits(1)


def test_what_an_earlier_line_names_is_told_where_it_is_paid(billed):
    typist = billed()
    typist.line('let sky = generate "a"', 2)
    said = typist.line("$sky | flip", 3)
    assert re.search(r"generate \(\$sky\): \d+x\d+ png, \d+\.\d s, \$0\.04, seed \d+", said), said
    assert re.search(r"\$2  .*, \$0\.04", said), said
    # Paid for once, told once.
    assert "$0.04," not in typist.line("$sky | rotate 90", 4)
    assert sent(typist.server) == 1


def test_each_stage_of_a_definition_is_told(billed, folder):
    typist = billed()
    typist.line("def clean() = remove-background | upscale fast", 2)
    said = typist.line('load "photo.png" | clean', 3)
    assert re.search(r"remove-background: .*\$0\.07", said) and re.search(r"upscale: .*\$0\.03", said), said
    assert re.search(r"\$2  .*, \$0\.10", said), said


def test_the_prompt_tells_an_endpoint_from_aws(billed, start_prompt):
    typist = billed()
    place = typist.server.endpoint.removeprefix("http://")
    typist.child.send("\x0c")
    assert f"{place} $0.00 1> " in typist.sees("1> ")
    own = start_prompt(environment={"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x" * 40})
    assert re.search(r"aws \$0\.00 $", own.waits())


KEPT = ".local/share/imgflow"
# How the session is told to end: a signal, or a terminal that is gone.
ENDS = [signal.SIGTERM, signal.SIGHUP, "closed"]


@pytest.mark.parametrize("end", ENDS, ids=str)
def test_a_session_that_is_ended_keeps_what_is_paid_for(billed, folder, end):
    typist = billed("--jobs", "3", latency="1500")
    typist.child.send('generate "a" count:9; generate "b"\r')
    server, child = typist.server, typist.child
    ledger = folder / ".local/state/imgflow/ledger.sqlite"
    until(lambda: under_way(ledger) == 3)
    if end == "closed":
        # The last end of the terminal that is not the session's own.
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, child.child_fd)
        os.close(nothing)
    else:
        os.kill(child.pid, end)
    until(lambda: not child.isalive())
    answered = sent(server)
    assert 3 <= answered < 9
    assert len(list((folder / KEPT).rglob("*.json"))) == answered
    assert under_way(ledger) == 0
    # One is enough, and whoever sent it sees what it did.
    assert child.signalstatus == (signal.SIGHUP if end == "closed" else end)


def test_nothing_is_waited_for_longer_than_said(billed, folder):
    typist = billed("--jobs", "3", latency="60000", IMGFLOW_GRACE="1")
    typist.child.send('generate "a" count:9\r')
    until(lambda: under_way(folder / ".local/state/imgflow/ledger.sqlite") == 3)
    os.kill(typist.child.pid, signal.SIGTERM)
    begun = time.monotonic()
    until(lambda: not typist.child.isalive())
    assert 0.9 < time.monotonic() - begun < 12


def until(holds):
    end = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def under_way(ledger):
    """Calls that were sent, and that nothing is known of."""
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM call WHERE outcome = 'sent'").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_one_signal_at_an_idle_prompt_ends_it(billed):
    typist = billed()
    os.kill(typist.child.pid, signal.SIGTERM)
    typist.child.expect(pexpect.EOF)
    typist.child.close()
    assert typist.child.signalstatus == signal.SIGTERM
