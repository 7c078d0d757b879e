"""A run that is killed and started again: every picture right, no half file, nothing paid twice.

    IMGFLOW_KILLS=200 IMGFLOW_IMAGES=100 makes it as hard as it is meant; the suite does less.
"""

import os
import random
import signal
import sqlite3
import subprocess

import pytest
from PIL import Image

KILLS = int(os.environ.get("IMGFLOW_KILLS", "12"))
IMAGES = int(os.environ.get("IMGFLOW_IMAGES", "30"))
PROGRAM = 'load "in" | remove-background | upscale fast | save "out/{stem}.png"'


def side(number: int) -> int:
    return 80 + number % 7


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(IMAGES):
        color = (number, 255 - number, number * 7 % 256)
        picture = Image.new("RGB", (side(number), 80), color)
        picture.save(tmp_path / "in" / f"p{number:03}.png")
    return tmp_path


def whole(folder) -> int:
    """How many pictures are there, every one of which opens."""
    paths = [path for path in (folder / "out").glob("*") if not path.name.startswith(".")]
    for path in paths:
        with Image.open(path) as picture:
            picture.load()
    return len(paths)


def test_what_is_killed_goes_on_where_it_was(binary, folder, start_sandbox):
    server = start_sandbox("--latency", "50")
    chance = random.Random(IMAGES)
    command = [binary, "-c", PROGRAM, "--yes", "--jobs", "8", "--quiet"]
    surroundings = dict(
        cwd=folder, env={"PATH": "/usr/bin:/bin", "HOME": str(folder / "home")} | server.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    kills = 0
    while kills < KILLS:
        run = subprocess.Popen(command, **surroundings)
        try:
            assert run.wait(timeout=chance.uniform(0.03, 0.7)) == 0
            # All is made: take the pictures away, so that there is something to kill.
            for path in (folder / "out").glob("*.png"):
                path.unlink()
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            kills += 1
        whole(folder)
    subprocess.run(command, **surroundings, check=True, timeout=60)

    assert whole(folder) == IMAGES
    for number in range(IMAGES):
        with Image.open(folder / "out" / f"p{number:03}.png") as picture:
            assert picture.size == (4 * side(number), 320)
    ledger = sqlite3.connect(folder / "home/.local/state/imgflow/ledger.sqlite")
    rows = dict(ledger.execute("SELECT outcome, count(*) FROM call GROUP BY outcome"))
    ledger.close()
    assert set(rows) <= {"paid", "known", "sent"}
    answered = sum(count for _, status, count in server.calls if status == 200)
    # Beyond the two for each picture only those were answered that were on their way at a kill: these
    # stand in the ledger as sent.
    assert answered >= 2 * IMAGES
    assert answered - 2 * IMAGES <= rows.get("sent", 0) <= 8 * KILLS


def test_what_is_asked_to_end_loses_nothing_that_was_paid_for(binary, folder, start_sandbox):
    server = start_sandbox("--latency", "50")
    chance = random.Random(KILLS)
    command = [binary, "-c", PROGRAM, "--yes", "--jobs", "8", "--quiet"]
    surroundings = dict(
        cwd=folder, env={"PATH": "/usr/bin:/bin", "HOME": str(folder / "home")} | server.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(KILLS):
        run = subprocess.Popen(command, **surroundings)
        try:
            run.wait(timeout=chance.uniform(0.03, 0.7))
        except subprocess.TimeoutExpired:
            run.send_signal(chance.choice([signal.SIGTERM, signal.SIGHUP, signal.SIGINT]))
            run.wait(timeout=60)
    subprocess.run(command, **surroundings, check=True, timeout=60)

    assert whole(folder) == IMAGES
    assert sum(count for _, status, count in server.calls if status == 200) == 2 * IMAGES
    ledger = sqlite3.connect(folder / "home/.local/state/imgflow/ledger.sqlite")
    rows = dict(ledger.execute("SELECT outcome, count(*) FROM call GROUP BY outcome"))
    ledger.close()
    assert rows["paid"] == 2 * IMAGES
    assert set(rows) <= {"paid", "known"}
