"""Parts, sizes and edges: where a crop begins, what a resize keeps and how it adds light, what a pad adds."""

import subprocess

import numpy as np
import pytest
from PIL import Image

from marked_images import profile
from test_everyday_pixels import KINDS, pattern, profile_of, read, run, write  # noqa: F401

SIZES = [(1, 1), (7, 5), (90, 151)]


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def sources(tmp_path, kind, sizes=SIZES):
    bands, number, icc = KINDS[kind]
    for size in sizes:
        rows = pattern(*size, bands, np.iinfo(number).max).astype(number)
        name = f"{size[0]}x{size[1]}.tif"
        write(tmp_path / name, rows, profile(icc) if icc else None)
        yield name, rows, profile(icc) if icc else None


def pixels(length, side):
    return int(float(length[:-1]) / 100 * side + 0.5) if length.endswith("%") else int(length)


CROPS = [
    {"left": "0"}, {"left": "20%"}, {"top": "33.3%"}, {"left": "10%", "top": "40%", "width": "50%", "height": "20%"},
    {"top": "50%", "height": "50%"}, {"left": "25%", "width": "75%"}, {"left": "66.6%", "height": "50%"},
]


def test_a_crop_from_a_corner(run, tmp_path, kind):
    given = list(sources(tmp_path, kind, [(7, 5), (90, 151)]))
    run(f'load "{name}" | crop {" ".join(f"{key}:{value}" for key, value in crop.items())} | save "{number}-{name}"'
        for name, *_ in given for number, crop in enumerate(CROPS))
    for name, rows, icc in given:
        for number, crop in enumerate(CROPS):
            found = read(tmp_path / f"{number}-{name}")
            left, top = pixels(crop.get("left", "0"), rows.shape[1]), pixels(crop.get("top", "0"), rows.shape[0])
            right = min(left + pixels(crop["width"], rows.shape[1]), rows.shape[1]) if "width" in crop else rows.shape[1]
            bottom = min(top + pixels(crop["height"], rows.shape[0]), rows.shape[0]) if "height" in crop else rows.shape[0]
            assert np.array_equal(found, rows[top:bottom, left:right]), crop
            assert profile_of(tmp_path / f"{number}-{name}") == icc


def test_a_crop_in_pixels_is_that_of_pillow(imgflow):
    imgflow("-c", 'load "photo.png" | crop 20x10 left:7 top:3 | save "a.png"; load "photo.png" | crop left:7 top:3 width:20 height:10 | save "b.png"')
    wanted = Image.open(imgflow.folder / "photo.png").convert("RGB").crop((7, 3, 27, 13))
    for name in ["a.png", "b.png"]:
        assert Image.open(imgflow.folder / name).convert("RGB").tobytes() == wanted.tobytes()


@pytest.mark.parametrize("bands", [1, 3, 4])
def test_attention_is_that_of_vips(run, tmp_path, bands):
    rows = np.full((200, 300, bands), 128, np.uint8)
    rows[120:160, 210:260] = np.random.default_rng(1).integers(0, 256, (40, 50, bands))
    if bands == 4:
        rows[..., 3] = 255
    Image.fromarray(rows if bands > 1 else rows[..., 0]).save(tmp_path / "a.png")
    run(['load "a.png" | crop 100x80 at:attention | save "out.png"', 'load "a.png" | crop 1:1 at:attention | save "square.png"'])
    subprocess.run(["vips", "smartcrop", "a.png", "theirs.png", "100", "80", "--interesting", "attention"], cwd=tmp_path, check=True)
    ours, theirs = (np.asarray(Image.open(tmp_path / name).convert("RGBA")) for name in ("out.png", "theirs.png"))
    assert np.array_equal(ours, theirs) and ours[..., :3].std() > 10
    square = np.asarray(Image.open(tmp_path / "square.png").convert("RGBA"))
    assert square.shape[:2] == (200, 200) and np.array_equal(square, np.asarray(Image.open(tmp_path / "a.png").convert("RGBA"))[:, 100:])


