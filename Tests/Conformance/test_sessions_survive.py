"""What was entered at the prompt is there again after a crash, with the same pixels, and nothing is paid again.

Calls go to a server of imgflow's own that writes down what it was asked: it is the judge of what was sent. Images are
compared as Pillow reads them.
"""

import json
import os
import re
import shutil
import signal
import stat
import time

import numpy
import pexpect
import pytest
from PIL import Image as Picture


def pixels(path):
    with Picture.open(path) as picture:
        return picture.mode, numpy.asarray(picture).tobytes()


def sent(server):
    return sum(count for _, status, count in server.calls if status == 200)


def sessions(folder):
    place = folder / ".local/state/imgflow/sessions"
    return sorted(place.iterdir(), key=lambda path: path.stat().st_mtime) if place.exists() else []


def journal(folder):
    return sessions(folder)[-1] / "journal"


def records(path):
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def until(holds):
    end = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_written(folder, results):
    """All images of so many results are in files."""
    made = [record["made"] for record in records(journal(folder)) if "made" in record]
    kept = {record["kept"]["id"] for record in records(journal(folder)) if "kept" in record}
    held = [{image["id"] for image in one["held"]} for one in made if "pictures" in one["entry"]["kind"]]
    return len(held) == results and all(ids <= kept for ids in held)


def kill(typist):
    os.kill(typist.child.pid, signal.SIGKILL)
    typist.child.wait()


@pytest.fixture
def billed(start_prompt, start_sandbox):
    """Prompts that are billed, as far as they know, all by one server."""
    server = None

    def begin(*options, latency="0", waits=True, **more):
        nonlocal server
        server = server or start_sandbox("--latency", latency)
        typist = start_prompt(
            "--endpoint-url", server.endpoint, *options, environment=server.environment | more)
        typist.server = server
        if waits:
            typist.waits()
        return typist

    return begin


