"""What becomes of an image is said before it is paid for, and the result is what was meant: enlarged,
opaque, named. Pillow and numpy judge."""

import io
import json

import numpy
import pytest
from PIL import Image, ImageDraw

import pictures


@pytest.fixture
def sandboxed(imgflow):
    """imgflow against the sandbox, with a memory of its own."""
    environment = {
        "IMGFLOW_BACKEND": "sandbox",
        "XDG_DATA_HOME": str(imgflow.folder / "data"),
        "XDG_STATE_HOME": str(imgflow.folder / "state"),
    }

    def run(*arguments, expecting=0):
        return imgflow(*arguments, environment=environment, expecting=expecting, limit=120)

    run.folder = imgflow.folder
    return run


def picture(folder, name, size, color=(90, 120, 160)):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, color).save(path)


def cut_out(folder, name, size=(400, 300), soft=True):
    """A red disk with a soft edge before nothing."""
    width, height = size
    y, x = numpy.mgrid[0:height, 0:width]
    distance = numpy.hypot(x - width / 2, y - height / 2)
    alpha = numpy.clip((height / 3 - distance) * (20 if soft else 255), 0, 255)
    pixels = numpy.zeros((height, width, 4), numpy.uint8)
    pixels[..., 0] = 200
    pixels[..., 3] = alpha
    Image.fromarray(pixels, "RGBA").save(folder / name)


def array(path):
    return numpy.asarray(Image.open(path))


# The size that enters, and what each mode makes of it: refused, warned of, or fine.
GAINS = [
    ("upscale fast", (6000, 4000), "E141"),
    ("upscale fast", (4000, 3000), "W141"),
    ("upscale fast", (2400, 1800), None),
    ("upscale fast", (1500, 100), None),
    ('upscale conservative text:"a"', (4032, 3024), "E141"),
    ('upscale conservative text:"a"', (3000, 2000), "W141"),
    ('upscale conservative text:"a"', (1200, 900), None),
    ('upscale creative text:"a"', (4032, 3024), "E141"),
    ('upscale creative text:"a"', (2600, 2000), "W141"),
    ('upscale creative text:"a"', (1200, 900), None),
]


@pytest.mark.parametrize("stage, size, code", GAINS)
def test_an_upscale_enlarges(sandboxed, stage, size, code):
    picture(sandboxed.folder, "in.png", size)
    done = sandboxed(
        "check", "-c", f'load "in.png" | {stage} | save "out.png"',
        expecting=3 if code == "E141" else 0)
    told = [word for word in ("E141", "W141") if word in done.errors]
    assert told == ([code] if code else []), done.errors


def test_the_rest_of_a_stream_is_enlarged(sandboxed):
    picture(sandboxed.folder, "in/a.png", (300, 200))
    picture(sandboxed.folder, "in/b.png", (6000, 4000))
    picture(sandboxed.folder, "in/c.png", (320, 200))
    done = sandboxed(
        "-c", 'load "in/*.png" | upscale fast | save "out/{stem}-{index}.png"', "--yes",
        expecting=8)
    assert sorted(p.name for p in (sandboxed.folder / "out").iterdir()) == ["a-1.png", "c-3.png"]
    assert Image.open(sandboxed.folder / "out/c-3.png").size == (1280, 800)
    assert "in/b.png: `upscale fast` would make this image smaller" in done.errors
    assert "2 calls made" in done.errors


def test_a_size_that_only_the_run_knows_is_refused_before_paying(sandboxed):
    picture(sandboxed.folder, "in.png", (3000, 3000))
    program = (
        'load "in.png" | resize 700 | upscale conservative text:"a" | resize 120% '
        '| upscale conservative text:"b" | save "out.png"')
    done = sandboxed("-c", program, "--yes", expecting=1)
    assert "would make this image smaller" in done.errors
    assert "1 call made" in done.errors


def test_the_run_says_what_the_plan_says(sandboxed):
    picture(sandboxed.folder, "in.png", (2400, 1800))
    program = 'load "in.png" | upscale fast | save "out.png"'
    note = "downscaled first: 2400x1800 -> 1182x886"
    assert note in sandboxed("plan", "-c", program).output.decode()
    assert note in sandboxed("-c", program, "--yes").errors


