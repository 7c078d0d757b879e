"""A process that is killed between giving a file its name and all else: begun again, it ends well."""

import os
import shutil
import signal
import sqlite3
import subprocess

import pytest
from PIL import Image

from imgflow import scrubbed

SANDBOX = {"IMGFLOW_BACKEND": "sandbox"}

# Kills the process at the moment that a file of this name gets it.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* A name, or `*.end` for a file of the store. */
static int is_meant(const char *path) {
    const char *name = getenv("SHIM_NAME"), *slash = strrchr(path, '/');
    const char *own = slash ? slash + 1 : path;
    if (name && *name == '*')
        return strstr(path, "/answers/") && strlen(own) >= strlen(name)
            && !strcmp(own + strlen(own) - strlen(name) + 1, name + 1);
    return name && !strcmp(own, name);
}
static void die(const char *when, const char *path) {
    if (is_meant(path) && !strcmp(getenv("SHIM_WHEN"), when)) { kill(getpid(), SIGKILL); pause(); }
}
int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    die("before", to);
    int result = real(from, to);
    die("after", to);
    return result;
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    int (*real)(int, const char *, int, const char *, int) = dlsym(RTLD_NEXT, "linkat");
    die("before", to);
    int result = real(a, from, b, to, flags);
    die("after", to);
    return result;
}
"""

PROGRAMS = {
    "free": ('load "photo.png" | resize {0} | save "o.png"', 0),
    "paid": ('generate "a street" seed:{0} | save "o.png"', 1),
    "paid and worked on": ('load "photo.png" | upscale fast | resize {0} | save "o.jpg"', 1),
    "named late": ('load "photo.png" | remove-background | save "o-{{width}}.png"', 1),
}
NAMES = {"paid and worked on": "o.jpg", "named late": "o-640.png"}


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    compiler = shutil.which("cc") or shutil.which("clang")
    assert compiler, "a C compiler comes with Swift"
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c", "-ldl"], check=True)
    return folder / "shim.so"


def killed(imgflow, shim, name, when, *arguments):
    done = subprocess.run(
        [imgflow.binary, *arguments], cwd=imgflow.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        env=scrubbed({"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}, imgflow.folder)
        | SANDBOX | {"LD_PRELOAD": str(shim), "SHIM_NAME": name, "SHIM_WHEN": when})
    assert done.returncode == -signal.SIGKILL, done.stderr


def ledger(imgflow):
    return sqlite3.connect(imgflow.folder / ".local/state/imgflow/ledger.sqlite")


def paid(imgflow) -> int:
    return ledger(imgflow).execute("SELECT count(*) FROM call WHERE outcome IN ('paid', 'sent')").fetchone()[0]


@pytest.mark.parametrize("kind", PROGRAMS)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("replaces", [False, True])
def test_it_is_found_or_made_and_never_paid_twice(imgflow, shim, kind, when, replaces):
    program, calls = PROGRAMS[kind]
    name = NAMES.get(kind, "o.png")
    script = imgflow.folder / "p.imgflow"
    if replaces:
        script.write_text(program.format(21))
        imgflow("p.imgflow", "--yes", environment=SANDBOX)
        if kind == "named late":
            # Its picture is the same: another, under the same name.
            program = program.replace("remove-background", "flip | remove-background")
    script.write_text(program.format(22))
    before = paid(imgflow) if replaces else 0
    killed(imgflow, shim, name, when, "p.imgflow", "--yes")
    again = imgflow("p.imgflow", "--yes", environment=SANDBOX)
    shown = [path for path in imgflow.folder.glob("o*") if not path.name.startswith(".")]
    assert shown == [imgflow.folder / name], again.errors
    with Image.open(imgflow.folder / name) as picture:
        picture.load()
    if calls and not (replaces and kind == "paid and worked on"):
        assert paid(imgflow) == before + calls
    # And a change of it is still its own.
    script.write_text(program.format(23))
    imgflow("p.imgflow", "--yes", environment=SANDBOX)


@pytest.mark.parametrize("moment", [
    ("*.pending", "before"), ("*.pending", "after"), ("*.png", "before"), ("*.png", "after"), ("*.json", "before"),
    ("*.json", "after")])
def test_an_answer_that_is_whole_is_not_paid_again(imgflow, shim, moment):
    """From the image on: its record is found, whether it has its name or not."""
    program = 'load "photo.png" | remove-background | save "o.png"'
    killed(imgflow, shim, *moment, "-c", program, "--yes")
    is_whole = moment not in [("*.pending", "before"), ("*.pending", "after"), ("*.png", "before")]
    answers = imgflow("store").output
    assert (b": 1 result," in answers) is is_whole, answers
    planned = imgflow("plan", "-c", program, environment=SANDBOX).output
    assert (b"(1 cached)" in planned) is is_whole, planned
    imgflow("-c", program, "--yes", environment=SANDBOX)
    with Image.open(imgflow.folder / "o.png") as picture:
        picture.load()
    assert paid(imgflow) == (1 if is_whole else 2)
    assert b"1 result of 1 sound" in imgflow("store", "verify").output
    imgflow("why", "o.png")


def test_a_paid_picture_without_its_record_is_adopted(imgflow):
    program = 'load "photo.png" | remove-background | save "o.png"'
    imgflow("-c", program, "--yes", environment=SANDBOX)
    before = (imgflow.folder / "o.png").read_bytes()
    with ledger(imgflow) as database:
        database.execute("DELETE FROM file")
    checked = imgflow("plan", "-c", program, environment=SANDBOX)
    assert b"$0.00" in checked.output
    again = imgflow("-c", program, environment=SANDBOX)
    assert "is unchanged" in again.errors and paid(imgflow) == 1
    assert (imgflow.folder / "o.png").read_bytes() == before
    rows = ledger(imgflow).execute("SELECT path FROM file").fetchall()
    assert rows == [(str((imgflow.folder / "o.png").resolve()),)]


def test_a_strangers_picture_is_no_such(imgflow):
    """Of the same size in bytes, and not the same."""
    program = 'load "photo.png" | remove-background | save "o.png"'
    imgflow("-c", program, "--yes", environment=SANDBOX)
    with ledger(imgflow) as database:
        database.execute("DELETE FROM file")
    (imgflow.folder / "o.png").write_bytes((imgflow.folder / "photo.png").read_bytes())
    refused = imgflow("-c", program, environment=SANDBOX, expecting=3)
    assert "E060" in refused.errors


# Takes the name while the file is being written.
TAKER = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int linkat(int a, const char *from, int b, const char *to, int flags) {
    int (*real)(int, const char *, int, const char *, int) = dlsym(RTLD_NEXT, "linkat");
    const char *slash = strrchr(to, '/');
    if (!strcmp(slash ? slash + 1 : to, "o.png")) {
        int file = open(to, O_WRONLY | O_CREAT | O_EXCL, 0644);
        if (file >= 0) { if (write(file, "mine", 4) != 4) abort(); close(file); }
    }
    return real(a, from, b, to, flags);
}
"""


