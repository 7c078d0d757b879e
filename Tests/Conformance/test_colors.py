"""Colors of other spaces and depths come out as lcms, tifffile and numpy see them."""

import io
import struct

import numpy
import pytest
import tifffile
from PIL import Image, ImageCms

import pictures
from marked_images import SIZE, chunk, photo, profile

FORMATS = ["png", "jpg", "webp", "gif", "tif", "avif"]


def numbers(image: Image.Image) -> numpy.ndarray:
    return numpy.asarray(image.convert("RGB")).astype(float)


def shown(path) -> numpy.ndarray:
    """sRGB as Pillow and lcms see the file."""
    image = Image.open(path)
    icc = image.info.get("icc_profile")
    if icc:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        wanted = {"GRAY": "L", "RGB": "RGB"}[source.profile.xcolor_space.strip()]
        assert image.mode == wanted, f"a profile of {wanted} in an image of {image.mode}"
        image = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), 0, outputMode="RGB"
        )
    return numbers(image)


def gray_profile(gamma: float) -> bytes:
    """Version 2: a white point and a curve of one number."""
    white = b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))
    tags = [(b"wtpt", white), (b"kTRC", curve)]
    at = 128 + 4 + 12 * len(tags)
    table = struct.pack(">I", len(tags))
    for name, body in tags:
        table += struct.pack(">4sII", name, at, len(body))
        at += len(body)
    head = struct.pack(">I4sI4s4s4s12x4s28xiii", at, b"", 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + white + curve


def linear_to_srgb(light: numpy.ndarray) -> numpy.ndarray:
    return 255 * numpy.where(
        light <= 0.0031308, 12.92 * light, 1.055 * numpy.maximum(light, 1e-9) ** (1 / 2.4) - 0.055
    )


def with_chunk(image: Image.Image, name: bytes, body: bytes) -> bytes:
    data = pictures.encoded(image)
    return data[:33] + chunk(name, body) + data[33:]


def saved(image: Image.Image, format: str, **more) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **more)
    return buffer.getvalue()


def p3() -> tuple[str, bytes, numpy.ndarray]:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile("p3")))
    wanted = ImageCms.profileToProfile(photo(), source, ImageCms.createProfile("sRGB"), 0)
    return "png", saved(photo(), "PNG", icc_profile=profile("p3")), numbers(wanted)


def gray_linear() -> tuple[str, bytes, numpy.ndarray]:
    gray = photo().convert("L")
    light = numpy.asarray(gray) / 255.0
    wanted = numpy.repeat(linear_to_srgb(light)[..., None], 3, 2)
    return "png", saved(gray, "PNG", icc_profile=gray_profile(1.0)), wanted


def gamma_one() -> tuple[str, bytes, numpy.ndarray]:
    light = numpy.asarray(photo()) / 255.0
    return "png", with_chunk(photo(), b"gAMA", struct.pack(">I", 100_000)), linear_to_srgb(light)


def coded_p3() -> tuple[str, bytes, numpy.ndarray]:
    return "png", with_chunk(photo(), b"cICP", bytes([12, 13, 0, 1])), p3()[2]


def float_tiff(scale: float) -> tuple[str, bytes, numpy.ndarray]:
    buffer = io.BytesIO()
    values = numpy.asarray(photo()).astype(numpy.float32) / 255 * scale
    tifffile.imwrite(buffer, values, photometric="rgb")
    return "tif", buffer.getvalue(), numbers(photo())


SOURCES = {
    "P3": p3,
    "gray of gamma 1": gray_linear,
    "gAMA 1": gamma_one,
    "cICP P3": coded_p3,
    "float 0 to 1": lambda: float_tiff(1),
    "float 0 to 255": lambda: float_tiff(255),
}


@pytest.mark.parametrize("change", ["", "| pad 8", '| label "x" size:8 at:bottom-right', "| blur 0.3"])
@pytest.mark.parametrize("name", SOURCES)
def test_colors_stay_in_every_format(imgflow, name, change):
    ending, data, wanted = SOURCES[name]()
    (imgflow.folder / f"in.{ending}").write_bytes(data)
    saves = " | ".join(f'save "out.{format}"' for format in FORMATS)
    imgflow("-c", f'load "in.{ending}" {change} | {saves}')
    for format in FORMATS:
        if not change and format == ending:
            assert (imgflow.folder / f"out.{format}").read_bytes() == data
            continue
        found = shown(imgflow.folder / f"out.{format}")
        edge = (found.shape[0] - SIZE[1]) // 2
        found = found[edge : edge + SIZE[1], edge : edge + SIZE[0]]
        # Away from the label, and from what a format blurs.
        difference = numpy.abs(found - wanted)[:64]
        assert numpy.median(difference) <= (3 if format in ("jpg", "webp", "avif", "gif") else 2), format


@pytest.mark.parametrize("name", SOURCES)
def test_a_conversion_to_srgb_is_said(imgflow, name):
    ending, data, _ = SOURCES[name]()
    (imgflow.folder / f"in.{ending}").write_bytes(data)
    said = imgflow("-c", f'load "in.{ending}" | pad 8 | save').errors
    assert "converted to 8-bit sRGB" in said


def test_srgb_is_not_spoken_of(imgflow):
    (imgflow.folder / "in.png").write_bytes(saved(photo(), "PNG", icc_profile=profile("srgb")))
    said = imgflow("-c", 'load "in.png" | pad 8 | save').errors
    assert "converted" not in said
