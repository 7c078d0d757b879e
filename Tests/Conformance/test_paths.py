"""Names are bytes: the file system itself says which files there are."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import unicodedata

import pytest
from PIL import Image

WORDS = ["é", "が", "naïve é"]
SANDBOX = {"IMGFLOW_BACKEND": "sandbox"}


def forms(word: str) -> tuple[str, str]:
    one, two = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    assert one != two
    return one, two


def picture(path, color, size=(8, 6)):
    Image.new("RGB", size, color).save(os.fsencode(path), "PNG")


def color(path) -> tuple[int, ...]:
    with Image.open(os.fsencode(path)) as found:
        return found.convert("RGB").getpixel((0, 0))


def names(folder) -> set[bytes]:
    return {name for name in os.listdir(os.fsencode(folder)) if not name.startswith(b".")}


RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture(params=WORDS)
def two(request, imgflow):
    """Two files whose names are one text in two forms, red and blue."""
    one, other = forms(request.param)
    (imgflow.folder / "in").mkdir()
    picture(imgflow.folder / "in" / f"{one}.png", RED)
    picture(imgflow.folder / "in" / f"{other}.png", BLUE)
    return one, other


def test_each_form_is_loaded_by_its_bytes(imgflow, two):
    one, other = two
    program = f'load "in/{one}.png" | save "first.png"\nload "in/{other}.png" | save "second.png"\n'
    imgflow("-c", program, environment=SANDBOX)
    assert color(imgflow.folder / "first.png") == RED
    assert color(imgflow.folder / "second.png") == BLUE


@pytest.mark.parametrize("pattern", ["in", "in/*.png", "in/**/*.png"])
def test_none_of_a_batch_vanishes(imgflow, two, pattern):
    program = f'load "{pattern}" | save "out/{{stem}}.png"'
    imgflow("-c", program, environment=SANDBOX)
    assert names(imgflow.folder / "out") == {f"{form}.png".encode() for form in two}
    assert color(imgflow.folder / "out" / f"{two[0]}.png") == RED
    assert color(imgflow.folder / "out" / f"{two[1]}.png") == BLUE


def test_what_is_its_own_is_told_by_bytes(imgflow, two):
    """The one that imgflow wrote is replaced, the one of the other form is not imgflow's."""
    one, other = two
    imgflow("-c", f'load "in/{one}.png" | save "{one}.png"', environment=SANDBOX)
    picture(imgflow.folder / f"{other}.png", BLUE)
    refused = imgflow(
        "-c", f'load "in/{one}.png" | resize 4 | save "{other}.png"', environment=SANDBOX, expecting=None)
    assert refused.code != 0 and "E060" in refused.errors
    assert color(imgflow.folder / f"{other}.png") == BLUE
    imgflow("-c", f'load "in/{one}.png" | save "{one}.png"', environment=SANDBOX)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("typed", [0, 1])
def test_a_form_that_is_not_there_finds_the_other(imgflow, word, typed):
    both = forms(word)
    (imgflow.folder / both[1 - typed]).mkdir()
    picture(imgflow.folder / both[1 - typed] / f"{both[1 - typed]}.png", RED)
    done = imgflow(
        "-c", f'load "{both[typed]}/{both[typed]}.png" | save "out.png"', environment=SANDBOX)
    assert "W056" in done.errors
    assert color(imgflow.folder / "out.png") == RED
    found = imgflow(
        "-c", f'load "{both[typed]}" | save "all.png"', environment=SANDBOX)
    assert "W056" in found.errors and color(imgflow.folder / "all.png") == RED


@pytest.mark.parametrize("word", WORDS)
def test_used_files_are_two(imgflow, word):
    one, other = forms(word)
    (imgflow.folder / f"{one}.imgflow").write_text("def small() = resize 4x3\n")
    (imgflow.folder / f"{other}.imgflow").write_text("def smaller() = resize 2x2\n")
    program = (
        f'use "{one}.imgflow"\nuse "{other}.imgflow"\n'
        'load "photo.png" | small | save "a.png"\nload "photo.png" | smaller | save "b.png"\n')
    imgflow("-c", program, environment=SANDBOX)
    assert (imgflow.folder / "a.png").exists() and (imgflow.folder / "b.png").exists()


