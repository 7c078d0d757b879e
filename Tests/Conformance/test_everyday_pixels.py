"""Everyday work on images, of every kind, as numpy, scipy, Pillow and ImageMagick make it."""

import io
import subprocess

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms, ImageOps
from scipy.ndimage import gaussian_filter

from imgflow import Imgflow
from marked_images import profile

SIZES = [(1, 1), (7, 5), (90, 151)]
# Bands, number, and the profile of it.
KINDS = {
    "gray": (1, np.uint8, None), "gray and alpha": (2, np.uint8, None), "sRGB": (3, np.uint8, None),
    "RGBA": (4, np.uint8, None), "gray 16": (1, np.uint16, None), "gray and alpha 16": (2, np.uint16, None),
    "RGB 16": (3, np.uint16, None), "RGBA 16": (4, np.uint16, None), "P3": (3, np.uint8, "p3"),
    "P3 RGBA 16": (4, np.uint16, "p3"),
}


@pytest.fixture
def run(binary, tmp_path):
    command = Imgflow(binary, tmp_path)

    def run(lines, **more):
        (tmp_path / "all.imgflow").write_text("\n".join(lines) + "\n")
        return command("run", "all.imgflow", "--backend", "sandbox", "--yes", **more)

    return run


def pattern(height, width, bands, most):
    """Noise, a ramp, an edge, and a part that is invisible where there is alpha."""
    random = np.random.default_rng(7)
    rows = random.integers(0, most + 1, (height, width, bands))
    rows[: height // 3] = (np.arange(width) * most // max(width - 1, 1))[None, :, None]
    rows[-height // 3 :] = np.where(np.arange(width) < width // 2, most, most // 5)[None, :, None]
    if bands in (2, 4):
        rows[:, : width // 5, -1] = 0
        rows[height // 4 : height // 2, :, -1] = most
    return rows


def write(path, rows, icc=None):
    bands = rows.shape[2]
    tifffile.imwrite(
        path, rows if bands > 1 else rows[..., 0], photometric="rgb" if bands > 2 else "minisblack",
        planarconfig="contig" if bands > 1 else None, extrasamples=["unassalpha"] if bands in (2, 4) else None,
        extratags=[(34675, 7, len(icc), icc, True)] if icc else [])


def read(path):
    rows = tifffile.imread(path)
    return rows[..., None] if rows.ndim == 2 else rows


def profile_of(path):
    with tifffile.TiffFile(path) as file:
        tag = file.pages[0].tags.get(34675)
        return tag.value if tag else None


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def sources(tmp_path, kind):
    bands, number, icc = KINDS[kind]
    for size in SIZES:
        rows = pattern(*size, bands, np.iinfo(number).max).astype(number)
        name = f"{size[0]}x{size[1]}.tif"
        write(tmp_path / name, rows, profile(icc) if icc else None)
        yield name, rows, profile(icc) if icc else None


def parts(rows):
    """Colors and alpha, as floats from 0 to 1."""
    most = np.iinfo(rows.dtype).max
    shares = rows / most
    return (shares[..., :-1], shares[..., -1:]) if rows.shape[2] in (2, 4) else (shares, None)


def luma(colors):
    return colors if colors.shape[2] == 1 else (colors @ np.array([0.2126, 0.7152, 0.0722]))[..., None]


def leveled(shares, rows):
    most = np.iinfo(rows.dtype).max
    return np.floor(np.clip(shares, 0, 1) * most + 0.5)


def gray_of(rows):
    """The gray levels, rounded."""
    colors, _ = parts(rows)
    return leveled(luma(colors), rows)


def with_alpha(levels, rows):
    return np.concatenate([levels, rows[..., -1:]], 2) if rows.shape[2] in (2, 4) else levels


def gray_bands(levels, icc):
    return np.repeat(levels, 3, 2) if icc else levels


def close(found, wanted, most_off):
    assert found.shape == wanted.shape
    assert np.abs(found.astype(float) - wanted).max() <= most_off


# A rounding of floats may fall to the other side of a half.
def test_grayscale_is_bt709(run, tmp_path, kind):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | grayscale | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        found = read(tmp_path / f"out-{name}")
        assert found.dtype == rows.dtype and profile_of(tmp_path / f"out-{name}") == icc
        close(found, with_alpha(gray_bands(gray_of(rows), icc), rows), 1)
        assert (found != with_alpha(gray_bands(gray_of(rows), icc), rows)).mean() < 0.002


def test_grayscale_is_that_of_imagemagick(imgflow):
    imgflow("-c", 'load "photo.png" | grayscale | save "ours.png"')
    subprocess.run(["convert", "photo.png", "-colorspace", "Gray", "theirs.png"], cwd=imgflow.folder, check=True)
    ours, theirs = (np.asarray(Image.open(imgflow.folder / f"{name}.png").convert("L")).astype(int)
                    for name in ("ours", "theirs"))
    assert Image.open(imgflow.folder / "ours.png").mode == "L"
    assert np.abs(ours - theirs).max() <= 1


@pytest.mark.parametrize("level", [0, 0.2, 0.333, 0.5, 1])
def test_threshold(run, tmp_path, kind, level):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | threshold {level * 100:g}% | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        most = np.iinfo(rows.dtype).max
        found, gray = read(tmp_path / f"out-{name}"), gray_of(rows)
        wanted = with_alpha(gray_bands(np.where(gray >= level * most - 1e-6, most, 0), icc), rows)
        assert found.shape == wanted.shape and found.dtype == rows.dtype
        # Where a rounding decides.
        sure = np.abs(gray - level * most) > 1
        assert np.array_equal(found[sure[..., 0]], wanted[sure[..., 0]])
        assert set(np.unique(found[..., 0])) <= {0, most}


def tinted(gray, color):
    brightness = float(color @ [0.2126, 0.7152, 0.0722])
    low = color * gray / brightness
    high = color + (1 - color) * (gray - brightness) / (1 - brightness)
    return np.where(gray <= brightness, low, high)


# What has a profile is converted to sRGB first, which the test below judges.
@pytest.mark.parametrize("kind", [kind for kind, (_, _, icc) in KINDS.items() if not icc])
@pytest.mark.parametrize("color", ["#8B4513", "#2E8B57", "#FFF8E7"])
def test_tint_keeps_brightness(run, tmp_path, kind, color):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | tint "{color}" | save "out-{name}"' for name, *_ in given)
    target = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    for name, rows, _ in given:
        found = read(tmp_path / f"out-{name}")
        most = np.iinfo(rows.dtype).max
        wanted = leveled(tinted(gray_of(rows) / most, target), rows)
        assert found.dtype == rows.dtype
        close(found, with_alpha(wanted, rows), 2 if most == 255 else 3)
        # What the color does not change is the light.
        close(gray_of(found), gray_of(rows), 1.6)


def test_a_tint_is_a_color_of_srgb(run, tmp_path):
    rows = pattern(40, 60, 3, 255).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "p3.png", icc_profile=profile("p3"))
    said = run(['load "p3.png" | tint "#8B4513" | save "out.png"'])
    assert said.errors.count("converted to 8-bit sRGB") == 1
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile("p3")))
    plain = ImageCms.profileToProfile(Image.fromarray(rows), source, ImageCms.createProfile("sRGB"), 0)
    wanted = tinted(gray_of(np.asarray(plain)) / 255, np.array([0x8B, 0x45, 0x13]) / 255) * 255
    found = np.asarray(Image.open(tmp_path / "out.png")).astype(float)
    assert np.median(np.abs(found - wanted)) <= 1 and np.abs(found - wanted).max() <= 8


def adjusted(rows, brightness=1.0, contrast=1.0, saturation=1.0, gamma=1.0, hue=0.0):
    """W3C Filter Effects: brightness, contrast, saturate and hue-rotate; gamma as ImageMagick."""
    colors, _ = parts(rows)
    colors = np.clip((colors * brightness - 0.5) * contrast + 0.5, 0, 1) ** (1 / gamma)
    if colors.shape[2] == 3:
        colors = luma(colors) + saturation * (colors - luma(colors))
        angle = np.radians(hue)
        turn = (np.array([[0.213, 0.715, 0.072]] * 3)
                + np.cos(angle) * np.array([[0.787, -0.715, -0.072], [-0.213, 0.285, -0.072], [-0.213, -0.715, 0.928]])
                + np.sin(angle) * np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]]))
        colors = colors @ turn.T if hue else colors
    return with_alpha(leveled(colors, rows), rows)


