"""Of many images the one that failed is named: in text, in the progress line, in JSON and in the log."""

import json
import re
from collections import Counter

import pexpect
import pytest
from PIL import Image

from imgflow import scrubbed
from raw_server import Raw, RawServer, whole
import mutations
from typist import ENVIRONMENT, plain

KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-west-2"}
REFUSED = whole(b'{"finish_reasons": ["Filter reason: output image"], "images": []}')


# The program, and the name of the image that is refused: the seventh call that is made of it, one at a time.
TABLE = {
    "files": ('load "in/*.jpg" | replace "sky" text:"storm" | save "out/{stem}.png"', r"in/p07\.jpg"),
    "files of one name": ('load "in/**/*.png" | replace "sky" text:"storm" | save "out/{index}.png"', r"in/d7/same\.png"),
    "prompts": (
        "generate [" + ", ".join(f'"prompt {number:02}"' for number in range(1, 13)) + '] | save "out/{index}.png"',
        r'"prompt 07"'),
    "copies of one prompt": ('generate "a fox" seed:101 count:12 | save "out/{index}.png"', r'"a fox", seed 107'),
    "a sweep over one file": (
        'load "in/p01.jpg" | replace "sky" text:['
        + ", ".join(f'"storm {number:02}"' for number in range(1, 13)) + '] | save "out/{index}.png"',
        r"in/p01\.jpg, text storm 07"),
}


@pytest.fixture
def many(imgflow):
    for number in range(1, 13):
        folder = imgflow.folder / "in" / f"d{number}"
        folder.mkdir(parents=True)
        # Equal pictures would be one call.
        picture = Image.new("RGB", (96, 96), (number * 20, 90, 30))
        picture.save(imgflow.folder / "in" / f"p{number:02}.jpg")
        picture.save(folder / "same.png")
    return imgflow


@pytest.fixture
def refusing():
    """Refuses the seventh call."""
    calls = Counter()

    def answer() -> Raw:
        calls["all"] += 1
        return Raw(REFUSED if calls["all"] == 7 else whole(mutations.BODY))

    with RawServer(answer) as server:
        yield server


def options(server) -> tuple[str, ...]:
    return ("--endpoint-url", server.endpoint, "--yes", "--jobs", "1", "--keep-going")


@pytest.mark.parametrize("name", TABLE)
def test_text_and_log_name_the_image_that_was_refused(many, refusing, name):
    program, item = TABLE[name]
    done = many("-c", program, *options(refusing), environment=KEYS, expecting=8)
    [line] = [line for line in done.errors.splitlines() if line.startswith("error: ")]
    assert re.search(rf"\({item}\): the content filter refused the output image", line), done.errors
    assert len(list((many.folder / "out").iterdir())) == 11
    refused = [row for row in json.loads(many("log", "--json", "--limit", "100").output)
               if row["call"]["outcome"] == "filtered"]
    words = item.replace("\\", "").split(", ")[0]
    assert len(refused) == 1 and refused[0]["call"]["error"].startswith(words)
    assert words in many("log", "--limit", "100").output.decode()


@pytest.mark.parametrize("name", TABLE)
def test_json_names_the_image_that_was_refused(many, refusing, name):
    program, item = TABLE[name]
    done = many("-c", program, "--json", *options(refusing), environment=KEYS, expecting=8)
    events = [json.loads(line) for line in done.output.splitlines()]
    [failed] = [event for event in events if event["event"] == "failed"]
    assert re.fullmatch(item, failed["item"])
    assert failed["line"] == 1 and failed["verb"] in ("replace", "generate")


@pytest.mark.parametrize("name", TABLE)
def test_the_progress_line_names_the_image_that_was_refused(many, refusing, name):
    program, item = TABLE[name]
    child = pexpect.spawn(
        str(many.binary), ["-c", program, *options(refusing)], encoding="utf-8", timeout=60, dimensions=(50, 400),
        cwd=many.folder, env=scrubbed({"PATH": "/usr/bin:/bin"}, many.folder) | ENVIRONMENT | KEYS)
    child.expect(pexpect.EOF)
    assert re.search(rf"1 failed \(last {item}\)", plain(child.before)), child.before


def test_the_steps_of_one_image_are_not_many(imgflow):
    from PIL import Image, ImageDraw

    cut = Image.new("RGBA", (300, 300))
    ImageDraw.Draw(cut).ellipse([40, 40, 260, 260], fill="blue")
    cut.save(imgflow.folder / "cut.png")
    for name, stage in [("cut.png", "backdrop"), ("photo.png", "backdrop"), ("photo.png", "replace \"a\" exact:true")]:
        text = 'text:"a beach"' if stage != "backdrop" else '"a beach"'
        done = imgflow("-c", f'load "{name}" | {stage} {text} | save "o.png"', "--backend", "sandbox", "--overwrite")
        assert "number 1" not in done.errors and f"({name}" not in done.errors, done.errors
