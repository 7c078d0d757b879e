"""Fields of strings, names, conditions and values, against what Pillow, exiftool, stat and hashlib say of the files."""

import hashlib
import json
import subprocess

import pytest
from PIL import Image

SANDBOX = ("--backend", "sandbox", "--yes")


@pytest.fixture
def files(imgflow):
    folder = imgflow.folder
    for path in list(folder.iterdir()):
        path.unlink()
    photo = Image.effect_noise((120, 80), 60).convert("RGB")
    dated = Image.Exif()
    dated.get_ifd(0x8769)[36867] = "2026:11:27 14:03:05"
    photo.save(folder / "dated.jpg", exif=dated, dpi=(300, 300))
    photo.save(folder / "plain.png")
    clear = photo.convert("RGBA").resize((30, 20))
    clear.putalpha(100)
    clear.save(folder / "clear.webp", lossless=True)
    pages = [Image.new("RGB", (40, 30), color) for color in ["red", "green", "blue"]]
    pages[0].save(folder / "pages.tif", save_all=True, append_images=pages[1:])
    return folder


def only(folder, pattern="out/*"):
    found = list(folder.glob(pattern))
    assert len(found) == 1, found
    return found[0]


def test_a_name_describes_the_file_that_is_written(imgflow, files):
    for source, target in [("dated.jpg", "jpg"), ("plain.png", "webp"), ("clear.webp", "avif"), ("dated.jpg", "tif")]:
        imgflow("-c", f'load "{source}" | resize 50% | save "out/{{bytes}}+{{format}}+{{dpi}}+{{hash}}.{target}" dpi:150')
        path = only(files)
        size, form, dpi, digest = path.stem.split("+")
        data = path.read_bytes()
        assert int(size) == path.stat().st_size
        assert digest == hashlib.sha256(data).hexdigest()
        told = json.loads(subprocess.run(["exiftool", "-json", "-FileType", path], capture_output=True).stdout)[0]
        assert form == told["FileType"].lower().removeprefix("extended ") and dpi == "150"
        path.unlink()


def test_of_a_copy_it_is_the_file_itself(imgflow, files):
    imgflow("-c", 'load "dated.jpg" | save "out/{bytes:09}-{hash}-{dpi}-{format}.jpg"')
    data = (files / "dated.jpg").read_bytes()
    assert only(files).name == f"{len(data):09}-{hashlib.sha256(data).hexdigest()}-300-jpeg.jpg"
    assert only(files).read_bytes() == data


def test_the_same_bytes_twice_and_again(imgflow, files):
    (files / "copy.jpg").write_bytes((files / "dated.jpg").read_bytes())
    program = 'load "*.jpg" | save "out/{hash}.jpg"'
    for _ in range(2):
        imgflow("-c", program)
        names = sorted(path.stem[64:] for path in (files / "out").iterdir())
        assert names == ["", "-2"]


def test_dates_pages_and_padding(imgflow, files):
    imgflow("-c", 'load "dated.jpg" | resize 50% | save "out/{date}-{index:03}-{width:05}.png"')
    assert only(files).name == "2026-11-27-001-00060.png"
    told = subprocess.run(["exiftool", "-s3", "-d", "%Y-%m-%d", "-DateTimeOriginal", files / "dated.jpg"], capture_output=True)
    assert told.stdout.decode().strip() == "2026-11-27"
    imgflow("-c", 'load "pages.tif" page:all | save "pages/{stem}-{page:02}-{index:1}.png"', expecting=3)
    imgflow("-c", 'load "pages.tif" page:all | flip horizontal | save "pages/{stem}-{page:02}.png"')
    assert sorted(path.name for path in (files / "pages").iterdir()) == [f"pages-0{n}.png" for n in (1, 2, 3)]
    imgflow("-c", 'load "plain.png" | blur [1, 2] | save "swept/{pixels:03}.png"', expecting=None)
    imgflow("-c", 'load "plain.png" | rotate [90, 180] | save "turned/{degrees:04}.png"')
    assert sorted(path.name for path in (files / "turned").iterdir()) == ["0090.png", "0180.png"]


def test_one_without_a_date_is_left_out_and_told(imgflow, files):
    done = imgflow("-c", 'load "*.*" | resize 9 | save "out/{date}-{stem}.png"', expecting=8)
    assert only(files).name == "2026-11-27-dated.png"
    assert "no capture date" in done.errors and "plain.png" in done.errors


