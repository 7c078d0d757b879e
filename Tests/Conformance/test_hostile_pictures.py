"""Pictures that mean harm, or only harm by accident: a clear error each, bounded memory, no crash."""

import io
import os
import struct
import zlib

import numpy
import pytest
import tifffile
from PIL import Image as Picture

from measured import measured

# Kilobytes that a run may take at most, whatever it is given.
MEMORY = 400_000


def png(width, height, rows=b"", depth=8, color=2):
    """A PNG of any size that its header names, with these compressed rows."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def run(binary, tmp_path):
    def run(program, command=None, timeout=60):
        environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        words = ([command] if command else []) + ["-c", program, "--backend", "sandbox"]
        done = measured(binary, *words, folder=tmp_path, environment=environment, limit=timeout)
        assert done.kilobytes < MEMORY, f"{done.kilobytes} kB"
        assert done.code >= 0, f"killed by {-done.code}: {done.errors}"
        return done.code, done.output, done.errors

    return run


def bomb(path):
    # 20,000 x 20,000 gray pixels in a file of half a megabyte.
    rows = zlib.compressobj(9)
    line = b"\0" + b"\x80" * 20_000
    data = b"".join(rows.compress(line) for _ in range(20_000)) + rows.flush()
    path.write_bytes(png(20_000, 20_000, data, color=0))


def photo(path, size=(640, 427), **options):
    Picture.new("RGB", size, (70, 110, 160)).save(path, **options)


def gif(screen, frame) -> bytes:
    """A screen of one size, and a frame of another: decoders make room for the frame."""
    palette = bytes(3 * 16)
    data = b"\x04" + b"\x02\x10\x11" + b"\0"
    return (
        b"GIF89a" + struct.pack("<HH", *screen) + b"\xb3\0\0" + palette
        + b"\x2c" + struct.pack("<HHHHB", 0, 0, *frame, 0) + data + b"\x3b")


def riff(*chunks) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def lossless_webp(width, height) -> bytes:
    """34 bytes that take gigabytes."""
    bits = (width - 1) | (height - 1) << 14
    return riff((b"VP8L", b"\x2f" + struct.pack("<I", bits) + bytes(9)))


def lossy_webp(width, height) -> bytes:
    return riff((b"VP8 ", b"\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(4)))


def extended_webp(width, height) -> bytes:
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return riff((b"VP8X", bytes(4) + size), (b"VP8L", lossless_webp(16, 16)[20:]))


def tiff(shape, kind="uint8", **options) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, numpy.zeros(shape, kind), compression="zlib", **options)
    return buffer.getvalue()


def jpeg(width, height, components=3) -> bytes:
    """A head, and no pixel."""
    parts = b"".join(bytes([number, 0x11, 0]) for number in range(1, components + 1))
    frame = struct.pack(">HBHHB", 8 + len(parts), 8, height, width, components) + parts
    scan = bytes([components]) + b"".join(bytes([number, 0]) for number in range(1, components + 1)) + b"\0\x3f\0"
    table = b"\0" + bytes([1] * 64)
    return (
        b"\xff\xd8\xff\xdb" + struct.pack(">H", 2 + len(table)) + table + b"\xff\xc0" + frame
        + b"\xff\xda" + struct.pack(">H", 2 + len(scan)) + scan + bytes(20) + b"\xff\xd9")


def avif(width, height) -> bytes:
    """Its boxes tell of a size, and there is nothing behind them."""

    def box(name, body):
        return struct.pack(">I", 8 + len(body)) + name + body

    properties = box(b"iprp", box(b"ipco", box(b"ispe", bytes(4) + struct.pack(">II", width, height))) + box(
        b"ipma", bytes(4) + struct.pack(">IHBB", 1, 1, 1, 1)))
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + box(
        b"meta", bytes(4) + box(b"pitm", bytes(4) + b"\0\1") + properties)


def written(data):
    return lambda path: path.write_bytes(data() if callable(data) else data)


LARGE = {
    "frame.gif": (gif((1, 1), (34_814, 8_547)), "it says 1x1, and its pixels reach to 34814x8547"),
    "wide.gif": (gif((65_535, 65_535), (1, 1)), "300 megapixels"),
    "lossless.webp": (lossless_webp(16_384, 16_384), "too much memory"),
    "lossy.webp": (lossy_webp(16_383, 16_383), "too much memory"),
    "extended.webp": (extended_webp(16_777_216, 16_777_216), "300 megapixels"),
    "bands.tif": (lambda: tiff((100, 100, 1_000), photometric="minisblack", planarconfig="contig"), "at most 4 channels, found 1000"),
    "planes.tif": (lambda: tiff((1_000, 100, 100), photometric="minisblack", planarconfig="separate"), "at most 4 channels, found 1000"),
    "five.tif": (lambda: tiff((100, 100, 5), photometric="rgb"), "at most 4 channels, found 5"),
    "large.jpg": (jpeg(65_500, 65_500), "300 megapixels"),
    "five.jpg": (jpeg(100, 100, 5), "at most 4 channels, found 5"),
    "deep.png": (png(17_000, 17_000, depth=16, color=6), "too much memory"),
    "large.avif": (avif(100_000, 100_000), "300 megapixels"),
    "heavy.avif": (avif(16_000, 16_000), "too much memory"),
}


HOSTILE = {
    "empty.png": (lambda p: p.write_bytes(b""), "is empty"),
    "text.png": (lambda p: p.write_text("not an image", encoding="utf-8"), "text"),
    "zeros.png": (lambda p: p.write_bytes(bytes(1_000)), ""),
    "header.png": (lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n"), "truncated"),
    "huge.png": (lambda p: p.write_bytes(png(60_000, 60_000)), "300 megapixels"),
    "long.png": (lambda p: p.write_bytes(png(2_000_000_000, 1)), ""),
    "bomb.png": (bomb, "300 megapixels"),
    "zerowidth.png": (lambda p: p.write_bytes(png(0, 10)), ""),
    "script.svg": (lambda p: p.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8"), ""),
    "paper.pdf": (lambda p: p.write_bytes(b"%PDF-1.4\n%%EOF\n"), ""),
    "folder.png": (lambda p: p.mkdir(), ""),
    "pipe.png": (lambda p: os.mkfifo(p), "is not a file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_told_before_anything_is_done(run, tmp_path, name):
    make, words = HOSTILE[name]
    make(tmp_path / name)
    status, output, errors = run(f'load "{name}" | resize 100 | save "o.png"')
    assert status == 3, errors
    assert output == ""
    assert "error[" in errors and name in errors and words in errors
    assert not (tmp_path / "o.png").exists()


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "photo.webp", "photo.tif", "photo.gif"])
def test_a_picture_that_is_cut_short_never_becomes_one(run, tmp_path, name):
    whole = tmp_path / name
    Picture.effect_noise((640, 427), 80).convert("RGB").save(whole)
    data = whole.read_bytes()
    for part in [0.02, 0.5, 0.9]:
        whole.write_bytes(data[: int(len(data) * part)])
        status, output, errors = run(f'load "{name}" | resize 100 | save "o.png"')
        assert status in (1, 3), f"{part}: {errors}"
        assert "error" in errors
        assert not (tmp_path / "o.png").exists()


@pytest.mark.parametrize("name", LARGE)
def test_little_files_of_huge_pictures_are_refused_before_anything_is_done(run, tmp_path, name):
    data, words = LARGE[name]
    written(data)(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 64_000
    for stage in ["resize 100", 'vary "a hut"', "blur 3"]:
        status, output, errors = run(f'load "{name}" | {stage} | save "o.png"')
        assert status == 3, errors
        assert "error[" in errors and name in errors and words in errors
        assert output == "" and not (tmp_path / "o.png").exists()


WORDS = {"one": "W" * 1_990, "lines": "W\\n" * 900, "some": "WWW " * 450}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("size", [300, 2_000])
def test_words_never_take_gigabytes(run, tmp_path, name, size):
    photo(tmp_path / "a.png")
    status, _, errors = run(f'load "a.png" | label "{WORDS[name]}" size:{size} | save "o.png"', timeout=120)
    # They are drawn smaller, or refused where so many lines would not fit either.
    if status == 0:
        assert Picture.open(tmp_path / "o.png").size == (640, 427)
    else:
        assert status == 3 and "too large for this much text" in errors, errors[-300:]
        assert not (tmp_path / "o.png").exists()


def test_lines_too_large_for_any_image_are_refused(run, tmp_path):
    status, _, errors = run(
        f'canvas 20000x14000 | label "{WORDS["lines"]}" size:2000 | save "o.png"', timeout=120)
    assert status == 3, errors[-300:]
    assert "too large for this much text" in errors
    assert not (tmp_path / "o.png").exists()


def test_the_name_does_not_matter_the_bytes_do(run, tmp_path):
    photo(tmp_path / "a.png", format="JPEG")
    status, output, errors = run('load "a.png" | info | save "o"')
    assert status == 0 and "jpeg" in errors and output == "o.jpg\n"


def test_of_an_animation_the_first_picture_is_taken(run, tmp_path):
    frames = [Picture.new("RGB", (64, 48), color) for color in [(200, 0, 0), (0, 200, 0)]]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    for name in ["a.gif", "a.webp"]:
        status, _, errors = run(f'load "{name}" | resize 32 | save "{name}.png"')
        assert status == 0, errors
        assert "frame 1 of 2 is used" in errors
        made = Picture.open(tmp_path / f"{name}.png").convert("RGB")
        assert made.size == (32, 24)
        assert made.getpixel((5, 5))[0] > 180 and made.getpixel((5, 5))[1] < 30


def test_pixels_that_are_missing_are_told_as_the_fault_of_the_file(run, tmp_path):
    (tmp_path / "a.png").write_bytes(png(640, 427))
    status, output, errors = run('load "a.png" | resize 100 | save "o.png"')
    assert status == 1 and output == ""
    assert "the PNG is damaged or truncated" in errors
    assert not (tmp_path / "o.png").exists()


def test_forty_megapixels_go_through_in_little_memory(run, tmp_path):
    photo(tmp_path / "large.jpg", size=(7_304, 5_478), quality=90)
    status, _, errors = run('load "large.jpg" | crop 16:9 | resize 1920 | save "o.jpg"')
    assert status == 0, errors
    assert Picture.open(tmp_path / "o.jpg").size == (1_920, 1_080)


@pytest.mark.parametrize("orientation, corner", [(1, (0, 0)), (3, (63, 47)), (6, (47, 0)), (8, (0, 63))])
def test_a_photo_is_turned_as_its_camera_says(run, tmp_path, orientation, corner):
    picture = Picture.new("RGB", (64, 48), (0, 0, 200))
    picture.paste((200, 0, 0), (0, 0, 8, 8))
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(tmp_path / "a.jpg", exif=exif, quality=95)
    for stage in ["resize 64", "flip | flip", "pad 1x1 color:\"#fff\""][:2]:
        status, _, errors = run(f'load "a.jpg" | {stage} | save "o.png" overwrite:true')
        assert status == 0, errors
        made = Picture.open(tmp_path / "o.png").convert("RGB")
        assert made.size == ((64, 48) if orientation in (1, 3) else (48, 64))
        red = made.getpixel((min(corner[0], made.width - 3), min(corner[1], made.height - 3)))
        assert red[0] > 150 and red[2] < 90, (stage, red)
