"""What a call costs is said before it is sent, whatever the program says of it."""

import base64
import io
import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pexpect
import pytest

from typist import Typist

CREATIVE = "stability.stable-creative-upscale-v1:0"
ALWAYS = ("--endpoint-url", "http://127.0.0.1:9", "--region", "us-west-2")


def program(model: str, rest: str = "") -> str:
    return f"invoke \"{model}\" body:'{{\"prompt\": \"a\"}}' {rest} | save \"x.png\""


@pytest.mark.parametrize("model", [
    f"us.{CREATIVE}", f"US.{CREATIVE}",
    f"arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.{CREATIVE}",
])
@pytest.mark.parametrize("price", ["price:0", "price:0.01", ""])
def test_a_known_model_costs_what_it_costs(imgflow, model, price):
    plan = imgflow("-c", program(model, price), "--dry-run", *ALWAYS)
    assert b"$0.60" in plan.output
    refused = imgflow("-c", program(model, price), "--budget", "0.01", *ALWAYS, expecting=None)
    assert refused.code == 7, refused.errors
    assert "nothing was sent" in refused.errors


@pytest.mark.parametrize("model", [CREATIVE, f"arn:aws:bedrock:us-west-2::foundation-model/{CREATIVE}"])
def test_an_id_that_needs_its_profile_is_stopped_with_the_profile_as_fix(imgflow, model):
    done = imgflow("-c", program(model), "--yes", *ALWAYS, expecting=3)
    assert "E111" in done.errors
    assert f'invoke "us.{CREATIVE}"' in done.errors


@pytest.mark.parametrize("words", [[], ["--budget", "1"]])
def test_what_only_the_script_calls_free_needs_a_yes(imgflow, words):
    done = imgflow("-c", program("some.model-v1:0", "price:0"), *words, *ALWAYS, expecting=7)
    assert "--yes" in done.errors


STRANGE = [
    'set budget:9', 'use "x.imgflow"',
    'load "photo.png" | resize 10% | save "a.png" overwrite:true',
    'load "/etc/x.png" | save "a.png"',
    'load "~/x.png" | save "a.png"',
    'load "../x.png" | save "a.png"',
    'load "in/../../x.png" | save "a.png"',
    'load ["photo.png", "/etc/x.png"] | save "a.png"',
    'canvas 9x9 | save "../a.png"',
    'canvas 9x9 | save path:"/tmp/a.png"',
    'canvas 9x9 | overlay "/etc/x.png" | save "a.png"',
    'load "photo.png" | inpaint "x" mask:(load "../m.png") | save "a.png"',
    'let x = load "/etc/x.png"\ncanvas 9x9 | overlay $x | save "a.png"',
    'canvas 9x9 | fork { overlay (load "../x.png") } { blur 2 } | save "a.png"',
    'param p: file = "/etc/x.png"\nload $p | save "a.png"',
    'def x() = load "/etc/x.png"\nx | save "a.png"',
    'let p = "/etc"\nload "{$p}/x.png" | save "a.png"',
    'load "photo.png" | save "a.png" | save "b.png"',
    "invoke \"some.model\" body:'{}' price:0 | save \"a.png\"",
]


# Recipes with a mistake that hides a path, and what the user types to mend it.
HIDDEN = [
    ('load "/etc/x.png" | inpaint mask:"sky" text:@ | save "t.png"', "text=calm"),
    ('load "../x.png" | generate "x" seed:"\\q" | save "t.png"', "seed=4"),
    ('load "/etc/x.png" | resize 99999999 | save "t.png"', "resize.to=20"),
    ('load ["/etc/x.png", "x.png"] | resize 20 | save "t.png"', "resize.to=20"),
]


@pytest.mark.parametrize("line, wish", HIDDEN)
def test_nothing_hides_behind_a_mistake_of_a_strangers_recipe(imgflow, line, wish):
    planted(imgflow, f"imgflow 1\n{line}\n")
    before = sorted(os.listdir(imgflow.folder))
    done = imgflow("replay", "gift.png", "--set", wish, "--yes", "--backend", "sandbox", expecting=7)
    assert "this recipe cannot be run" in done.errors
    assert sorted(os.listdir(imgflow.folder)) == before


