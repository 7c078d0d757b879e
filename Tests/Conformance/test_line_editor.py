"""Keys, searches, changes and letters in the line that is edited, as they stand on the screen."""

import random
import shutil
import subprocess
import tempfile
import time
import unicodedata
from pathlib import Path

import pytest
from imgflow import scrubbed
from screen import Screen
from typist import ENVIRONMENT

LINE = 'load "a b.png" | resize 40'

# Names of the key, what xterm, rxvt, iTerm2 and the Linux console send for it, and what becomes of LINE, typed up to
# the end, when `X` is written after the key.
KEYS = [
    ("Ctrl-Left", ["\x1b[1;5D", "\x1b[5D", "\x1bOd", "\x1b[1;3D", "\x1b\x1b[D", "\x1b[1;6D"], 'load "a b.png" | resize X40'),
    ("Shift-Left", ["\x1b[1;2D", "\x1b[d"], 'load "a b.png" | resize 4X0'),
    ("Left", ["\x1b[D", "\x1bOD"], 'load "a b.png" | resize 4X0'),
    ("Home", ["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~", "\x1b[1;5H", "\x1b[1;2H"], 'Xload "a b.png" | resize 40'),
    ("End", ["\x01\x1b[F", "\x01\x1bOF", "\x01\x1b[4~", "\x01\x1b[8~", "\x01\x1b[1;5F"], 'load "a b.png" | resize 40X'),
    ("Ctrl-Right", ["\x01\x1b[1;5C", "\x01\x1b[5C", "\x01\x1bOc", "\x01\x1b[1;3C", "\x01\x1b\x1b[C"],
     'loadX "a b.png" | resize 40'),
    ("Right", ["\x01\x1b[C", "\x01\x1bOC", "\x01\x1b[1;2C", "\x01\x1b[c"], 'lXoad "a b.png" | resize 40'),
    ("Ctrl-Delete", ["\x01\x1b[3;5~", "\x01\x1b[3^", "\x01\x1b[3;3~"], 'X "a b.png" | resize 40'),
    ("Delete", ["\x01\x1b[3~", "\x01\x1b[3;2~"], 'Xoad "a b.png" | resize 40'),
    ("Insert", ["\x1b[2~"], LINE + "X"),
    ("Page keys", ["\x1b[5~", "\x1b[6~", "\x1b[5;5~"], LINE + "X"),
    ("function keys", ["\x1bOP", "\x1b[11~", "\x1b[15~", "\x1b[24~", "\x1b[[A", "\x1b[[E", "\x1b[1;5P", "\x1b[15;5~"],
     LINE + "X"),
    ("Ctrl-Up and -Down", ["\x1b[1;5A", "\x1b[1;5B"], LINE + "X"),
    ("answers that come late",
     ["\x1b[?62;4c", "\x1b[>1;4000;0c", "\x1b[12;40R", "\x1b[6;18;9t", "\x1b_Gi=31;OK\x1b\\", "\x1b]11;rgb:0/0/0\x07",
      "\x1bP>|XTerm(372)\x1b\\", "\x1b[I", "\x1b[O"], LINE + "X"),
    ("kitty's protocol", ["\x1b[97;5u", "\x1b[27;5;9~"], LINE + "X"),
    ("undo", ["\x1f", "\x18\x15"], 'load "a b.png" | resizeX'),
]


@pytest.fixture
def screen(typist):
    return Screen(typist)


def test_keys_do_what_they_do_in_bash_or_nothing(screen):
    for name, sequences, line in KEYS:
        for sequence in sequences:
            screen.type("\x15" + LINE).shows("1> " + LINE)
            screen.type(sequence + "X")
            assert screen.waits(lambda: screen.lines[-1].endswith("1> " + line)), (name, sequence, screen.lines[-1])


def test_own_keys_of_the_file_go_first(start_prompt, folder):
    (folder / ".editrc").write_text('bind "\\e[1;5D" ed-move-to-beg\n')
    typist = start_prompt()
    typist.waits()
    screen = Screen(typist)
    screen.type(LINE + "\x1b[1;5DX")
    assert screen.waits(lambda: screen.lines[-1].endswith("X" + LINE)), screen.lines


def test_changes_are_taken_back_one_by_one(screen):
    screen.type('load "a.png" | resize 40').waits(lambda: screen.lines[-1].endswith("resize 40"))
    screen.type("\x17")  # A word is cut.
    screen.type("\x1b[200~flip h\x1b[201~").waits(lambda: screen.lines[-1].endswith("resize flip h"))
    for line in ['load "a.png" | resize', 'load "a.png" | resize 40', 'load "a.png" | resize', 'load "a.png" |']:
        screen.type("\x1f")
        assert screen.waits(lambda line=line: screen.lines[-1].endswith("1> " + line)), (line, screen.lines)
    screen.type("\x1f" * 20)
    assert screen.waits(lambda: screen.lines[-1].endswith("1>")), screen.lines


