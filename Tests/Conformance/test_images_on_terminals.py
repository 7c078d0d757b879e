"""How images are shown on terminals: as files, as characters, or not at all; what a terminal is asked, and when."""

import base64
import io
import re
import time

import pytest
from PIL import Image

from typist import plain

KITTY = re.compile(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\")
ITERM = re.compile(r"\x1b\]1337;File=([^:]*):([^\x07]*)\x07")
QUESTION = "\x1b_Gi=31"


def shown(start_prompt, line='load "photo.png" | resize 64', **environment):
    typist = start_prompt(environment=environment)
    typist.waits()
    typist.child.send(line + "\r")
    typist.child.expect("2> ")
    return typist.child.before


def test_kitty_and_iterm_get_a_png(start_prompt, folder):
    said = shown(start_prompt, IMGFLOW_IMAGES="kitty")
    pieces = KITTY.findall(said)
    fields = dict(field.split("=") for field in pieces[0][0].split(","))
    assert (fields["a"], fields["f"]) == ("T", "100") and int(fields["c"]) > 0 and int(fields["r"]) > 0
    assert [field[-3:] for field, _ in pieces] == ["m=1"] * (len(pieces) - 1) + ["m=0"]
    assert all(len(data) <= 4096 for _, data in pieces)
    png = base64.b64decode("".join(data for _, data in pieces))
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG" and abs(image.width / image.height - 320 / 214) < 0.1
    # Its colors are those of the file, and it is small.
    mean = Image.open(folder / "photo.png").convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert all(abs(a - b) < 8 for a, b in zip(
        image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)), mean, strict=True))
    assert len(png) < image.width * image.height * 4 / 2
    fields, data = ITERM.findall(shown(start_prompt, IMGFLOW_IMAGES="iterm"))[0]
    assert "inline=1" in fields
    assert Image.open(io.BytesIO(base64.b64decode(data))).format == "PNG"


def test_what_is_chosen_is_not_asked_for(start_prompt):
    assert QUESTION in shown(start_prompt)
    for mode in ["off", "blocks", "kitty", "iterm", "sixel"]:
        said = shown(start_prompt, IMGFLOW_IMAGES=mode)
        assert QUESTION not in said, mode
        assert ("\x1b_G" in said, "\x1b]1337" in said, "\x1bP" in said, "▄" in said or "▀" in said or "\x1b[4" in said or "\x1b[10" in said) == (
            mode == "kitty", mode == "iterm", mode == "sixel", mode == "blocks"), (mode, said)
    # A multiplexer writes the question over its title.
    for name in ["TMUX", "STY"]:
        assert QUESTION not in shown(start_prompt, **{name: "1"})


def test_the_command_changes_it(start_prompt):
    typist = start_prompt()
    typist.waits()
    assert "images: auto" in typist.line(":images")
    assert "images: off" in typist.line(":images off")
    typist.child.send('load "photo.png"\r')
    typist.child.expect("2> ")
    assert "\x1b_G" not in typist.child.before and "\x1b[4" not in typist.child.before
    typist.entry = 2
    assert "expected `off`, `auto`, `blocks`, `kitty`, `iterm`, `sixel`, found `ascii`" in typist.line(":images ascii")
    typist.child.send("\x15:images kitty\r")
    typist.waits()
    typist.child.send(":show\r")
    typist.child.expect("2> ")
    assert KITTY.search(typist.child.before)


def test_a_mode_that_there_is_not_is_told(start_prompt):
    said = shown(start_prompt, line='load "photo.png" | show', IMGFLOW_IMAGES="ascii")
    assert "expected off, auto, blocks, kitty, iterm, sixel in IMGFLOW_IMAGES, found `ascii`" in said


@pytest.mark.parametrize("term", ["dumb", "emacs", "unknown"])
def test_a_terminal_without_sequences_gets_none(start_prompt, start_sandbox, term):
    server = start_sandbox("--latency", "600")
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment | {"TERM": term})
    typist.child.expect("1> ")
    said = typist.child.before
    typist.child.send('load "photo.png" | resize 200\r')
    typist.child.expect("2> ")
    said += typist.child.before
    # No line that moves while a call is waited for.
    typist.child.send("| remove-background\r")
    typist.child.expect("3> ")
    said += typist.child.before
    typist.child.send(":nosuch\r")
    typist.child.expect("3> ")
    said += typist.child.before
    typist.child.send("\x04")
    typist.child.expect(r"\n")
    assert "\x1b" not in said + typist.child.before, said


