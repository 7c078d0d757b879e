"""Data that are damaged anywhere are told, whatever is done with the image and however small the result is.

libvips 8.14 forgets an error of one thread where another has given out the last lines: without a second look such a
picture passes as whole, now and then.
"""

import io

import numpy
import pytest
from PIL import Image

WORK = [
    "resize 32", "resize 320", "flip", "rotate 90", "crop 100x100 at:bottom-right", "blur 3", "blur 12", "pad 700x700",
    "overlay \"mark.png\"", "label \"x\"", "select luma:[0, 0.4]", "select luma:[0, 0.4] | grow 9",
]


@pytest.fixture(scope="module")
def noise():
    chance = numpy.random.default_rng(3)
    return Image.fromarray(chance.integers(0, 255, (427, 640, 3), dtype=numpy.uint8))


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9, 0.985])
@pytest.mark.parametrize("work", WORK)
def test_no_damage_passes(imgflow, tmp_path, noise, work, place):
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    start = int(len(data) * place)
    for at in range(start, start + 64):
        data[at] ^= 0xFF
    (tmp_path / "in.png").write_bytes(data)
    Image.new("RGBA", (20, 20), (255, 0, 0, 128)).save(tmp_path / "mark.png")
    # The judge: what Pillow cannot read is damaged.
    with pytest.raises(Exception):  # noqa: B017, PT011
        Image.open(tmp_path / "in.png").load()
    for attempt in range(3):
        run = imgflow("-c", f'load "in.png" | {work} | save "out-{attempt}.png"', "--backend", "sandbox", expecting=1)
        assert "damaged" in run.errors, run.errors
        assert not (tmp_path / f"out-{attempt}.png").exists()
