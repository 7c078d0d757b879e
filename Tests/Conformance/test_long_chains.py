"""Programs of many stages: linear time, bounded memory, no stack that grows."""

import os
import subprocess

import numpy as np
import pytest
from PIL import Image

CHAINS = {
    "invert": " | invert" * 2_000,
    "overlay": ' | overlay "logo.png" at:[3, 5]' * 200,
    "label": ' | label "a" at:top size:12' * 200,
    "blend": ' | blend "logo.png" mode:multiply opacity:10%' * 200,
    "crop": " | crop width:99 at:left | pad 100x80" * 200,
    "flatten": ' | flatten "#fff"' * 500,
    "mask": " | invert | grow 1 | shrink 1 | feather 1" * 200,
}


def measured(binary, folder, program):
    (folder / "long.imgflow").write_text(program + "\n")
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with open(folder / "errors", "wb") as errors:
        process = subprocess.Popen(
            [binary, "run", "long.imgflow", "--backend", "sandbox"], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (folder / "errors").read_text()[-2_000:]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


@pytest.mark.parametrize("chain", CHAINS)
def test_many_stages(binary, tmp_path, chain):
    rows = np.random.default_rng(2).integers(0, 256, (80, 100, 3)).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png")
    Image.new("RGBA", (20, 10), (255, 0, 0, 128)).save(tmp_path / "logo.png")
    stages = CHAINS[chain].count(" | ")
    time_taken, memory = measured(binary, tmp_path, f'load "a.png"{CHAINS[chain]} | save "out.png"')
    assert memory < 500_000, f"{memory} kB"
    # A build for debugging takes some milliseconds for each; before, each took longer than the last.
    assert time_taken < 4 + stages * 0.01, f"{time_taken} s"
    found = np.asarray(Image.open(tmp_path / "out.png").convert("RGB"))
    assert found.shape == rows.shape
    if chain in ("invert", "flatten"):
        assert np.array_equal(found, rows)
