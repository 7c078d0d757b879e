"""Programs of many stages: linear time, bounded memory, no stack that grows."""

import subprocess
import sys

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


# A process counts the memory of the one that started it as its own: this one is small.
STARTER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def measured(binary, folder, program):
    """Seconds of CPU, and kilobytes."""
    (folder / "long.imgflow").write_text(program + "\n")
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", STARTER, binary, "run", "long.imgflow", "--backend", "sandbox"], cwd=folder,
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    code, seconds, memory = done.stdout.split()
    assert code == "0", done.stderr[-2_000:]
    return float(seconds), int(memory)


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
