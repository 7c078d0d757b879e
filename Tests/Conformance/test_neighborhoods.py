"""Blurs, soft edges, grown masks and shapes, as scipy and numpy make them."""

import numpy as np
import pytest
import tifffile
from PIL import Image
from scipy.ndimage import gaussian_filter, grey_dilation, grey_erosion

from imgflow import Imgflow

SIGMAS = [0.3, 0.5, 1, 2, 3.9, 4, 8, 12.5, 29.99, 30, 31, 100]


@pytest.fixture
def run(binary, tmp_path):
    command = Imgflow(binary, tmp_path)

    def run(lines):
        (tmp_path / "all.imgflow").write_text("\n".join(lines) + "\n")
        return command("run", "all.imgflow", "--backend", "sandbox", "--yes")

    return run


def soft(rows, sigma):
    """A Gaussian of each band, the pixels of the edges going on."""
    bands = rows.reshape(rows.shape[:2] + (-1,)).astype(float)
    made = [gaussian_filter(bands[..., i], sigma, mode="nearest", truncate=6) for i in range(bands.shape[2])]
    return np.stack(made, axis=-1)


def pattern(height, width, bands, most=255):
    """Noise, an edge, and stripes that a coarse grid would turn into others."""
    random = np.random.default_rng(5)
    rows = random.integers(0, most + 1, (height, width, bands))
    rows[: height // 3] = np.where(np.arange(width) % 3.1 < 1.5, most, 0)[None, :, None]
    rows[-height // 3 :] = np.where(np.arange(width) < width // 2, most, 0)[None, :, None]
    return rows


KINDS = {
    "gray": (1, np.uint8), "gray and alpha": (2, np.uint8), "sRGB": (3, np.uint8), "RGBA": (4, np.uint8),
    "gray 16": (1, np.uint16), "RGB 16": (3, np.uint16), "RGBA 16": (4, np.uint16),
}


@pytest.mark.parametrize("kind", KINDS)
def test_blur_is_a_gaussian(run, tmp_path, kind):
    bands, numbers = KINDS[kind]
    most = np.iinfo(numbers).max
    rows = pattern(90, 151, bands, most).astype(numbers)
    tifffile.imwrite(
        tmp_path / "a.tif", rows if bands > 1 else rows[..., 0], photometric="rgb" if bands > 2 else "minisblack",
        planarconfig="contig" if bands > 1 else None, extrasamples=["unassalpha"] if bands in (2, 4) else None)
    run([f'load "a.tif" | blur {sigma} | save "{number}.tif"' for number, sigma in enumerate(SIGMAS)])
    for number, sigma in enumerate(SIGMAS):
        found = tifffile.imread(tmp_path / f"{number}.tif").reshape(rows.shape)
        assert found.dtype == numbers
        found = found.astype(float)
        if bands in (1, 3):
            assert np.abs(found - soft(rows, sigma)).max() <= 1, sigma
            continue
        alpha = rows[..., -1:].astype(float)
        wanted = soft(alpha, sigma)
        assert np.abs(found[..., -1:] - wanted).max() <= 1, sigma
        weighted = soft(rows[..., :-1] * alpha, sigma)
        # Color and alpha are each rounded by half a level.
        assert np.abs(found[..., :-1] * found[..., -1:] - weighted).max() <= 1.25 * most, sigma
        # Divided by a thin alpha, the error of 16 bits shows; the weighted colors above bound it.
        seen = wanted >= most / (16 if numbers == np.uint8 else 4)
        colors = np.where(seen, weighted / np.maximum(wanted, 1), found[..., :-1])
        assert np.abs(found[..., :-1] - colors).max() <= 1, sigma


def test_no_color_comes_from_invisible_pixels(run, tmp_path):
    y, x = np.mgrid[0:120, 0:120]
    disc = (x - 60) ** 2 + (y - 60) ** 2 < 900
    rows = np.where(disc[..., None], [255, 0, 0, 255], [0, 255, 0, 0]).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "disc.png")
    run([f'load "disc.png" | blur {sigma} | save "{sigma}.png"' for sigma in (1, 8, 40)])
    for sigma in (1, 8, 40):
        found = np.asarray(Image.open(tmp_path / f"{sigma}.png"))
        assert found[..., 1][found[..., 3] > 0].max() == 0


def gray(rows, path):
    Image.fromarray(rows.astype(np.uint8)).save(path)


@pytest.mark.parametrize("width", [1, 2, 8, 31, 64, 200])
def test_feather_is_a_gaussian_of_half_its_width(run, tmp_path, width):
    rows = pattern(140, 233, 1)[..., 0]
    gray(rows, tmp_path / "mask.png")
    run([f'load "mask.png" | feather {width} | save "soft.png"'])
    found = np.asarray(Image.open(tmp_path / "soft.png").convert("L")).astype(float)
    assert np.abs(found - soft(rows, width / 2)[..., 0]).max() <= 1
    assert (found != rows).any()


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (9, 5), (64, 65), (90, 201), (300, 130)])
def test_grow_and_shrink_are_exact(run, tmp_path, size):
    rows = np.random.default_rng(3).integers(0, 256, size)
    gray(rows, tmp_path / "mask.png")
    radii = [1, 2, 7, 44, 45, 64, 100, 400]
    run(
        f'load "mask.png" | {verb} {radius} | save "{verb}{radius}.png"'
        for verb in ("grow", "shrink") for radius in radii)
    for radius in radii:
        window = (2 * radius + 1, 2 * radius + 1)
        for verb, judge in (("grow", grey_dilation), ("shrink", grey_erosion)):
            found = np.asarray(Image.open(tmp_path / f"{verb}{radius}.png").convert("L"))
            assert np.array_equal(found, judge(rows.astype(np.uint8), size=window)), (verb, radius)