# Soft and hard edges, whole and with an own mask; the calls that each costs.
@pytest.mark.parametrize("soft", [True, False])
@pytest.mark.parametrize("mask, calls", [("", 1), (' mask:(load "back.png")', 1)])
def test_a_cut_out_subject_gets_an_opaque_background(sandboxed, soft, mask, calls):
    cut_out(sandboxed.folder, "cut.png", soft=soft)
    alpha = array(sandboxed.folder / "cut.png")[..., 3]
    Image.fromarray(255 - alpha).save(sandboxed.folder / "back.png")
    done = sandboxed(
        "-c", f'load "cut.png" | backdrop "a beach"{mask} | save "out.png"', "--yes")
    assert f"{calls} call" in done.errors
    out = Image.open(sandboxed.folder / "out.png")
    assert out.size == (400, 300)
    assert out.convert("RGBA").getextrema()[3] == (255, 255)
    subject = numpy.asarray(out.convert("RGB"))[alpha == 255].astype(int)
    assert abs(subject - (200, 0, 0)).max() <= 1


def test_a_removed_background_is_not_removed_again(sandboxed):
    done = sandboxed(
        "plan", "-c", 'load "photo.png" | remove-background | backdrop "a beach" | save "out.png"')
    assert done.output.decode().count("remove-background") >= 1
    done = sandboxed(
        "-c", 'load "photo.png" | remove-background | backdrop "a beach" | save "out.png"', "--yes")
    assert "2 calls made" in done.errors
    out = Image.open(sandboxed.folder / "out.png").convert("RGBA")
    assert out.getextrema()[3] == (255, 255)


def test_an_alpha_band_without_transparency_is_no_cut_out(sandboxed):
    Image.open(sandboxed.folder / "photo.png").convert("RGBA").save(sandboxed.folder / "full.png")
    done = sandboxed("-c", 'load "full.png" | backdrop "a beach" | save "out.png"', "--yes")
    assert "2 calls made" in done.errors
    assert "W143" not in sandboxed("check", "-c", 'load "full.png" | vary "a hut" | save').errors


HALF = "mask:(select rect:[0, 0, 50%, 50%])"
# Every verb that sends an image, on every kind of model; `remove-background` and `backdrop` are meant for alpha.
ALPHA = [
    f'inpaint "x" {HALF}', f'erase {HALF}', 'vary "x"', 'restyle "x" from:"photo.png"', 'restyle from:"photo.png"',
    'transform "x"', 'replace "disk" text:"y"', 'recolor "disk" text:"y"', 'sketch "x"', 'structure "x"', 'guide "x"',
    'outpaint "x" left:64', "upscale fast", 'upscale conservative text:"a"', 'upscale creative text:"a"',
    f'inpaint "x" model:nova-canvas {HALF}', 'vary "x" model:nova-canvas', f'erase model:nova-canvas {HALF}',
    'try-on garment:"photo.png" part:upper-body model:nova-canvas',
]
# Images beside the one of the pipe, and what the warning calls them.
BESIDE = [
    ('load "photo.png" | restyle from:{}', "`from`"),
    ('load "photo.png" | try-on garment:{} part:upper-body model:nova-canvas', "`garment`"),
    ('generate "x" layout:{}', "this image"), ('generate "x" layout:{} model:nova-canvas', "`layout`"),
    ('generate "x" colors:["#ff0000"] reference:{} model:nova-canvas', "`reference`"),
    ('load "photo.png" | vary "x" with:[{}] model:nova-canvas', "`with`"),
]


@pytest.mark.parametrize("stage", ALPHA)
def test_alpha_that_a_model_may_drop_is_told(sandboxed, stage):
    cut_out(sandboxed.folder, "cut.png", (480, 360))
    told = sandboxed("check", "-c", f'load "cut.png" | {stage} | save "out.png"').errors
    assert "W143" in told, told
    silent = sandboxed("check", "-c", f'load "cut.png" | flatten | {stage} | save "out.png"').errors
    assert "W143" not in silent
    Image.open(sandboxed.folder / "cut.png").convert("RGB").convert("RGBA").save(sandboxed.folder / "cut.png")
    assert "W143" not in sandboxed("check", "-c", f'load "cut.png" | {stage} | save "out.png"').errors
    # Of an image that is yet to come.
    chain = sandboxed("check", "-c", f'load "photo.png" | remove-background | {stage} | save "out.png"').errors
    assert "W143" in chain


