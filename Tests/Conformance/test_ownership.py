"""A program replaces what it wrote itself, and nothing else without being told to."""

import os
import shutil
import sqlite3
import stat
import subprocess

import pytest
from PIL import Image

from imgflow import Imgflow

SANDBOX = {"IMGFLOW_BACKEND": "sandbox"}


def size(path) -> tuple[int, int]:
    with Image.open(path) as found:
        return found.size


def write(path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def canvas(width: int) -> str:
    return f'canvas {width}x10 | save "o.png"\n'


def run(imgflow, *arguments, **more):
    return imgflow(*arguments, environment=SANDBOX, expecting=None, **more)


def by_relative_path(imgflow, width):
    write(imgflow.folder / "a/p.imgflow", canvas(width))
    return ["a/p.imgflow"]


def by_absolute_path(imgflow, width):
    return [str(write(imgflow.folder / "a/p.imgflow", canvas(width)))]


def by_link(imgflow, width):
    write(imgflow.folder / "a/p.imgflow", canvas(width))
    link = imgflow.folder / "bin/storm"
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink():
        link.symlink_to("../a/p.imgflow")
    return ["bin/storm"]


def by_linked_folder(imgflow, width):
    write(imgflow.folder / "a/p.imgflow", canvas(width))
    link = imgflow.folder / "b"
    if not link.is_symlink():
        link.symlink_to("a")
    return ["./b/../b/p.imgflow"]


def with_parameters(imgflow, width):
    write(imgflow.folder / "a/p.imgflow", 'param wide: int = 5\ncanvas 30x{$wide} | save "o.png"\n')
    return ["a/p.imgflow", f"--wide={width}"]


def as_shebang(imgflow, width):
    script = write(imgflow.folder / "a/p.imgflow", f"#!{imgflow.binary}\n{canvas(width)}")
    script.chmod(0o755)
    return script


def as_text(imgflow, width):
    return ["-c", canvas(width)]


def another_script(imgflow, width):
    write(imgflow.folder / "a/q.imgflow", canvas(width))
    return ["a/q.imgflow"]


def copy_of_the_script(imgflow, width):
    write(imgflow.folder / "p.imgflow", canvas(width))
    return ["p.imgflow"]


ONE = [by_relative_path, by_absolute_path, by_link, by_linked_folder]


@pytest.mark.parametrize("first", ONE)
@pytest.mark.parametrize("then", ONE)
def test_one_script_is_one_program_however_it_is_called(imgflow, first, then):
    run(imgflow, *first(imgflow, 11))
    again = run(imgflow, *then(imgflow, 12))
    assert again.code == 0, again.errors
    assert size(imgflow.folder / "o.png") == (12, 10)


def test_a_script_that_is_executed_is_the_same(imgflow):
    run(imgflow, *by_relative_path(imgflow, 11))
    script = as_shebang(imgflow, 12)
    done = subprocess.run(
        [script], cwd=imgflow.folder, env={"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder)} | SANDBOX,
        capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert size(imgflow.folder / "o.png") == (12, 10)


@pytest.mark.parametrize("then", [another_script, copy_of_the_script, as_text])
@pytest.mark.parametrize("first", [by_relative_path, as_text])
@pytest.mark.parametrize("command", ["run", "check", "plan"])
def test_another_program_asks_first(imgflow, first, then, command):
    run(imgflow, *first(imgflow, 11))
    before = (imgflow.folder / "o.png").read_bytes()
    refused = run(imgflow, command, *then(imgflow, 12))
    assert refused.code == 3 and "E060" in refused.errors, refused.errors
    assert "written by" in refused.errors and "--overwrite" in refused.errors
    assert (imgflow.folder / "o.png").read_bytes() == before
    if command == "run":
        run(imgflow, *then(imgflow, 12), "--overwrite")
        assert size(imgflow.folder / "o.png") == (12, 10)
        # It is the other's now.
        assert run(imgflow, *then(imgflow, 13) if then is not as_text else then(imgflow, 12)).code == 0
        assert run(imgflow, *first(imgflow, 14)).code == 3


def test_a_paid_picture_is_refused_before_it_is_paid_for(imgflow):
    run(imgflow, *as_text(imgflow, 11))
    program = 'load "photo.png" | upscale fast | save "o.png"'
    refused = run(imgflow, "-c", program, "--yes")
    assert refused.code == 3 and "E060" in refused.errors
    assert not (imgflow.folder / ".local/share/imgflow/answers").exists()


def test_a_script_that_moved_is_another(imgflow):
    run(imgflow, *by_relative_path(imgflow, 11))
    os.rename(imgflow.folder / "a/p.imgflow", imgflow.folder / "a/moved.imgflow")
    (imgflow.folder / "a/moved.imgflow").write_text(canvas(12))
    refused = run(imgflow, "a/moved.imgflow")
    assert refused.code == 3
    assert f"written by `{imgflow.folder.resolve()}/a/p.imgflow`" in refused.errors, refused.errors


def test_what_is_the_same_picture_is_nobodys_loss(imgflow):
    """Another program that makes the same picture ends well, and the file stays its writer's."""
    run(imgflow, *by_relative_path(imgflow, 11))
    other = run(imgflow, *as_text(imgflow, 11))
    assert other.code == 0 and "unchanged" in other.errors, other.errors
    assert run(imgflow, *by_relative_path(imgflow, 12)).code == 0
    assert size(imgflow.folder / "o.png") == (12, 10)


def test_names_that_only_the_run_knows_step_aside(imgflow):
    """The second program's picture goes beside the first one's."""
    program = 'load "photo.png" | {0} | replace "sky" text:"q" | save "w-{{width}}.png"'
    run(imgflow, "-c", program.format("flip"), "--yes")
    first = (imgflow.folder / "w-640.png").read_bytes()
    done = run(imgflow, "-c", program.format("invert"), "--yes")
    assert done.code == 0, done.errors
    assert (imgflow.folder / "w-640.png").read_bytes() == first
    assert (imgflow.folder / "w-640-2.png").exists()


def test_replay_takes_the_place_of_none(imgflow):
    run(imgflow, *as_text(imgflow, 11))
    refused = run(imgflow, "replay", "o.png", "--set", "canvas.width=12", "--to", "o.png")
    assert size(imgflow.folder / "o.png") == (11, 10), refused.errors


def ledger(imgflow):
    return sqlite3.connect(imgflow.folder / ".local/state/imgflow/ledger.sqlite")


@pytest.mark.parametrize("kind", [by_relative_path, as_text])
def test_rows_of_before(imgflow, kind):
    """A ledger without authors: a script is known by its place, a text by nothing."""
    run(imgflow, *kind(imgflow, 11))
    with ledger(imgflow) as database:
        database.execute("ALTER TABLE run DROP COLUMN author")
        database.execute("DELETE FROM grdb_migrations WHERE identifier = 'authors'")
    same = run(imgflow, *as_text(imgflow, 11))
    assert same.code == 0, same.errors
    other = run(imgflow, *another_script(imgflow, 12))
    assert other.code == 3 and "--overwrite" in other.errors
    again = run(imgflow, *kind(imgflow, 12))
    assert again.code == (0 if kind is by_relative_path else 3), again.errors


def test_the_prompt_is_one_program_a_session(start_prompt, folder):
    typist = start_prompt()
    typist.waits()
    typist.line('canvas 11x10 | save "o.png"', 2)
    typist.line('canvas 12x10 | save "o.png"', 3)
    assert size(folder / "o.png") == (12, 10)
    typist.child.close(force=True)
    other = start_prompt()
    other.waits()
    said = other.line('canvas 13x10 | save "o.png"')
    assert "E060" in said, said
    assert size(folder / "o.png") == (12, 10)


def test_a_session_and_the_script_that_it_was_saved_as_are_one_program(start_prompt, folder, binary):
    typist = start_prompt()
    typist.waits()
    typist.line('canvas 11x10 | save "o.png"', 2)
    typist.line(":save flow.imgflow")
    typist.line('canvas 12x10 | save "o.png"', 3)
    typist.child.close(force=True)
    assert size(folder / "o.png") == (12, 10)
    done = Imgflow(binary, folder)("flow.imgflow", environment=SANDBOX)
    assert size(folder / "o.png") == (11, 10), done.errors


# What replacing keeps.


def has_lists(folder) -> bool:
    """Whether this file system keeps access lists."""
    probe = folder / "probe"
    probe.write_text("")
    done = subprocess.run(["setfacl", "-m", "u:65534:r", probe], capture_output=True)
    probe.unlink()
    return done.returncode == 0


def access_list(path) -> str:
    return subprocess.run(
        ["getfacl", "-cp", path], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("how", ["own", "overwrite"])
@pytest.mark.parametrize("by_default", [False, True])
def test_replacing_keeps_the_access_list(imgflow, how, by_default):
    assert shutil.which("setfacl"), "scripts/setup tests installs acl"
    if not has_lists(imgflow.folder):
        pytest.skip("no access lists on this file system")
    run(imgflow, *by_relative_path(imgflow, 11))
    place = imgflow.folder / "o.png"
    if by_default:
        # The folder's list is for new files, and this one is not.
        subprocess.run(["setfacl", "-d", "-m", "u:65534:rw", imgflow.folder], check=True)
    else:
        subprocess.run(["setfacl", "-m", "u:65534:rw,g:12:r", place], check=True)
    place.chmod(0o640)
    before = access_list(place)
    done = run(imgflow, *by_relative_path(imgflow, 12), *(["--overwrite"] if how == "overwrite" else []))
    assert done.code == 0, done.errors
    assert size(place) == (12, 10)
    assert access_list(place) == before
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_cannot_be_kept_is_refused_at_check(imgflow):
    """Run as nobody on a file that root owns, in a folder that nobody may write to."""
    run(imgflow, *by_relative_path(imgflow, 11))
    place = imgflow.folder / "o.png"
    for path in [imgflow.folder, *imgflow.folder.rglob("*")]:
        os.chown(path, 65534, 65534)
    os.chown(place, 0, 0)
    place.chmod(0o644)
    for parent in imgflow.folder.parents:
        if str(parent).startswith("/tmp/"):
            parent.chmod(parent.stat().st_mode | 0o755)
    shutil.copy(imgflow.binary, imgflow.folder / "imgflow")

    def as_nobody(*arguments):
        return subprocess.run(
            [imgflow.folder / "imgflow", *arguments], cwd=imgflow.folder, user=65534, group=65534, extra_groups=[],
            env={"PATH": "/usr/bin:/bin", "HOME": str(imgflow.folder)} | SANDBOX, capture_output=True, text=True,
            timeout=60)

    script = by_relative_path(imgflow, 12)
    for command in (["check"], []):
        refused = as_nobody(*command, *script)
        assert refused.returncode in (1, 3) and "E063" in refused.stderr, refused.stderr
        assert "belongs to another user" in refused.stderr and "--overwrite" in refused.stderr
    assert size(place) == (11, 10) and place.stat().st_uid == 0
    done = as_nobody(*script, "--overwrite")
    assert done.returncode == 0, done.stderr
    assert size(place) == (12, 10)
    assert stat.S_IMODE(place.stat().st_mode) == 0o644


def test_other_names_are_told(imgflow):
    run(imgflow, *by_relative_path(imgflow, 11))
    os.link(imgflow.folder / "o.png", imgflow.folder / "kept.png")
    done = run(imgflow, *by_relative_path(imgflow, 12))
    assert done.code == 0 and "W160" in done.errors and "keep the old image" in done.errors
    assert size(imgflow.folder / "o.png") == (12, 10)
    assert size(imgflow.folder / "kept.png") == (11, 10)
    assert "W160" not in run(imgflow, *by_relative_path(imgflow, 12)).errors


def test_other_names_of_a_late_name_are_told(imgflow):
    """The name is known when the image is, and so are the other names of what it replaces."""
    program = 'load "photo.png" | {0} | replace "sky" text:"q" | save "w-{{width}}.png"\n'
    place = imgflow.folder / "w-640.png"

    def make(step: str) -> str:
        write(imgflow.folder / "p.imgflow", program.format(step))
        done = run(imgflow, "p.imgflow", "--yes")
        assert done.code == 0, done.errors
        return done.errors

    assert "hard link" not in make("flip")
    first = place.read_bytes()
    os.link(place, imgflow.folder / "kept.png")
    assert "another name (a hard link), which kept the old image" in make("invert")
    assert (imgflow.folder / "kept.png").read_bytes() == first != place.read_bytes()
    assert "hard link" not in make("flip horizontal")