ADJUSTMENTS = [
    {"brightness": 1.3}, {"brightness": 0}, {"contrast": 1.4}, {"contrast": 0.3}, {"gamma": 2.2}, {"gamma": 0.5},
    {"saturation": 0}, {"saturation": 2.5}, {"hue": 90}, {"hue": -120},
    {"brightness": 1.1, "contrast": 1.2, "saturation": 0.9, "gamma": 1.1, "hue": 20},
]


def test_adjust_is_as_style_sheets_have_it(run, tmp_path, kind):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | adjust {" ".join(f"{key}:{value}" for key, value in change.items())} | save "{number}-{name}"'
        for name, *_ in given for number, change in enumerate(ADJUSTMENTS))
    for name, rows, icc in given:
        for number, change in enumerate(ADJUSTMENTS):
            found = read(tmp_path / f"{number}-{name}")
            assert found.dtype == rows.dtype and profile_of(tmp_path / f"{number}-{name}") == icc
            close(found, adjusted(rows, **change), 1)


@pytest.mark.parametrize("alpha", [False, True])
def test_auto_is_the_autocontrast_of_pillow(run, tmp_path, alpha):
    gray = (pattern(120, 90, 1, 255)[..., 0] * 0.4 + 60).astype(np.uint8)
    Image.fromarray(gray).save(tmp_path / "a.png")
    if alpha:
        # What is invisible does not count.
        wide = np.full((120, 200), 255, np.uint8)
        wide[:, :90] = gray
        seen = np.zeros_like(wide)
        seen[:, :90] = 255
        Image.merge("LA", [Image.fromarray(wide), Image.fromarray(seen)]).save(tmp_path / "a.png")
    run(['load "a.png" | adjust auto:true | save "out.png"'])
    wanted = np.asarray(ImageOps.autocontrast(Image.fromarray(gray), cutoff=0.5)).astype(int)
    found = np.asarray(Image.open(tmp_path / "out.png").convert("LA"))[:, :90, 0].astype(int)
    assert np.abs(found - wanted).max() <= 1 and found.min() == 0 and found.max() == 255


