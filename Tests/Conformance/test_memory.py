"""Many files go through as few at a time: architecture, `Images in memory`."""

import os
import resource
import signal
import subprocess

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


def most(binary, folder, program, *, temporary="/tmp", file_limit=None):
    """Kilobytes that a run took at most."""

    def limit():
        # The signal would end whoever does not heed it, and Python has it switched off for its children.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    process = subprocess.Popen(
        ["/usr/bin/env", "-i", f"HOME={folder}", f"TMPDIR={temporary}", "PATH=/usr/bin:/bin", binary, "--quiet", "-c", program],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=limit)
    with process.stderr:
        errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, errors
    return usage.ru_maxrss


@pytest.mark.parametrize(
    "stages",
    ['save "out/{stem}.jpg" overwrite:true', 'resize 400 | save "out/{stem}.jpg" overwrite:true'],
    ids=["copied", "resized"],
)
def test_many_files_take_little_more_than_one(binary, folder, stages):
    # This process's own memory counts too until the command begins: it is in both.
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
    nowhere, same = run("nowhere.png", temporary="/nonexistent")
    refused, also = run("refused.png", file_limit=20 << 20)
    assert picture == same == also
    assert in_file + 40_000 < min(nowhere, refused), (in_file, nowhere, refused)
