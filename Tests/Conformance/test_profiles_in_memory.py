"""Every loader on every way into memory, with a profile that is not sRGB, judged by littleCMS and Pillow: a
profile that was freed with its loader gives other colors, and may give any."""

import io

import numpy
import pillow_heif
import pytest
from PIL import Image, ImageCms

import pictures
from samples import KEYS

pillow_heif.register_heif_opener()

SIDE = 512
FORMATS = {
    "png": "PNG", "jpg": "JPEG", "webp": "WEBP", "tif": "TIFF", "avif": "AVIF", "heic": "HEIF",
}


def swapped():
    """A matrix profile whose red and blue are exchanged: no reader that drops it gives the right colors."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    for at in range(132, 132 + 12 * count, 12):
        name = bytes(data[at:at + 4])
        if name in (b"rXYZ", b"bXYZ"):
            data[at:at + 4] = b"bXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(data)


@pytest.fixture
def profiled(tmp_path):
    def make(extension):
        path = tmp_path / f"a.{extension}"
        options = {"lossless": True} if extension == "webp" else {"quality": 95} if extension in ("jpg", "avif", "heic") else {}
        red, green, blue = pictures.landscape(SIDE, SIDE).split()
        Image.merge("RGB", (blue, green, red)).save(path, FORMATS[extension], icc_profile=swapped(), **options)
        return path

    return make


def judged(path):
    picture = Image.open(path)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
    srgb = ImageCms.createProfile("sRGB")
    return numpy.asarray(ImageCms.profileToProfile(picture.convert("RGB"), profile, srgb), float)


def assert_alike(made, right, limit=2.5):
    distance = numpy.abs(numpy.asarray(made.convert("RGB"), float) - right)
    assert distance.mean() < limit, distance.mean()


@pytest.mark.parametrize("extension", FORMATS)
def test_its_profile_is_still_there(imgflow, tmp_path, recorder, profiled, extension):
    path = profiled(extension)
    right = judged(path)
    Image.new("RGB", (SIDE, SIDE), (0, 0, 0)).save(tmp_path / "black.png")
    pictures.left_half(SIDE, SIDE).save(tmp_path / "half.png")
    name = path.name
    imgflow(
        "-c", f'''canvas 512x512 | overlay "{name}" at:center | save "overlay.png"
load "black.png" | blend "{name}" opacity:100% | save "blend.png"
load "black.png" | blend "{name}" mode:screen opacity:100% | save "screen.png"
load "{name}" | pad 600x600 | crop 512x512 | save "pad.png"
load "{name}" | rotate 90 | overlay "black.png" size:1 at:top-left | rotate 270 | save "turned.png"
load "{name}" | sheet columns:1 cell:512 gap:0 label:none | save "sheet.png"
load "{name}" | select color:"#c81e1e" tolerance:20 | save "selected.png"
''', "--backend", "sandbox")
    for made in ["overlay", "blend", "screen", "pad", "turned", "sheet"]:
        assert_alike(Image.open(tmp_path / f"{made}.png"), right)
    # The hut of the picture is red, and blue before its profile is applied.
    selected = numpy.asarray(Image.open(tmp_path / "selected.png").convert("L")) > 127
    hut = numpy.abs(right - (200, 30, 30)).max(axis=2) < 40
    assert 0.9 < selected.sum() / hut.sum() < 1.1

    imgflow.run(f'load "{name}" | upscale fast | save "paid"', to=recorder.endpoint, environment=KEYS)
    assert_alike(pictures.opened(recorder.requests[-1].fields["image"]), right)
    imgflow.run(
        f'load "{name}" | inpaint mask:(load "half.png") text:"a" exact:true | save "exact.png"',
        to=recorder.endpoint, environment=KEYS)
    assert_alike(pictures.opened(recorder.requests[-1].fields["image"]), right)
    kept = Image.open(tmp_path / "exact.png").crop((SIDE // 2 + 16, 0, SIDE, SIDE))
    assert_alike(kept, right[:, SIDE // 2 + 16:])
