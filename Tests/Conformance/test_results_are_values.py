"""`$3` is the image that was on the screen, whatever has become since of all that it was made from."""

import io
import shutil
import signal
import subprocess
import time

import numpy
import pytest
from PIL import Image as Picture

import marked_images
import pictures
from imgflow import scrubbed


def pixels(path):
    with Picture.open(path) as picture:
        return picture.mode, picture.info.get("icc_profile"), numpy.asarray(picture).tobytes()


def empty_store(folder):
    shutil.rmtree(folder / ".local/share/imgflow/answers")


def forget_file(folder):
    (folder / "photo.png").unlink()


def overwrite_file(folder):
    # In place, as some editors write: a hard link would change with it.
    with open(folder / "photo.png", "r+b") as file:
        file.write(pictures.encoded(pictures.noise(64, 64)))


def nothing(folder):
    pass


@pytest.mark.parametrize(
    "change, line",
    [(empty_store, None), (forget_file, None), (overwrite_file, None), (nothing, ":backend sandbox"),
     (nothing, ":cd other"), (nothing, "set generate model:ultra"), (nothing, 'set upscale format:webp'),
     (nothing, 'let photo = load "photo.png"')])
def test_nothing_changes_what_a_result_is(start_prompt, folder, change, line):
    (folder / "other").mkdir()
    typist = start_prompt()
    typist.waits()
    typist.line('load "photo.png" | resize 320', 2)
    typist.line('| inpaint mask:"sky" text:"a storm"', 3)
    typist.line(f'$2 | save "{folder}/before.png"')
    change(folder)
    if line:
        typist.line(line, 4 if line.startswith(("set", "let")) else 3)
    said = typist.line(f'$2 | save "{folder}/after.png"')
    assert "error" not in said and "$0." not in said, said
    assert (folder / "before.png").read_bytes() == (folder / "after.png").read_bytes()
    # It goes on from there too, for nothing.
    said = typist.line(f'$1 | overlay ($2 | resize 50%) | save "{folder}/both.png"', typist.entry + 1)
    assert "error" not in said and "at AWS" not in said, said
    assert (folder / "both.png").exists()


def test_only_again_works_anew(typist, folder):
    typist.line('load "photo.png" | resize 64', 2)
    typist.line('$1 | save "before.png"')
    overwrite_file(folder)
    typist.line('load "photo.png" | resize 64', 3)
    typist.line('$2 | save "anew.png"; $1 | save "after.png"')
    assert pixels(folder / "before.png") == pixels(folder / "after.png") != pixels(folder / "anew.png")


def test_names_and_definitions_take_results(typist, folder):
    typist.line('load "photo.png" | resize 64', 2)
    assert "error" not in typist.line("let hero = $1", 3)
    assert "error" not in typist.line("def stamp() = overlay $1 opacity:50%", 4)
    forget_file(folder)
    said = typist.line('$hero | stamp | save "stamped.png"', 5)
    assert "error" not in said and (folder / "stamped.png").exists(), said


@pytest.mark.parametrize(
    "line", ["$1 | overlay $1 | flip sidewise", "$1 | inpaint mask:$1 text:\"x\"", "let a = $1 | nothing", "$1 | resize $1",
             "def f() = overlay $1 | flip sidewise"])
def test_messages_name_results_as_people_do(typist, line):
    typist.line('load "photo.png" | resize 64', 2)
    assert "result-" not in typist.line(line)
    typist.child.send("\x15")


def test_a_mask_knows_its_picture(typist, folder):
    typist.line('load "photo.png" | resize 64', 2)
    typist.line("$1 | select rect:[0, 0, 50%, 50%]", 3)
    forget_file(folder)
    # A selection on a mask is one on its picture.
    typist.line('$2 | select luma:[0, 0.4] | save "split.png"', 4)
    typist.line('$1 | select luma:[0, 0.4] | save "whole.png"', 5)
    assert pixels(folder / "split.png") == pixels(folder / "whole.png")
    # And `show mask` lays it over that, in red.
    assert "error" not in typist.line("$2 | show mask")


