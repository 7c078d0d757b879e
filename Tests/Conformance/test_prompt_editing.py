"""The line that is edited at the prompt: keys of emacs and vi, Tab, a window that changes, stops and crashes."""

import os
import re
import signal
import subprocess
import time

import pexpect
import pyte
import pytest

from imgflow import scrubbed
from typist import ENVIRONMENT, plain


def shown_by(typist, typed, seen):
    """What is typed and Tab make this line, as Ctrl-L writes it anew."""
    typist.child.send("\x15" + typed + "\t")
    time.sleep(0.2)
    typist.child.send("\x0c")
    typist.sees(rf"{typist.entry}> " + re.escape(seen))
    typist.child.send("\x15")


def test_tab_knows_models_seeds_limits_and_commands(typist, folder):
    typist.line('generate "a fox" seed:77', 2)
    shown_by(typist, "| inpaint seed:7", "| inpaint seed:77 ")
    shown_by(typist, ":model gene", ":model generate ")
    shown_by(typist, ":model generate ul", ":model generate ultra ")
    shown_by(typist, ":backend sa", ":backend sandbox ")
    shown_by(typist, ":plan generate \"x\" asp", ":plan generate \"x\" aspect:")
    shown_by(typist, ":set upscale form", ":set upscale format:")
    shown_by(typist, ":help ups", ":help upscale ")
    (folder / "flow.imgflow").write_text("")
    (folder / "deep").mkdir()
    shown_by(typist, ":load fl", ":load flow.imgflow ")
    shown_by(typist, ":cd de", ":cd deep/")
    shown_by(typist, ":why $", ":why $1 ")
    # Models that are alive, with what they cost.
    typist.child.send('\x15generate "x" model:\t\t')
    said = typist.sees(r"ultra +generate .* \$0\.14")
    assert "nova-canvas" not in said
    # Where nothing can be listed, what is expected.
    typist.child.send("\x15| inpaint grow:\t")
    typist.sees("expected a whole number from 0 to 20")
    typist.child.send("\x15:budget \t")
    typist.sees("expected dollars such as 1.00, or none")


def test_tab_writes_paths_that_can_be_read(typist, folder):
    for name in ["one {brace}.png", 'a "quote".png']:
        (folder / name).write_bytes((folder / "photo.png").read_bytes())
    # A path that was begun without a quote gets one.
    shown_by(typist, "load two", 'load "two words.png"')
    shown_by(typist, "load 'two", "load 'two words.png'")
    shown_by(typist, 'load "one', 'load "one {{brace}}.png"')
    shown_by(typist, 'load "one {{br', 'load "one {{brace}}.png"')
    typist.child.send('load "a \t\r')
    assert "$1  320x214" in typist.waits(2)


def test_the_keys_of_vi(start_prompt, folder):
    (folder / ".editrc").write_text("bind -v\n")
    typist = start_prompt()
    typist.waits()
    # Escape, back to the last digit, replaced; appended behind it.
    typist.child.send('load "photo.png" | resize 61\x1b')
    time.sleep(0.2)
    typist.child.send("r4\r")
    assert "$1  64x43" in typist.waits(2)
    typist.child.send("| resi\t")
    time.sleep(0.2)
    typist.child.send("32\r")
    assert "$2  32x22" in typist.waits(3)
    # What is pasted goes in where the cursor is, in one piece.
    typist.child.send("\x1b[200~| resize 16\x1b[201~\r")
    assert "$3  16x11" in typist.waits(4)
    # What was wrong comes back, the cursor in it: a word is changed.
    typist.child.send("| flip sideways\r")
    typist.waits(4)
    typist.child.send("\x1b")
    time.sleep(0.2)
    typist.child.send("lcwvertical\r")
    assert "$4  16x11" in typist.waits(5)
    # Up and down the history with its keys.
    typist.child.send("\x1b")
    time.sleep(0.2)
    typist.child.send("k")
    typist.sees("flip vertical")
    typist.child.send("\x03")
    typist.waits(5)


def test_the_users_own_keys_hold(start_prompt, folder):
    (folder / ".editrc").write_text("imgflow:bind ^G ed-move-to-beg\n")
    typist = start_prompt()
    typist.waits()
    typist.child.send(' "photo.png" | resize 20\x07load\r')
    assert "$1  20x13" in typist.waits(2)


def test_the_line_is_written_in_an_editor(start_prompt, folder):
    editor = folder / "my editor"
    editor.write_text('#!/bin/sh\ncp "$2" seen\nsed -i s/60/70/ "$2"\n')
    editor.chmod(0o755)
    typist = start_prompt(environment={"EDITOR": f"'{editor}' -f"})
    typist.waits()
    typist.child.send('load "photo.png" | resize 60\x18\x05')
    typist.sees("resize 70")
    typist.child.send("\r")
    assert "$1  70x47" in typist.waits(2)
    assert (folder / "seen").read_text() == 'load "photo.png" | resize 60\n'
    typist = start_prompt()
    typist.waits()
    typist.child.send("load\x18\x05")
    assert "set EDITOR" in typist.sees("export EDITOR=nano")
    typist.sees("1> .*load")


