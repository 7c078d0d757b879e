"""Whatever a stranger can write, a terminal shows and does not obey."""

import os
import time

import pexpect
import pytest
from PIL import Image, PngImagePlugin

import mutations
from imgflow import scrubbed
from raw_server import Raw, RawServer, whole
from typist import ENVIRONMENT

# A title, a cleared screen, a C1 control, a right-to-left override.
EVIL = "\x1b]0;pwned\x07\x1b[2J\u009b31m\u202e"
MARKS = ["\x1b]0;", "\x07", "\x1b[2J", "\u009b", "\u202e"]
NAME = f"a{EVIL}b.png"
KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-west-2"}
SANDBOX = ("--backend", "sandbox", "--yes")


@pytest.fixture
def shows(imgflow):
    """Runs a command whose output and errors are one terminal; what that was sent."""

    def run(*arguments: str, answers: str = "", **environment: str) -> str:
        child = pexpect.spawn(
            str(imgflow.binary), list(arguments), encoding="utf-8", timeout=60, dimensions=(50, 400),
            cwd=imgflow.folder, env=scrubbed({"PATH": "/usr/bin:/bin"}, imgflow.folder) | ENVIRONMENT | environment)
        if answers:
            child.expect(r"\[y/N\] ")
            before = child.before
            child.sendline(answers)
        else:
            before = ""
        child.expect(pexpect.EOF)
        child.close()
        return before + child.before

    return run


def is_harmless(shown: str) -> None:
    assert shown.strip(), "nothing was shown"
    found = [mark for mark in MARKS if mark in shown]
    assert not found, repr(shown)


@pytest.fixture
def evil(imgflow):
    """A picture of an evil name, with an evil recipe of nobody."""
    imgflow("-c", 'canvas 80x80 | save "made.png" embed:true')
    with Image.open(imgflow.folder / "made.png") as image:
        info = PngImagePlugin.PngInfo()
        for key, value in image.text.items():
            info.add_itxt(key, f'imgflow 1\n# {EVIL}\ncanvas 9x9 | save "x.png"\n' if "imgflow 1" in value else value)
        image.save(imgflow.folder / "gift.png", pnginfo=info)
        image.save(imgflow.folder / NAME, pnginfo=info)
    return imgflow