ANSWERS = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4c"


@pytest.mark.parametrize("pause", [0, 0.6])
def test_answers_are_taken_whenever_they_come_and_are_no_typing(start_prompt, pause):
    typist = start_prompt()
    # It is asked once the prompt stands there, and not waited for.
    typist.child.expect("1> ")
    typist.child.expect(re.escape(QUESTION))
    time.sleep(pause)
    # Typed before, between and behind the answers.
    typist.child.send('load "ph' + ANSWERS + 'oto.png"' + "\r")
    typist.child.expect("2> ")
    assert KITTY.search(typist.child.before), typist.child.before
    assert "$1  320x214" in plain(typist.child.before)
    assert QUESTION not in typist.child.before


def test_a_terminal_that_answers_late_gets_images_from_then_on(start_prompt):
    typist = start_prompt()
    typist.child.expect("1> ")
    typist.child.send('load "photo.png"\r')
    typist.child.expect("2> ")
    assert "\x1b_Ga=T" not in typist.child.before
    typist.child.send(ANSWERS + ":show\r")
    typist.child.expect("2> ")
    assert KITTY.search(typist.child.before)


@pytest.mark.parametrize("variables, isKnown", [
    ({}, False), ({"TERM_PROGRAM": "iTerm.app"}, True), ({"KITTY_WINDOW_ID": "1"}, True),
    ({"TERM_PROGRAM": "WezTerm"}, True), ({"TERM_PROGRAM": "WezTerm", "TMUX": "1"}, False),
])
def test_a_long_run_is_told_on_the_desktop(start_prompt, start_sandbox, variables, isKnown):
    server = start_sandbox("--latency", "10500")
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment | variables)
    typist.waits()
    typist.child.send('generate "a"\r')
    typist.child.expect("2> ", timeout=40)
    note = "\x1b]9;imgflow: run 1 ended\x07"
    assert (note in typist.child.before) == isKnown
    assert ITERM.sub("", typist.child.before.replace(note, "")).count("\x07") == 1


def drawn(said, number=0):
    """An image as kitty gets it."""
    images = re.findall(r"\x1b_Ga=T[^\x1b]*\x1b\\(?:\x1b_Gm=[^\x1b]*\x1b\\)*", said)
    data = "".join(data for _, data in KITTY.findall(images[number]))
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"), len(images)


def test_several_results_stand_side_by_side(start_prompt, folder):
    colors = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]
    for number, color in enumerate(colors):
        Image.new("RGB", (90, 60), color).save(folder / f"part-{number}.png")
    said = shown(start_prompt, line='load "part-*.png"', IMGFLOW_IMAGES="kitty")
    image, count = drawn(said)
    assert count == 1
    # In their order, each where its number stands.
    places = [match.start() for match in re.finditer(r"\d part-\d", plain(said))]
    assert re.search(r"1 part-0 +2 part-1 +3 part-2\r\n", plain(said)), plain(said)
    assert len(places) == 3
    row = [image.getpixel((x, 5)) for x in range(image.width)]
    seen = [pixel[:3] for before, pixel in zip([(0, 0, 0, 0)] + row, row, strict=False)
            if pixel[3] == 255 and before[3] == 0]
    assert [max(range(3), key=color.__getitem__) for color in seen] == [0, 1, 2]
    # As characters, too.
    assert "1 part-0" in shown(start_prompt, line='load "part-*.png"', IMGFLOW_IMAGES="blocks")


def test_a_mask_is_red_over_its_image(start_prompt, folder):
    half = Image.new("RGB", (80, 60), (20, 20, 20))
    half.paste((240, 240, 240), (40, 0, 80, 60))
    half.save(folder / "half.png")
    for line in ['load "half.png" | select luma:0.5', 'load "half.png" | select luma:0.5 | grow 2']:
        image, _ = drawn(shown(start_prompt, line=line, IMGFLOW_IMAGES="kitty"))
        left, right = image.getpixel((image.width // 5, 20)), image.getpixel((image.width * 4 // 5, 20))
        assert max(left[:3]) < 60, left
        assert right[0] > 200 and right[0] > right[1] + 80, right
    # What is no selection is shown as it is.
    image, _ = drawn(shown(start_prompt, line='load "half.png" | invert', IMGFLOW_IMAGES="kitty"))
    assert image.getpixel((image.width // 5, 20))[1] > 200
