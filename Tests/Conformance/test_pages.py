"""`load page:`: pages of TIFFs by other programs, frames of animations, each as Pillow shows it."""

import numpy
import pytest
import tifffile
from PIL import Image, ImageOps, ImageSequence


def frame(number: int, size=(64, 48), mode="RGB") -> Image.Image:
    """A ramp and a block, which moves with the number."""
    pixels = numpy.zeros((size[1], size[0], 3), numpy.uint8)
    pixels[..., 0] = numpy.linspace(0, 255, size[0])[None, :]
    pixels[..., 1] = numpy.linspace(0, 255, size[1])[:, None]
    pixels[8 * number : 8 * number + 8, 8 * number : 8 * number + 8] = (255, 255, 255)
    return Image.fromarray(pixels).convert(mode)


def make(folder, kind: str) -> str:
    frames = [frame(number) for number in range(4)]
    match kind:
        case "tiff":
            frames[0].save(folder / "in.tif", save_all=True, append_images=frames[1:], compression="tiff_lzw")
        case "tiff-sizes":
            sizes = [(64, 48), (30, 70), (1, 1), (90, 20)]
            with tifffile.TiffWriter(folder / "in.tif", byteorder=">") as file:
                for number, size in enumerate(sizes):
                    file.write(numpy.asarray(frame(number, size)), photometric="rgb")
        case "tiff-big":
            with tifffile.TiffWriter(folder / "in.tif", bigtiff=True) as file:
                for image in frames:
                    file.write(numpy.asarray(image), photometric="rgb")
        case "tiff-turned":
            with tifffile.TiffWriter(folder / "in.tif") as file:
                for number, turn in enumerate([1, 6, 3, 8]):
                    file.write(numpy.asarray(frame(number)), photometric="rgb", extratags=[(274, "H", 1, turn, True)])
        case "gif":
            # Frames that hold what changed, and such as are taken away.
            frames[0].save(folder / "in.gif", save_all=True, append_images=frames[1:], duration=90, disposal=2)
        case "gif-kept":
            frames[0].save(folder / "in.gif", save_all=True, append_images=frames[1:], duration=90, disposal=1)
        case "webp":
            frames[0].save(folder / "in.webp", save_all=True, append_images=frames[1:], duration=90, lossless=True)
    return next(path.name for path in folder.iterdir() if path.stem == "in")


def seen(path, number: int) -> numpy.ndarray:
    image = Image.open(path)
    image.seek(number - 1)
    return numpy.asarray(ImageOps.exif_transpose(image.copy()).convert("RGB"), int)