def test_auto_leaves_one_color_alone(run, tmp_path):
    Image.new("RGB", (30, 20), (90, 120, 40)).save(tmp_path / "a.png")
    run(['load "a.png" | adjust auto:true | save "out.png"'])
    assert Image.open(tmp_path / "out.png").getpixel((3, 3)) == (90, 120, 40)


def blurred(values, sigma):
    return np.stack(
        [gaussian_filter(values[..., i], sigma, mode="nearest", truncate=6) for i in range(values.shape[2])], -1)


@pytest.mark.parametrize("amount, sigma", [(1, 1), (0.5, 0.5), (2, 3), (0, 1)])
def test_sharpen_is_an_unsharp_mask(run, tmp_path, kind, amount, sigma):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | sharpen {amount} radius:{sigma} | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        found = read(tmp_path / f"out-{name}")
        assert found.dtype == rows.dtype and profile_of(tmp_path / f"out-{name}") == icc
        most = np.iinfo(rows.dtype).max
        if rows.shape[2] not in (2, 4):
            values = rows.astype(float)
            wanted = np.clip(values + amount * (values - blurred(values, sigma)), 0, most)
            close(found, wanted, 1 if most == 255 else 3)
            continue
        alpha, colors = rows[..., -1:].astype(float), rows[..., :-1].astype(float)
        assert np.array_equal(found[..., -1:], rows[..., -1:])
        around = blurred(colors * alpha, sigma) / np.maximum(blurred(alpha, sigma), 1e-9)
        wanted = np.clip(colors + amount * (colors - around), 0, most)
        seen = rows[..., -1] > 0
        assert np.abs(found[..., :-1] - wanted)[seen].max(initial=0) <= (1 if most == 255 else 40)


def test_sharpen_is_that_of_imagemagick(imgflow):
    imgflow("-c", 'load "photo.png" | sharpen 150% radius:1.5 | save "ours.png"')
    subprocess.run(["convert", "photo.png", "-unsharp", "0x1.5+1.5+0", "theirs.png"], cwd=imgflow.folder, check=True)
    ours, theirs = (np.asarray(Image.open(imgflow.folder / f"{name}.png").convert("RGB")).astype(int)
                    for name in ("ours", "theirs"))
    # ImageMagick leaves out what is beyond its kernel, and mirrors at the edges.
    assert np.abs(ours - theirs)[8:-8, 8:-8].max() <= 4


def means(values, side):
    result = np.empty_like(values)
    for y in range(0, values.shape[0], side):
        for x in range(0, values.shape[1], side):
            block = values[y : y + side, x : x + side]
            result[y : y + side, x : x + side] = block.mean(axis=(0, 1))
    return result


