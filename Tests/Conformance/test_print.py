"""Lengths on paper, and the resolution of a file: exiftool and ImageMagick read both."""

import io
import subprocess

import numpy
import pytest
from PIL import Image

from marked_images import facts

ENDINGS = ("tif", "png", "jpg")


def photo(size=(400, 300)) -> Image.Image:
    numbers = numpy.random.default_rng(1).integers(0, 256, (size[1] // 4, size[0] // 4, 3), numpy.uint8)
    return Image.fromarray(numbers).resize(size, Image.Resampling.BICUBIC)


def by_imagemagick(path) -> tuple[int, int, int, int]:
    done = subprocess.run(
        ["identify", "-units", "PixelsPerInch", "-format", "%w %h %x %y", path], capture_output=True, check=True
    )
    width, height, across, down = done.stdout.split()
    return int(width), int(height), round(float(across)), round(float(down))


def by_exiftool(path) -> int:
    found = facts(path)
    for group in ("IFD0", "JFIF"):
        if f"{group}:XResolution" in found:
            assert found[f"{group}:ResolutionUnit"] == "inches", found
            assert found[f"{group}:XResolution"] == found[f"{group}:YResolution"], found
            return round(found[f"{group}:XResolution"])
    assert found["PNG-pHYs:PixelUnits"] == "meters", found
    return round(found["PNG-pHYs:PixelsPerUnitX"] * 0.0254)


def ran(imgflow, program: str):
    return imgflow("-c", program, environment={"IMGFLOW_BACKEND": "sandbox"})


def made(imgflow, program: str, ending: str):
    ran(imgflow, f'{program} | save "out.{ending}"')
    return imgflow.folder / f"out.{ending}"


# Pixels by hand: amount, over units in an inch, times dots.
LENGTHS = [
    ("resize 297x420mm fit:fill dpi:72", (842, 1191), 72),
    ("resize 8.5inx11in fit:fill dpi:100", (850, 1100), 100),
    ("resize width:2.54cm", (300, 225), 300),
    ("resize height:36pt dpi:144", (96, 72), 144),
    ("resize 1in", (300, 225), 300),
    ("pad 3mm", (470, 370), 300),
    ("pad 40mmx40mm at:top", (472, 472), 300),
    ("crop 10mmx5mm", (118, 59), 300),
    ("crop width:1in height:0.5in at:[2mm, 3mm] dpi:96", (96, 48), 96),
    ("crop width:[1in, 1in] at:center | pick 1", (300, 300), 300),
    ("resize 400 dpi:240", (400, 300), 240),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("stage,size,dpi", LENGTHS)
def test_lengths_count_with_the_resolution_that_the_file_gets(imgflow, stage, size, dpi, ending):
    photo().save(imgflow.folder / "in.png", dpi=(50, 50))
    out = made(imgflow, f'load "in.png" | {stage}', ending)
    assert by_imagemagick(out) == (*size, dpi, dpi)
    assert by_exiftool(out) == dpi


def test_a_canvas_is_as_large_as_its_card(imgflow):
    out = made(imgflow, "canvas 90mmx50mm", "tif")
    assert by_imagemagick(out) == (1063, 591, 300, 300)


# Each keeps the resolution of the image that goes through the pipe.
VERBS = [
    "resize 50%", "crop 1:1", "pad 20", "pad 5% color:transparent", "rotate 90", "rotate 5", "flip horizontal",
    "blur 3", "flatten", "invert", "label \"x\"", "overlay \"logo.png\"", "blend \"logo.png\"", "crop 50x50 | resize 20",
    "convert tiff",
]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("source", ("png", "jpg", "tif", "webp"))
def test_an_image_keeps_its_own_resolution(imgflow, verb, source):
    image = photo()
    if source == "webp":
        exif = Image.Exif()
        exif[282], exif[283], exif[296] = 240.0, 240.0, 2
        image.save(imgflow.folder / "in.webp", exif=exif)
    else:
        image.save(imgflow.folder / f"in.{source}", dpi=(240, 240))
    photo((400, 300)).save(imgflow.folder / "logo.png", dpi=(60, 60))
    out = made(imgflow, f'load "in.{source}" | {verb}', "tif")
    assert by_imagemagick(out)[2:] == (240, 240)
    shown = ran(imgflow, f'load "in.{source}" | info')
    assert "240 dpi" in shown.errors, shown.errors


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("dpi", (None, 72, 118))
def test_save_writes_a_resolution(imgflow, ending, dpi):
    """Without touching a pixel where the format stays."""
    source = imgflow.folder / f"in.{ending}"
    photo().save(source, **({"dpi": (dpi, dpi)} if dpi else {}))
    out = imgflow.folder / f"out.{ending}"
    ran(imgflow, f'load "in.{ending}" | save "out.{ending}" dpi:300')
    assert by_imagemagick(out) == (400, 300, 300, 300)
    assert by_exiftool(out) == 300
    assert (numpy.asarray(Image.open(out)) == numpy.asarray(Image.open(source))).all()


def test_exif_is_resolved_too(imgflow):
    exif = Image.Exif()
    exif[282], exif[283], exif[296], exif[33432] = 72.0, 72.0, 2, "somebody"
    for name, order in (("little", b"II"), ("big", b"MM")):
        block = exif.tobytes()
        if order == b"MM":
            ours = Image.Exif()
            ours.endian = ">"
            ours.update(exif)
            block = ours.tobytes()
        photo().save(imgflow.folder / f"{name}.jpg", exif=block)
        ran(imgflow, f'load "{name}.jpg" | save "{name}-300.jpg" dpi:300')
        found = facts(imgflow.folder / f"{name}-300.jpg")
        assert (found["IFD0:XResolution"], found["IFD0:YResolution"]) == (300, 300)
        assert found["IFD0:Copyright"] == "somebody"
        assert by_imagemagick(imgflow.folder / f"{name}-300.jpg")[2:] == (300, 300)


@pytest.mark.parametrize("ending", ("png", "jpg", "webp"))
def test_an_image_without_a_resolution_gets_none(imgflow, ending):
    photo().save(imgflow.folder / "in.png")
    out = made(imgflow, 'load "in.png" | resize 50%', ending)
    done = subprocess.run(["identify", "-format", "%U", out], capture_output=True, check=True)
    found = facts(out)
    assert done.stdout == b"Undefined" or found["IFD0:ResolutionUnit"] == "None", found
    again = ran(imgflow, f'load "out.{ending}" | info')
    assert "dpi" not in again.errors
    shown = ran(imgflow, 'load "in.png" | resize 50% | info')
    assert "dpi" not in shown.errors


def test_a_recipe_makes_the_same_resolution(imgflow):
    photo().save(imgflow.folder / "in.png")
    ran(imgflow, 'load "in.png" | resize 1in | save "out.png" embed:true')
    recipe = imgflow("recipe", "out.png").output.decode()
    assert "dpi:300" in recipe, recipe


REFUSED = [
    ('load "in.png" | resize 9000mm | save "x.png"', "E126"),
    ('load "in.png" | resize 0.01mm | save "x.png"', "E126"),
    ('canvas 9000mmx2mm | save "x.png"', "E126"),
    ('load "in.png" | crop width:10mm at:[-600000mm, 0] | save "x.png"', "E126"),
    ('load "in.png" | resize 90mm dpi:0 | save "x.png"', "E026"),
    ('load "in.png" | resize 90mm dpi:12.5 | save "x.png"', "E025"),
    ('load "in.png" | save "x.gif" dpi:300', "E083"),
    ('load "in.png" | save "x.webp" quality:80 lossless:true', "E084"),
    ('load "in.png" | save "x.jpg" lossless:true', "E083"),
    ('load "in.png" | save "x.avif" lossless:true', "E083"),
    ('load "in.png" | save "x.tif" effort:3', "E083"),
    ('load "in.png" | save "x.webp" progressive:true', "E083"),
    ('load "in.png" | save "x.webp" chroma:full', "E083"),
]


@pytest.mark.parametrize("program,code", REFUSED)
def test_what_cannot_be_is_refused_at_check(imgflow, program, code):
    photo().save(imgflow.folder / "in.png")
    done = imgflow("check", "-c", program, expecting=3)
    assert code in done.errors, done.errors


def jpeg(path) -> dict:
    image = Image.open(path)
    return {"progressive": image.info.get("progressive", 0), "sampling": image.layer[0][1]}


def test_how_a_file_is_encoded(imgflow):
    """Pillow reads what the parameters ask for."""
    source = photo()
    source.save(imgflow.folder / "in.png")

    def saved(name: str, how: str):
        ran(imgflow, f'load "in.png" | save "{name}" {how}')
        return imgflow.folder / name

    assert jpeg(saved("a.jpg", "progressive:true chroma:full quality:50")) == {"progressive": 1, "sampling": 1}
    assert jpeg(saved("b.jpg", "chroma:half quality:95")) == {"progressive": 0, "sampling": 2}
    assert Image.open(saved("a.png", "progressive:true effort:9")).info.get("interlace") == 1
    for name in ("a.webp", "b.png", "a.tif"):
        exact = Image.open(saved(name, "lossless:true")).convert("RGB")
        assert (numpy.asarray(exact) == numpy.asarray(source)).all(), name
    least, most = (saved(f"{effort}.webp", f"effort:{effort}").stat().st_size for effort in (0, 9))
    assert most < least


# Each way into an encoder: as it is, without metadata, after a change, a change without metadata.
WAYS = [(change, private) for change in ("", "| blur 1") for private in ("", "private:true")]


def interlace(path) -> str:
    return subprocess.run(
        ["identify", "-format", "%[interlace]", path], capture_output=True, check=True, text=True
    ).stdout


@pytest.mark.parametrize("change,private", WAYS)
def test_every_way_into_an_encoder_heeds_how(imgflow, change, private):
    """Of a file of the same format, of another one, changed and private."""
    source = photo()
    sources = {"png": {}, "webp": {"quality": 95}, "jpg": {"quality": 95}, "avif": {"quality": 95}}
    for ending, how in sources.items():
        source.save(imgflow.folder / f"in.{ending}", **how)
    targets = [
        (f'load "in.{ending}" {change} | save "{{stem}}-{number}-{ending}.{target}" {private} {how}', f"in-{number}-{ending}.{target}")
        for ending in sources
        for number, (target, how) in enumerate(HOWS)
    ]
    script = imgflow.folder / "all.imgflow"
    script.write_text("\n".join(program for program, _ in targets))
    imgflow(script.name, environment={"IMGFLOW_BACKEND": "sandbox"})
    for ending in sources:
        out = {how: imgflow.folder / f"in-{number}-{ending}.{how[0]}" for number, how in enumerate(HOWS)}
        sizes = {how: path.stat().st_size for how, path in out.items()}
        for target in ("jpg", "webp", "avif"):
            assert sizes[target, "quality:20"] < sizes[target, "quality:90"], (ending, target)
        for target in ("png", "webp"):
            assert sizes[target, "effort:9"] < sizes[target, "effort:0"], (ending, target)
        assert jpeg(out["jpg", "progressive:true"])["progressive"] == 1, ending
        assert interlace(out["png", "progressive:true"]) == "PNG", ending
        assert jpeg(out["jpg", "chroma:full quality:50"])["sampling"] == 1, ending
        assert jpeg(out["jpg", "chroma:half quality:95"])["sampling"] == 2, ending
        assert VP8L in out["webp", "lossless:true"].read_bytes()[:64], ending
        for target in ("jpg", "png", "tif", "webp", "avif"):
            found = facts(out[target, "dpi:240"])
            assert 240 in resolutions(found), (ending, target, found)


VP8L = b"VP8L"
HOWS = [
    *((target, f"quality:{quality}") for target in ("jpg", "webp", "avif") for quality in (20, 90)),
    *((target, f"effort:{effort}") for target in ("png", "webp") for effort in (0, 9)),
    ("jpg", "progressive:true"),
    ("png", "progressive:true"),
    ("jpg", "chroma:full quality:50"),
    ("jpg", "chroma:half quality:95"),
    ("webp", "lossless:true"),
    *((target, "dpi:240") for target in ("jpg", "png", "tif", "webp", "avif")),
]


def resolutions(found: dict) -> set[int]:
    per = {"JFIF:XResolution": 1, "IFD0:XResolution": 1, "PNG-pHYs:PixelsPerUnitX": 0.0254}
    return {round(found[name] * unit) for name, unit in per.items() if name in found}
