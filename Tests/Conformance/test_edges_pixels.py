"""Borders, cut-outs, corners and shadows, of every kind of image, as numpy, scipy, Pillow and ImageMagick make them."""

import subprocess

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageChops
from scipy.ndimage import gaussian_filter

from marked_images import profile
from test_everyday_pixels import KINDS, parts, pattern, profile_of, read, run, write  # noqa: F401

SIZES = [(1, 1), (7, 5), (1, 9), (90, 151)]


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def made(tmp_path, kind, build, sizes=SIZES):
    """Files of a kind: `build` gets rows that `pattern` made, and gives those that are written."""
    bands, number, icc = KINDS[kind]
    for size in sizes:
        rows = build(pattern(*size, bands, np.iinfo(number).max).astype(number))
        name = f"{size[0]}x{size[1]}.tif"
        write(tmp_path / name, rows, profile(icc) if icc else None)
        yield name, rows, profile(icc) if icc else None


def has_alpha(rows):
    return rows.shape[2] in (2, 4)


def most_of(rows):
    return np.iinfo(rows.dtype).max


def kept(tmp_path, name, rows, icc):
    found = read(tmp_path / f"out-{name}")
    assert found.dtype == rows.dtype and profile_of(tmp_path / f"out-{name}") == icc
    return found


# trim