def test_a_window_that_changes(typist):
    """Narrower while a line stands there: it is wrapped where the window ends, and goes on to be edited."""
    screen = pyte.Screen(120, 50)
    stream = pyte.Stream(screen)
    typist.child.send('load "photo.png" | resize 60 | flip | flip | flip')
    time.sleep(0.3)
    typist.child.setwinsize(50, 40)
    screen.resize(50, 40)
    time.sleep(0.5)
    typist.child.send("\x0c")
    time.sleep(0.3)
    try:
        stream.feed(typist.child.read_nonblocking(100_000, timeout=1))
    except pexpect.TIMEOUT:
        pass
    lines = [line for line in screen.display if line.strip()]
    assert "".join(lines).rstrip().endswith('1> load "photo.png" | resize 60 | flip | flip | flip')
    assert len(lines) == 2
    typist.child.send(" | flip\r")
    said = typist.waits(2)
    assert "$1  60x40" in said
    # The prompt takes no more than its share, and lists fit the window.
    typist.child.send("| upscale \t\t")
    listed = typist.sees("fresh: .*\n")
    assert all(len(line) <= 40 for line in listed.splitlines()), listed


@pytest.fixture
def shell(binary, folder):
    """A shell with jobs, as people have it."""
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=20, cwd=folder,
        dimensions=(50, 120),
        env=scrubbed({"PATH": f"{binary.parent}:/usr/bin:/bin"}, folder) | ENVIRONMENT | {"PS1": "SHELL$ "})
    child.expect_exact("SHELL$ ")
    yield child
    child.close(force=True)


def settings(shell):
    shell.sendline("stty -a")
    shell.expect(r"speed.*SHELL\$ ")
    return plain(shell.after)


def test_ctrl_z_and_back(shell):
    before = settings(shell)
    shell.sendline("imgflow")
    shell.expect("1> ")
    shell.send('load "photo.png" | resi\x1a')
    shell.expect("Stopped")
    shell.expect_exact("SHELL$ ")
    assert settings(shell) == before
    shell.sendline("fg")
    shell.expect(r"1> .*\| resi")
    shell.send("ze 50\r")
    shell.expect(r"\$1  50x33 png")
    shell.expect("2> ")
    shell.sendeof()
    shell.expect_exact("SHELL$ ")
    assert settings(shell) == before


def test_ctrl_z_in_a_call_and_back(shell, start_sandbox):
    """The call goes on where it was, and the prompt after it stands there once."""
    server = start_sandbox("--latency", "1500")
    shell.sendline("export " + " ".join(f"{name}={value}" for name, value in server.environment.items()))
    shell.expect_exact("SHELL$ ")
    shell.sendline("imgflow")
    shell.expect("1> ")
    shell.send('load "photo.png" | remove-background\r')
    shell.expect("remove-background: remove-background in")
    shell.send("\x1a")
    shell.expect("Stopped")
    shell.expect_exact("SHELL$ ")
    shell.sendline("fg")
    shell.expect(r"\$1  320x214 png")
    shell.expect("2> ")
    with pytest.raises(pexpect.TIMEOUT):
        shell.expect("2> ", timeout=0.7)
    assert [row[2] for row in server.calls] == [1]


@pytest.mark.parametrize("before", ["", ":undo\r"], ids=["alone", "behind a line"])
def test_ctrl_d_typed_while_a_call_runs_ends_the_prompt_after_it(shell, start_sandbox, before):
    """The terminal reads lines whole until the next prompt stands there."""
    server = start_sandbox("--latency", "1500")
    shell.sendline("export " + " ".join(f"{name}={value}" for name, value in server.environment.items()))
    shell.expect_exact("SHELL$ ")
    shell.sendline("imgflow")
    shell.expect("1> ")
    shell.send('load "photo.png" | remove-background\r')
    shell.expect("remove-background: remove-background in")
    shell.send(before + "\x04")
    shell.expect(r"\$1  320x214 png")
    shell.expect_exact("SHELL$ ")


@pytest.mark.parametrize(
    "number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL, signal.SIGQUIT], ids=lambda n: n.name)
def test_a_crash_leaves_the_terminal_as_it_was(shell, number):
    """Read off the terminal itself: a shell would put it right too."""
    import termios

    before = termios.tcgetattr(shell.child_fd)
    shell.sendline("ulimit -c 0; imgflow")
    shell.expect("1> ")
    assert termios.tcgetattr(shell.child_fd) != before
    process = subprocess.run(
        ["pgrep", "-P", str(shell.pid), "imgflow"], capture_output=True, text=True, check=True).stdout.split()[0]
    # The shell is stopped meanwhile, so that it mends nothing.
    os.kill(shell.pid, signal.SIGSTOP)
    os.kill(int(process), number)
    shell.expect_exact("\x1b[?2004l")
    time.sleep(0.3)
    after = termios.tcgetattr(shell.child_fd)
    os.kill(shell.pid, signal.SIGCONT)
    assert after[3] & termios.ICANON and after[3] & termios.ECHO and after[3] & termios.ISIG


def test_wide_characters_are_edited_where_they_stand(typist, folder):
    name = "日本の海-Ä.png"
    (folder / name).write_bytes((folder / "photo.png").read_bytes())
    # Back over a wide character, one taken out, and it is written again.
    typist.child.send('load "日本の海海-Ä.png"' + "\x02" * 7 + "\x08\r")
    assert "$1  320x214" in typist.waits(2)
    typist.child.send('load "日本の海-Ä.png" | resize 30\r')
    assert "$2  30x20" in typist.waits(3)
