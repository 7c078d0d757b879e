"""Many files go through as few at a time: architecture, `Images in memory`."""

import subprocess
import sys

import pytest
from PIL import Image as Picture


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    noise = Picture.effect_noise((1_400, 1_000), 90).convert("RGB")
    for number in range(150):
        noise.putpixel((0, 0), (number, 0, 0))
        noise.save(folder / f"p{number}.jpg", quality=90)
    return folder


# Runs a command from a small process: the memory of whoever starts it counts until it begins.
MEASURE = """
import os, resource, signal, sys
child = os.fork()
if not child:
    # Python has the signal switched off, and its children with it.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    if sys.argv[1] != "0":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
"""


def most(binary, folder, program, *, temporary="/tmp", file_limit=0):
    """Kilobytes that a run took at most."""
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", MEASURE, str(file_limit), binary, "--quiet", "-c", program],
        env={"HOME": str(folder), "TMPDIR": temporary, "PATH": "/usr/bin:/bin"},
        cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "stages",
    ['save "out/{stem}.jpg" overwrite:true', 'resize 400 | save "out/{stem}.jpg" overwrite:true'],
    ids=["copied", "resized"],
)
def test_many_files_take_little_more_than_one(binary, folder, stages):
    one = most(binary, folder, f'load "p1.jpg" | {stages}')
    many = most(binary, folder, f'load "*.jpg" | {stages}')
    assert many < 1.5 * one, (one, many)


def test_what_is_blurred_waits_in_a_file_where_there_is_one(binary, folder):
    """24 megapixels are 72 MB: in memory only where they cannot be written."""
    Picture.radial_gradient("L").resize((6_000, 4_000)).convert("RGB").save(folder / "large.jpg")

    def run(name, **more):
        took = most(
            binary, folder, f'load "large.jpg" | blur 6 | resize 1200 | save "{name}" overwrite:true', **more)
        return took, (folder / name).read_bytes()

    in_file, picture = run("file.png")
    nowhere, same = run("nowhere.png", temporary="/dev/null/none")
    refused, also = run("refused.png", file_limit=20 << 20)
    assert picture == same == also
    assert in_file + 40_000 < min(nowhere, refused), (in_file, nowhere, refused)