@pytest.mark.parametrize("side", [2, 16, 50, 1000])
def test_pixelate_gives_mean_colors(run, tmp_path, kind, side):
    given = list(sources(tmp_path, kind))
    run(f'load "{name}" | pixelate {side} | save "out-{name}"' for name, *_ in given)
    for name, rows, icc in given:
        found = read(tmp_path / f"out-{name}")
        assert found.dtype == rows.dtype and profile_of(tmp_path / f"out-{name}") == icc
        # 1 for 8 bits; numbers of four bytes add up more than 16.
        off = 1 if rows.dtype == np.uint8 else 4
        if rows.shape[2] not in (2, 4):
            close(found, means(rows.astype(float), side), off)
            continue
        alpha = means(rows[..., -1:].astype(float), side)
        close(found[..., -1:], alpha, off)
        colors = means(rows[..., :-1].astype(float) * rows[..., -1:], side) / np.maximum(alpha, 1e-9)
        assert np.abs(found[..., :-1] - colors)[alpha[..., 0] > 0].max(initial=0) <= off


def test_pixelate_takes_a_share_of_the_longer_side(run, tmp_path):
    rows = pattern(40, 100, 3, 255).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png")
    run(['load "a.png" | pixelate 10% | save "share.png"', 'load "a.png" | pixelate 10 | save "pixels.png"'])
    assert (tmp_path / "share.png").read_bytes() == (tmp_path / "pixels.png").read_bytes()


@pytest.mark.parametrize("verb", ["grayscale", "tint \"#8B4513\"", "threshold", "adjust saturation:0.5", "adjust auto:true",
                                  "sharpen", "pixelate 8"])
@pytest.mark.parametrize("form", ["CMYK", "palette", "palette with a clear color", "one bit"])
def test_other_kinds(run, tmp_path, verb, form):
    """Of the colors that Pillow sees in them, within what a printer's profile leaves open."""
    source = Image.fromarray(pattern(60, 80, 3, 255).astype(np.uint8))
    if form == "CMYK":
        source.convert("CMYK").save(tmp_path / "a.tif")
        name = "a.tif"
    elif form == "one bit":
        source.convert("1").save(tmp_path / "a.png")
        name = "a.png"
    else:
        indexed = source.quantize(64)
        more = {"transparency": 5} if "clear" in form else {}
        indexed.save(tmp_path / "a.png", **more)
        name = "a.png"
    said = run([f'load "{name}" | {verb} | save "out.png"', f'load "{name}" | flatten | save "flat.png"'])
    out = Image.open(tmp_path / "out.png")
    assert out.size == (80, 60)
    alone = {"sharpen", "pixelate 8"}
    if form == "CMYK":
        assert ("converted to 8-bit sRGB" in said.errors) and "CMYK" in said.errors
    if "clear" in form:
        alpha = np.asarray(Image.open(tmp_path / "a.png").convert("RGBA"))[..., 3]
        found = np.asarray(out.convert("RGBA"))[..., 3]
        if verb != "pixelate 8":
            assert np.array_equal(found, alpha)
    if verb == "grayscale":
        colors = np.asarray(Image.open(tmp_path / "flat.png").convert("RGB"))
        seen = np.asarray(out.convert("RGBA"))[..., 3] == 255
        assert np.abs(np.asarray(out.convert("RGB")).astype(int)[..., :1] - gray_of(colors))[seen].max() <= 1
    if verb in alone and form == "one bit":
        assert np.asarray(out.convert("L")).std() > 0


WRONG = [
    ("grayscale 3", "E030"), ("threshold 120%", "E026"), ('threshold "half"', "E025"), ("tint", "E028"),
    ('tint "brown"', "E043"), ("tint #8B4513", "E028"), ("sharpen -1", "E026"), ("sharpen 1 radius:0", "E026"),
    ("pixelate", "E028"), ("pixelate 0", "E026"), ("adjust", "E112"), ("adjust gamma:0", "E026"),
    ("adjust brightness:-1", "E026"), ("adjust auto:yes", "E025"), ("adjust vibrance:2", "E021"),
]


@pytest.mark.parametrize("stage, code", WRONG)
def test_what_is_wrong_is_told_at_check(imgflow, stage, code):
    done = imgflow("check", "-c", f'load "photo.png" | {stage} | save "x.png"', expecting=3)
    assert f"error[{code}]" in done.errors and "^" in done.errors, done.errors
    # What is missing is shown as it would be written.
    assert ("= fix: " in done.errors) == (code in {"E028", "E112"}), done.errors


def test_a_definition_of_a_program_that_is_older_wins(imgflow):
    program = 'def grayscale() = invert\nload "photo.png" | grayscale | save "x.png"'
    done = imgflow("-c", program)
    assert "warning[W006]" in done.errors
    ours = np.asarray(Image.open(imgflow.folder / "x.png").convert("RGB"))
    assert np.array_equal(ours, 255 - np.asarray(Image.open(imgflow.folder / "photo.png").convert("RGB")))
