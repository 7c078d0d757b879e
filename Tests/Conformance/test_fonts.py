"""`font:` names a file: fonts that fontTools builds, whose letters are known to the pixel, and files that are none."""

import os
import shutil

import numpy
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageFont

LETTERS = {0x41: "A", 0x69: "i", 0xE000: "own"}
# Of 1,000 units: advance, and the bars of each letter.
SHAPES = {"A": (1000, [(0, 0, 1000, 700)]), "i": (400, [(100, 0, 300, 500)]), "own": (800, [(0, 0, 800, 350)]), ".notdef": (500, []), "space": (500, [])}


def build(path, family="Room Blocks", cff=False, weight=400, italic=False):
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder([".notdef", "space", "A", "i", "own"])
    builder.setupCharacterMap({0x20: "space"} | LETTERS)
    drawn = {}
    for name, (advance, bars) in SHAPES.items():
        pen = T2CharStringPen(advance, None) if cff else TTGlyphPen(None)
        for left, low, right, high in bars:
            pen.moveTo((left, low))
            for point in [(left, high), (right, high), (right, low)]:
                pen.lineTo(point)
            pen.closePath()
        drawn[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF(family.replace(" ", ""), {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({name: (advance, bars[0][0] if bars else 0) for name, (advance, bars) in SHAPES.items()})
    builder.setupHorizontalHeader(ascent=700, descent=-300)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=700, sTypoDescender=-300, usWinAscent=700, usWinDescent=300, usWeightClass=weight, fsSelection=1 if italic else 0x40)
    builder.setupPost()
    builder.save(path)
    return path


def ink(path) -> numpy.ndarray:
    """What is black of a white image, cut to it."""
    dark = numpy.asarray(Image.open(path).convert("L")) < 128
    rows, columns = numpy.flatnonzero(dark.any(1)), numpy.flatnonzero(dark.any(0))
    return dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def label(text, font, **more):
    options = "".join(f" {name}:{value}" for name, value in more.items())
    return f'canvas 600x200 color:"#fff" | label "{text}" font:"{font}" color:"#000" background:transparent size:100px at:center{options} | save "out.png" overwrite:true'


@pytest.mark.parametrize("cff", [False, True])
@pytest.mark.parametrize("weight,italic", [(400, False), (700, False), (900, True), (250, False)])
def test_the_letters_are_those_of_the_file(imgflow, cff, weight, italic):
    name = "blocks.otf" if cff else "blocks.ttf"
    path = build(imgflow.folder / name, cff=cff, weight=weight, italic=italic)
    for text in ["A", "AA", "Ai", "\ue000"]:
        done = imgflow("-c", label(text, name))
        assert done.errors == "" or "W058" not in done.errors
        found = ink(imgflow.folder / "out.png")
        mask = ImageFont.truetype(str(path), 100).getmask(text, mode="1").getbbox()
        wanted = (mask[3] - mask[1], mask[2] - mask[0])
        assert abs(found.shape[0] - wanted[0]) <= 2 and abs(found.shape[1] - wanted[1]) <= 2, (text, found.shape, wanted)
        if text != "Ai":
            assert found.mean() > 0.97


def test_two_files_in_one_program(imgflow):
    build(imgflow.folder / "one.ttf", "Room One")
    build(imgflow.folder / "two.ttf", "Room Two Bold")
    imgflow("-c", label("A", "one.ttf") + '\n' + label("ii", "two.ttf").replace("out.png", "out2.png"))
    assert ink(imgflow.folder / "out.png").mean() > 0.97
    found = ink(imgflow.folder / "out2.png")
    # Two bars of a fifth of the size, with as much between them.
    assert found.shape == (50, 60) and 0.6 < found.mean() < 0.72


def test_another_font_in_its_place_is_another_picture(imgflow):
    build(imgflow.folder / "blocks.ttf")
    program = 'canvas 99x99 | label "A" font:"blocks.ttf" | save "a.png" overwrite:true'
    imgflow("-c", program)
    first = (imgflow.folder / "a.png").read_bytes()
    shutil.copy("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", imgflow.folder / "blocks.ttf")
    imgflow("-c", program)
    assert (imgflow.folder / "a.png").read_bytes() != first


def test_what_is_no_font_is_told_before_the_run(imgflow):
    folder = imgflow.folder
    whole = build(folder / "good.ttf").read_bytes()
    (folder / "text.ttf").write_text("not a font")
    (folder / "empty.ttf").write_bytes(b"")
    (folder / "head.ttf").write_bytes(whole[:40])
    (folder / "half.ttf").write_bytes(whole[: len(whole) // 2])
    (folder / "web.woff2").write_bytes(b"wOF2" + bytes(60))
    (folder / "fake.ttf").write_bytes(b"\0\1\0\0\0\0" + bytes(60))
    (folder / "list.ttc").write_bytes(b"ttcf" + b"\xff" * 60)
    shutil.copy(folder / "photo.png", folder / "photo.ttf")
    (folder / "folder.ttf").mkdir()
    os.mkfifo(folder / "pipe.ttf")
    for name, words in [
        ("text.ttf", "is not a TrueType"), ("empty.ttf", ""), ("head.ttf", "is truncated"), ("half.ttf", "is truncated"),
        ("web.woff2", "web font"), ("fake.ttf", "has no letters"), ("list.ttc", ""), ("photo.ttf", "is an image"),
        ("folder.ttf", "is a folder"), ("pipe.ttf", "is not a file"), ("goood.ttf", "did you mean `good.ttf`"),
        ("nowhere/at/all.otf", "not found"),
    ]:
        done = imgflow("check", "-c", label("A", name), expecting=3)
        assert "E104" in done.errors and words in done.errors, (name, done.errors)
        for word in ("Fatal", "unexpected"):
            assert word not in done.errors


def test_damaged_fonts_never_end_the_program(imgflow):
    whole = build(imgflow.folder / "good.ttf").read_bytes()
    random = numpy.random.default_rng(7)
    for number in range(40):
        data = bytearray(whole)
        for place in random.integers(0, len(data), 12):
            data[place] = random.integers(0, 256)
        (imgflow.folder / "bad.ttf").write_bytes(data)
        done = imgflow("-c", label("Ai", "bad.ttf"), expecting=None)
        assert done.code in (0, 1, 3), (number, done)


def test_letters_that_no_font_has_are_named(imgflow):
    build(imgflow.folder / "blocks.ttf")
    done = imgflow("-c", label("A\ue001\ue002 \u200d\ufe0f\ue001", "Sans"))
    assert "W058" in done.errors and "U+E001" in done.errors and "U+E002" in done.errors
    assert "U+200D" not in done.errors and "U+FE0F" not in done.errors
    assert "W058" not in imgflow("-c", label("A\ue000é", "blocks.ttf")).errors
    assert "W058" in imgflow("-c", label("A\ue000", "Sans")).errors
    many = "".join(chr(0xE100 + number) for number in range(30))
    assert "and 20 more" in imgflow("-c", label(many, "Sans")).errors


def test_letters_that_only_the_run_sees(imgflow):
    for name in ["a\ue001.png", "b.png"]:
        Image.new("RGB", (90, 60)).save(imgflow.folder / name)
    done = imgflow("-c", 'load "*.png" | sheet label:"{stem}" | save "s.png"', expecting=None)
    assert "W058" in done.errors
    done = imgflow("-c", 'canvas 9x9 | try { load "a\ue001.png" } else { load "b.png" } | label "{stem}" | save "l.png"')
    assert "no font has" in done.errors and "U+E001" in done.errors
