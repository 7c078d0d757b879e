"""How images are shown on terminals: as files, as characters, or not at all; what a terminal is asked, and when."""

import base64
import io
import re

import pytest
from PIL import Image

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