@pytest.mark.parametrize("word", WORDS)
def test_a_recipe_means_its_own_form(imgflow, word):
    one, other = forms(word)
    picture(imgflow.folder / f"{one}.png", RED)
    picture(imgflow.folder / f"{other}.png", BLUE)
    for form in (one, other):
        imgflow("-c", f'load "{form}.png" | resize 4x3 | save "{form}-small.png"', environment=SANDBOX)
    for form in (one, other):
        told = imgflow("recipe", f"{form}-small.png").output
        assert f'"{form}.png"'.encode() in told


def test_folders_of_any_depth_are_one_pattern(imgflow):
    (imgflow.folder / "in/a/b").mkdir(parents=True)
    picture(imgflow.folder / "in/a/b/x.png", RED)
    picture(imgflow.folder / "in/y.png", RED)
    pattern = "in/" + "**/" * 40 + "*.png"
    imgflow("-c", f'load "{pattern}" | save "out/{{stem}}.png"', environment=SANDBOX)
    assert names(imgflow.folder / "out") == {b"x.png", b"y.png"}


@pytest.mark.parametrize("home", ["/dev/null/none", "/proc/none"])
def test_free_work_needs_no_home(imgflow, home):
    done = imgflow(
        "-c", 'load "photo.png" | resize 50% | save "half.png"', environment=SANDBOX | {"HOME": home})
    assert (imgflow.folder / "half.png").exists()
    assert len(done.errors.splitlines()) <= 2, done.errors
    assert "ledger" in done.errors


SAVES = {
    "~": "shell", "~/": "folder", "~other/y.png": "shell", "$HOME/y.png": "shell", "a/$x/y.png": "shell",
    "s3://bucket/y.png": "is a URL", "https://example.com/y.png": "is a URL", "out/": "folder",
    ".": "folder", "..": "folder", "out/..": "folder", "/dev/null": "cannot be made",
    "/dev/stdout": "save -", ".png": "without a name", "out/.jpg": "without a name",
    "x" * 256 + "/y.png": "at most", "y/" * 2_100 + "z.png": "at most", "é" * 120 + ".png": "at most",
}


@pytest.mark.parametrize("name", SAVES)
def test_names_that_mean_something_elsewhere_are_refused_at_check(imgflow, name):
    before = names(imgflow.folder)
    checked = imgflow(
        "check", "-c", f'load "photo.png" | upscale fast | save "{name}"', environment=SANDBOX, expecting=None)
    assert checked.code == 1 or checked.code == 3, checked.errors
    assert "E063" in checked.errors and SAVES[name] in checked.errors
    assert "fix" in checked.errors or "= " in checked.errors
    assert names(imgflow.folder) == before


def test_home_is_meant(imgflow):
    home = imgflow.folder / "elsewhere"
    home.mkdir()
    picture(home / "in.png", RED)
    imgflow(
        "-c", 'load "~/in.png" | save "~/out/y.png"', environment=SANDBOX | {"HOME": str(home)})
    assert color(home / "out" / "y.png") == RED
    assert not (imgflow.folder / "~").exists()


