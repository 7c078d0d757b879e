"""What file systems and limits of a process do: each told, and nothing free is stopped by it."""

import os
import resource
import shutil
import sqlite3
import subprocess

import pytest
from PIL import Image

from imgflow import scrubbed

SANDBOX = {"IMGFLOW_BACKEND": "sandbox"}


def compiled(folder, text: str):
    compiler = shutil.which("cc") or shutil.which("clang")
    assert compiler, "a C compiler comes with Swift"
    (folder / "shim.c").write_text(text)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c", "-ldl"], check=True)
    return str(folder / "shim.so")


# Another table of mounts: all that there is lies on a file system of this type.
MOUNTS = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
static const char *meant(const char *path) {
    return strcmp(path, "/proc/self/mountinfo") ? path : getenv("SHIM_MOUNTS");
}
#define OPEN(NAME) \
int NAME(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, int); va_end(rest); \
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #NAME); \
    return real(meant(path), flags, mode); \
}
OPEN(open)
OPEN(open64)
"""


@pytest.mark.parametrize("kind, mode", [
    ("ext4", "wal"), ("btrfs", "wal"), ("overlay", "wal"), ("nfs", "delete"), ("nfs4", "delete"), ("cifs", "delete"),
    ("smb3", "delete"), ("9p", "delete"), ("ceph", "delete"), ("fuse.sshfs", "delete")])
def test_a_ledger_that_others_share_keeps_no_shared_memory(imgflow, tmp_path_factory, kind, mode):
    device = os.stat(imgflow.folder).st_dev
    mounts = imgflow.folder / "mounts"
    mounts.write_text(
        f"36 35 {os.major(device)}:{os.minor(device)} / / rw,noatime shared:1 - {kind} server:/share rw\n")
    shim = compiled(tmp_path_factory.mktemp("shim"), MOUNTS)
    imgflow(
        "-c", 'canvas 8x8 | save "a.png"',
        environment=SANDBOX | {"LD_PRELOAD": shim, "SHIM_MOUNTS": str(mounts)})
    ledger = sqlite3.connect(imgflow.folder / ".local/state/imgflow/ledger.sqlite")
    assert ledger.execute("PRAGMA journal_mode").fetchone() == (mode,)
    assert ledger.execute("SELECT count(*) FROM file").fetchone() == (1,)


@pytest.mark.parametrize("count", [5, 10, 20, 40, 63])
@pytest.mark.parametrize("command", ["run", "plan", "store"])
def test_few_open_files_are_told_of(imgflow, count, command):
    """A message or the work done, and never a trap."""
    words = ["store"] if command == "store" else [command, "-c", 'load "photo.png" | resize 8 | save "o.png"']
    done = subprocess.run(
        [imgflow.binary, *words], cwd=imgflow.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=60, env=scrubbed(
            {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}, imgflow.folder) | SANDBOX,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count)))
    if done.returncode == 127 and "shared libraries" in done.stderr:
        pytest.skip("the loader itself needs more")
    assert done.returncode in (0, 1), done
    if done.returncode:
        assert "open files are allowed" in done.stderr and "ulimit -n" in done.stderr
    elif command == "run":
        assert (imgflow.folder / "o.png").exists()


# The file grows when it is opened for the second time: between the plan and the run.
GROWING = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int count;
static void grow(const char *path) {
    size_t length = strlen(path), end = strlen("grows.png");
    if (length < end || strcmp(path + length - end, "grows.png")) return;
    if (__sync_add_and_fetch(&count, 1) != 2) return;
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int file = real(path, O_WRONLY | O_APPEND);
    if (file < 0 || write(file, "more", 4) != 4) abort();
    close(file);
}
#define OPEN(NAME) \
int NAME(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, int); va_end(rest); \
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #NAME); \
    grow(path); \
    return real(path, flags, mode); \
}
OPEN(open)
OPEN(open64)
"""


@pytest.fixture
def many(imgflow):
    (imgflow.folder / "in").mkdir()
    for number, name in enumerate(["a.png", "grows.png", "z.png"]):
        Image.new("RGB", (96, 72), (200, 30, number)).save(imgflow.folder / "in" / name)
    return imgflow


