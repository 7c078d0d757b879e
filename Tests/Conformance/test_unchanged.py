"""A second run of unchanged free work makes no pixels: it runs where libvips cannot be opened."""

import os

import pytest
from PIL import Image

LINE = 'load "in/*.png" | resize 32 | save "out/{stem}.jpg"'


@pytest.fixture
def without_pixels(tmp_path):
    """An environment in which opening libvips fails."""
    folder = tmp_path / "no-libvips"
    folder.mkdir()
    (folder / "libvips.so.42").write_bytes(b"")
    return {"LD_LIBRARY_PATH": f"{folder}:{os.environ.get('LD_LIBRARY_PATH', '')}"}


@pytest.fixture
def done(imgflow):
    """Three images, expected what the first run made of them."""
    (imgflow.folder / "in").mkdir()
    for number in range(3):
        Image.new("RGB", (64, 48), (number * 50, 90, 200)).save(imgflow.folder / f"in/{number}.png")
    first = imgflow("-c", LINE)
    assert first.output.decode().split() == [f"out/{n}.jpg" for n in range(3)]
    return {path.name: path.read_bytes() for path in (imgflow.folder / "out").iterdir()}


def made(imgflow):
    return {path.name: path.read_bytes() for path in (imgflow.folder / "out").iterdir()}


def test_nothing_is_made_again(imgflow, done, without_pixels):
    second = imgflow("-c", LINE, environment=without_pixels)
    assert second.output.decode().split() == [f"out/{n}.jpg" for n in range(3)]
    assert second.errors.count("is unchanged") == 3
    assert made(imgflow) == done


def edited_input(imgflow):
    Image.new("RGB", (64, 48), (1, 2, 3)).save(imgflow.folder / "in/1.png")
    return LINE


def removed_output(imgflow):
    (imgflow.folder / "out/1.jpg").unlink()
    return LINE


def another_size(imgflow):
    return LINE.replace("32", "33")


def more_is_shown(imgflow):
    return LINE.replace("| save", "| info | save")


CHANGES = [edited_input, removed_output, another_size, more_is_shown]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_made(imgflow, done, without_pixels, change):
    line = change(imgflow)
    if change is not more_is_shown:
        blind = imgflow("-c", line, "--overwrite", environment=without_pixels, expecting=None)
        assert "libvips" in blind.errors
    again = imgflow("-c", line, "--overwrite")
    assert again.code == 0
    with Image.open(imgflow.folder / "out/1.jpg") as image:
        assert image.width == (33 if change is another_size else 32)
        pixel = image.getpixel((5, 5))
        assert pixel[2] < 20 if change is edited_input else pixel[2] > 180
    if change is more_is_shown:
        assert b"32x24" in again.output + again.errors.encode()


def test_an_edited_output_is_refused_as_before(imgflow, done):
    Image.new("RGB", (9, 9)).save(imgflow.folder / "out/1.jpg")
    refused = imgflow("-c", LINE, expecting=3)
    assert "out/1.jpg" in refused.errors