KINDS = ["tiff", "tiff-sizes", "tiff-big", "tiff-turned", "gif", "gif-kept", "webp"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_what_pillow_shows(imgflow, kind, number):
    name = make(imgflow.folder, kind)
    imgflow("-c", f'load "{name}" page:{number} | flatten | save "out.png" | resize 200% | save "large.png"')
    wanted = seen(imgflow.folder / name, number)
    found = numpy.asarray(Image.open(imgflow.folder / "out.png").convert("RGB"), int)
    assert found.shape == wanted.shape
    assert numpy.abs(found - wanted).max() <= 1
    assert Image.open(imgflow.folder / "large.png").size == (2 * wanted.shape[1], 2 * wanted.shape[0])


@pytest.mark.parametrize("kind", KINDS)
def test_several_and_all(imgflow, kind):
    name = make(imgflow.folder, kind)
    imgflow("-c", f'load "{name}" page:all | save "all-{{index}}.png"')
    imgflow("-c", f'load "{name}" page:2..3 | save "part-{{page}}.png"')
    for number in range(1, 5):
        found = numpy.asarray(Image.open(imgflow.folder / f"all-{number}.png").convert("RGB"), int)
        assert numpy.abs(found - seen(imgflow.folder / name, number)).max() <= 1
    assert sorted(path.name for path in imgflow.folder.glob("part*")) == ["part-2.png", "part-3.png"]
    given = (imgflow.folder / name).read_bytes()
    done = imgflow("-c", 'load - page:3 | save -', given=given)
    (imgflow.folder / "piped").write_bytes(done.output)
    assert Image.open(imgflow.folder / "piped").size == seen(imgflow.folder / name, 3).shape[1::-1]


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_several_is_told_of(imgflow, kind):
    name = make(imgflow.folder, kind)
    word = "page" if "tiff" in kind else "frame"
    assert f"{word} 1 of 4 is used" in imgflow("plan", "-c", f'load "{name}" | resize 9 | save "o.png"').output.decode()
    assert "1 of 4" not in imgflow("plan", "-c", f'load "{name}" page:1 | save "o.png"').output.decode()


@pytest.mark.parametrize("page,code", [("5", "E117"), ("0", "E026"), ("-1", "E026"), ("first", "E022"), ("20000", "E026")])
def test_a_page_that_is_not_there(imgflow, page, code):
    name = make(imgflow.folder, "tiff")
    done = imgflow("-c", f'load "{name}" page:{page} | save "out.png"', expecting=3)
    assert code in done.errors, done.errors
    one = imgflow.folder / "one.png"
    frame(0).save(one)
    assert "E117" in imgflow("-c", 'load "one.png" page:2 | save "out.png"', expecting=3).errors
    imgflow("-c", 'load "one.png" page:1 | save "out.png"')
    assert (imgflow.folder / "out.png").read_bytes() == one.read_bytes()
    imgflow("-c", 'load "one.png" page:all | save "out2.png"')


def test_a_chain_of_directories_that_goes_in_circles_ends(imgflow):
    make(imgflow.folder, "tiff")
    path = imgflow.folder / "in.tif"
    data = bytearray(path.read_bytes())
    order = "little" if data[:2] == b"II" else "big"
    first = place = int.from_bytes(data[4:8], order)
    while True:
        at = place + 2 + 12 * int.from_bytes(data[place : place + 2], order)
        following = int.from_bytes(data[at : at + 4], order)
        if not following:
            break
        place = following
    data[at : at + 4] = first.to_bytes(4, order)
    path.write_bytes(data)
    imgflow("-c", 'load "in.tif" page:4 | save "out.png"', expecting=None, limit=20)


def pair(folder, first: Image.Image, second: Image.Image, **more) -> None:
    with tifffile.TiffWriter(folder / "pair.tif") as file:
        for image, dpi in ((first, 300), (second, 72)):
            kind = {"extrasamples": ["unassalpha"]} if image.mode == "RGBA" else {}
            file.write(numpy.asarray(image), photometric="rgb", resolution=(dpi, dpi), resolutionunit=2,
                       description=f"{dpi}", **kind, **more)


@pytest.mark.parametrize("first", ["RGB", "RGBA"])
def test_a_page_has_its_own_alpha_and_resolution(imgflow, first):
    clear = frame(1)
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    pages = (frame(0), clear) if first == "RGB" else (clear, frame(0))
    pair(imgflow.folder, *pages)
    for number, page in enumerate(pages, start=1):
        checked = imgflow("check", "-c", f'load "pair.tif" page:{number} | save "x{number}.jpg"').errors
        assert ("W052" in checked) == (page.mode == "RGBA"), checked
        imgflow("-c", f'load "pair.tif" page:{number} | save "out{number}.png"')
        assert Image.open(imgflow.folder / f"out{number}.png").mode == page.mode
        described = imgflow("-c", f'load "pair.tif" page:{number} | info').errors
        assert f"{[300, 72][number - 1]} dpi" in described
        assert ("with alpha" in described) == (page.mode == "RGBA")


@pytest.mark.parametrize("width", [0, 4_294_967_295, 60_000])
def test_a_page_of_no_or_an_enormous_size_is_an_error_before(imgflow, width):
    make(imgflow.folder, "tiff")
    path = imgflow.folder / "in.tif"
    data = bytearray(path.read_bytes())
    place = int.from_bytes(data[4:8], "little")
    following = int.from_bytes(data[place + 2 + 12 * data[place] :][:4], "little")
    for at in range(following + 2, following + 2 + 12 * data[following], 12):
        if data[at : at + 2] in (b"\x00\x01", b"\x01\x01"):
            data[at + 2 : at + 12] = b"\x04\0" + (1).to_bytes(4, "little") + width.to_bytes(4, "little")
    path.write_bytes(data)
    done = imgflow("check", "-c", 'load "in.tif" page:2 | upscale fast | save "x.png"', expecting=3)
    assert "page 2" in done.errors, done.errors
    imgflow("-c", 'load "in.tif" page:3 | save "three.png"')
    assert (numpy.asarray(Image.open(imgflow.folder / "three.png")) == seen(make_again(imgflow), 3)).all()


def make_again(imgflow):
    other = imgflow.folder / "other"
    other.mkdir()
    return other / make(other, "tiff")


def test_a_long_animation_is_looked_at_in_no_time(imgflow):
    """Its blocks are walked, its bytes are not."""
    frames = [Image.effect_noise((400, 300), 90).convert("P") for _ in range(60)]
    frames[0].save(imgflow.folder / "in.gif", save_all=True, append_images=frames[1:])
    done = imgflow("-c", 'load "in.gif" page:40 | info', limit=10)
    assert "400x300" in done.errors