@pytest.mark.parametrize(
    "condition,kept",
    [
        ("alpha", "clear"),
        ("not alpha", "dated pages plain"),
        ("alpha == false and width > 100", "dated plain"),
        ("true != alpha and format != \"tif\"", "dated plain"),
        ("format == \"jpg\"", "dated"),
        ("format == \"TIFF\" or format == \"webp\"", "clear pages"),
        ("dpi == 300", "dated"),
        ("dpi < 1000", "dated"),
        ("dpi != 300", "clear pages plain"),
        ("bytes > 9kB", None),
        ("bytes <= 9000", None),
        ("bytes > $limit", None),
        ("$small.width < width", "dated pages plain"),
        ("$small.alpha and width == 120", "dated plain"),
        ("page == 1", "clear dated pages plain"),
        ("\"{page:03}\" == \"001\"", "clear dated pages plain"),
        ("hash == \"HASH\"", "plain"),
    ],
)
def test_conditions(imgflow, files, condition, kept):
    sizes = {path.stem: path.stat().st_size for path in files.iterdir() if path.is_file()}
    if kept is None:
        small = {name for name, size in sizes.items() if size <= 9000}
        assert small and small != set(sizes)
        kept = " ".join(sorted(small if "<=" in condition else set(sizes) - small))
    condition = condition.replace("HASH", hashlib.sha256((files / "plain.png").read_bytes()).hexdigest())
    program = f'let small = load "clear.webp"\nlet limit = 9kB\nload "*.*" | where {condition} | save "out/{{stem}}.png" overwrite:true'
    imgflow("-c", program, expecting=None if "$" not in condition else 0)
    found = sorted(path.stem for path in (files / "out").iterdir())
    assert " ".join(found) == kept


def test_what_a_model_sends_is_known_when_it_is_there(imgflow, files):
    program = """generate "a boat" seed:1 | when bytes > 10kB and not alpha { save "out/large-{bytes}-{dpi}.png" } else { save "out/small.png" }
    """
    for _ in range(2):
        imgflow("-c", program, *SANDBOX)
        path = only(files)
        assert path.name == f"large-{path.stat().st_size}-none.png"
    imgflow("-c", 'generate "a boat" seed:1 | save "boat.png" | as boat | load "plain.png" | label "{$boat.bytes} {$boat.hash}" | save "named.png"', *SANDBOX)
    imgflow("-c", f'load "plain.png" | label "{path.stat().st_size} {hashlib.sha256(path.read_bytes()).hexdigest()}" | save "by-hand.png"')
    assert Image.open(files / "named.png").tobytes() == Image.open(files / "by-hand.png").tobytes()


@pytest.mark.parametrize(
    "program,size",
    [
        ('load "dated.jpg" | as p | load "clear.webp" | resize $p.width', (120, 80)),
        ('load "dated.jpg" | as p | load "clear.webp" | pad $p.width left:$p.height', None),
        ('load "clear.webp" | as p | load "dated.jpg" | crop left:0 top:0 width:$p.width height:$p.height', (30, 20)),
        ('load "dated.jpg" | crop left:0 top:0 width:$.height height:$.height', (80, 80)),
        ('let p = load "clear.webp"\nlet w = $p.width\nload "dated.jpg" | resize $w', (30, 20)),
        ('def to(w: integer) = resize $w\nload "clear.webp" | as p | load "dated.jpg" | as q | to $p.width', (30, 20)),
        ('def to(p: image) = resize $p.width\nload "clear.webp" | as p | load "dated.jpg" | to $p', (30, 20)),
        ('def to(w: number) = load "dated.jpg" | as q | resize $w\nload "clear.webp" | as q | to $q.width', (30, 20)),
        ('load "clear.webp" | to $.width\n', None),
        ('load "dated.jpg" | resize [$.height, 10]', None),
    ],
)
def test_fields_as_values(imgflow, files, program, size):
    done = imgflow("-c", f'{program} | save "out/{{width}}x{{height}}.png"', expecting=0 if size else None)
    if size:
        assert only(files).name == f"{size[0]}x{size[1]}.png"
        assert Image.open(only(files)).size == size
    else:
        assert done.code in (0, 3) and "unexpected" not in done.errors


def test_what_has_no_meaning_is_told_before_the_run(imgflow, files):
    for program, code in [
        ('canvas 9x9 | save "{page}.png"', "E118"),
        ('canvas 9x9 | label "{bytes}" | save "x.png"', "E118"),
        ('generate "x" | save "{date}.png"', "E118"),
        ('load "plain.png" | save "{date}.png"', "E118"),
        ('load "plain.png" | flip horizontal | when hash == "x" { flip vertical } | save "x.png"', "E118"),
        ('load "plain.png" | save "{hash}.png" embed:true', "E090"),
        ('load "plain.png" | save "{stem:03}.png"', "E024"),
        ('load "plain.png" | save "{index:3}.png"', "E004"),
        ('load "plain.png" | save "{index:0}.png"', "E004"),
        ('load "plain.png" | save "{index:099}.png"', "E004"),
        ('load "plain.png" | save "{pages}.png"', "E024"),
        ('load "plain.png" | where width', "E044"),
        ('load "plain.png" | where alpha > 1 | info', "E044"),
        ('load "plain.png" | where $.wide > 1 | info', "E024"),
        ('load "plain.png" | resize $.alpha | info', "E025"),
        ('load "plain.png" | resize $.stem | info', "E025"),
        ('load "plain.png" | blur $.width | blur $.bytes | info', "E118"),
        ('load "plain.png" | flip $.stem | save "x.png"', "E120"),
        ('load "plain.png" | where format == "psd" | info', "E121"),
    ]:
        done = imgflow("check", "-c", program, expecting=3)
        assert code in done.errors, (program, done.errors)