def test_what_was_entered_is_sought(screen):
    for entered in [":models", ':plan canvas 9x9 | Flip horizontal', ":budget"]:
        screen.type(entered + "\r")
        screen.waits(lambda: screen.lines[-1].endswith("1>"))
    flip = ":plan canvas 9x9 | Flip horizontal"
    # Letters of any case; arrows, Home and End end the search and move in what was found.
    for key, line in [("\x1b[H", "X" + flip), ("\x1b[F", flip + "X"), ("\x1b[D", ":plan canvas 9x9 |X Flip horizontal"),
                      ("\x1b[1;5C", ":plan canvas 9x9 | FlipX horizontal")]:
        screen.type("\x12fLIP")
        assert screen.waits(lambda: screen.lines[-1] == "search `fLIP`: " + flip), screen.lines
        screen.type(key + "X")
        assert screen.waits(lambda line=line: screen.lines[-1].endswith("1> " + line)), (key, screen.lines)
        screen.type("\x15")
    # Ctrl-C, or Ctrl-G, leaves it with what was there before.
    for key in ["\x03", "\x07"]:
        screen.type("\x15half\x12mod").waits(lambda: "search `mod`" in screen.lines[-1])
        screen.type(key)
        assert screen.waits(lambda: screen.lines[-1].endswith("1> half")), screen.lines
    # Older ones, until there are no more; letters taken back widen the search.
    screen.type("\x15\x12:").shows("search `:`: :budget")
    screen.type("\x12").shows("search `:`: " + flip)
    screen.type("\x12").shows("search `:`: :models")
    screen.type("\x12").shows("search `:`, no more: :models")
    screen.type("bu").shows("search `:bu`, no more: :models")
    screen.type("\x7f\x7f").shows("search `:`: :budget")
    screen.type("\r").waits(lambda: screen.lines[-1].endswith("1>"))
    assert screen.lines[-2].startswith("no budget is set"), screen.lines


def test_a_window_that_changes_draws_the_line_once(screen):
    screen.type(LINE).shows("1> " + LINE)
    before = screen.cursor
    for columns in [100, 80, 60, 50, 45, 60, 120]:
        screen.resize(50, columns)
        assert screen.waits(lambda: len(screen.lines) == 1), (columns, screen.lines)
        assert screen.lines[0].endswith("1> " + LINE)
        assert screen.cursor == before
    # Where it is too long for the window it is wrapped, and still stands there once.
    for columns in [30, 20, 25, 70]:
        screen.resize(50, columns)
        assert screen.waits(lambda: "".join(line.ljust(columns) for line in screen.lines).count("load") == 1), screen.lines
        assert "".join(screen.emulator.display).split("1> ")[1].rstrip() == LINE, screen.emulator.display
    screen.type("X")
    assert screen.waits(lambda: screen.lines[-1].endswith(LINE + "X")), screen.lines


def test_marks_stay_with_their_letters(screen):
    """Marks that pyte knows as such; the next test has all others, on another terminal."""
    def stands(line):
        return screen.waits(
            lambda: unicodedata.normalize("NFC", screen.lines[-1]).endswith(unicodedata.normalize("NFC", line)))

    text = "xe\u0301a\u0308 ka\u0327\u0301 y"
    screen.type(text)
    assert stands("1> " + text), screen.lines
    column = screen.cursor[1]
    assert column == screen.lines[-1].index("1> ") + 3 + 8
    screen.type("\x0c")
    assert stands("1> " + text), screen.lines
    assert screen.cursor[1] == column
    # A letter goes with its marks, and the cursor steps over them at once.
    screen.type("\x02\x02\x7fZ")
    assert stands("xe\u0301a\u0308 kZ y"), screen.lines
    screen.type("\x02\x02\x02\x02\x7f")
    assert stands("xa\u0308 kZ y"), screen.lines


@pytest.fixture
def tmux(binary, folder):
    """A terminal that keeps marks and joiners of every script."""
    # A socket's path has an end at 107 bytes.
    room = tempfile.mkdtemp(prefix="imgflow-")
    environment = scrubbed({"PATH": "/usr/bin:/bin"}, folder) | ENVIRONMENT

    def run(*words):
        return subprocess.run(
            ["tmux", "-u", "-S", f"{room}/s", *words], env=environment, cwd=folder, capture_output=True, text=True, check=True).stdout

    run("-f", "/dev/null", "new-session", "-d", "-x", "60", "-y", "20", f"{binary} --backend sandbox")
    yield run
    subprocess.run(["tmux", "-S", f"{room}/s", "kill-server"], env=environment, capture_output=True)
    shutil.rmtree(room)