HOSTILE = ["../../x", "..", ".", "...", "a/b", "/etc/x", "x\u0001y", "w" * 400, "語" * 200, "~", "$HOME"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_in_a_name_stays_in_its_folder(imgflow, value):
    (imgflow.folder / "deep/er").mkdir(parents=True)
    (imgflow.folder / "deep/er/p.imgflow").write_text(
        'param who: string\nload "photo.png" | save "out/{$who}.png"\n')
    before = set(imgflow.folder.rglob("*"))
    imgflow("deep/er/p.imgflow", f"--who={value}", environment=SANDBOX)
    made = {place for place in imgflow.folder.rglob("*.png")} - before
    assert [place.parent for place in made] == [imgflow.folder / "out"], made
    assert all(place.suffix == ".png" for place in made)


@pytest.mark.parametrize("name", ["...png", "....png"])
def test_a_stem_of_dots_is_no_folder(imgflow, name):
    picture(imgflow.folder / name, RED)
    imgflow("-c", f'load "{name}" | save "out/{{stem}}/x.png"', environment=SANDBOX)
    assert (imgflow.folder / "out/image/x.png").exists()


def odd_places(folder) -> dict[str, str]:
    os.symlink("nothing-there", folder / "gone.png")
    os.symlink("self.png", folder / "self.png")
    (folder / "dir.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    return {
        "gone.png": "link to", "self.png": "itself", "dir.png": "folder", "pipe.png": "not a file",
        "/dev/zero": "not a file", "/proc/self/pagemap": "",
    }


@pytest.mark.parametrize("place", ["gone.png", "self.png", "dir.png", "pipe.png", "/dev/zero", "/proc/self/pagemap"])
@pytest.mark.parametrize("how", ["load", "use", "why", "recipe", "replay", "program"])
def test_what_is_no_file_is_told_at_once(imgflow, place, how):
    why = odd_places(imgflow.folder)[place]
    if how == "load" and place == "dir.png":
        why = "no images"
    commands = {
        "load": ["-c", f'load "{place}" | info'], "use": ["-c", f'use "{place}"\nload "photo.png" | info'],
        "program": [place],
    }
    done = imgflow(*commands.get(how, [how, place]), environment=SANDBOX, expecting=None, limit=20)
    assert done.code not in (0, -4, -5, -6, -11), done.errors
    assert why in done.errors and ("error" in done.errors), done.errors


def test_input_that_never_ends_is_refused(imgflow):
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as yes:
        done = subprocess.run(
            [imgflow.binary, "-c", "load - | info"], stdin=yes.stdout, capture_output=True,
            cwd=imgflow.folder, env={"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder)} | SANDBOX,
            timeout=60)
        yes.kill()
    assert done.returncode != 0 and b"it is larger than" in done.stderr


def test_replacing_keeps_mode_and_owner_and_goes_through_links(imgflow):
    target = imgflow.folder / "kept.png"
    picture(target, BLUE)
    target.chmod(0o640)
    os.symlink("kept.png", imgflow.folder / "link.png")
    imgflow(
        "-c", 'canvas 4x3 | save "link.png" overwrite:true', environment=SANDBOX)
    assert os.path.islink(imgflow.folder / "link.png")
    assert target.stat().st_mode & 0o7777 == 0o640
    with Image.open(target) as found:
        assert found.size == (4, 3)


@pytest.mark.parametrize("make", [os.link, os.symlink])
def test_no_name_of_an_input_is_overwritten(imgflow, make):
    before = (imgflow.folder / "photo.png").read_bytes()
    make(imgflow.folder / "photo.png", imgflow.folder / "other.png")
    done = imgflow(
        "-c", 'load "photo.png" | flip | save "other.png" overwrite:true', environment=SANDBOX,
        expecting=None)
    assert done.code != 0 and "E062" in done.errors
    assert (imgflow.folder / "photo.png").read_bytes() == before


SHIM = """
#include <errno.h>
int flock(int file, int what) { (void)file; (void)what; errno = CODE; return -1; }
"""


@pytest.mark.parametrize("code", ["ENOLCK", "ENOSYS", "EOPNOTSUPP"])
def test_a_file_system_without_locks_stops_nothing(imgflow, code):
    compiler = shutil.which("clang") or shutil.which("cc")
    if not compiler:
        pytest.skip("needs a C compiler")
    source = imgflow.folder / "shim.c"
    source.write_text(SHIM.replace("CODE", code))
    subprocess.run([compiler, "-shared", "-fPIC", "-o", imgflow.folder / "shim.so", source], check=True)
    imgflow(
        "-c", 'load "photo.png" | upscale fast | save "big.png"', "--yes",
        environment=SANDBOX | {"LD_PRELOAD": str(imgflow.folder / "shim.so")}, limit=30)
    assert (imgflow.folder / "big.png").exists()


def test_a_store_that_is_named_is_a_teams(imgflow):
    team = imgflow.folder / "team"
    team.mkdir()
    team.chmod(0o2775)
    imgflow(
        "-c", 'load "photo.png" | upscale fast | save "big.png"', "--yes", "--store", str(team / "answers"),
        environment=SANDBOX)
    umask = os.umask(0)
    os.umask(umask)
    found = list((team / "answers").rglob("*"))
    assert any(place.is_file() for place in found)
    for place in found:
        mode = place.stat().st_mode & 0o777
        assert mode == (0o777 if place.is_dir() else 0o666) & ~umask, place
        assert place.stat().st_gid == team.stat().st_gid


def test_leftovers_are_seen_and_go(imgflow):
    imgflow("-c", 'load "photo.png" | upscale fast | save "big.png"', "--yes", environment=SANDBOX)
    store = imgflow.folder / ".local/share/imgflow/answers"
    shelf = next(place for place in store.iterdir() if len(place.name) == 2)
    left = [shelf / ".imgflow-1-2.part", store / "rejected" / "ab.body"]
    left[1].parent.mkdir(exist_ok=True)
    for place in left:
        place.write_bytes(b"x" * 100)
        os.utime(place, (1, 1))
    told = imgflow("store").output
    assert b"1 leftover file" in told and b"1 file that may have been billed" in told
    # What may be paid for stays, and that is said, until it is asked for by name.
    assert b"1 file that may have been billed" in imgflow("store", "prune", "--yes").output
    assert [place.exists() for place in left] == [False, True]
    assert b"nothing to remove; 1 file" in imgflow("store", "prune", "--yes").output
    imgflow("store", "prune", "--paid", "--yes")
    assert not any(place.exists() for place in left)


def test_a_picture_asked_for_anew_leaves_the_older_one(imgflow):
    program = 'load "photo.png" | remove-background fresh:true | save "cut.png" overwrite:true'
    for _ in range(2):
        imgflow("-c", program, "--yes", environment=SANDBOX)
    store = imgflow.folder / ".local/share/imgflow/answers"
    pictures = [place for place in store.rglob("*.png")]
    for place in pictures:
        os.utime(place, (1, 1))
    imgflow("store", "prune", "--yes")
    assert all(place.exists() for place in pictures)
    if len(pictures) > 1:
        imgflow("store", "prune", "--paid", "--yes")
        assert sum(place.exists() for place in pictures) == 1
    assert b"1 result of 1 sound" in imgflow("store", "verify").output


def test_names_that_are_taken_leave_no_rows(imgflow):
    picture(imgflow.folder / "w-640.png", BLUE)
    imgflow(
        "-c", 'load "photo.png" | replace "sky" text:"sea" | save "w-{width}.png"', "--yes",
        environment=SANDBOX)
    assert (imgflow.folder / "w-640-2.png").exists()
    rows = sqlite3.connect(imgflow.folder / ".local/state/imgflow/ledger.sqlite").execute(
        "SELECT path, hash FROM file").fetchall()
    for path, digest in rows:
        with open(path, "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest, path


def test_two_runs_of_one_program_end_well(imgflow):
    command = [
        imgflow.binary, "-c", 'load "photo.png" | upscale fast | save "big.png"', "--yes"]
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder)} | SANDBOX
    runs = [
        subprocess.Popen(command, cwd=imgflow.folder, env=surroundings, stdin=subprocess.DEVNULL)
        for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]


# One rule for every value in a name: it stays a part of the name, or is refused at check.

VALUES = [
    "../../x", "..", ".", "...", "a/b", "/etc/x", "/", "", "~", "~/x", "~root", "$HOME", "$HOME/x", "s3://b/x", "x\u0001y",
    "-", "C:\\x", "\\..\\x", "x/", "./x", "w" * 400, "語" * 200,
]
SHAPES = {
    "the start of a name": "{V}.png", "a folder": "{V}/x.png", "the start of a folder": "{V}-a/x.png",
    "two values": "{V}{V}/x.png", "the middle": "out/{V}/x.png", "in a folder's name": "out/a{V}/x.png",
    "the end": "out/{V}.png", "behind a name": "out/x-{V}.png", "by a name": "{N}.png", "a folder by a name": "{N}/x.png",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", VALUES)
def test_no_value_leaves_the_folder(imgflow, shape, value):
    home = imgflow.folder / "home"
    inside = imgflow.folder / "one/two"
    for place in (home, inside):
        place.mkdir(parents=True)
    shutil.copy(imgflow.folder / "photo.png", inside / "photo.png")
    name = SHAPES[shape].replace("{V}", "{$who}").replace("{N}", "{$name}")
    (inside / "p.imgflow").write_text(
        f'param who: string\nlet name = "{{$who}}"\nload "photo.png" | resize 8 | save "{name}"\n')
    before = set(imgflow.folder.rglob("*"))
    done = subprocess.run(
        [imgflow.binary, "p.imgflow", f"--who={value}"], cwd=inside, capture_output=True, text=True, timeout=60,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home)} | SANDBOX, stdin=subprocess.DEVNULL)
    made = {place for place in set(imgflow.folder.rglob("*")) - before if place.is_file()} - set(home.rglob("*"))
    if done.returncode:
        assert done.returncode in (1, 3) and "error[E" in done.stderr and "= fix" in done.stderr, done.stderr
        assert not made
        return
    assert len(made) == 1 and not list(home.glob("*.png")), made
    assert all(place.suffix == ".png" and inside in place.parents for place in made), made
    folders = 2 if name.startswith("out/") else 1
    if name.startswith("out/"):
        assert all(inside / "out" in place.parents for place in made), made
    assert len(made.pop().relative_to(inside).parts) <= folders + 1


