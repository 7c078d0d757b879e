"""Kinds of TIFF and JPEG that are seldom seen: read as tifffile, Pillow and djpeg read them, or named for what they
are before anything is done."""

import io
import subprocess

import numpy
import pytest
import tifffile
from PIL import Image

import pictures
from marked_images import photo

RGB = numpy.asarray(photo())
GRAY = RGB[..., 1]
TWELVE = RGB.astype("uint16") * 16
PALETTE = numpy.random.default_rng(1).integers(0, 256, (3, 256)).astype("uint16") * 257
# What tifffile writes, what is seen of it, and how far a decoder may be off.
READ = {
    **{name: ({"data": RGB, "compression": name}, RGB, 0) for name in [
        None, "lzw", "zlib", "packbits", "zstd", "lzma", "lerc"]},
    "jpeg": ({"data": RGB, "compression": "jpeg"}, None, 1),
    "tiles": ({"data": RGB, "tile": (64, 64), "compression": "zlib", "predictor": True}, RGB, 0),
    "planes": ({"data": numpy.moveaxis(RGB, 2, 0), "planarconfig": "separate"}, RGB, 0),
    "16 bit": ({"data": RGB.astype("uint16") * 257, "compression": "zlib", "predictor": True}, RGB, 1),
    "float": ({"data": (RGB / 255).astype("float32"), "compression": "zlib", "predictor": True}, RGB, 1),
    "double": ({"data": RGB / 255, "rowsperstrip": 5}, RGB, 1),
    "half": ({"data": (RGB / 255).astype("float16")}, RGB, 1),
    "gray": ({"data": GRAY, "photometric": "minisblack"}, GRAY, 0),
    "white is zero": ({"data": GRAY, "photometric": "miniswhite"}, 255 - GRAY, 0),
    "bits": ({"data": GRAY > 128, "photometric": "minisblack"}, (GRAY > 128) * 255, 0),
    "palette": ({"data": GRAY, "photometric": "palette", "colormap": PALETTE}, (PALETTE >> 8)[:, GRAY].transpose(1, 2, 0), 0),
}
NAMED = {
    "10 bit": ({"data": TWELVE // 4, "bitspersample": 10}, "10-bit TIFF"),
    "12 bit": ({"data": TWELVE, "bitspersample": 12}, "12-bit TIFF"),
    "large integers": ({"data": RGB.astype("uint64")}, "64-bit TIFF"),
    "complex": ({"data": RGB.astype("complex64")}, "TIFF of complex numbers"),
    "double, compressed": ({"data": RGB / 255, "compression": "zlib"}, "tiled or compressed TIFF of 64-bit floats"),
    "half, tiled": ({"data": (RGB / 255).astype("float16"), "tile": (64, 64)}, "tiled or compressed TIFF of 16-bit floats"),
    "JPEG 2000": ({"data": RGB, "compression": "jpeg2000"}, "TIFF of JPEG 2000"),
    "JPEG XL": ({"data": RGB, "compression": "jpegxl"}, "TIFF of JPEG XL"),
    "PNG": ({"data": RGB, "compression": "png"}, "TIFF of PNG"),
}
LAYOUTS = {"plain": {}, "high byte first": {"byteorder": ">"}, "BigTIFF": {"bigtiff": True},
           "BigTIFF, high byte first": {"bigtiff": True, "byteorder": ">"}}


def tiff(options, layout) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, **{"photometric": "rgb", **options, **LAYOUTS[layout]})
    return buffer.getvalue()


def seen(path) -> numpy.ndarray:
    return numpy.asarray(Image.open(path).convert("RGB")).astype(int)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tiffs_are_read_as_others_read_them(imgflow, layout):
    for number, (name, (options, right, most)) in enumerate(READ.items()):
        data = tiff(options, layout)
        if "predictor" not in options and name not in ("palette", "white is zero", "bits"):
            judged = tifffile.imread(io.BytesIO(data))
            assert judged.dtype == options["data"].dtype
        (imgflow.folder / f"{number}.tif").write_bytes(data)
    program = "\n".join(f'load "{number}.tif" | pad 1 | save "{number}.png"' for number in range(len(READ)))
    imgflow("-c", program, limit=120)
    for number, (name, (_, right, most)) in enumerate(READ.items()):
        found = seen(imgflow.folder / f"{number}.png")[1:-1, 1:-1]
        if right is None:
            judged = tifffile.imread(imgflow.folder / f"{number}.tif").astype(int)
            assert numpy.abs(found - judged).mean() <= most, name
            continue
        wanted = right if right.ndim == 3 else right[..., None]
        assert numpy.abs(found - wanted.astype(int)).max() <= most, name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMED)