def test_a_saved_result_says_how_it_was_made(typist, binary, folder):
    typist.line('load "photo.png" | resize 160', 2)
    typist.line('$1 | inpaint mask:"sky" text:"a storm" seed:7', 3)
    typist.line("$1 | overlay $2 opacity:50%", 4)
    typist.line('$3 | overlay ($2 | flip) | save "made.png"', 5)
    said = typist.line(":recipe made.png").replace("\r", "")
    assert "held-" not in said and "$1" not in said
    recipe = said[said.index("imgflow 1"):said.rindex("\n")]
    before = pixels(folder / "made.png")
    (folder / "made.png").unlink()
    (folder / "made.imgflow").write_text(recipe)
    done = subprocess.run(
        [binary, "made.imgflow", "--backend", "sandbox"], cwd=folder, env=scrubbed({"PATH": "/usr/bin:/bin"}, folder),
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (recipe, done.stderr)
    assert "$0.00" in done.stderr or "cached" in done.stderr, done.stderr
    assert pixels(folder / "made.png") == before


# Scaled to a fifth, a JPEG is decoded small where nothing stands before the scaling but what moves pixels.
FREE = ["resize 20%", "resize 150%", "crop 1:1", "rotate 90", "flip", "blur 2", "pad 16:9", 'label "x"', "adjust auto:true",
        "sharpen"]


def kinds():
    noise = Picture.merge("RGB", [pictures.noise(800, 600).convert("L")] * 3).resize((640, 480))
    turned = marked_images.jpeg(noise, orientation=6)
    plain = io.BytesIO()
    noise.save(plain, "jpeg", quality=90)
    return [("turned.jpg", turned), ("plain.jpg", plain.getvalue()), ("deep.png", marked_images.deep()),
            ("clear.webp", pictures.encoded(marked_images.translucent(), "webp"))]


@pytest.mark.parametrize("name, data", kinds(), ids=[name for name, _ in kinds()])
def test_pairs_of_free_verbs_come_to_the_same_in_one_line_and_in_two(start_prompt, binary, folder, name, data):
    (folder / name).write_bytes(data)
    typist = start_prompt(environment={"IMGFLOW_IMAGES": "off"})
    typist.waits()
    typist.line(f'load "{name}"', 2)
    for place, first in enumerate(FREE):
        typist.line(f"$1 | {first}", place + 3)
    time.sleep(1)
    program = []
    for one, first in enumerate(FREE):
        for other, second in enumerate(FREE):
            typist.line(f'${one + 2} | {second} | save "split-{one}-{other}.png"', typist.entry + 1)
            program.append(f'load "{name}" | {first} | {second} | save "fused-{one}-{other}.png"')
    (folder / "fused.imgflow").write_text("imgflow 1\n" + "\n".join(program) + "\n")
    done = subprocess.run(
        [binary, "fused.imgflow"], cwd=folder, env=scrubbed({"PATH": "/usr/bin:/bin"}, folder),
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    wrong = [
        (FREE[one], FREE[other]) for one in range(len(FREE)) for other in range(len(FREE))
        if pixels(folder / f"split-{one}-{other}.png") != pixels(folder / f"fused-{one}-{other}.png")]
    assert wrong == []


def test_the_last_of_many_lines_costs_what_the_first_did(start_prompt, folder):
    typist = start_prompt(environment={"IMGFLOW_IMAGES": "off"})
    typist.waits()
    typist.line('load "photo.png"', 2)
    times = []
    for entry in range(3, 153):
        start = time.monotonic()
        typist.line("| invert", entry)
        times.append(time.monotonic() - start)
    first, last = sorted(times[:20])[10], sorted(times[-20:])[10]
    assert last < 2 * first + 0.01, (first, last)
    # All at once, they are written as they come: none is worked out from the first again.
    typist.child.delaybeforesend = None
    start = time.monotonic()
    for entry in range(153, 203):
        typist.line("| invert", entry)
    assert (time.monotonic() - start) / 50 < 2 * first + 0.05
    typist.line('| save "chain.png"; $1 | save "first.png"')
    assert pixels(folder / "chain.png")[2] == pixels(folder / "first.png")[2]


def test_copies_are_their_users_alone_and_go_with_a_session_that_is_forgotten(typist, folder):
    typist.line('load "photo.png" | resize 64', 2)
    typist.line("$1 | flip", 3)
    place = folder / ".local/state/imgflow/sessions"
    end = time.monotonic() + 10
    while time.monotonic() < end and not list(place.rglob("*.pixels")):
        time.sleep(0.05)
    kept = [path for path in place.rglob("*")]
    assert any(path.suffix == ".pixels" for path in kept)
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    typist.line(":sessions forget")
    typist.child.send("\x04")
    typist.child.wait()
    assert list(place.iterdir()) == []


def test_the_next_session_removes_what_a_killed_one_left(start_prompt, folder):
    place = folder / ".local/state/imgflow/sessions"
    sessions = [start_prompt(), start_prompt()]
    for typist, count in zip(sessions, [1, 2]):
        typist.waits()
        typist.line('load "photo.png"', 2)
        # What cannot be continued is of no use to anybody.
        typist.line(":sessions forget")
        end = time.monotonic() + 10
        while time.monotonic() < end and len(list(place.glob("*/lock"))) < count:
            time.sleep(0.05)
    # One that lives keeps its own.
    assert len(list(place.iterdir())) == 2
    sessions[0].child.kill(signal.SIGKILL)
    sessions[0].child.wait()
    typist = start_prompt()
    typist.waits()
    typist.line('load "photo.png"', 2)
    names = {str(sessions[1].child.pid), str(typist.child.pid)}
    end = time.monotonic() + 10
    while time.monotonic() < end and {path.name.split("-")[0] for path in place.iterdir()} != names:
        time.sleep(0.05)
    assert {path.name.split("-")[0] for path in place.iterdir()} == names


def test_a_program_across_backends_is_refused_with_the_results_named(two_backends, folder):
    typist, _ = two_backends
    typist.line("| overlay $1", 4)
    said = typist.line(":save flow")
    assert "`sandbox` made $2" in said and "made $1" in said, said
    assert not (folder / "flow.imgflow").exists()
    # The results of one backend are a program.
    typist.line('$2 | save "cat.png"', 4)
    assert "wrote flow.imgflow" in typist.line(":save flow")