@pytest.mark.parametrize("field", ["stem", "name", "ext", "index", "width", "height", "seed", "model", "verb", "text", "style"])
@pytest.mark.parametrize("shape", ["{F}.png", "{F}/x.png", "out/{F}.png", "out/{F}/x.png", "out/a-{F}.png"])
def test_no_field_leaves_the_folder(imgflow, field, shape):
    for name in ["...png", "~.png", "$HOME.png", "a\\b.png"]:
        inside = imgflow.folder / "deep/er"
        shutil.rmtree(imgflow.folder / "deep", ignore_errors=True)
        inside.mkdir(parents=True)
        picture(inside / name, RED, size=(64, 64))
        before = set(imgflow.folder.rglob("*.png"))
        program = 'load "*.png"'
        if field in ("model", "verb", "seed", "text"):
            program = 'generate "../../x" seed:1'
        if field == "style":
            program = "load \"*.png\" | rotate [\"../../x\": 90]"
        done = subprocess.run(
            [imgflow.binary, "-c", f'{program} | save "{shape.replace("{F}", "{" + ("degrees" if field == "style" else field) + "}")}"',
             "--yes"], cwd=inside, capture_output=True, text=True, timeout=60,
            env={"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder / "home")} | SANDBOX, stdin=subprocess.DEVNULL)
        made = set(imgflow.folder.rglob("*.png")) - before - set((imgflow.folder / "home").rglob("*"))
        assert all(inside in place.parents for place in made), made
        assert made or "error[E" in done.stderr, done.stderr


def test_a_path_is_declared_as_one(imgflow):
    (imgflow.folder / "in").mkdir()
    script = imgflow.folder / "in/p.imgflow"
    for kind, code in [("file", 0), ("string", 3)]:
        script.write_text(f'param where: {kind}\nload "photo.png" | flip | save "{{$where}}/{kind}.png"\n')
        done = imgflow("in/p.imgflow", f"--where={imgflow.folder}/out", environment=SANDBOX, expecting=code)
        assert (imgflow.folder / f"out/{kind}.png").exists() is (code == 0)
        if code:
            assert "param folder: file" in done.errors
    # A value that is the whole of it is the path.
    script.write_text('param where: string\nload "photo.png" | flip | save "{$where}"\n')
    imgflow("in/p.imgflow", "--where=out/whole.png", environment=SANDBOX)
    assert (imgflow.folder / "out/whole.png").exists()
