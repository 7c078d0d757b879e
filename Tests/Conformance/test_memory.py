"""Many files go through as few at a time: architecture, `Images in memory`."""

import os
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


def most(binary, folder, program):
    """Kilobytes that a run took at most."""
    process = subprocess.Popen(
        ["/usr/bin/env", "-i", f"HOME={folder}", "PATH=/usr/bin:/bin", binary, "--quiet", "-c", program],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
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