@pytest.mark.parametrize("kind", ["gray and alpha", "RGBA", "RGBA 16", "P3 RGBA 16"])
@pytest.mark.parametrize("box", [(10, 20, 30, 60), (0, 0, 90, 5), (70, 130, 90, 151), None])
def test_subject_is_the_middle_of_what_is_opaque(run, tmp_path, kind, box):
    bands, number, icc = KINDS[kind]
    rows = pattern(90, 151, bands, np.iinfo(number).max).astype(number)
    rows[..., -1] = 0
    top, left, bottom, right = box or (0, 0, 90, 151)
    if box:
        rows[top:bottom, left:right, -1] = np.iinfo(number).max
    write(tmp_path / "a.tif", rows, profile(icc) if icc else None)
    run(['load "a.tif" | crop 40x30 at:subject | save "out.tif"'])
    x = min(max((left + right - 40) // 2, 0), 151 - 40)
    y = min(max((top + bottom - 30) // 2, 0), 90 - 30)
    assert np.array_equal(read(tmp_path / "out.tif"), rows[y : y + 30, x : x + 40])


# resize


@pytest.mark.parametrize("to, size", [
    ("400", (60, 40)), ("30", (30, 20)), ("200%", (60, 40)), ("width:90", (60, 40)), ("height:10", (15, 10)),
    ("90x80", (60, 40)), ("90x20", (30, 20)), ("90x20 fit:cover", (60, 20)), ("90x80 fit:cover", (60, 40)),
    ("90x20 fit:fill", (60, 20)), ("30x10 fit:cover", (30, 10)),
])
def test_never_larger(run, tmp_path, to, size):
    rows = pattern(40, 60, 3, 255).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png")
    program = f'load "a.png" | resize {to} enlarge:false | save "out.png"'
    run([program])
    out = Image.open(tmp_path / "out.png")
    assert out.size == size
    if size == (60, 40):
        assert np.array_equal(np.asarray(out), rows)


@pytest.mark.parametrize("anchor, x, y", [
    ("top", 0.5, 0), ("bottom", 0.5, 1), ("left", 0, 0.5), ("right", 1, 0.5), ("top-left", 0, 0), ("bottom-right", 1, 1), ("center", 0.5, 0.5),
])
@pytest.mark.parametrize("box", [(60, 20), (20, 40)])
def test_a_cover_keeps_its_side(run, tmp_path, anchor, x, y, box):
    rows = pattern(40, 60, 3, 255).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png")
    run([f'load "a.png" | resize {box[0]}x{box[1]} fit:cover at:{anchor} | save "out.png"'])
    left, top = int((60 - box[0]) * x), int((40 - box[1]) * y)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "out.png")), rows[top : top + box[1], left : left + box[0]])


def light(shares):
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def shares(light):
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def test_linear_light_is_scaled(run, tmp_path, kind):
    """Each number of four pixels the same: whatever the kernel, a share of them adds up in light."""
    bands, number, icc = KINDS[kind]
    most = np.iinfo(number).max
    random = np.random.default_rng(2)
    rows = random.integers(0, most + 1, (96, 64, bands)).astype(number)
    if bands in (2, 4):
        rows[:, :20, -1] = 0
        rows[:, 20:, -1] = most
    icc = profile(icc) if icc else None
    write(tmp_path / "a.tif", rows, icc)
    run(['load "a.tif" | resize 32x48 light:linear | save "out.tif"'])
    found = read(tmp_path / "out.tif")
    assert found.dtype == number and profile_of(tmp_path / "out.tif") == icc and found.shape == (48, 32, bands)
    # The judge: Pillow's Lanczos of floats, the light of colors weighted by alpha.
    values = light(rows / most)
    alpha = rows[..., -1:] / most if bands in (2, 4) else np.ones((96, 64, 1))
    if bands in (2, 4):
        values[..., -1:] = alpha
        values[..., :-1] *= alpha
    small = np.stack([np.asarray(Image.fromarray(values[..., i].astype(np.float32)).resize((32, 48), Image.LANCZOS))
                      for i in range(bands)], -1).astype(float)
    if bands in (2, 4):
        thin = np.clip(small[..., -1:], 1e-9, 1)
        wanted = np.concatenate([shares(small[..., :-1] / thin), np.clip(small[..., -1:], 0, 1)], -1)
        seen = small[..., -1] > 0.5
    else:
        wanted, seen = shares(small), np.ones((48, 32), bool)
    off = np.abs(found / most - wanted)[seen]
    # Kernels differ in the last places, and the curve is steep near black.
    assert np.median(off) < 0.004 and np.percentile(off, 99) < 0.03


def test_linear_light_is_that_of_imagemagick(imgflow):
    checks = np.indices((80, 80)).sum(0) % 2 * 255
    Image.fromarray(checks.astype(np.uint8)).convert("RGB").save(imgflow.folder / "checks.png")
    imgflow("-c", 'load "checks.png" | resize 20x20 light:linear | save "ours.png"; load "checks.png" | resize 20x20 | save "plain.png"')
    subprocess.run(["convert", "checks.png", "-colorspace", "RGB", "-filter", "Lanczos", "-resize", "20x20!", "-colorspace",
                    "sRGB", "theirs.png"], cwd=imgflow.folder, check=True)
    ours, theirs, plain = (np.asarray(Image.open(imgflow.folder / f"{name}.png").convert("L")).astype(int)
                           for name in ("ours", "theirs", "plain"))
    middle = (slice(3, -3), slice(3, -3))
    assert np.abs(ours - theirs)[middle].max() <= 2
    # Half of the light is 188 of 255.
    assert abs(ours[10, 10] - 188) <= 2 and abs(plain[10, 10] - 128) <= 2


# pad


@pytest.mark.parametrize("edges", [{"bottom": "12"}, {"top": "1", "left": "30"}, {"top": "10%", "right": "3", "bottom": "0", "left": "50%"}])
@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_pad_adds_to_each_edge(run, tmp_path, mode, edges):
    for height, width in SIZES:
        source = Image.fromarray(pattern(height, width, 4, 255).astype(np.uint8)).convert(mode)
        source.save(tmp_path / "a.png")
        more = " ".join(f"{key}:{value}" for key, value in edges.items())
        run([f'load "a.png" | pad {more} color:"#102030" | save "out-{height}.png"'])
        top, right, bottom, left = (pixels(edges.get(key, "0"), max(width, height)) for key in ("top", "right", "bottom", "left"))
        wanted = Image.new("RGBA", (width + left + right, height + top + bottom), (16, 32, 48, 255))
        wanted.paste(source.convert("RGBA"), (left, top))
        out = Image.open(tmp_path / f"out-{height}.png").convert("RGBA")
        assert out.size == wanted.size and out.tobytes() == wanted.tobytes()


WRONG = [
    ("crop left:10 at:top", "E084"), ("crop 1:1 left:10", "E084"), ("crop left:4000", "E102"), ("crop left:50% width:80%", "E102"),
    ("crop left:-5", "E026"), ("crop 1:1 at:top fresh:true", "E083"), ("crop at:attention", "E085"), ("crop 1:1 at:face", "E022"),
    ("crop 9000x9000 at:attention", "E102"), ("resize 100 at:top", "E083"), ("resize 100x50 fit:fill at:top", "E083"),
    ("resize 100 enlarge:no", "E025"), ("resize 100 light:bright", "E022"), ("pad", "E085"), ("pad 20 top:5", "E084"),
    ("pad top:5 at:left", "E084"), ("pad top:-5", "E026"),
]


@pytest.mark.parametrize("stage, code", WRONG)
def test_what_is_wrong_is_told_at_check(imgflow, stage, code):
    done = imgflow("check", "-c", f'load "photo.png" | {stage} | save "x.png"', expecting=3)
    assert f"error[{code}]" in done.errors and "^" in done.errors and "= fix: " in done.errors or code in {"E025", "E026", "E022"}, done.errors
    assert f"error[{code}]" in done.errors, done.errors


def test_the_plan_knows_the_sizes(imgflow):
    for stage in ["crop left:7 top:10%", "crop 1:1 at:attention", "resize 9000 enlarge:false", "pad bottom:33 left:10%"]:
        program = f'load "photo.png" | {stage} | save "x.png" overwrite:true'
        planned = imgflow("plan", "-c", program).output.decode()
        imgflow("-c", program)
        width, height = Image.open(imgflow.folder / "x.png").size
        assert f"{width}x{height}" in planned, planned
