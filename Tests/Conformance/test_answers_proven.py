"""An answer is proven whole before it counts as known, whatever its kind. What is whole is taken, what is cut
or what Pillow cannot read is refused; a checksum that Pillow does not look at may be refused too."""

import base64
import io
import json
import random
import struct
import subprocess
import zlib

import numpy
import pytest
from PIL import Image

PROGRAM = 'load "photo.png" | replace "sky" text:"storm" | save "out.bin.{}"'
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "k" * 40}


def noise(shape):
    return numpy.random.default_rng(7).integers(0, 255, shape, numpy.uint8)


def encoded(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def converted(data, *options, to):
    return subprocess.run(["convert", "-", *options, to + ":-"], input=data, capture_output=True, check=True).stdout


def kinds():
    photo = Image.fromarray(noise((61, 83, 3)))
    for mode in ["RGB", "L", "LA", "RGBA", "P", "1"]:
        yield f"png {mode}", "png", encoded(photo.convert("RGB").convert(mode), "PNG")
    plain = encoded(photo, "PNG")
    yield "png 16 bit", "png", converted(plain, "-depth", "16", "-define", "png:bit-depth=16", to="png")
    yield "png interlaced", "png", converted(plain, "-interlace", "PNG", to="png")
    yield "png interlaced gray 2 bit", "png", converted(
        plain, "-colorspace", "Gray", "-interlace", "PNG", "-define", "png:bit-depth=2",
        "-define", "png:color-type=0", to="png")
    yield "png of one pixel row", "png", encoded(photo.crop((0, 0, 83, 1)).resize((83, 1)), "PNG")
    for name, options in [("baseline", {}), ("progressive", {"progressive": True}), ("4:4:4", {"subsampling": 0})]:
        yield f"jpeg {name}", "jpg", encoded(photo, "JPEG", quality=90, **options)
    yield "webp lossy", "webp", encoded(photo, "WEBP", quality=80)
    yield "webp lossless alpha", "webp", encoded(photo.convert("RGBA"), "WEBP", lossless=True)


def again_summed(png):
    """With the checksums of its chunks as if the damage had been there before."""
    at, parts = 8, [png[:8]]
    while at + 12 <= len(png):
        length = struct.unpack(">I", png[at:at + 4])[0]
        body = png[at + 4:at + 8 + length]
        parts.append(png[at:at + 4] + body + struct.pack(">I", zlib.crc32(body)))
        at += 12 + length
    return b"".join(parts)


def damages(data, extension):
    yield "whole", data
    yield "with bytes behind", data + b"more"
    yield "cut in the middle", data[: len(data) // 2]
    yield "without its end", data[:-20]
    if extension == "jpg":
        yield "cut, with an end marker", data[: len(data) // 2] + b"\xff\xd9"
        at = data.index(b"\xff\xdb")
        yield "without a table", data[:at] + data[at + 2 + struct.unpack(">H", data[at + 2:at + 4])[0]:]
    if extension == "png":
        chance = random.Random(3)
        for number in range(6):
            changed = bytearray(data)
            changed[chance.randrange(60, len(data) - 20)] ^= 1 << chance.randrange(8)
            yield f"flipped {number}", bytes(changed)
            yield f"flipped {number}, summed again", again_summed(bytes(changed))
        at = data.index(b"IDAT") - 4
        length = struct.unpack(">I", data[at:at + 4])[0]
        short = zlib.compress(zlib.decompress(data[at + 8:at + 8 + length])[:-7])
        yield "a row too short", again_summed(
            data[:at] + struct.pack(">I", len(short)) + b"IDAT" + short + b"0000" + data[at + 12 + length:])


def can_be_read(data):
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
        return True
    except Exception:
        return False


WHOLE = {"whole", "with bytes behind"}
CUT = {"cut in the middle", "without its end", "cut, with an end marker", "a row too short", "without a table"}


@pytest.mark.parametrize("kind, extension, data", kinds(), ids=lambda value: value if isinstance(value, str) else "")
def test_answers_are_taken_where_they_can_be_read(imgflow, recorder, kind, extension, data):
    lies = []
    for damage, changed in damages(data, extension):
        body = json.dumps({
            "seeds": [1], "finish_reasons": [None], "images": [base64.b64encode(changed).decode()]}).encode()
        recorder.answer = lambda request: (200, body)
        done = imgflow(
            "-c", PROGRAM.format(extension), "--endpoint-url", recorder.endpoint, "--yes", "--ephemeral",
            "--overwrite", environment=KEYS, expecting=None)
        is_taken = done.code == 0
        must_not = damage in CUT or not can_be_read(changed)
        if is_taken and must_not or not is_taken and damage in WHOLE:
            lies.append((damage, done.code, done.errors[-300:]))
    assert not lies, lies