def planted(imgflow, text: str) -> None:
    """A PNG with a recipe that nobody here wrote, made by Pillow."""
    from PIL import Image, PngImagePlugin

    made = imgflow.folder / "made.png"
    imgflow("-c", 'canvas 8x8 | save "made.png" embed:true')
    with Image.open(made) as image:
        keys = list(image.text)
        assert keys, "nothing is embedded"
        info = PngImagePlugin.PngInfo()
        for key in keys:
            value = image.text[key]
            info.add_itxt(key, text if "imgflow 1" in value else value)
        image.save(imgflow.folder / "gift.png", pnginfo=info)


@pytest.mark.parametrize("line", STRANGE)
def test_a_strangers_recipe_has_its_limits(imgflow, line):
    if "save" not in line:
        line += '\ncanvas 9x9 | save "a.png"'
    planted(imgflow, f"imgflow 1\n{line}\n")
    before = sorted(os.listdir(imgflow.folder))
    done = imgflow("replay", "gift.png", "--yes", "--backend", "sandbox", expecting=7)
    assert "this recipe cannot be run" in done.errors
    assert sorted(os.listdir(imgflow.folder)) == before


ALLOWED = [
    'canvas 9x9 | label "/etc and ~ and ../x" | save "a.png"',
    'generate "/imagine a fox, 50/50" | save "a.png"',
    'load "photo.png" | inpaint "../ the sky" mask:"the sky" | save "a.png"',
    'load "./photo.png" | save path:"a.png"',
    'load "photo.png" | fork { blur 2 } { resize 50% } | sheet | save "sub/a.png"',
]


@pytest.mark.parametrize("line", ALLOWED)
def test_what_a_strangers_recipe_says_in_words_is_no_path(imgflow, line):
    planted(imgflow, f"imgflow 1\n{line}\n")
    imgflow("replay", "gift.png", "--yes", "--backend", "sandbox")
    assert (imgflow.folder / "gift-replay.png").exists()
    assert not (imgflow.folder / "a.png").exists()
    assert not (imgflow.folder / "sub").exists()


@pytest.mark.parametrize("answer", ["n", "", "y"])
def test_a_person_sees_program_and_price_before_a_yes(imgflow, binary, sandbox, answer):
    planted(imgflow, 'imgflow 1\n# \x1b[2J\ngenerate "a fox" | save "a.png"\n')
    before = len(sandbox.calls)
    typist = Typist(
        binary, imgflow.folder, "replay", "gift.png", "--endpoint-url", sandbox.endpoint,
        environment=sandbox.environment)
    typist.child.expect(r"Run it\? \[y/N\] ")
    said = typist.child.before
    assert "that was not written on this machine" in said
    assert '    generate "a fox"' in said and "# ␛[2J" in said
    assert "\x1b[2J" not in said
    assert "price: 1 paid call, $0.04" in said
    typist.child.sendline(answer)
    typist.child.expect(pexpect.EOF)
    typist.child.close()
    if answer == "y":
        assert typist.child.exitstatus == 0
        assert (imgflow.folder / "gift-replay.png").exists()
        return
    assert typist.child.exitstatus == 7
    assert "not confirmed: nothing was read, sent or written" in typist.child.before
    assert len(sandbox.calls) == before
    assert not list(imgflow.folder.glob("gift-*"))


def test_a_strangers_recipe_is_confirmed_first_whatever_it_costs(imgflow):
    planted(imgflow, 'imgflow 1\ncanvas 9x9 | save "photo.png"\n')
    photo = (imgflow.folder / "photo.png").read_bytes()
    done = imgflow("replay", "gift.png", expecting=7)
    assert "--yes" in done.errors and "canvas 9x9" in done.errors
    imgflow("replay", "gift.png", "--yes")
    assert (imgflow.folder / "gift-replay.png").exists()
    assert (imgflow.folder / "photo.png").read_bytes() == photo