COMMANDS = {
    "info": ("-c", 'load "a*.png" | info'),
    "save": ("-c", 'load "a*.png" | resize 50% | save "{stem}-2.png"', *SANDBOX),
    "unchanged": ("-c", 'load "a*.png" | save "{stem}-2.png" if-missing:true'),
    "json": ("-c", 'load "a*.png" | resize 50% | save "{stem}-3.png"', "--json", *SANDBOX),
    "trace": ("-c", 'load "a*.png" | remove-background | save "{stem}-4.png"', "--trace", *SANDBOX),
    "plan": ("plan", "-c", 'load "a*.png" | remove-background | save "{stem}-5.png"'),
    "plan in json": ("plan", "-c", 'load "a*.png" | remove-background | save "{stem}-5.png"', "--json"),
    "explain": ("explain", "-c", 'load "a*.png" | remove-background | save "{stem}-5.png"'),
    "check": ("check", "-c", f'load "{NAME}x" | info'),
    "check a program": ("check", "-c", f"canvas 8x8 {EVIL} | info"),
    "an unknown verb": ("-c", f"canvas 8x8 | frob{EVIL}"),
    "recipe": ("recipe", "gift.png"),
    "recipe of an evil name": ("recipe", NAME),
    "why": ("why", NAME),
    "replay": ("replay", "gift.png", "--yes"),
    "replay of an evil name": ("replay", NAME, "--yes"),
    "replay of what is missing": ("replay", NAME + "x"),
    "replay with an evil wish": ("replay", "made.png", "--set", f"{EVIL}=x"),
    "a script of an evil name": (f"{EVIL}.imgflow",),
    "a command of an evil name": (EVIL, "x"),
    "an option of an evil name": ("-c", "canvas 8x8 | info", f"--{EVIL}"),
    "an evil budget": ("-c", "canvas 8x8 | info", "--budget", EVIL),
    "an evil region": ("-c", 'generate "a" | save "x.png"', "--region", EVIL, "--yes"),
    "an evil endpoint": ("-c", 'generate "a" | save "x.png"', "--endpoint-url", f"http://{EVIL}", "--yes"),
    "an evil store": ("store", "--store", EVIL),
    "help of an evil word": ("help", EVIL),
    "models": ("models", EVIL),
    "spend": ("spend", "--by", EVIL),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_shows_of_a_stranger_is_harmless(evil, shows, name):
    is_harmless(shows(*COMMANDS[name]))


def test_what_was_written_down_is_harmless_later(evil, shows):
    evil("-c", f'generate "a" | save "{{stem}}{EVIL}.png"'.replace("{stem}", "s"), *SANDBOX, expecting=None)
    evil("-c", 'load "a*.png" | remove-background | save "{stem}-4.png"', *SANDBOX)
    for command in [("log",), ("log", "--json"), ("log", EVIL), ("store",), ("store", "list"), ("spend",), ("why", NAME)]:
        is_harmless(shows(*command))
    [made] = [name for name in os.listdir(evil.folder) if name.endswith("b-4.png")]
    for command in ["recipe", "why", "replay"]:
        is_harmless(shows(command, made))


@pytest.mark.parametrize("variables", [
    {"AWS_PROFILE": EVIL}, {"AWS_REGION": EVIL}, {"AWS_ENDPOINT_URL": EVIL}, {"HTTPS_PROXY": EVIL},
    {"AWS_CA_BUNDLE": EVIL}, {"AWS_CONFIG_FILE": EVIL}, {"AWS_BEARER_TOKEN_BEDROCK": EVIL}, {"IMGFLOW_STORE": EVIL},
    {"AWS_MAX_ATTEMPTS": EVIL}, {"IMGFLOW_BACKEND": EVIL}, {"AWS_ROLE_ARN": EVIL, "AWS_WEB_IDENTITY_TOKEN_FILE": EVIL},
])
@pytest.mark.parametrize("command", [("-c", 'generate "a" | save "x.png"', "--yes"), ("doctor",)])
def test_what_a_variable_says_is_harmless(shows, variables, command):
    is_harmless(shows(*command, **(KEYS | variables)))


@pytest.mark.parametrize("text", [
    f'region = "{EVIL}"'.replace("\x1b", "\\u001b").replace("\x07", "\\u0007"), f"{EVIL} = 1", f"[models.{EVIL}]",
    '[models.core]\nprice = "\\u001b]0;pwned\\u0007"', '[models."\\u001b[2J"]\nid = "\\u001b[2J"', '"\\u001b[2J" = 2',
])
@pytest.mark.parametrize("command", [("-c", 'generate "a" | save "x.png"', *SANDBOX), ("models",), ("doctor",)])
def test_what_the_configuration_says_is_harmless(imgflow, shows, text, command):
    place = imgflow.folder / ".config/imgflow"
    place.mkdir(parents=True)
    (place / "config.toml").write_text(text + "\n", encoding="utf-8")
    is_harmless(shows(*command))


ESCAPED = EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00").replace('"', '\\"')
ANSWERS = {
    "a message": whole(b'{"message": "%s"}' % ESCAPED.encode(), b"400 Bad", b"x-amzn-errortype: ValidationException"),
    "raw bytes in a message": whole(b'{"message": "%s"}' % EVIL.encode(), b"400 Bad"),
    "a type": whole(b"{}", b"400 Bad", b"x-amzn-errortype: " + EVIL.encode()),
    "a request id": whole(b"{}", b"500 Bad", b"x-amzn-requestid: " + EVIL.encode()),
    "access denied": whole(
        b'{"Message": "User: %s is not authorized to perform: bedrock:InvokeModel on resource: %s"}'
        % (ESCAPED.encode(), ESCAPED.encode()), b"403 Forbidden", b"x-amzn-errortype: AccessDeniedException"),
    "a page": whole(b"<html>" + EVIL.encode(), b"502 Bad Gateway"),
    "a filter": whole(b'{"finish_reasons": ["Filter reason: %s"], "images": []}' % ESCAPED.encode()),
    "a failure": whole(b'{"finish_reasons": ["%s"], "images": []}' % ESCAPED.encode()),
    "errors": whole(b'{"errors": ["%s"]}' % ESCAPED.encode()),
    "a redirect": whole(b"", b"301 Moved", b"location: http://" + EVIL.encode()),
    "no http": EVIL.encode() + b"\r\n\r\n",
    "a status": b"HTTP/1.1 400 " + EVIL.encode() + b"\r\n\r\n",
    "a picture's request id": whole(mutations.BODY, b"200 OK", b"x-amzn-requestid: " + EVIL.encode()),
}


@pytest.mark.parametrize("options", [(), ("--trace",), ("--json",)])
@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_server_says_is_harmless_now_and_in_the_log(imgflow, shows, name, options):
    with RawServer(lambda: Raw(ANSWERS[name])) as server:
        where = ("--endpoint-url", server.endpoint)
        is_harmless(shows("-c", 'generate "a" | save "x.png"', "--yes", *where, *options, AWS_MAX_ATTEMPTS="1", **KEYS))
        if not options:
            is_harmless(shows("log"))
            is_harmless(shows("doctor", *where, AWS_MAX_ATTEMPTS="1", **KEYS))


def test_a_path_in_a_pipe_is_the_path_to_the_byte(evil):
    done = evil("-c", 'load "a*.png" | resize 50% | save "{stem}-2.png"', *SANDBOX)
    [made] = [name for name in os.listdir(evil.folder) if name.endswith("b-2.png")]
    assert done.output == os.fsencode(made) + b"\n"


def test_the_prompt_shows_a_stranger_harmless(evil, binary, start_prompt):
    for name in ["gift.png", NAME]:
        os.link(evil.folder / name, start_prompt.__closure__ and evil.folder / f"linked-{name}")
    typist = start_prompt()
    said = typist.waits()
    for name in os.listdir(evil.folder):
        if name.startswith("linked-"):
            with open(evil.folder / name, "rb") as source:
                target = os.path.join(typist.child.cwd, name)
                if not os.path.exists(target):
                    with open(target, "wb") as copy:
                        copy.write(source.read())
    said += typist.line(":recipe linked-gift.png")
    typist.child.send('load "linked-\t\t')
    time.sleep(1)
    typist.child.send("\x03")
    typist.child.expect("1> ")
    said += typist.child.before
    typist.child.send('load "linked-a*.png" | info\r')
    typist.child.expect(r"\d> ")
    said += typist.child.before
    assert not any(mark in said for mark in MARKS), repr(said)


def test_pictures_keep_their_own_codes(start_prompt, folder):
    """What is drawn is made of escape sequences of imgflow's own."""
    typist = start_prompt("--backend", "sandbox")
    typist.waits()
    typist.line('canvas 64x64 color:"#ff0000"', 2)
    for line in [":show", ":undo", ":redo", ":ls", ":show photo.png"]:
        typist.child.send(line + "\r")
        typist.child.expect(r"\d+> ")
        assert "␛" not in typist.child.before, line
