"""Every format in all eight orientations through every kind of verb, judged by Pillow's exif_transpose and
by libheif: what is planned is what is decoded, and it is upright."""

import numpy
import pillow_heif
import pytest
from PIL import Image, ImageOps

import pictures
from samples import KEYS

pillow_heif.register_heif_opener()

WIDTH, HEIGHT = 416, 336
FORMATS = {
    "png": "PNG", "jpg": "JPEG", "webp": "WEBP", "tif": "TIFF", "heic": "HEIF", "avif": "AVIF",
}
STAGES = {
    "whole": ("flip | flip", lambda p: p),
    "resize": ("resize width:104", lambda p: p.resize((104, round(104 * p.height / p.width)), Image.LANCZOS)),
    "crop": ("crop width:160 height:96 at:[16, 32]", lambda p: p.crop((16, 32, 176, 128))),
    "pad": ("pad 1:1 color:\"#000000\"", lambda p: ImageOps.pad(p, (416, 416), color=(0, 0, 0))),
}


def upright():
    """Smooth, and another one in each of its eight positions."""
    picture = pictures.landscape(WIDTH, HEIGHT)
    picture.paste((250, 240, 20), (0, 0, WIDTH // 5, HEIGHT // 4))
    return picture


def stored(folder, extension, orientation, picture=None):
    """A file whose pixels lie as a camera held so leaves them."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = folder / f"o{orientation}.{extension}"
    options = {"quality": 95} if extension in ("jpg", "webp", "heic", "avif") else {}
    (picture or upright()).save(path, FORMATS[extension], exif=exif.tobytes(), **options)
    return path


def judged(path):
    picture = Image.open(path)
    return ImageOps.exif_transpose(picture).convert("RGB")


def assert_alike(made, right):
    assert made.size == right.size
    distance = numpy.abs(numpy.asarray(made.convert("RGB"), float) - numpy.asarray(right, float))
    assert distance.mean() < 5, distance.mean()


@pytest.mark.parametrize("extension", FORMATS)
def test_it_is_upright_in_every_verb(imgflow, tmp_path, extension):
    lines = []
    for orientation in range(1, 9):
        path = stored(tmp_path, extension, orientation)
        lines += [
            f'load "{path.name}" | {stage} | save "{name}-{orientation}.png"'
            for name, (stage, _) in STAGES.items()
        ]
    imgflow("-c", "\n".join(lines), "--backend", "sandbox")
    for orientation in range(1, 9):
        right = judged(tmp_path / f"o{orientation}.{extension}")
        for name, (_, change) in STAGES.items():
            assert_alike(Image.open(tmp_path / f"{name}-{orientation}.png"), change(right))


@pytest.mark.parametrize("extension", FORMATS)
def test_it_is_sent_upright_with_its_mask(imgflow, tmp_path, recorder, extension):
    for orientation in (1, 3, 5, 6, 8):
        mask = stored(tmp_path, "png", orientation, pictures.left_half(WIDTH, HEIGHT))
        mask = mask.rename(tmp_path / f"m{orientation}.png")
        path = stored(tmp_path, extension, orientation)
        imgflow.run(
            f'load "{path.name}" | inpaint mask:(load "{mask.name}") text:"a" | save "out" overwrite:true',
            to=recorder.endpoint, environment=KEYS)
        sent = recorder.requests[-1].fields
        assert_alike(pictures.opened(sent["image"]), judged(path))
        assert_alike(pictures.opened(sent["mask"]), judged(mask))


def test_a_png_may_tell_it_behind_its_pixels(imgflow, tmp_path):
    path = stored(tmp_path, "png", 6)
    data = path.read_bytes()
    start = data.index(b"eXIf") - 4
    chunk = data[start:start + 12 + int.from_bytes(data[start:start + 4], "big")]
    path.write_bytes(data.replace(chunk, b"").replace(data[-12:], chunk + data[-12:]))
    imgflow("-c", f'load "{path.name}" | resize width:104 | save "o.png"', "--backend", "sandbox")
    right = judged(path)
    assert right.size == (HEIGHT, WIDTH)
    assert_alike(Image.open(tmp_path / "o.png"), STAGES["resize"][1](right))


@pytest.mark.parametrize("size", [(101, 77), (33, 40), (63, 20), (64, 64), (65, 127)])
@pytest.mark.parametrize("extension", ["heic", "avif"])
def test_a_heic_is_as_large_as_it_is_shown(imgflow, tmp_path, extension, size):
    path = tmp_path / f"a.{extension}"
    pictures.landscape(*size).save(path, FORMATS[extension], quality=90)
    imgflow(
        "-c", f'load "{path.name}" | flip | flip | save "a.png"\n'
        f'load "{path.name}" | resize 200% | save "b.png"\n'
        f'load "{path.name}" | crop width:100% height:100% | save "c.png"',
        "--backend", "sandbox")
    right = judged(path)
    assert right.size == size
    assert_alike(Image.open(tmp_path / "a.png"), right)
    assert Image.open(tmp_path / "b.png").size == (2 * size[0], 2 * size[1])
    assert Image.open(tmp_path / "c.png").size == size
