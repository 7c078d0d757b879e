"""Colors of other spaces and depths come out as lcms, tifffile and numpy see them."""

import io
import struct

import imagecodecs
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


def float_tiff(scale: float, kind="float32", **more) -> tuple[str, bytes, numpy.ndarray]:
    buffer = io.BytesIO()
    values = (numpy.asarray(photo()) / 255 * scale).astype(kind)
    if more.get("planarconfig") == "separate":
        values = numpy.moveaxis(values, 2, 0)
    tifffile.imwrite(buffer, values, photometric="rgb", **more)
    return "tif", buffer.getvalue(), numbers(photo())


def srgb_to_linear(numbers: numpy.ndarray) -> numpy.ndarray:
    share = numbers / 255
    return numpy.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


# ITU-R BT.2087, linear BT.709 to linear BT.2020.
TO_BT2020 = numpy.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


def as_pq(light: numpy.ndarray) -> numpy.ndarray:
    """SMPTE ST 2084, of light whose 1 is white paper: 203 cd/m² by BT.2408."""
    power = (light * 203 / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def as_hlg(light: numpy.ndarray) -> numpy.ndarray:
    """ITU-R BT.2100 on a screen of 1,000 cd/m², of gray light."""
    scene = (light * 203 / 1_000) ** (1 / 1.2)
    high = 0.17883277 * numpy.log(numpy.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return numpy.where(scene <= 1 / 12, numpy.sqrt(3 * scene), high)


def deep_png(share: numpy.ndarray, code: bytes) -> bytes:
    data = imagecodecs.png_encode(numpy.round(share * 65_535).astype("uint16"))
    return data[:33] + chunk(b"cICP", code) + data[33:]


def coded_pq() -> tuple[str, bytes, numpy.ndarray]:
    light = srgb_to_linear(numbers(photo())) * 0.6
    share = as_pq(numpy.clip(light @ TO_BT2020.T, 0, 1))
    return "png", deep_png(share, bytes([9, 16, 0, 1])), linear_to_srgb(light)


def coded_hlg() -> tuple[str, bytes, numpy.ndarray]:
    light = numpy.repeat(srgb_to_linear(numbers(photo()))[..., 1:2], 3, 2) * 0.6
    return "png", deep_png(as_hlg(light), bytes([9, 18, 0, 1])), linear_to_srgb(light)


def coded_p3_avif() -> tuple[str, bytes, numpy.ndarray]:
    data = imagecodecs.avif_encode(
        numpy.asarray(photo()), level=95, speed=9, pixelformat="444", primaries=12, transfer=13, matrix=6)
    return "avif", data, p3()[2]


def hdr_profile(code: bytes) -> bytes:
    """A profile of sRGB's own curves that says by a `cicp` tag (ICC.1:2022, 10.3) that its numbers mean others."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = int.from_bytes(plain[128:132], "big")
    tags = [plain[132 + 12 * i : 144 + 12 * i] for i in range(count)]
    body = plain[132 + 12 * count :]
    end = 12 + len(plain)
    moved = b"".join(t[:4] + (int.from_bytes(t[4:8], "big") + 12).to_bytes(4, "big") + t[8:] for t in tags)
    head = (end + 12).to_bytes(4, "big") + plain[4:128] + (count + 1).to_bytes(4, "big")
    tag = b"cicp" + end.to_bytes(4, "big") + (12).to_bytes(4, "big")
    return head + moved + tag + body + b"cicp" + bytes(4) + code


def profiled_pq(kind: str) -> tuple[str, bytes, numpy.ndarray]:
    light = srgb_to_linear(numbers(photo())) * 0.6
    share = as_pq(numpy.clip(light @ TO_BT2020.T, 0, 1))
    image = Image.fromarray(numpy.round(share * 255).astype("uint8"))
    options = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    data = saved(image, kind, icc_profile=hdr_profile(bytes([9, 16, 0, 1])), **options)
    # Eight bits of PQ are coarse.
    coarse = as_light(numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB")) / 255)
    return ending, data, linear_to_srgb(numpy.clip(coarse @ numpy.linalg.inv(TO_BT2020.T), 0, 1))


def as_light(share: numpy.ndarray) -> numpy.ndarray:
    root = share ** (1 / 78.84375)
    over = numpy.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return over ** (1 / 0.1593017578125) * 10_000 / 203


SOURCES = {
    "PQ by ICC, PNG": lambda: profiled_pq("PNG"),
    "PQ by ICC, JPEG": lambda: profiled_pq("JPEG"),
    "PQ by ICC, WebP": lambda: profiled_pq("WEBP"),
    "PQ by ICC, TIFF": lambda: profiled_pq("TIFF"),
    "P3": p3,
    "gray of gamma 1": gray_linear,
    "gAMA 1": gamma_one,
    "cICP P3": coded_p3,
    "float 0 to 1": lambda: float_tiff(1),
    "float 0 to 255": lambda: float_tiff(255),
    "double": lambda: float_tiff(1, "float64"),
    "double, high byte first": lambda: float_tiff(1, ">f8", byteorder=">", rowsperstrip=7),
    "double, band by band, BigTIFF": lambda: float_tiff(1, "float64", planarconfig="separate", bigtiff=True),
    "half": lambda: float_tiff(1, "float16"),
    "PQ": coded_pq,
    "HLG": coded_hlg,
    "AVIF nclx P3": coded_p3_avif,
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


CONVERTING = ["pad 8", 'label "x" size:8', 'overlay "mark.png"', 'blend "mark.png"', 'flatten "#fff"', "rotate 7"]


@pytest.mark.parametrize("name", SOURCES)
def test_a_conversion_to_srgb_is_said_before_and_while_it_is_done(imgflow, name):
    ending, data, _ = SOURCES[name]()
    (imgflow.folder / f"in.{ending}").write_bytes(data)
    (imgflow.folder / "mark.png").write_bytes(saved(photo(), "PNG"))
    for stage in CONVERTING if name in ("P3", "double", "PQ") else CONVERTING[:1]:
        program = f'load "in.{ending}" | resize 150 | {stage} | save "out.png" overwrite:true'
        assert imgflow("plan", "-c", program).output.decode().count("converted to 8-bit sRGB") == 1, stage
        assert imgflow("-c", program).errors.count("converted to 8-bit sRGB") == 1, stage


@pytest.mark.parametrize("code, transfer", [(16, as_pq), (18, as_hlg)])
def test_more_light_than_white_comes_near_to_white(imgflow, code, transfer):
    light = numpy.geomspace(0.01, 4.9, 400)
    row = transfer(light)
    ramp = numpy.repeat(numpy.repeat(row[None, :, None], 3, 2), 8, 0)
    (imgflow.folder / "in.png").write_bytes(deep_png(ramp, bytes([9, code, 0, 1])))
    said = imgflow("plan", "-c", 'load "in.png" | resize 50% | save "out.png"').output.decode()
    assert "HDR" in said
    imgflow("-c", 'load "in.png" | pad 1 | save "out.png"')
    found = numpy.asarray(Image.open(imgflow.folder / "out.png").convert("RGB")).astype(float)[4, 1:-1]
    assert (numpy.diff(found[:, 1]) >= 0).all()
    assert numpy.ptp(found, axis=1).max() <= 2
    dark = light <= 0.7
    assert numpy.abs(found[dark, 1] - linear_to_srgb(light[dark])).max() <= 2
    assert found[-1, 1] >= 253 and found[light < 1.2].max() < 253


def test_colors_that_are_not_known_are_told(imgflow):
    (imgflow.folder / "in.png").write_bytes(with_chunk(photo(), b"cICP", bytes([10, 12, 0, 1])))
    said = imgflow("plan", "-c", 'load "in.png" | resize 50% | save "out.png"').output.decode()
    assert "its color coding is not supported: the pixels are taken as sRGB" in said


def test_srgb_is_not_spoken_of(imgflow):
    (imgflow.folder / "in.png").write_bytes(saved(photo(), "PNG", icc_profile=profile("srgb")))
    for stage in ["pad 8", 'label "x"']:
        program = f'load "in.png" | {stage} | save "out.png" overwrite:true'
        assert "converted" not in imgflow("-c", program).errors
        assert "converted" not in imgflow("plan", "-c", program).output.decode()
