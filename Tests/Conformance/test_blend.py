"""Every blend mode at every opacity, as the formulas of W3C's Compositing and Blending Level 1 have it."""

import subprocess

import numpy as np
import pytest
from PIL import Image

from imgflow import Imgflow


def soft_light(b, s):
    d = np.where(b <= 0.25, ((16 * b - 12) * b + 4) * b, np.sqrt(b))
    return np.where(s <= 0.5, b - (1 - 2 * s) * b * (1 - b), b + (2 * s - 1) * (d - b))


def screen(b, s):
    return b + s - b * s


def hard_light(b, s):
    return np.where(s <= 0.5, 2 * b * s, screen(b, 2 * s - 1))


def color_dodge(b, s):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b == 0, 0, np.where(s >= 1, 1, np.minimum(1, b / (1 - s))))


def color_burn(b, s):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b >= 1, 1, np.where(s <= 0, 0, 1 - np.minimum(1, (1 - b) / s)))


MODES = {
    "normal": lambda b, s: s,
    "multiply": lambda b, s: b * s,
    "screen": screen,
    "overlay": lambda b, s: hard_light(s, b),
    "darken": np.minimum,
    "lighten": np.maximum,
    "color-dodge": color_dodge,
    "color-burn": color_burn,
    "hard-light": hard_light,
    "soft-light": soft_light,
    "difference": lambda b, s: np.abs(b - s),
    "exclusion": lambda b, s: b + s - 2 * b * s,
    "add": lambda b, s: np.minimum(1, b + s),
}
OPACITIES = [0, 0.25, 0.5, 0.8, 1]
# As ImageMagick names them; its `add` mixes alpha by another rule.
MAGICK = {
    "normal": "Over", "multiply": "Multiply", "screen": "Screen", "overlay": "Overlay", "darken": "Darken",
    "lighten": "Lighten", "color-dodge": "ColorDodge", "color-burn": "ColorBurn", "hard-light": "HardLight",
    "soft-light": "SoftLight", "difference": "Difference", "exclusion": "Exclusion",
}


def colors(seed, has_alpha):
    """Noise with whole runs of black and white, where the formulas have their corners."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, 256, (48, 64, 4), dtype=np.uint8)
    rows[:8] = np.where(rows[:8] < 128, 0, 255)
    if not has_alpha:
        return Image.fromarray(np.ascontiguousarray(rows[..., :3]))
    rows[:24, :, 3] = np.where(rows[:24, :, 3] < 128, 0, 255)
    return Image.fromarray(rows)


def blended(below, above, mode, opacity):
    """Colors premultiplied by their alpha, and the alpha."""
    b = np.asarray(below.convert("RGBA")) / 255
    s = np.asarray(above.convert("RGBA")) / 255
    ab, source = b[..., 3:], s[..., 3:] * opacity
    b, s = b[..., :3], s[..., :3]
    mixed = (1 - ab) * s + ab * MODES[mode](b, s)
    alpha = source + ab * (1 - source)
    return source * mixed + (1 - source) * ab * b, alpha


def assert_near(found, color, alpha, tolerance, what):
    rows = np.asarray(found.convert("RGBA")) / 255
    assert np.abs(rows[..., 3:] - alpha).max() * 255 <= 0.51, what
    # What is hardly seen has colors of few levels.
    assert np.abs(rows[..., :3] * rows[..., 3:] - color).max() * 255 <= tolerance, what


@pytest.mark.parametrize("alphas", [(False, False), (True, False), (False, True), (True, True)])
def test_blend(binary, tmp_path, alphas):
    below, above = colors(1, alphas[0]), colors(2, alphas[1])
    below.save(tmp_path / "b.png")
    above.save(tmp_path / "s.png")
    cases = [(mode, opacity) for mode in MODES for opacity in OPACITIES]
    (tmp_path / "all.imgflow").write_text("\n".join(
        f'load "b.png" | blend "s.png" mode:{mode} opacity:{opacity} | save "{number}.png"'
        for number, (mode, opacity) in enumerate(cases)) + "\n")
    Imgflow(binary, tmp_path)("run", "all.imgflow", "--backend", "sandbox", "--yes")
    for number, (mode, opacity) in enumerate(cases):
        color, alpha = blended(below, above, mode, opacity)
        assert_near(Image.open(tmp_path / f"{number}.png"), color, alpha, 1.01, (mode, opacity))


@pytest.mark.parametrize("mode", MAGICK)
def test_imagemagick_agrees(binary, tmp_path, mode):
    below, above = colors(3, False), colors(4, False)
    if mode in ("color-dodge", "color-burn"):
        # It has another answer where W3C's formula would divide nothing by nothing.
        below, above = (picture.point(lambda value: min(max(value, 1), 254)) for picture in (below, above))
    below.save(tmp_path / "b.png")
    above.save(tmp_path / "s.png")
    Imgflow(binary, tmp_path)(
        "-c", f'load "b.png" | blend "s.png" mode:{mode} opacity:0.5 | save "out.png"')
    subprocess.run(
        ["convert", "b.png", "(", "s.png", "-alpha", "set", "-channel", "A", "-evaluate", "set", "50%",
         "+channel", ")", "-compose", MAGICK[mode], "-composite", "-alpha", "off", "magick.png"],
        cwd=tmp_path, check=True)
    wanted = np.asarray(Image.open(tmp_path / "magick.png").convert("RGB")) / 255
    assert_near(Image.open(tmp_path / "out.png"), wanted, np.ones(wanted.shape[:2] + (1,)), 2.01, mode)