def bordered(rows, off=0):
    """In a frame that is 3 px wide above, 5 on the left, 2 below, none on the right; the subject is not its color."""
    most = most_of(rows)
    frame = np.full((rows.shape[0] + 5, rows.shape[1] + 5, rows.shape[2]), most * 4 // 5, rows.dtype)
    subject = (rows // 2).astype(rows.dtype)
    if has_alpha(rows):
        subject[..., -1] = most
        frame[..., -1] = 0
    else:
        noise = np.random.default_rng(3).integers(-off, off + 1, frame.shape) * (1 if most == 255 else 257)
        frame = (frame + noise).astype(rows.dtype)
    frame[3 : 3 + rows.shape[0], 5:] = subject
    return frame


def bounds(rows, tolerance):
    """Of what differs from the upper left corner; colors are weighted by alpha."""
    most = most_of(rows)
    values = rows.astype(float)
    if has_alpha(rows):
        values[..., :-1] *= values[..., -1:] / most
    inside = (np.abs(values - values[0, 0]) > tolerance * most / 255 + 1e-6).any(2)
    down, across = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    return down[0], down[-1] + 1, across[0], across[-1] + 1


def test_trim_keeps_what_is_no_border(run, tmp_path, kind):
    given = list(made(tmp_path, kind, bordered))
    run(f'load "{name}" | trim | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        top, bottom, left, right = bounds(rows, 10)
        assert (top, left) == (3, 5)
        assert np.array_equal(kept(tmp_path, name, rows, icc), rows[top:bottom, left:right])


@pytest.mark.parametrize("margin", ["2", "20", "10%"])
def test_trim_leaves_a_margin_of_the_border(run, tmp_path, kind, margin):
    given = list(made(tmp_path, kind, bordered))
    run(f'load "{name}" | trim margin:{margin} | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        top, bottom, left, right = bounds(rows, 10)
        size = max(bottom - top, right - left)
        wide = int(size / 10 + 0.5) if margin == "10%" else int(margin)
        found = kept(tmp_path, name, rows, icc)
        assert found.shape[:2] == (bottom - top + 2 * wide, right - left + 2 * wide)
        # What is invisible has no color.
        color = rows[0, 0] * (rows[0, 0, -1] > 0 if has_alpha(rows) else 1)
        wanted = np.broadcast_to(color, (rows.shape[0] + 80, rows.shape[1] + 80, rows.shape[2])).copy()
        wanted[40:-40, 40:-40] = rows
        wanted = wanted[40 + top - wide : 40 + bottom + wide, 40 + left - wide : 40 + right + wide]
        assert np.array_equal(found, wanted)


def test_trim_bears_noise_up_to_its_tolerance(run, tmp_path):
    rows = bordered(pattern(40, 60, 3, 255).astype(np.uint8), off=4)
    Image.fromarray(rows).save(tmp_path / "a.png")
    run(['load "a.png" | trim tolerance:8 | save "eight.png"', 'load "a.png" | trim tolerance:0 | save "none.png"'])
    assert Image.open(tmp_path / "eight.png").size == (60, 40)
    top, bottom, left, right = bounds(rows, 0)
    assert Image.open(tmp_path / "none.png").size == (right - left, bottom - top) != (60, 40)


def test_trim_is_that_of_imagemagick_and_pillow(imgflow):
    source = Image.new("RGB", (120, 90), (250, 250, 250))
    source.paste(Image.open(imgflow.folder / "photo.png").convert("RGB").resize((50, 40)).point(lambda v: v // 2), (30, 20))
    source.save(imgflow.folder / "framed.png")
    imgflow("-c", 'load "framed.png" | trim | save "ours.png"')
    subprocess.run(["convert", "framed.png", "-trim", "+repage", "theirs.png"], cwd=imgflow.folder, check=True)
    ours, theirs = (Image.open(imgflow.folder / f"{name}.png").convert("RGB") for name in ("ours", "theirs"))
    assert ours.size == theirs.size == (50, 40) and ours.tobytes() == theirs.tobytes()
    empty = Image.new("RGB", source.size, (250, 250, 250))
    assert source.crop(ImageChops.difference(source, empty).getbbox()).tobytes() == ours.tobytes()


def test_trim_takes_the_color_of_most_corners(run, tmp_path):
    source = Image.new("RGB", (60, 50), "white")
    source.paste("navy", (10, 10, 40, 40))
    source.putpixel((0, 0), (255, 0, 0))
    source.save(tmp_path / "a.png")
    run(['load "a.png" | trim | save "out.png"'])
    # The pixel in the corner is no border.
    assert Image.open(tmp_path / "out.png").size == (40, 40)


def test_trim_of_a_file_that_lies_on_its_side(run, tmp_path):
    source = Image.new("RGB", (60, 50), "white")
    source.paste("navy", (10, 12, 20, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    source.save(tmp_path / "a.jpg", exif=exif, quality=100, subsampling=0)
    run(['load "a.jpg" | trim tolerance:60 | save "out.png"'])
    assert Image.open(tmp_path / "out.png").size == (28, 10)


def test_what_is_all_border_is_told_at_check(imgflow):
    Image.new("RGB", (40, 30), (9, 9, 9)).save(imgflow.folder / "plain.png")
    Image.new("LA", (1, 1), (9, 0)).save(imgflow.folder / "clear.png")
    for program in ['load "plain.png" | trim', 'load "clear.png" | trim', "canvas 9x9 | trim", 'load "photo.png" | trim tolerance:255']:
        done = imgflow("check", "-c", f'{program} | save "x.png"', expecting=3)
        assert "error[E114]" in done.errors and "= fix: use a lower `tolerance`" in done.errors


def test_a_large_image_that_is_all_border_fails_in_the_run(imgflow):
    Image.new("L", (2500, 2000), 200).save(imgflow.folder / "large.png")
    imgflow("check", "-c", 'load "large.png" | trim | save "x.png"')
    done = imgflow("-c", 'load "large.png" | trim | save "x.png"', expecting=1)
    assert "`trim` would leave nothing" in done.errors and not (imgflow.folder / "x.png").exists()


# cut


def mask_of(rows):
    height, width = rows.shape[:2]
    mask = np.random.default_rng(5).integers(0, 256, (height, width)).astype(np.uint8)
    mask[: height // 2, : width // 2] = 255
    mask[height // 2 :, width // 2 :] = 0
    return mask


def test_cut_multiplies_the_alpha_by_the_mask(run, tmp_path, kind):
    given = list(made(tmp_path, kind, lambda rows: rows))
    for name, rows, _ in given:
        Image.fromarray(mask_of(rows)).save(tmp_path / f"mask-{name}.png")
    run(f'load "{name}" | cut mask:"mask-{name}.png" | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        found = kept(tmp_path, name, rows, icc)
        colors = rows[..., :-1] if has_alpha(rows) else rows
        alpha = rows[..., -1] if has_alpha(rows) else np.full(rows.shape[:2], most_of(rows))
        assert np.array_equal(found[..., :-1], colors)
        wanted = alpha.astype(float) * mask_of(rows) / 255
        assert np.abs(found[..., -1] - wanted).max() <= 0.5 + 1e-9


def test_cut_after_select_is_the_alpha_of_pillow(imgflow):
    imgflow("-c", 'load "photo.png" | select ellipse:[10%, 10%, 50%, 60%] | feather 4 | save "soft.png" | cut | save "ours.png"')
    theirs = Image.open(imgflow.folder / "photo.png").convert("RGB")
    theirs.putalpha(Image.open(imgflow.folder / "soft.png").convert("L"))
    assert Image.open(imgflow.folder / "ours.png").tobytes() == theirs.tobytes()


def test_a_mask_of_another_size_is_told_or_fitted(imgflow):
    Image.linear_gradient("L").save(imgflow.folder / "other.png")
    done = imgflow("check", "-c", 'load "photo.png" | cut mask:"other.png" | save "x.png"', expecting=3)
    assert "error[E070]" in done.errors


# rounded


def corner_cover(height, width, radius, scale=40):
    """Of a rounded rectangle, by many points a pixel."""
    radius = min(radius, min(height, width) / 2)
    y, x = ((np.arange(n * scale) + 0.5) / scale for n in (height, width))
    down, across = np.maximum(radius - np.minimum(y, height - y), 0), np.maximum(radius - np.minimum(x, width - x), 0)
    inside = down[:, None] ** 2 + across[None, :] ** 2 <= radius**2
    return inside.reshape(height, scale, width, scale).mean((1, 3))


@pytest.mark.parametrize("radius", ["1", "5", "20%", "50%", "1000"])
def test_rounded_corners_are_what_a_circle_covers(run, tmp_path, kind, radius):
    given = list(made(tmp_path, kind, lambda rows: rows))
    run(f'load "{name}" | rounded {radius} | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        height, width = rows.shape[:2]
        pixels = float(radius[:-1]) / 100 * min(height, width) if radius.endswith("%") else float(radius)
        found = kept(tmp_path, name, rows, icc)
        colors = rows[..., :-1] if has_alpha(rows) else rows
        alpha = rows[..., -1] if has_alpha(rows) else np.full(rows.shape[:2], most_of(rows))
        assert np.array_equal(found[..., :-1], colors)
        # To one level of 255, and what the points of the judge leave open.
        off = np.abs(found[..., -1] - alpha * corner_cover(height, width, pixels))
        assert off.max() <= 1.6 / 255 * most_of(rows)


# shadow


def shadowed(rgba, blur, shift, color, opacity):
    """Rows from 0 to 1: the image over its shadow, by scipy, in premultiplied floats."""
    height, width = rgba.shape[:2]
    sigma = blur / 2
    reach = int(np.ceil(3 * sigma))
    left, top = max(0, reach - shift[0]), max(0, reach - shift[1])
    size = (top + height + max(0, reach + shift[1]), left + width + max(0, reach + shift[0]))
    shade, above = np.zeros(size), np.zeros((*size, 4))
    above[top : top + height, left : left + width] = rgba
    shade[top + shift[1] : top + shift[1] + height, left + shift[0] : left + shift[0] + width] = rgba[..., 3]
    below = gaussian_filter(shade, sigma, mode="constant", truncate=6) * opacity if sigma else shade * opacity
    alpha = above[..., 3] + (1 - above[..., 3]) * below
    weighted = above[..., :3] * above[..., 3:] + np.array(color) * ((1 - above[..., 3]) * below)[..., None]
    return np.concatenate([weighted, alpha[..., None]], 2)


@pytest.mark.parametrize("blur, shift, color, opacity", [
    (0, (0, 0), "#000000", 60), (6, (0, 20), "#000000", 60), (12, (-30, 5), "#8B4513", 100), (3, (4, -9), "#FFFFFF", 0),
])
@pytest.mark.parametrize("bands", [1, 2, 3, 4])
def test_a_shadow_is_a_blurred_alpha_below(run, tmp_path, bands, blur, shift, color, opacity):
    given = []
    for size in SIZES:
        rows = pattern(*size, bands, 255).astype(np.uint8)
        name = f"{size[0]}x{size[1]}.png"
        Image.fromarray(rows if bands > 1 else rows[..., 0]).save(tmp_path / name)
        given.append((name, rows))
    run(f'load "{name}" | shadow blur:{blur} offset:[{shift[0]}, {shift[1]}] color:"{color}" opacity:{opacity}% | save "out-{name}"'
        for name, _ in given)
    target = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    for name, rows in given:
        colors, alpha = parts(rows)
        colors = np.repeat(colors, 3, 2) if colors.shape[2] == 1 else colors
        rgba = np.concatenate([colors, alpha if alpha is not None else np.ones((*rows.shape[:2], 1))], 2)
        wanted = shadowed(rgba, blur, shift, target, opacity / 100)
        out = Image.open(tmp_path / f"out-{name}")
        found = np.asarray(out.convert("RGBA")) / 255
        assert out.mode == "RGBA" and found.shape == wanted.shape
        found[..., :3] *= found[..., 3:]
        assert np.abs(found - wanted).max() <= 2.1 / 255


def test_the_plan_knows_the_size_of_a_shadow(imgflow):
    planned = imgflow("plan", "-c", 'load "photo.png" | shadow blur:10 offset:[0, 4] | save "x.png"').output.decode()
    imgflow("-c", 'load "photo.png" | shadow blur:10 offset:[0, 4] | save "x.png"')
    width, height = Image.open(imgflow.folder / "x.png").size
    assert f"{width}x{height}" in planned, planned


# Other kinds of files.

VERBS = ["trim", "cut mask:(select rect:[0, 0, 50%, 50%])", "rounded 30%", "shadow blur:4"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("form", ["CMYK", "palette", "palette with a clear color", "one bit"])
def test_other_kinds(run, tmp_path, verb, form):
    source = Image.fromarray(bordered(pattern(60, 80, 3, 255).astype(np.uint8)))
    name = "a.tif" if form == "CMYK" else "a.png"
    if form == "CMYK":
        source.convert("CMYK").save(tmp_path / name)
    elif form == "one bit":
        source.convert("1").save(tmp_path / name)
    else:
        source.quantize(64).save(tmp_path / name, **({"transparency": 5} if "clear" in form else {}))
    ended = ".tif" if verb == "trim" else ".png"
    said = run([f'load "{name}" | {verb} | save "out{ended}"'])
    out = Image.open(tmp_path / f"out{ended}")
    # A cut in CMYK keeps it; CMYK has no alpha.
    if form == "CMYK":
        assert ("converted to 8-bit sRGB" in said.errors) == (verb != "trim")
        assert out.mode == ("CMYK" if verb == "trim" else "RGBA")
    if verb == "trim":
        assert out.size == (80, 60) or form == "one bit"
        return
    before = np.asarray(Image.open(tmp_path / name).convert("RGBA"))[..., 3] if form != "CMYK" else 255
    alpha = np.asarray(out.convert("RGBA"))[..., 3]
    if verb.startswith("cut"):
        inside = np.zeros((65, 85), bool)
        inside[:33, :43] = True
        # Half of an odd side is rounded.
        sure = np.ones((65, 85), bool)
        sure[32, :], sure[:, 42] = False, False
        assert np.array_equal(alpha[sure], np.where(inside, before, 0)[sure])
    if verb.startswith("rounded"):
        assert np.abs(alpha - before * corner_cover(65, 85, 19.5)).max() <= 1.6


WRONG = [
    ("trim 5", "E030"), ("trim tolerance:300", "E026"), ("trim margin:-1", "E026"), ("trim fuzz:5%", "E021"), ("cut", "E113"),
    ("cut 5", "E025"), ('cut mask:"none.png"', "E050"), ("rounded 0", "E026"), ('rounded "5%"', "E025"),
    ("shadow blur:-1", "E026"), ("shadow offset:5", "E025"), ("shadow offset:[1]", "E026"), ("shadow opacity:150%", "E026"),
    ('shadow color:"dark"', "E043"), 
]


@pytest.mark.parametrize("stage, code", WRONG)
def test_what_is_wrong_is_told_at_check(imgflow, stage, code):
    done = imgflow("check", "-c", f'load "photo.png" | {stage} | save "x.png"', expecting=3)
    assert f"error[{code}]" in done.errors and "^" in done.errors, done.errors


def test_a_definition_of_a_program_that_is_older_wins(imgflow):
    for verb in ["trim", "cut", "rounded", "shadow"]:
        done = imgflow("-c", f'def {verb}() = invert\nload "photo.png" | {verb} | save "{verb}.png"')
        assert "warning[W006]" in done.errors
        ours = np.asarray(Image.open(imgflow.folder / f"{verb}.png").convert("RGB"))
        assert np.array_equal(ours, 255 - np.asarray(Image.open(imgflow.folder / "photo.png").convert("RGB")))


@pytest.mark.parametrize("stage", [
    "trim margin:100000000000000000000%", "shadow offset:[100000000000000000000000%, 0]",
    "shadow blur:10000000000000000000000%", "pad 100000000000000000000000%", "rounded 100000000000000000000000%",
    "crop left:100000000000000000000000%", "pixelate 100000000000000000000000%", "blur 100000000000000000000000%",
    "trim | shadow blur:10000000000000000000000%",
])
def test_a_share_beyond_all_numbers_is_an_error_or_a_picture(run_any, stage):
    code, errors = run_any(f'load "in.png" | {stage} | save "out.png"')
    assert code in (0, 1, 3), errors


@pytest.fixture
def run_any(imgflow):

    numbers = np.zeros((40, 60, 3), np.uint8)
    numbers[10:20, 20:40] = 200
    Image.fromarray(numbers).save(imgflow.folder / "in.png")

    def run(program: str):
        done = imgflow("-c", program, expecting=None, limit=60)
        return done.code, done.errors

    return run


@pytest.mark.parametrize("stage,size", [
    ("crop left:50%", (1, 1)), ("crop left:50% top:30%", (1, 3)), ("crop top:99%", (3, 1)), ("crop left:50%", (3, 3)),
])
def test_a_place_before_the_edge_leaves_a_pixel(imgflow, stage, size):

    Image.new("RGB", size, "teal").save(imgflow.folder / "thin.png")
    imgflow("-c", f'load "thin.png" | {stage} | save "out.png"')
    assert min(Image.open(imgflow.folder / "out.png").size) >= 1


def test_cielab_of_eight_bits_has_no_alpha(imgflow):
    lab = np.zeros((40, 60, 3), np.uint8)
    lab[...] = (255, 0, 0)
    # A red of CIE 53, 80, 67.
    lab[10:20, 20:40] = (136, 80, 67)
    tifffile.imwrite(imgflow.folder / "lab.tif", lab, photometric="cielab")
    for number, stage in enumerate(["trim", "resize 50%", "flatten", "rounded 3"]):
        imgflow("-c", f'load "lab.tif" | {stage} | save "out{number}.png"')
    assert Image.open(imgflow.folder / "out0.png").size == (20, 10)
    for number in (1, 2, 3):
        image = Image.open(imgflow.folder / f"out{number}.png").convert("RGB")
        assert min(image.getpixel((5, 3))) > 245
        red, green, _ = image.getpixel((image.width // 2, image.height * 3 // 8))
        assert red > 220 and green < 40
