"""`crop at:subject` of an image without alpha: a paid mask says where, and no pixel changes."""

import numpy
import pytest
from PIL import Image

SANDBOX = ("--backend", "sandbox")


def scene(path, size=(400, 300), at=(250, 60), mode="RGB"):
    """A disk on a plain ground, which the sandbox finds as its subject."""
    rows, columns = numpy.mgrid[0 : size[1], 0 : size[0]]
    pixels = numpy.full((size[1], size[0], 3), (200, 220, 240), numpy.uint8)
    pixels[(columns - at[0]) ** 2 + (rows - at[1]) ** 2 < 40**2] = (180, 30, 40)
    # No part is like another.
    pixels[..., 0] ^= (columns % 7 + rows % 5).astype(numpy.uint8)
    image = Image.fromarray(pixels)
    if mode == "RGBA":
        image.putalpha(255)
    image.save(path)


def box_of(path):
    rows, columns = numpy.nonzero(numpy.asarray(Image.open(path).convert("RGBA"))[..., 3] > 10)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("crop,size", [("1:1", (300, 300)), ("120x90", (120, 90)), ("width:50%", (200, 300)), ("400x300", (400, 300))])
def test_the_part_is_around_the_subject(imgflow, mode, crop, size):
    scene(imgflow.folder / "a.png", mode=mode)
    imgflow("-c", 'load "a.png" | remove-background | save "cut.png"', "--yes", *SANDBOX)
    done = imgflow("-c", f'load "a.png" | crop {crop} at:subject | save "part.png"', "--yes", *SANDBOX)
    assert "1 cached" in done.errors
    left, top, right, bottom = box_of(imgflow.folder / "cut.png")
    x = min(max(int((left + right - size[0]) / 2), 0), 400 - size[0])
    y = min(max(int((top + bottom - size[1]) / 2), 0), 300 - size[1])
    whole = numpy.asarray(Image.open(imgflow.folder / "a.png").convert("RGB"))
    part = numpy.asarray(Image.open(imgflow.folder / "part.png").convert("RGB"))
    assert (part == whole[y : y + size[1], x : x + size[0]]).all()


def test_it_is_priced_budgeted_cached_and_shown(imgflow):
    scene(imgflow.folder / "a.png")
    program = 'load "a.png" | crop 1:1 at:subject | save "part.png"'
    plan = imgflow("plan", "-c", program)
    told = plan.output.decode() + plan.errors
    assert "$0.07" in told and "finds the subject" in told and "crop" in told
    imgflow("-c", program, "--budget", "0.01", *SANDBOX, expecting=None)
    first = imgflow("-c", program, "--yes", *SANDBOX)
    assert "1 call made" in first.errors
    (imgflow.folder / "part.png").unlink()
    assert "1 cached" in imgflow("-c", program, "--yes", *SANDBOX).errors
    why = imgflow("why", "part.png")
    assert "at:subject" in why.output.decode() and "remove-background" in why.output.decode() + why.errors
    # Another part of the same image is no other question.
    again = imgflow("-c", program.replace("1:1", "2:1").replace("part", "wide"), "--yes", *SANDBOX)
    assert "1 cached" in again.errors


def test_alpha_that_shows_a_subject_costs_nothing(imgflow):
    scene(imgflow.folder / "a.png", mode="RGBA")
    image = Image.open(imgflow.folder / "a.png")
    alpha = numpy.zeros((300, 400), numpy.uint8)
    alpha[200:260, 20:80] = 255
    image.putalpha(Image.fromarray(alpha))
    image.save(imgflow.folder / "a.png")
    done = imgflow("-c", 'load "a.png" | crop 100x100 at:subject | save "part.png"')
    assert numpy.asarray(Image.open(imgflow.folder / "part.png"))[50, 50, 3] == 255 and "call" not in done.errors


def test_a_large_photo_is_searched_smaller_and_cropped_whole(imgflow):
    scene(imgflow.folder / "a.png", size=(4000, 3000), at=(3000, 700))
    imgflow("-c", 'load "a.png" | crop 400x400 at:subject | save "part.png"', "--yes", *SANDBOX)
    imgflow("-c", 'load "a.png" | remove-background | save "cut.png"', "--yes", *SANDBOX)
    scale = 4000 / Image.open(imgflow.folder / "cut.png").width
    left, top, right, bottom = (side * scale for side in box_of(imgflow.folder / "cut.png"))
    whole = numpy.asarray(Image.open(imgflow.folder / "a.png").convert("RGB"))
    part = numpy.asarray(Image.open(imgflow.folder / "part.png").convert("RGB"))
    x, y = (left + right) / 2 - 200, (top + bottom) / 2 - 200
    found = [
        (across, down)
        for across in range(int(x) - 3, int(x) + 4) for down in range(int(y) - 3, int(y) + 4)
        if (whole[down : down + 400, across : across + 400] == part).all()
    ]
    assert scale > 1 and part.shape == (400, 400, 3) and found, (x, y)


def test_parameters_of_the_call_belong_to_it(imgflow):
    for crop in ["1:1 fresh:true", "1:1 at:attention region:us-west-2", "width:50% model:remove-background"]:
        assert "E083" in imgflow("check", "-c", f'load "photo.png" | crop {crop} | save "x.png"', expecting=3).errors
