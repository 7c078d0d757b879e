"""Tab in real shells on a real terminal, and the manual page as man reads it."""

import re
import shutil
import subprocess
import time

import pexpect
import pytest

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