BOXES = [
    (10, 10, 80, 60), (0, 0, 200, 3), (3, 20, 150, 2), (20, 5, 1, 90), (50, 4, 2, 80), (10, 10, 1, 1),
    (-40, -20, 90, 70), (150, 70, 100, 60), (0, 0, 200, 100),
]


@pytest.mark.parametrize("box", BOXES)
def test_an_ellipse_covers_what_it_covers(run, tmp_path, box):
    Image.new("RGB", (200, 100)).save(tmp_path / "a.png")
    x, y, width, height = box
    run([f'load "a.png" | select ellipse:[{x}, {y}, {width}, {height}] | save "mask.png"'])
    fine = 32
    across = ((np.arange(200 * fine) + 0.5) / fine - x - width / 2) / (width / 2)
    down = ((np.arange(100 * fine) + 0.5) / fine - y - height / 2) / (height / 2)
    rows = [across[None, :] ** 2 + part[:, None] ** 2 <= 1 for part in np.split(down, 100)]
    cover = np.stack([row.reshape(fine, 200, fine).mean(axis=(0, 2)) for row in rows]) * 255
    found = np.asarray(Image.open(tmp_path / "mask.png").convert("L")).astype(float)
    # The judge counts points, 32 across a pixel, and two edges may lie in one pixel.
    assert np.abs(found - cover).max() <= 255 / 32


@pytest.mark.parametrize("side", [*range(1, 32), 101, 451, 999])
def test_parts_that_fit_together_are_cut(run, tmp_path, side):
    rows = np.random.default_rng(1).integers(0, 256, (7, side, 3)).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png")
    shares = [(50, 50), (0, 50), (33, 67), (75, 25), (12.5, 87.5), (90, 10), (30, 30)]
    run(
        f'load "a.png" | crop width:{length}% at:[{start}%, 0] | save "{number}.png"'
        for number, (start, length) in enumerate(shares))
    for number, (start, length) in enumerate(shares):
        found = np.asarray(Image.open(tmp_path / f"{number}.png").convert("RGB"))
        first = int(np.floor(side * start / 100 + 0.5))
        first = min(first, side - 1)
        assert np.array_equal(found, rows[:, first : first + found.shape[1]])
        assert abs(found.shape[1] - side * length / 100) <= 1