@pytest.mark.parametrize("paid", ["", "| remove-background "])
@pytest.mark.parametrize("word, flag", [(" unreadable:skip", []), ("", ["--keep-going"])])
def test_a_file_that_grows_is_left_out(many, tmp_path_factory, paid, word, flag):
    shim = compiled(tmp_path_factory.mktemp("shim"), GROWING)
    done = many(
        "-c", f'load "in/*.png"{word} {paid}| resize 48 | save "out/{{stem}}.png"', "--yes", *flag,
        environment=SANDBOX | {"LD_PRELOAD": shim}, expecting=8)
    assert {path.name for path in (many.folder / "out").iterdir()} == {"a.png", "z.png"}
    assert "in/grows.png" in done.errors and "changed" in done.errors, done.errors


@pytest.mark.parametrize("word, flag", [(" unreadable:skip", []), ("", ["--keep-going"]), ("", [])])
def test_looking_agrees_with_running(many, word, flag):
    (many.folder / "in/broken.png").write_bytes((many.folder / "in/a.png").read_bytes()[:100])
    program = f'load "in/*.png"{word} | resize 48 | save "out/{{stem}}.png"'
    codes = {}
    for command in ("check", "plan", "explain", "run"):
        done = many(command, "-c", program, *flag, environment=SANDBOX, expecting=None)
        codes[command] = done.code
        assert "broken.png" in done.errors + done.output.decode() or command == "explain", done
    if word or flag:
        assert codes == {"check": 0, "plan": 0, "explain": 0, "run": 8}
        assert len(list((many.folder / "out").iterdir())) == 3
    else:
        assert set(codes.values()) == {3}


LONG = {
    "load a name": lambda n: 'load "' + "a" * n + '" | info',
    "load folders": lambda n: 'load "' + "a/" * (n // 2) + 'x.png" | info',
    "load here": lambda n: 'load "' + "./" * (n // 2) + 'photo.png" | info',
    "load above": lambda n: 'load "' + "../" * (n // 3) + 'photo.png" | info',
    "load marks": lambda n: 'load "' + "e\u0301/" * (n // 4) + 'photo.png" | info',
    "load choices": lambda n: 'load "' + "{{a,b}}" * (n // 7) + '" | info',
    "load sets": lambda n: 'load "' + "[a]" * (n // 3) + '" | info',
    "load any": lambda n: 'load "' + "*a" * (n // 2) + '" | info',
    "load deep": lambda n: 'load "' + "**/a/" * (n // 5) + '*.png" | info',
    "save a name": lambda n: 'load "photo.png" | save "' + "a" * n + '.png"',
    "save folders": lambda n: 'load "photo.png" | save "' + "a/" * (n // 2) + 'x.png"',
    "save here": lambda n: 'load "photo.png" | save "' + "./" * (n // 2) + 'x.png"',
    "save fields": lambda n: 'load "photo.png" | save "' + "{stem}/" * (n // 7) + 'x.png"',
    "save late": lambda n: 'load "photo.png" | remove-background | save "' + "a/" * (n // 2) + '{width}.png"',
    "use": lambda n: 'use "' + "a/" * (n // 2) + 'x.imgflow"\nload "photo.png" | info',
    "mask": lambda n: 'load "photo.png" | inpaint text:"q" mask:"' + "a/" * (n // 2) + 'x.png" | info',
}


@pytest.mark.parametrize("shape", LONG)
def test_paths_of_any_length_are_refused_at_once(imgflow, shape):
    """200 kB took minutes where a path was taken apart folder by folder; a few seconds are many."""
    for size in (8_000, 200_000):
        script = imgflow.folder / "p.imgflow"
        script.write_text(LONG[shape](size))
        done = imgflow("check", "p.imgflow", environment=SANDBOX, expecting=3, limit=60)
        assert "error[E" in done.errors
        assert len(done.errors) < 2_500, "the path is told in part"


@pytest.mark.parametrize("size", [10, 200_000])
def test_folders_of_any_depth_are_one_pattern(imgflow, size):
    script = imgflow.folder / "p.imgflow"
    script.write_text('load "' + "**/" * (size // 3) + '*.png" | info')
    done = imgflow("check", "p.imgflow", environment=SANDBOX, expecting=None, limit=60)
    assert done.code == (0 if size < 100 else 3), done.errors