def waits(holds):
    for _ in range(300):
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_letters_of_every_script(tmux):
    def last():
        lines = [line for line in tmux("capture-pane", "-p").splitlines() if line.strip()]
        return lines[-1] if lines else ""

    def types(keys):
        tmux("send-keys", "-l", keys)

    assert waits(lambda: last().startswith("sandbox 1>"))
    # Thai, Hindi, a letter in two parts, a family with joiners, Hebrew points, a dot below and a tilde above.
    for text, columns in [("ก็น้ำ", 3), ("नमस्ते", 4), ("e\u0301", 1), ("👨\u200d👩", 2), ("שָׁ", 1), ("ạ̃b", 2)]:
        types(text + "|")
        assert waits(lambda: last() == f"sandbox 1> {text}|"), (text, last())
        place = tmux("display-message", "-p", "#{cursor_x}").strip()
        # Drawn anew, it is the same, and the cursor stands behind it.
        tmux("send-keys", "C-l")
        assert waits(lambda: tmux("display-message", "-p", "#{cursor_y}").strip() == "0")
        assert waits(lambda: last() == f"sandbox 1> {text}|"), (text, last())
        assert tmux("display-message", "-p", "#{cursor_x}").strip() == place == str(11 + columns + 1), text
        # Written in the middle, and what stands behind it moves on.
        types("\x02X")
        assert waits(lambda: last() == f"sandbox 1> {text}X|"), (text, last())
        types("\x15")
        assert waits(lambda: last() == "sandbox 1>"), last()


def test_a_block_is_recalled_and_edited_as_it_was(start_prompt, folder):
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\ncp "$1" seen\n')
    editor.chmod(0o755)
    typist = start_prompt(environment={"VISUAL": "", "EDITOR": str(editor)})
    typist.waits()
    screen = Screen(typist)
    block = 'load "photo.png"\n  # smaller\n  | resize 40'
    screen.type(f"\x1b[200~{block}\x1b[201~").waits(lambda: "Enter runs it" in screen.lines[-1])
    screen.type("\r")
    assert screen.waits(lambda: screen.lines[-1].endswith("2>")), screen.lines
    screen.type("\x1b[A")
    assert screen.waits(lambda: screen.lines[-1].endswith('load "photo.png"↵  # smaller↵  | resize 40')), screen.lines
    screen.type("\x18\x05")
    assert screen.waits(lambda: Path(folder / "seen").exists())
    assert (folder / "seen").read_text() == block + "\n"
    # What was read over several lines runs as that.
    screen.waits(lambda: screen.lines[-1].endswith("resize 40"))
    screen.type("\r")
    assert screen.waits(lambda: screen.lines[-1].endswith("3>")), screen.lines


@pytest.mark.parametrize("keys", ["emacs", "vi"])
def test_windows_of_every_size(start_prompt, folder, keys):
    """libedit writes behind the rows of a very small window; the process lives, and the line is whole after it."""
    (folder / ".editrc").write_text("bind -v\n" if keys == "vi" else "bind -e\n")
    typist = start_prompt()
    typist.waits()
    chance = random.Random(5)
    typed = ""
    for _ in range(60):
        typist.child.setwinsize(chance.choice([1, 2, 3, 5, 24]), chance.choice([1, 2, 3, 7, 20, 80]))
        word = chance.choice(["word ", "漢字", "e\u0301", "x" * 30])
        typist.child.send(word)
        typed += word
    typist.child.setwinsize(50, 120)
    typist.child.send(" end\x0c")
    typist.sees(" end")
    typist.child.send("\x15:budget\r")
    typist.sees("no budget is set")
    # A window that is small from the start.
    small = start_prompt("--backend", "sandbox")
    small.child.setwinsize(1, 1)
    small.child.send("x" * 200 + "\x7f" * 200 + ":budget\r")
    small.child.setwinsize(50, 120)
    small.sees("no budget is set")


def test_a_paste_into_the_middle_loses_nothing(start_prompt, folder):
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\ncp "$1" seen\n')
    editor.chmod(0o755)
    typist = start_prompt(environment={"EDITOR": str(editor)})
    typist.waits()
    # Between the two letters of a flag, which are one to the eye.
    typist.child.send("# 🇩🇪x\x02\x02\x1b[200~A\nB\x1b[201~")
    typist.sees("B🇪x")
    typist.child.send("\x03")


def test_keys_that_stop_terminals_do_not(screen):
    screen.type("ab\x13cd").shows("1> abcd")
    # Ctrl-V takes the next character, and no arrow's letters.
    screen.type("\x15a\x16\x1b[Db")
    assert screen.waits(lambda: screen.lines[-1].endswith("1> ab")), screen.lines
    # Ctrl-S seeks the newer ones.
    for entered in [":budget", ":backend"]:
        screen.type("\x15" + entered + "\r")
        screen.waits(lambda: screen.lines[-1].endswith("1>"))
    screen.type("\x12:b").shows("search `:b`: :backend")
    screen.type("\x12").shows("search `:b`: :budget")
    screen.type("\x13").shows("search `:b`: :backend")
    screen.type("\x07")


def test_a_terminal_that_goes_in_a_search_ends_the_process(typist):
    typist.child.send("\x12abc")
    typist.sees("abc")
    typist.child.close(force=False)
    assert waits(lambda: not typist.child.isalive())
