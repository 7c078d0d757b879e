"""The session and the images of the README are what `scripts/record-session` makes of this imgflow."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs/images"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def recorded(binary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    subprocess.run([sys.executable, ROOT / "scripts/record-session", binary, folder], check=True, timeout=180)
    return folder


def lines(path):
    """The texts of each line of the screen, without what the clock says; and how many blocks are drawn in it."""
    rows = ElementTree.parse(path).getroot().findall(f"{SVG}g")
    return [
        ([re.sub(r"\d+\.\d s", "… s", text.text) for text in row.findall(f"{SVG}text")],
         len(row.findall(f"{SVG}rect")))
        for row in rows
    ]


def test_the_session_is_recorded_as_it_stands(recorded):
    assert lines(recorded / "session.svg") == lines(KEPT / "session.svg")


@pytest.mark.parametrize("name", ["before.jpg", "after.jpg"])
def test_the_images_are_made_as_they_stand(recorded, name):
    ours, kept = (numpy.asarray(Image.open(folder / name), float) for folder in (recorded, KEPT))
    assert ours.shape == kept.shape == (320, 480, 3)
    assert numpy.abs(ours - kept).mean() < 4


def test_the_images_differ_in_the_sky_alone():
    before, after = (numpy.asarray(Image.open(KEPT / name), float) for name in ("before.jpg", "after.jpg"))
    change = numpy.abs(before - after).mean(axis=(1, 2))
    assert change[:40].mean() > 20 > 4 > change[200:250].mean()


def test_the_session_is_plain_svg():
    path = KEPT / "session.svg"
    assert path.stat().st_size < 1_000_000
    names, attributes = set(), set()
    for element in ElementTree.parse(path).iter():
        names.add(element.tag.removeprefix(SVG))
        attributes |= set(element.attrib)
    assert names <= {"svg", "title", "rect", "circle", "text", "g"}
    assert not [name for name in attributes if name.startswith("on") or "href" in name or name == "style"]


def test_it_shows_a_session_with_its_images():
    text = "\n".join(" ".join(words) for words, _ in lines(KEPT / "session.svg"))
    for part in ["error[E022]", "= fix: fast", "$3", "storm.jpg", "sandbox ($0.04 at AWS)"]:
        assert part in text, text
    assert sum(blocks for _, blocks in lines(KEPT / "session.svg")) > 1000


def test_the_readme_shows_them_and_says_what_made_them():
    page = (ROOT / "README.md").read_text()
    for name in ["session.svg", "before.jpg", "after.jpg"]:
        assert f"](docs/images/{name})" in page
    assert re.search(r"recorded in the offline sandbox", page)