@pytest.mark.parametrize("program, word", BESIDE)
def test_alpha_of_other_images_is_told_too(sandboxed, program, word):
    cut_out(sandboxed.folder, "cut.png", (480, 360))
    told = sandboxed("check", "-c", program.format('"cut.png"') + " | save").errors
    assert "W143" in told and f"the transparency of {word}" in told
    flat = '(load "cut.png" | flatten "#ffffff")'
    assert "W143" not in sandboxed("check", "-c", program.format(flat) + " | save").errors
    assert "W143" not in sandboxed("check", "-c", program.format('"photo.png"') + " | save").errors


def test_a_mask_is_bought_once_for_many_backgrounds(sandboxed):
    program = (
        'load "photo.png" | remove-background | backdrop "a beach" count:3 | save "out-{seed}.png"\n'
        'load "photo.png" | remove-background | save "cut.png"')
    assert "4 paid calls" in sandboxed("plan", "-c", program).output.decode().splitlines()[0]
    assert "4 calls made" in sandboxed("-c", program, "--yes").errors
    alpha = array(sandboxed.folder / "cut.png")[..., 3]
    subject = array(sandboxed.folder / "cut.png")[..., :3][alpha == 255].astype(int)
    made = sorted(sandboxed.folder.glob("out-*.png"))
    assert len(made) == 3
    for path in made:
        out = Image.open(path)
        assert out.convert("RGBA").getextrema()[3] == (255, 255)
        assert numpy.abs(numpy.asarray(out.convert("RGB"))[alpha == 255].astype(int) - subject).max() <= 1