def test_tiffs_that_are_not_read_are_named(imgflow, name, layout):
    options, words = NAMED[name]
    (imgflow.folder / "a.tif").write_bytes(tiff(options, layout))
    done = imgflow("check", "-c", 'load "a.tif" | vary "a hut" | save "o.png"', expecting=3)
    assert f"a {words} is not supported" in done.errors
    assert "damaged" not in done.errors


def cjpeg(*options, image=None) -> bytes:
    source = pictures.encoded(image or photo(), "ppm")
    return subprocess.run(["cjpeg", "-quality", "92", *options], input=source, capture_output=True, check=True).stdout


SAMPLINGS = ["1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "2x4", "2x2,1x2,1x2", "2x2,2x1,2x1", "1x1,1x1,1x2"]
CODINGS = {
    "baseline": [], "progressive": ["-progressive"], "restarts": ["-restart", "1"], "many restarts": ["-restart", "1B"],
    "progressive restarts": ["-progressive", "-restart", "3B"], "optimized": ["-optimize"],
    "arithmetic": ["-arithmetic"], "progressive arithmetic": ["-arithmetic", "-progressive"],
}
ODD = [(1, 1), (7, 9), (8, 8), (17, 33), (191, 129)]


def by_djpeg(data, *options) -> numpy.ndarray:
    done = subprocess.run(["djpeg", "-pnm", *options], input=data, capture_output=True, check=True)
    return numpy.asarray(Image.open(io.BytesIO(done.stdout)).convert("RGB")).astype(int)


@pytest.mark.parametrize("coding", CODINGS)
def test_jpegs_are_read_as_djpeg_reads_them(imgflow, coding):
    files = [cjpeg(*CODINGS[coding], "-sample", sampling) for sampling in SAMPLINGS]
    files += [cjpeg(*CODINGS[coding], image=photo().resize(size)) for size in ODD]
    files += [cjpeg(*CODINGS[coding], "-grayscale"), cjpeg(*CODINGS[coding], "-rgb")]
    for number, data in enumerate(files):
        (imgflow.folder / f"{number}.jpg").write_bytes(data)
    program = "\n".join(f'load "{number}.jpg" | pad 1 | save "{number}.png"' for number in range(len(files)))
    imgflow("-c", program, limit=120)
    for number, data in enumerate(files):
        found = seen(imgflow.folder / f"{number}.png")[1:-1, 1:-1]
        assert numpy.abs(found - by_djpeg(data)).mean() < 1, number


def test_arithmetic_coding_cannot_be_proven_whole_and_that_is_said(imgflow):
    (imgflow.folder / "a.jpg").write_bytes(cjpeg("-arithmetic"))
    (imgflow.folder / "b.jpg").write_bytes(cjpeg())
    said = imgflow("plan", "-c", 'load "a.jpg" | vary "a hut" | save').output.decode()
    assert "a truncated file cannot be detected" in said
    assert "whole one" not in imgflow("plan", "-c", 'load "b.jpg" | vary "a hut" | save').output.decode()


def without_height(data) -> bytes:
    """As some scanners write: 0 in the frame, and the height in a segment behind the first scan."""
    frame = data.index(b"\xff\xc0")
    height = data[frame + 5:frame + 7]
    end = data.rindex(b"\xff\xd9")
    return data[:frame + 5] + b"\0\0" + data[frame + 7:end] + b"\xff\xdc\0\4" + height + data[end:]


@pytest.mark.parametrize("make, words", [
    (lambda: without_height(cjpeg("-baseline")), "JPEG that stores its height after its pixels"),
    (lambda: deep_jpeg(), "12-bit JPEG"), (lambda: lossless_jpeg(), "lossless JPEG"),
])
def test_jpegs_that_are_not_read_are_named(imgflow, make, words):
    (imgflow.folder / "a.jpg").write_bytes(make())
    done = imgflow("check", "-c", 'load "a.jpg" | vary "a hut" | save "o.png"', expecting=3)
    assert f"a {words} is not supported: save it as a plain 8-bit JPEG or as PNG" in done.errors


def deep_jpeg() -> bytes:
    import imagecodecs
    data = imagecodecs.jpeg8_encode(TWELVE, bitspersample=12)
    assert numpy.abs(imagecodecs.jpeg8_decode(data).astype(int) - TWELVE).mean() < 200, "a judge reads it"
    return data


def lossless_jpeg() -> bytes:
    import imagecodecs
    return imagecodecs.jpeg8_encode(RGB, lossless=True)