def closed(typist):
    """The last end of the terminal that is not the session's own."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, typist.child.child_fd)
    os.close(nothing)
    until(lambda: not typist.child.isalive())


def left(typist):
    typist.child.send("\x04")
    typist.child.expect(pexpect.EOF)
    typist.child.wait()


@pytest.mark.parametrize("end", [kill, closed, left])
def test_a_session_goes_on(billed, folder, end):
    typist = billed()
    typist.line('load "photo.png" | resize 160', 2)
    typist.line('generate "a fox" count:2', 3)
    typist.line('let sky = $1 | inpaint "a storm" mask:"sky"', 4)
    typist.line("$sky | blur 2", 5)
    typist.line("def tiny() = resize 16", 6)
    typist.line(":budget 2.00")
    for number in [1, 2, 4]:
        typist.line(f'${number} | save "before-{number}-{{index}}.png"')
    typist.line(":undo")
    until(lambda: is_written(folder, 3))
    paid = sent(typist.server)
    end(typist)
    # Nothing that it was made of is needed.
    (folder / "photo.png").unlink()
    again = billed("--continue", waits=False)
    said = again.waits(6)
    assert "3 results" in said and "$2  " in said, said
    assert "of $2.00" in said
    for number in [1, 2, 4]:
        again.line(f'${number} | save "after-{number}-{{index}}.png"')
    names = sorted(path.name for path in folder.glob("before-*"))
    assert len(names) == 4
    for name in names:
        assert (folder / name).read_bytes() == (folder / name.replace("before", "after")).read_bytes(), name
    # It goes on as if it had never ended.
    assert "$6  16x" in again.line("$4 | tiny", 7)
    assert "cached" in again.line('generate "a fox" count:2', 8)
    assert sent(again.server) == paid


def test_a_run_that_was_killed_is_in_the_line_and_what_came_is_known(billed, folder):
    typist = billed("--jobs", "1", latency="700")
    typist.line('load "photo.png" | resize 64', 2)
    typist.child.send('generate "a dog" count:4 seed:random; $1 | flip\r')
    until(lambda: len(list((folder / ".local/share/imgflow").rglob("*.json"))) >= 2)
    kill(typist)
    done = len(list((folder / ".local/share/imgflow").rglob("*.json")))
    again = billed("--jobs", "1", "--continue", waits=False)
    said = again.sees(r"2> .*\$1 \| flip")
    assert "interrupted" in said and "1 result" in said, said
    assert re.search(r'generate "a dog" count:4 seed:\d+; \$1 \| flip', said), said
    again.child.send("\r")
    again.waits(4)
    # One may have been under way.
    assert sent(again.server) in (4, 5) and done >= 2
    assert len(list((folder / ".local/share/imgflow").rglob("*.json"))) == 4


def test_what_ends_a_run_from_outside_leaves_the_rest_in_the_line(billed, folder):
    typist = billed("--jobs", "1", latency="700")
    typist.child.send('generate "a dog"; generate "a cat" | resize 64\r')
    until(lambda: typist.server.calls)
    os.kill(typist.child.pid, signal.SIGHUP)
    until(lambda: not typist.child.isalive())
    again = billed("--continue", waits=False)
    said = again.sees(r'> .*generate "a cat" \| resize 64')
    assert "$1  " in said, said


def test_a_journal_is_its_users_alone_and_holds_no_secret(start_prompt, start_sandbox, folder):
    server = start_sandbox()
    before = os.umask(0)
    try:
        typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    finally:
        os.umask(before)
    typist.waits()
    typist.line('generate "a fox"', 2)
    until(lambda: is_written(folder, 1))
    place = sessions(folder)[-1]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}
    secrets = [value for name, value in server.environment.items() if "SECRET" in name or "KEY" in name or "TOKEN" in name]
    assert secrets and not any(value.encode() in (place / "journal").read_bytes() for value in secrets if value)


def test_nothing_entered_leaves_nothing(start_prompt, folder):
    (folder / ".imgflowrc").write_text("def tiny() = resize 16\n")
    typist = start_prompt()
    typist.waits(2)
    typist.line(":help")
    left(typist)
    assert sessions(folder) == []
    other = start_prompt("--continue")
    other.child.expect(pexpect.EOF)
    assert "no session to continue" in other.child.before
    other.child.close()
    assert other.child.exitstatus == 2


def test_what_the_settings_file_entered_is_not_entered_twice(start_prompt, folder):
    (folder / ".imgflowrc").write_text("def tiny() = resize 16\n")
    typist = start_prompt()
    typist.waits(2)
    typist.line('load "photo.png"', 3)
    kill(typist)
    again = start_prompt("--continue")
    again.waits(3)
    assert "$3  16x11" in again.line("| tiny", 4)


def torn(path):
    path.write_bytes(path.read_bytes() + b'{"made":{"entry":{"number":3,"typed":"load')


def spoilt(path):
    lines = path.read_bytes().split(b"\n")
    place = next(place for place, line in enumerate(lines) if b'"made"' in line)
    lines.insert(place, b"\xff\x00garbage")
    path.write_bytes(b"\n".join(lines))


def newer(path):
    path.write_bytes(re.sub(rb'"journal":1', b'"journal":99', path.read_bytes(), count=1))


def beheaded(path):
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[1:]))


def emptied(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "spoil, said, goes_on",
    [(torn, None, True), (spoilt, "1 of its lines", True), (newer, "which is newer", False),
     (beheaded, "has lost its beginning", False), (emptied, "has lost its beginning", False)])
def test_a_damaged_journal(start_prompt, folder, spoil, said, goes_on):
    typist = start_prompt()
    typist.waits()
    typist.line('load "photo.png" | resize 64', 2)
    typist.line("| flip", 3)
    until(lambda: is_written(folder, 2))
    kill(typist)
    spoil(journal(folder))
    before = journal(folder).read_bytes()
    again = start_prompt("--continue")
    if not goes_on:
        again.child.expect(pexpect.EOF)
        assert said in again.child.before
        assert journal(folder).read_bytes() == before
        return
    told = again.waits(3)
    assert (said or "2 results") in told and ("is damaged" in told) == bool(said), told
    again.line("$2 | flip", 4)
    # What was cut spoils nothing that comes after it.
    kill(again)
    third = start_prompt("--continue")
    assert "3 results" in third.waits(4)
    # It is only ever appended to.
    assert journal(folder).read_bytes().startswith(before)


def test_images_that_are_gone_are_told_and_made_again(billed, folder):
    typist = billed()
    typist.line('generate "a fox"', 2)
    typist.line("| flip", 3)
    typist.line('$2 | save "before.png"')
    until(lambda: is_written(folder, 2))
    kill(typist)
    for path in journal(folder).parent.iterdir():
        if path.name not in ("journal", "lock"):
            path.unlink()
    again = billed("--continue", waits=False)
    assert "the images of $1, $2 are no longer kept" in again.waits(3)
    again.line('$2 | save "after.png"')
    assert pixels(folder / "before.png") == pixels(folder / "after.png")
    assert sent(again.server) == 1


def test_two_windows(start_prompt, folder):
    first, second = start_prompt(), start_prompt()
    for typist, size in [(first, 64), (second, 32)]:
        typist.waits()
        typist.line(f'load "photo.png" | resize {size}', 2)
    listed = first.line(":sessions")
    assert "1  " in listed and "open in another window" in listed
    assert "open in another window" in first.line(":sessions 1")
    assert "open in another window" in first.line(":sessions forget 1")
    kill(second)
    third = start_prompt("--continue")
    assert "$1  32x21" in third.waits(2)
    fourth = start_prompt("--continue")
    fourth.child.expect(pexpect.EOF)
    assert "all are open in other windows" in fourth.child.before
    kill(first)
    # Both go on in one window, one after the other.
    assert re.search(r"1  .* 1 result, sandbox, in .*: load", third.line(":sessions"))
    assert "$1  64x43" in third.line(":sessions 1", 2)
    assert "$2  64x43" in third.line("| flip", 3)
    assert "$1  32x21" in third.line(":sessions 1", 2)


@pytest.mark.parametrize("words, gone", [("forget", 1), ("forget 1", 1), ("forget all", 2)])
def test_sessions_are_forgotten(start_prompt, folder, words, gone):
    for size in [64, 32]:
        typist = start_prompt()
        typist.waits()
        typist.line(f'load "photo.png" | resize {size}', 2)
        if size == 64:
            kill(typist)
    typist.line(f":sessions {words}")
    # It goes on as before.
    assert "$2  32x21" in typist.line("| flip", 3)
    typist.line('$1 | save "x.png"')
    left(typist)
    assert len(sessions(folder)) == 2 - gone
    assert "no session `9`" in start(start_prompt).line(":sessions 9")


def start(start_prompt, *options):
    typist = start_prompt(*options)
    typist.waits()
    return typist


def test_old_sessions_go_and_young_ones_stay(start_prompt, folder):
    places = []
    for days in [31, 29]:
        typist = start(start_prompt)
        typist.line('load "photo.png" | resize 64', 2)
        until(lambda: is_written(folder, 1))
        places.append(journal(folder).parent)
        kill(typist)
        then = time.time() - days * 86_400
        os.utime(places[-1] / "journal", (then, then))
    # What never had a journal is nobody's.
    orphan = places[0].parent / "1-1"
    orphan.mkdir()
    (orphan / "lock").write_text("")
    typist = start(start_prompt)
    typist.line('load "photo.png" | resize 64', 2)
    until(lambda: not places[0].exists() and not orphan.exists())
    assert (places[1] / "journal").exists() and len(list(places[1].iterdir())) > 2


def test_a_place_that_cannot_be_written_costs_nothing_else(start_prompt, folder):
    place = folder / ".local/state/imgflow"
    place.mkdir(parents=True)
    (place / "sessions").write_text("no folder")
    typist = start(start_prompt)
    said = typist.line('load "photo.png" | resize 64', 2)
    assert "$1  64x43" in said and "the journal cannot be written" in said, said
    said = typist.line("| flip", 3)
    assert "$2  64x43" in said and "journal" not in said


def test_names_that_are_no_text_and_another_folder(start_prompt, folder):
    place = os.fsencode(folder) + b"/caf\xe9.png"
    with open(place, "wb") as file:
        file.write((folder / "photo.png").read_bytes())
    typist = start(start_prompt)
    typist.line(r'load "caf\u{10FFE9}.png" | resize 64', 2)
    (folder / "deep").mkdir()
    typist.line(":cd deep")
    typist.line(r'let p = load "../caf\u{10FFE9}.png"', 3)
    kill(typist)
    again = start_prompt("--continue")
    assert "deep" in again.waits(3)
    assert "$3  320x214" in again.line("$p | flip", 4)
    again.line('$1 | save "here.png"')
    assert (folder / "deep/here.png").exists()


def test_another_backend_stays_what_it_is(start_prompt, two_backends):
    typist, server = two_backends
    kill(typist)
    again = start_prompt("--continue", environment=server.environment)
    assert re.search(r"sandbox \$2 .*$", again.waits(3)), again.child.before
    assert "`sandbox` made $2" in again.line("| overlay $1", 4) + again.line(":save flow")
    assert sent(server) == 1


def test_files_stay_its_own(start_prompt, folder):
    typist = start(start_prompt)
    typist.line('canvas 11x10 | save "o.png"', 2)
    kill(typist)
    again = start_prompt("--continue")
    again.waits(2)
    assert "E060" not in again.line('canvas 12x10 | save "o.png"', 3)
    with Picture.open(folder / "o.png") as picture:
        assert picture.size == (12, 10)


def test_continue_takes_no_program(imgflow):
    assert "accepts no program" in imgflow("--continue", "x.imgflow", expecting=2).errors
    assert "needs a terminal" in imgflow("--continue", expecting=2).errors


RC = ('let hero = load "photo.png"\n$hero | upscale conservative text:"x"\n:budget 9.00\n'
      '$hero | flip | upscale conservative text:"y"\n')


@pytest.mark.parametrize("answer, calls, entry", [("y", 2, 4), ("n", 0, 2)])
def test_the_settings_file_is_confirmed_once(billed, folder, answer, calls, entry):
    (folder / ".imgflowrc").write_text(RC)
    typist = billed(waits=False)
    typist.sees(r"upscale conservative: 2 calls, about \$0\.80\. Go\? \[y/N")
    typist.child.send(answer + "\r")
    said = typist.waits(entry)
    assert "Go?" not in said and "the session budget is $9.00" in said
    assert sent(typist.server) == calls
    # What only gives a name costs nothing, and is there either way.
    assert f"${entry}  320x214" in typist.line("$hero | invert", entry + 1)


@pytest.mark.parametrize(
    "script, place",
    [('imgflow 1\n# a comment\nload "photo.png"\n  | resize 50%\n  | flip sidewise\n', "5:10"),
     ('imgflow 1\n\nparam photo: file = "photo.png"\n\nload $photo | nothing-here\n', "5:15"),
     ('def tiny() = resize 16; load "photo.png" | tiny\nload "photo.png" | blur x\n', "2:25")])
def test_a_loaded_script_is_named_in_its_errors(start_prompt, folder, script, place):
    (folder / "flow.imgflow").write_text(script)
    typist = start(start_prompt)
    said = typist.line(":load flow.imgflow")
    assert f"--> flow.imgflow:{place}" in said, said
    # Not its text, but what was typed is in the line again.
    (folder / "flow.imgflow").write_text('load "photo.png"\n')
    typist.child.send("\r")
    assert "$1  320x214" in typist.waits(2)


def test_a_loaded_script_describes_itself(start_prompt, folder):
    (folder / "flow.imgflow").write_text(
        'imgflow 1\nparam photo: file "the photo to change"\nload $photo | resize 64\n')
    said = start(start_prompt).line(":load flow.imgflow --help")
    assert "the photo to change" in said and "error" not in said, said


def test_the_history_says_what_a_line_came_to(start_prompt, folder):
    typist = start(start_prompt)
    typist.line('generate "a fox" seed:7', 2)
    typist.line("again", 3)
    typist.line("| flip", 4)
    left(typist)
    said = start(start_prompt).line(":history").replace("\r", "")
    assert '!2  again\n    = generate "a fox" seed:8\n!3  | flip\n    = $2 | flip\n' in said, said
    assert '!1  generate "a fox" seed:7\n!2' in said


@pytest.mark.parametrize("name", [b"caf\xe9", "cafe\u0301".encode(), b"\xff\xfe"])
def test_names_are_bytes(start_prompt, folder, name):
    """A place for sessions, and a folder that is worked in, whose names are not text."""
    place = os.fsdecode(os.fsencode(folder) + b"/state-" + name)
    work = os.fsencode(folder) + b"/work-" + name
    os.mkdir(work)
    shutil.copy(folder / "photo.png", work + b"/photo.png")
    environment = {"XDG_STATE_HOME": place}
    typist = start_prompt(environment=environment)
    typist.waits()
    # Tab writes what nobody can type.
    typist.child.send(":cd work\t")
    typist.child.send("\r")
    typist.waits()
    typist.line('load "photo.png" | resize 64', 2)
    typist.line('| flip | save "small.png"', 3)
    kept = os.fsencode(place) + b"/imgflow/sessions"
    until(lambda: any(name.endswith(b".pixels") for one in os.listdir(kept) for name in os.listdir(kept + b"/" + one)))
    typist.line('load "small.png" | invert | save "inverted.png"', 4)
    typist.line(":save flow")
    kill(typist)
    # What `$2` had saved is `$2` in the script, by the file's own name.
    flow = open(work + b"/flow.imgflow", "rb").read()
    assert b"small.png" in flow and b'load "small.png"' not in flow, flow
    again = start_prompt("--continue", environment=environment)
    said = again.waits(4)
    assert "the session of" in said and "no longer kept" not in said, said
    assert "no longer kept" not in again.line('$2 | save "again.png"')
    assert pixels(work + b"/again.png") == pixels(work + b"/small.png")
