"""Gradients, as numpy computes them from CSS Images 3: colors along a line, weighted by their alpha."""

import numpy as np
import pytest
from PIL import Image, ImageColor

WORDS = {"down": 180, "up": 0, "left": 270, "right": 90, "down-right": 135, "down-left": 225, "up-right": 45, "up-left": 315}


def gradient(width, height, colors, degrees):
    angle = np.radians(degrees)
    right, low = np.sin(angle), -np.cos(angle)
    y, x = np.mgrid[:height, :width] + 0.5
    place = 0.5 + ((x - width / 2) * right + (y - height / 2) * low) / (abs(width * right) + abs(height * low))
    stops = np.array([ImageColor.getcolor(color, "RGBA") for color in colors]) / 255
    stops[:, :3] *= stops[:, 3:]
    at = np.linspace(0, 1, len(colors))
    return np.stack([np.interp(place, at, stops[:, i]) for i in range(4)], -1)


@pytest.mark.parametrize("colors", [["#000", "#fff"], ["#000", "#0000"], ["#ff0000", "#00ff0080", "#0000ff"], ["#8b4513", "#8b451300"]])
@pytest.mark.parametrize("direction", [*WORDS, "30", "-120", "0"])
def test_gradient(imgflow, colors, direction):
    listed = ", ".join(f'"{color}"' for color in colors)
    sizes = [(1, 1), (7, 5), (1, 9), (160, 91)]
    imgflow("-c", "; ".join(f'canvas {w}x{h} gradient:[{listed}] direction:{direction} | save "{w}x{h}.png"' for w, h in sizes))
    for width, height in sizes:
        out = Image.open(imgflow.folder / f"{width}x{height}.png")
        assert out.mode == ("RGBA" if any(len(color) in (5, 9) for color in colors) else "RGB")
        found = np.asarray(out.convert("RGBA")) / 255
        found[..., :3] *= found[..., 3:]
        wanted = gradient(width, height, colors, WORDS[direction] if direction in WORDS else float(direction))
        assert found.shape == wanted.shape and np.abs(found - wanted).max() <= 1.1 / 255


def test_down_is_what_is_meant_without_a_direction(imgflow):
    imgflow("-c", 'canvas 9x300 gradient:["#000", "#fff"] | save "a.png"')
    rows = np.asarray(Image.open(imgflow.folder / "a.png"))[:, 4, 0].astype(int)
    assert rows[0] == 0 and rows[-1] == 255 and (np.diff(rows) >= 0).all()


@pytest.mark.parametrize("stage, code", [
    ('gradient:["#000"]', "E026"), ('gradient:["red", "#000"]', "E116"), ('gradient:["#00", "#000"]', "E116"),
    ('gradient:"#000"', "E025"), ('gradient:["#000", "#fff"] color:"#fff"', "E084"), ("direction:up", "E090"),
    ('gradient:["#000", "#fff"] direction:north-west', "E022"), ('gradient:["#000", "#fff"] direction:999', "E026"),
])
def test_what_is_wrong_is_told_at_check(imgflow, stage, code):
    done = imgflow("check", "-c", f'canvas 40x30 {stage} | save "x.png"', expecting=3)
    assert f"error[{code}]" in done.errors and "^" in done.errors, done.errors