def test_odd_masks_are_told(sandboxed):
    noise = pictures.noise(640, 427).convert("L").point(lambda value: 40 + value // 2)
    noise.save(sandboxed.folder / "gray.png")
    check = lambda program: sandboxed("check", "-c", program).errors
    assert "W145" in check('load "photo.png" | erase mask:(load "gray.png") | save')
    assert "W145" not in check('load "photo.png" | erase mask:(load "mask.png") | save')
    assert "W144" in check('load "photo.png" | select alpha | save')
    nova = 'load "photo.png" | inpaint "x" model:nova-canvas mask:(load "mask.png"{}) | save'
    assert "W146" in check(nova.format(" | feather 20"))
    assert "W146" not in check(nova.format(""))


PATHS = [
    ("nosuch.png", True), ("nosuch.JPG", True), ("masks/sky", True), ("./sky", True),
    ("~/sky.webp", True), ("{stem}-mask.png", True), ("the sky", False), ("sky", False),
    ("black/white dress and hat", False), ("no. 5", False), ("a car.", False),
]


@pytest.mark.parametrize("words, isPath", PATHS)
@pytest.mark.parametrize("stage", ['inpaint "x"', 'inpaint "x" model:nova-canvas'])
def test_a_path_to_nothing_is_not_paid_for_as_words(sandboxed, words, isPath, stage):
    done = sandboxed(
        "check", "-c", f'load "photo.png" | {stage} mask:"{words}" | save',
        expecting=3 if isPath else 0)
    assert ("E142" in done.errors) == isPath


def test_copies_of_a_swept_seed_have_their_own_names(sandboxed):
    program = 'generate "a cat" seed:[1, 5] count:2 | save "{seed}.png"'
    sandboxed("-c", program, "--yes")
    names = sorted(p.name for p in sandboxed.folder.glob("?.png"))
    assert names == ["1.png", "2.png", "5.png", "6.png"]
    for name in names:
        sandboxed(
            "-c", f'generate "a cat" seed:{name[0]} | save "again-{name}"', "--yes")
        assert (sandboxed.folder / name).read_bytes() == (
            sandboxed.folder / f"again-{name}").read_bytes()


def test_a_program_that_ended_well_ends_well_again(sandboxed):
    for number, color in enumerate([(255, 0, 0), (0, 255, 0), (0, 0, 255), (9, 9, 9)]):
        picture(sandboxed.folder, f"in/{number}.png", (320, 240), color)
    program = 'load "in/*.png" | replace "sky" text:"q" | save "w-{width}.png"'
    runs = []
    for _ in range(3):
        done = sandboxed("-c", program, "--yes")
        runs.append({p.name: p.read_bytes() for p in sandboxed.folder.glob("w-*.png")})
    assert list(sorted(runs[0])) == ["w-320-2.png", "w-320-3.png", "w-320-4.png", "w-320.png"]
    assert runs[0] == runs[1] == runs[2]
    # In the order of the program, whoever was answered first.
    sandboxed("-c", 'load "in/*.png" | replace "sky" text:"q" | save "n-{index}.png"', "--yes")
    for number, name in enumerate(["w-320", "w-320-2", "w-320-3", "w-320-4"]):
        one = (sandboxed.folder / f"n-{number + 1}.png").read_bytes()
        assert one == runs[0][f"{name}.png"]


@pytest.fixture
def camera(sandboxed):
    """Files as cameras and people name them, one of them cut short."""
    for number, name in enumerate(["a.jpg", "b.JPG", "c.JPEG", "d.jpeg", "e.Jpg", "f.png"]):
        picture(sandboxed.folder, f"cam/{name}", (64, 48), (number * 40, 9, 9))
    return sandboxed.folder / "cam"


MATCHES = [
    ("*.jpg", "", 1), ("*.{jpg,JPG}", "", 2), ("*.jpg", " case:ignore", 3),
    ("*.{jpg,jpeg}", " case:ignore", 5), ("*", "", 6), ("{a,f}.*", "", 2), ("[ab].*", "", 2),
    ("*.{jpg,JPG,JPEG,jpeg,Jpg}", "", 5),
]


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("pattern, option, count", MATCHES)
def test_patterns_match_as_written(sandboxed, camera, pattern, option, count, quote):
    done = sandboxed("-c", f"load {quote}cam/{pattern}{quote}{option} | info")
    assert done.errors.count(": 64x48") == count, done.errors


def test_other_spellings_are_told_and_the_fix_takes_them(sandboxed, camera):
    errors = sandboxed("check", "-c", 'load "cam/*.jpg" | info').errors
    assert "W148" in errors and "4 files" in errors
    fix = errors.split('write "')[1].split('"')[0]
    done = sandboxed("-c", f'load "{fix}" | info')
    assert done.errors.count(": 64x48") == 5 and "W148" not in done.errors


SPOILT = [
    lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"no image",
    lambda data: data[:40],
]


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("option, flag", [(" unreadable:skip", ()), ("", ("--keep-going",))])
def test_one_broken_file_does_not_stop_the_rest(sandboxed, camera, spoil, option, flag):
    broken = camera / "b.JPG"
    broken.write_bytes(spoil(broken.read_bytes()))
    program = f'load "cam"{option} | resize 32 | save "out/{{stem}}.png"'
    done = sandboxed("-c", program, *flag, expecting=8)
    assert sorted(p.stem for p in (sandboxed.folder / "out").iterdir()) == list("acdef")
    assert "cam/b.JPG: cannot be read" in done.errors
    plain = 'load "cam" | resize 32 | save "out/{stem}.png"'
    assert "unreadable:skip" in sandboxed("-c", plain, expecting=3).errors
    events = sandboxed("-c", program, "--json", *flag, expecting=8).output.decode().splitlines()
    assert any(json.loads(line).get("path") == "cam/b.JPG" for line in events)


def test_nothing_but_broken_files_is_an_error(sandboxed, camera):
    for path in camera.iterdir():
        path.write_bytes(b"no image")
    sandboxed("-c", 'load "cam" unreadable:skip | info', expecting=3)


def test_two_stars_at_the_end_have_a_fix(sandboxed, camera):
    done = sandboxed("check", "-c", 'load "cam/**" | info', expecting=3)
    fix = done.errors.split('write "')[1].split('"')[0]
    assert fix == "cam/**/*"
    assert sandboxed("-c", f'load "{fix}" | info').errors.count(": 64x48") == 6