def test_a_strangers_recipe_may_name_a_model_of_ones_own(imgflow):
    config = imgflow.folder / ".config/imgflow/config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        '[models.sd35-mine]\nlike = "sd35-large"\nid = "stability.sd3-5-large-v1:0"\n')
    planted(imgflow, 'imgflow 1\ngenerate "a" model:sd35-mine seed:1 | save "photo.png"\n')
    done = imgflow("replay", "gift.png", expecting=7)
    assert "mistake" not in done.errors and "--yes" in done.errors
    assert "sd35-large|sd35-mine" in imgflow("help", "transform").output.decode()
    assert r".It sd35\-mine" in imgflow("manual").output.decode()


def test_a_strangers_recipe_is_shown_without_its_escapes(imgflow):
    planted(imgflow, 'imgflow 1\ncanvas 9x9 | label "\x1b]0;pwned\x07\u202e" | save "a.png"\n')
    shown = imgflow("recipe", "gift.png").output.decode()
    assert not any(mark in shown for mark in "\x1b\x07\u202e")
    assert "\\u{1B}]0;pwned\\u{7}\\u{202E}" in shown


def sent(ledger) -> int:
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT count(*) FROM call WHERE outcome = 'sent'")
            return rows.fetchone()[0]
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_waits_for_what_is_paid_for(binary, imgflow, start_sandbox, number):
    server = start_sandbox("--latency", "1500")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder / "home")}
    command = [binary, "-c", 'generate "a" count:12 | save "o-{index}.png"', "--yes", "--jobs", "3"]
    run = subprocess.Popen(
        command, cwd=imgflow.folder, env=environment | server.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ledger = imgflow.folder / "home/.local/state/imgflow/ledger.sqlite"
    end = time.monotonic() + 30
    while sent(ledger) < 3:
        assert time.monotonic() < end and run.poll() is None
        time.sleep(0.02)
    run.send_signal(number)
    run.wait(timeout=30)
    answered = sum(count for _, status, count in server.calls if status == 200)
    kept = list((imgflow.folder / "home/.local/share/imgflow").rglob("*.json"))
    assert run.returncode != 0
    assert 0 < answered < 12
    assert len(kept) == answered


NOVA = (
    """'{"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"},"""
    """ "imageGenerationConfig": {"numberOfImages": 3, "seed": 7, "width": 320, "height": 320}}'"""
)


def test_an_answer_of_three_images_is_three_results_and_priced_three_times(imgflow, sandbox):
    """Held against boto3, which is given the same answer."""
    from PIL import Image

    program = f'invoke "amazon.nova-canvas-v1:0" body:{NOVA} | save "x-{{index}}.png"'
    where = ("--endpoint-url", sandbox.endpoint, "--region", "us-east-1")
    keys = sandbox.environment
    refused = imgflow("-c", program, "--budget", "0.11", *where, environment=keys, expecting=7)
    assert "nothing was sent" in refused.errors
    done = imgflow("-c", program, "--yes", "--budget", "0.12", *where, environment=keys)
    assert done.output.split() == [b"x-1.png", b"x-2.png", b"x-3.png"]
    answer = sandbox.client("us-east-1").invoke_model(
        modelId="amazon.nova-canvas-v1:0", body=NOVA.strip("'"))
    images = json.loads(answer["body"].read())["images"]
    assert len(set(images)) == 3
    for number, text in enumerate(images, 1):
        with Image.open(io.BytesIO(base64.b64decode(text))) as theirs:
            with Image.open(imgflow.folder / f"x-{number}.png") as ours:
                assert ours.tobytes() == theirs.tobytes()
    [ledger] = imgflow.folder.rglob("ledger.sqlite")
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT outcome, price FROM call").fetchall()
    assert rows == [("paid", 120_000)]
    again = imgflow(
        "-c", program.replace("x-", "y-"), "--budget", "0", *where, environment=keys)
    assert "0 calls made, 1 cached" in again.errors
    assert (imgflow.folder / "y-3.png").read_bytes() == (imgflow.folder / "x-3.png").read_bytes()
