"""Layers over images of every format and height, wherever they lie, as Pillow lays them."""

import numpy as np
import pytest
from PIL import Image

PLACES = [
    "top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right",
    "[7, 11]", "[-5, 40%]", "[50%, 97%]",
]
FORMATS = {"jpg": {"quality": 92}, "png": {}, "tif": {"compression": "tiff_lzw"}, "webp": {"lossless": True}}
BEFORE = ["", "crop width:80% height:90% at:bottom", "resize 60%", "rotate 90", "blur 2"]


def photo(width, height):
    y, x = np.mgrid[0:height, 0:width]
    rows = np.stack([x * 255 // width, y * 255 // height, (x * 3 + y) % 256], axis=-1)
    return Image.fromarray(rows.astype(np.uint8))


def logo(folder):
    y, x = np.mgrid[0:13, 0:17]
    rows = np.stack([250 - x * 4, y * 9, x * y % 256, np.minimum(255, x * 18)], axis=-1)
    mark = Image.fromarray(rows.astype(np.uint8), "RGBA")
    mark.save(folder / "logo.png")
    return mark


def corner(place, whole, part):
    """Where imgflow's documentation puts a part."""
    (width, height), (across, down) = whole, part
    if place.startswith("["):
        def length(text, side):
            return int(np.floor(side * int(text[:-1]) / 100 + 0.5)) if text.endswith("%") else int(text)

        x, y = place.strip("[]").split(", ")
        return length(x, width), length(y, height)
    x = 0 if "left" in place else width - across if "right" in place else (width - across) // 2
    y = 0 if "top" in place else height - down if "bottom" in place else (height - down) // 2
    return x, y


def expected(base, mark, place):
    layer = Image.new("RGBA", base.size)
    x, y = corner(place, base.size, mark.size)
    layer.paste(mark, (x, y))
    below = np.asarray(base.convert("RGB")).astype(float)
    above = np.asarray(layer).astype(float)
    alpha = above[..., 3:] / 255
    return above[..., :3] * alpha + below * (1 - alpha)


def same(folder, name, wanted, tolerance=1):
    found = np.asarray(Image.open(folder / name).convert("RGB")).astype(float)
    assert found.shape == wanted.shape, name
    assert np.abs(found - wanted).max() <= tolerance, name


@pytest.fixture
def run(binary, tmp_path):
    from imgflow import Imgflow

    command = Imgflow(binary, tmp_path)

    def run(lines, *options):
        (tmp_path / "all.imgflow").write_text("\n".join(lines) + "\n")
        return command("run", "all.imgflow", "--backend", "sandbox", "--yes", *options)

    return run


@pytest.mark.parametrize("height", [300, 1_350, 4_032, 12_000])
@pytest.mark.parametrize("format", FORMATS)
def test_layer_anywhere(run, tmp_path, format, height):
    photo(37, height).save(tmp_path / f"a.{format}", **FORMATS[format])
    mark = logo(tmp_path)
    # Each way before the layer is judged by what it makes without one.
    lines, cases = [], []
    for number, before in enumerate(BEFORE):
        head = f'load "a.{format}" | ' + (before + " | " if before else "")
        lines.append(f'{head}save "base{number}.png"')
        for place in PLACES:
            name = f"out{len(cases)}.png"
            lines.append(f'{head}overlay "logo.png" at:{place} | save "{name}"')
            cases.append((name, f"base{number}.png", place))
    run(lines)
    for name, base, place in cases:
        same(tmp_path, name, expected(Image.open(tmp_path / base), mark, place))


@pytest.mark.parametrize("place", ["top", "left", "bottom-right", "[7, 11]"])
def test_layer_over_a_models_image_and_before_a_paid_stage(run, tmp_path, place):
    photo(130, 400).save(tmp_path / "a.jpg", quality=92)
    mark = logo(tmp_path)
    run([
        'load "a.jpg" | upscale fast | save "large.png"',
        f'load "a.jpg" | upscale fast | overlay "logo.png" at:{place} | save "marked.png"',
        f'load "a.jpg" | overlay "logo.png" at:{place} | upscale fast | save "twice.png"',
    ])
    large = Image.open(tmp_path / "large.png")
    assert large.height > 1_500
    same(tmp_path, "marked.png", expected(large, mark, place))
    assert Image.open(tmp_path / "twice.png").size == large.size


@pytest.mark.parametrize("format", FORMATS)
def test_label_anywhere(run, tmp_path, format):
    photo(300, 4_032).save(tmp_path / f"a.{format}", **FORMATS[format])
    run(
        [f'load "a.{format}" | save "base.png"']
        + [
            f'load "a.{format}" | label "Hello" at:{place} size:20 margin:0 | save "{number}.png"'
            for number, place in enumerate(PLACES)
        ])
    base = np.asarray(Image.open(tmp_path / "base.png").convert("RGB")).astype(int)
    for number, place in enumerate(PLACES):
        found = np.asarray(Image.open(tmp_path / f"{number}.png").convert("RGB")).astype(int)
        rows, columns = np.nonzero(np.abs(found - base).max(axis=-1))
        # A box of black behind white letters, and nothing beside it.
        assert rows.size and rows.max() - rows.min() < 60, place
        assert found.max() == 255, place
        x, y = corner(place, (300, 4_032), (columns.max() - columns.min() + 1, rows.max() - rows.min() + 1))
        assert abs(rows.min() - y) <= 1 and abs(columns.min() - max(x, 0)) <= 1, place