def test_a_name_that_is_taken_meanwhile_leaves_no_row(imgflow, tmp_path_factory):
    folder = tmp_path_factory.mktemp("taker")
    (folder / "taker.c").write_text(TAKER)
    subprocess.run(
        [shutil.which("cc") or shutil.which("clang"), "-shared", "-fPIC", "-o", folder / "taker.so",
         folder / "taker.c", "-ldl"], check=True)
    done = imgflow(
        "-c", 'load "photo.png" | flip | save "o.png"',
        environment=SANDBOX | {"LD_PRELOAD": str(folder / "taker.so")}, expecting=None)
    assert done.code != 0, done.errors
    assert (imgflow.folder / "o.png").read_bytes() == b"mine"
    assert ledger(imgflow).execute("SELECT count(*) FROM file").fetchone() == (0,)


@pytest.mark.parametrize("kind", PROGRAMS)
@pytest.mark.parametrize("replaces", [False, True])
def test_two_runs_at_once_end_well(imgflow, start_sandbox, kind, replaces):
    server = start_sandbox("--latency", "200")
    program, _ = PROGRAMS[kind]
    script = imgflow.folder / "p.imgflow"
    surroundings = scrubbed(
        {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}, imgflow.folder
    ) | server.environment
    command = [imgflow.binary, "p.imgflow", "--yes"]

    def runs(count):
        started = [
            subprocess.Popen(
                command, cwd=imgflow.folder, env=surroundings, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL, text=True) for _ in range(count)]
        told = [run.communicate(timeout=90)[1] for run in started]
        assert [run.returncode for run in started] == [0] * count, told

    if replaces:
        script.write_text(program.format(21))
        runs(1)
    script.write_text(program.format(22))
    runs(3)
    assert len(list(imgflow.folder.glob("o*"))) == 1
