"""Tab in real shells on a real terminal, and the manual page as man reads it."""

import base64
import io
import re
import shutil
import subprocess
import time

import pexpect
import pytest
from PIL import Image as Picture

SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile"],
        """show() { printf 'GOT<%s>' "$@"; echo; }; source <(imgflow completions bash); """
        "complete -F _imgflow show; echo RE''ADY",
    ),
    "zsh": (
        ["zsh", "-f"],
        "autoload -U compinit; compinit -D -u; eval \"$(imgflow completions zsh)\"; "
        """show() { printf 'GOT<%s>' "$@"; echo; }; compdef _imgflow show; echo RE''ADY""",
    ),
    "fish": (
        ["fish", "--no-config"],
        "imgflow completions fish | source; function show; printf 'GOT<%s>' $argv; echo; end; "
        "complete -c show -f -a '(__imgflow_ask)'; echo RE''ADY",
    ),
}

# What is typed, Tab, what is typed then; what the shell hands over.
LINES = [
    ("""-c 'load "a.png" | ups""", "' ", ["-c", 'load "a.png" | upscale']),
    ('''-c "load \\"a.png\\" | ups''', '" ', ["-c", 'load "a.png" | upscale']),
    ("""-c 'load "a.png" | upscale creative te""", """"x"' """, ["-c", 'load "a.png" | upscale creative text:"x"']),
    ("""-c 'load "two w""", "' ", ["-c", 'load "two words.png"']),
    ("""-c 'load "a.png" | save "{st""", """"' """, ["-c", 'load "a.png" | save "{stem}"']),
    ("expl", "", ["explain"]),
    ("--dry", "", ["--dry-run"]),
    ("flow", "", ["flow.imgflow"]),
]


@pytest.fixture(params=SHELLS)
def shell(request, binary, tmp_path):
    if not shutil.which(request.param):
        pytest.fail(f"{request.param} is not installed: scripts/setup tests")
    command, setup = SHELLS[request.param]
    (tmp_path / "two words.png").write_bytes(b"x")
    (tmp_path / "flow.imgflow").write_text("", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "imgflow").symlink_to(binary)
    child = pexpect.spawn(
        command[0], command[1:], encoding="utf-8", timeout=20, dimensions=(60, 200), cwd=tmp_path,
        env={
            "PATH": f"{tmp_path}/bin:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8",
            "TERM": "xterm" if request.param == "fish" else "dumb",
        },
    )
    child.send(setup + "\r")
    child.expect("READY")
    yield child
    child.close(force=True)


@pytest.mark.parametrize("typed, rest, expected", LINES, ids=[line[0] for line in LINES])
def test_tab_completes(shell, typed, rest, expected):
    shell.send("show " + typed + "\t")
    # A shell asks imgflow while it could be typed on: a person would see it before going on.
    time.sleep(1)
    shell.send(rest + "\r")
    shell.expect("".join(f"GOT<{word}>" for word in expected).replace("|", r"\|").replace("{", r"\{"))


def test_the_manual_has_no_mistakes(binary):
    page = subprocess.run([binary, "manual"], capture_output=True, text=True, check=True).stdout
    lint = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning"], input=page, capture_output=True, text=True, check=False)
    assert lint.returncode == 0, lint.stdout
    shown = subprocess.run(["mandoc", "-T", "utf8"], input=page, capture_output=True, text=True, check=True).stdout
    # Bold is a letter printed over itself.
    shown = re.sub("[^\b]\b", "", shown)
    for words in ["EXIT STATUS", "--dry-run", "outpaint", "remove-background"]:
        assert words in shown


@pytest.fixture
def terminal(binary, tmp_path):
    """The command on a terminal that answers as it is told to."""
    Picture.new("RGB", (64, 48), (200, 30, 30)).save(tmp_path / "a.png")

    def start(program, answer, **environment):
        child = pexpect.spawn(
            str(binary), ["-c", program, "--backend", "sandbox"], cwd=tmp_path, encoding="utf-8",
            timeout=20, dimensions=(40, 80),
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"} | environment,
        )
        # A multiplexer is not asked.
        if "TMUX" not in environment:
            child.expect_exact("\x1b[c")
            child.send(answer)
        return child

    return start


@pytest.mark.parametrize(
    "answer, sign, environment",
    [
        ("\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c", "\x1b_Ga=T", {}),
        ("\x1b[6;20;10t\x1b[?62;4;6c", "\x1bP", {}),
        ("\x1b[?62;c", "48;5;", {}),
        ("", "48;5;", {}),
        ("", "48;5;", {"TMUX": "/tmp/tmux"}),
    ],
    ids=["kitty", "sixel", "blocks", "silent", "tmux"],
)
def test_a_picture_is_shown_as_the_terminal_can(terminal, answer, sign, environment):
    child = terminal('load "a.png" | show columns:16', answer, **environment)
    child.expect_exact(sign)
    rest = child.read()
    child.close()
    assert child.exitstatus == 0
    # Nothing of the terminal's own answer is on the screen.
    assert "[?62" not in rest


def test_the_kitty_stream_holds_the_picture(terminal):
    child = terminal('load "a.png" | show columns:16', "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c")
    text = child.read()
    assert re.search(r"\x1b_Ga=T,f=100,q=2,c=16,r=6,m=", text)
    chunks = re.findall(r"\x1b_G[^;\x1b]*;([^\x1b]*)\x1b\\", text.split("\x1b[16t")[-1])
    picture = Picture.open(io.BytesIO(base64.b64decode("".join(chunks)))).convert("RGBA")
    assert picture.size == (160, 120)
    for place in [(0, 0), (159, 119), (80, 60)]:
        red, green, blue, _ = picture.getpixel(place)
        assert red > 180 and green < 60 and blue < 60


def test_the_sixel_stream_holds_the_picture(terminal):
    child = terminal('load "a.png" | show columns:16', "\x1b[6;20;10t\x1b[?62;4;6c")
    text = child.read()
    body = re.search(r"\x1bP[0-9;]*q(.*?)\x1b\\", text, re.S)[1]
    width, height = map(int, re.search(r'"1;1;(\d+);(\d+)', body).groups())
    assert width == 160 and height in range(114, 127)
    pixels = sixels(body)
    assert {x for x, _ in pixels} == set(range(width))
    assert max(y for _, y in pixels) == height - 1
    # In percent.
    for red, green, blue in pixels.values():
        assert red > 70 and green < 25 and blue < 25


def sixels(body):
    """The colors of a sixel picture by their places. Source: VT330/VT340 manual, chapter 14."""
    colors, pixels, color, x, band = {}, {}, 0, 0, 0
    for number, values, count, character in _tokens(body):
        if number is not None:
            color = number
            if values:
                colors[color] = values[1:]
        elif character == "$":
            x = 0
        elif character == "-":
            x, band = 0, band + 1
        else:
            bits = ord(character) - 63
            for offset in range(count):
                for bit in range(6):
                    if bits >> bit & 1:
                        pixels[x + offset, band * 6 + bit] = colors[color]
            x += count
    return pixels


def _tokens(body):
    pattern = re.compile(r"#(\d+)((?:;\d+)*)|(?:!(\d+))?([?-~])|([$-])")
    body = re.sub(r'^"[0-9;]*', "", body)
    for match in pattern.finditer(body):
        number, values, count, data, move = match.groups()
        yield (
            int(number) if number else None,
            [int(value) for value in values.split(";") if value] if values else [],
            int(count or 1), data or move,
        )


def test_the_terminal_is_as_it_was_after_an_interrupt(binary, tmp_path):
    """Ctrl-C while it asks: echo and lines are back."""
    Picture.new("RGB", (64, 48), (200, 30, 30)).save(tmp_path / "a.png")
    # A shell that goes on whenever the key comes, and puts nothing right itself.
    script = f"""
        trap : INT
        stty -a > before
        {binary} -c 'load "a.png" | show' --backend sandbox
        stty -a > after
        echo DONE"""
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-c", script], cwd=tmp_path, encoding="utf-8", timeout=20,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"})
    shell.expect_exact("\x1b[c")
    shell.sendintr()
    shell.expect("DONE")
    shell.close(force=True)
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()


def test_the_doctor_tells_how_pictures_are_shown(binary, tmp_path):
    child = pexpect.spawn(
        str(binary), ["doctor", "--backend", "sandbox"], cwd=tmp_path, encoding="utf-8", timeout=20,
        dimensions=(40, 90), env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"})
    child.expect_exact("\x1b[c")
    child.send("\x1b[?62;4;6c")
    child.expect_exact("90 columns, colors, images by sixel")
    child.close(force=True)


def test_in_a_pipe_nothing_is_drawn(binary, tmp_path):
    Picture.new("RGB", (64, 48), (200, 30, 30)).save(tmp_path / "a.png")
    done = subprocess.run(
        [binary, "-c", 'load "a.png" | show', "--backend", "sandbox"], cwd=tmp_path, capture_output=True,
        text=True, check=True, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert done.stdout == "" and "\x1b" not in done.stderr
