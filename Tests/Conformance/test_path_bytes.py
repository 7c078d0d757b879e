"""Names that are not UTF-8, and names in another Unicode form, wherever a path is read, written, kept or told.

The file system and Python's own bytes are the judge.
"""

import base64
import json
import os
import sqlite3
import ssl
import subprocess
import unicodedata

import pytest
from PIL import Image

from imgflow import scrubbed
from mutations import BODY
from raw_server import Raw, RawServer, whole
from test_tls import chain

NFC = "é-ça".encode()
NFD = unicodedata.normalize("NFD", "é-ça").encode()
LATIN = "é-ça".encode("latin-1")
# Half of a character, a surrogate, an overlong slash, a scalar that stands for a byte, and no UTF-8 at all.
ODD = [b"a\xc3", b"b\xed\xa0\x80", b"c\xc0\xaf", "d\U0010FFE9".encode(), b"\xff\xfe\x80", b"e\xf4\x8f\xbf"]
NAMES = [NFC, NFD, LATIN, *ODD]
RED = (255, 0, 0)


def picture(path: bytes, color=RED):
    with open(path, "wb") as file:
        Image.new("RGB", (96, 72), color).save(file, "PNG")


def size(path: bytes):
    with open(path, "rb") as file, Image.open(file) as found:
        return found.size


@pytest.fixture
def here(imgflow):
    return os.fsencode(imgflow.folder)


@pytest.fixture
def run(imgflow):
    def run(*arguments, folder=None, expecting=0, home=None, stdin=None):
        environment = scrubbed(
            {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}, imgflow.folder)
        environment = {os.fsencode(name): os.fsencode(value) for name, value in environment.items()}
        environment[b"IMGFLOW_BACKEND"] = b"sandbox"
        if home:
            environment[b"HOME"] = home
            # The files of AWS are those of that home.
            environment.pop(b"AWS_CONFIG_FILE", None)
            environment.pop(b"AWS_SHARED_CREDENTIALS_FILE", None)
        done = subprocess.run(
            [imgflow.binary, *arguments], cwd=folder or imgflow.folder, env=environment, input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL, capture_output=True, timeout=60)
        if expecting is not None:
            assert done.returncode == expecting, done.stderr
        # What is told is always Unicode.
        done.stderr.decode()
        return done
    return run


def listed(folder: bytes) -> set[bytes]:
    return {name for name in os.listdir(folder) if not name.startswith(b".")}


@pytest.mark.parametrize("name", NAMES)
def test_loaded_and_saved_by_its_bytes(run, here, name):
    picture(here + b"/" + name + b".png")
    done = run(b"-c", b'load "' + name + b'.png" | resize 4x3 | save "out/' + name + b'-s.png"')
    assert done.stdout == b"out/" + name + b"-s.png\n"
    assert listed(here + b"/out") == {name + b"-s.png"}
    assert size(here + b"/out/" + name + b"-s.png") == (4, 3)


@pytest.mark.parametrize("pattern", [b"in", b"in/*.png", b"in/**/*.png", b"in/*.{png,PNG}"])
def test_all_of_a_folder(run, here, pattern):
    os.mkdir(here + b"/in")
    for name in NAMES:
        picture(here + b"/in/" + name + b".png")
    done = run(b"-c", b'load "' + pattern + b'" | resize 4x3 | save "out/{stem}.jpg"')
    assert listed(here + b"/out") == {name + b".jpg" for name in NAMES}
    assert set(done.stdout.splitlines()) == {b"out/" + name + b".jpg" for name in NAMES}
    # And a second run knows them all.
    again = run(b"-c", b'load "' + pattern + b'" | resize 4x3 | save "out/{stem}.jpg"')
    assert again.stderr.count(b"is unchanged") == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_of_it_is_found(run, here, name):
    picture(here + b"/" + name + b".png")
    target = name + b"-cut.png"
    run(b"-c", b'load "' + name + b'.png" | remove-background | save "' + target + b'"', b"--yes")
    assert b"ran:" in run(b"why", target).stdout
    recipe = run(b"recipe", target).stdout
    again = here + b"/again.imgflow"
    with open(again, "wb") as file:
        file.write(recipe.replace(b"-cut.png", b"-cut2.png"))
    recipe.decode()
    run(b"again.imgflow", b"--yes")
    assert size(here + b"/" + name + b"-cut2.png") == (96, 72)
    run(b"replay", target)
    assert name + b"-cut-replay.png" in listed(here)
    assert run(b"log", name).stdout.strip()
    # Embedded in the picture too.
    run(b"-c", b'load "' + name + b'.png" | resize 4x3 | save "e.png" embed:true')
    os.remove(here + b"/.local/state/imgflow/ledger.sqlite")
    embedded = run(b"recipe", b"e.png").stdout
    with open(again, "wb") as file:
        file.write(embedded.replace(b'"e.png"', b'"e2.png"'))
    run(b"again.imgflow")
    assert size(here + b"/e2.png") == (4, 3)


@pytest.mark.parametrize("name", NAMES)
def test_programs_and_used_files(run, here, name):
    with open(here + b"/" + name + b".imgflow", "wb") as file:
        file.write(b'def small() = resize 4x3\n')
    with open(here + b"/" + name + b"-main.imgflow", "wb") as file:
        file.write(b'param photo: file\nload $photo | resize 2x2 | save "main.png"\n')
    picture(here + b"/" + name + b".png")
    run(b"-c", b'use "' + name + b'.imgflow"\nload "photo.png" | small | save "a.png"')
    assert size(here + b"/a.png") == (4, 3)
    run(name + b"-main.imgflow", name + b".png")
    assert size(here + b"/main.png") == (2, 2)
    # It is its own program, also by another way to it.
    with open(here + b"/" + name + b"-main.imgflow", "ab") as file:
        file.write(b'load $photo | save "second.png"\n')
    run(here + b"/" + name + b"-main.imgflow", name + b".png")
    assert b"no mistakes" in run(b"check", name + b"-main.imgflow", name + b".png").stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_working_folder_and_a_home_of_such_a_name(run, here, name):
    folder = here + b"/" + name
    home = here + b"/home-" + name
    os.mkdir(folder)
    os.mkdir(home)
    picture(folder + b"/a.png")
    program = b'load "a.png" | remove-background | resize 4x3 | save "~/b.png"'
    run(b"-c", program, b"--yes", folder=folder, home=home)
    assert size(home + b"/b.png") == (4, 3)
    assert listed(here) == {name, b"home-" + name, b"photo.png", b"photo.jpg", b"mask.png"}
    again = run(b"-c", program, folder=folder, home=home)
    assert b"is unchanged" in again.stderr and b"1 cached" in again.stderr
    assert b"line 1  remove-background" in run(b"why", home + b"/b.png", folder=folder, home=home).stdout
    # The store in a place of that name.
    run(b"-c", program.replace(b"~/", b""), b"--store", b"st", b"--yes", folder=folder, home=home)
    assert b": 1 result" in run(b"store", b"--store", b"st", folder=folder, home=home).stdout
    assert run(b"store", folder=folder, home=home).stdout.startswith(home + b"/.local/share")


@pytest.mark.parametrize("kind", ["keys", "program", "certificates"])
@pytest.mark.parametrize("name", NAMES)
def test_keys_in_a_home_of_such_a_name(run, here, tmp_path, name, kind):
    home = here + b"/home-" + name
    os.makedirs(home + b"/.aws")
    keys = {"Version": 1, "AccessKeyId": "AKIAODDHOME000000000", "SecretAccessKey": "s"}
    with open(home + b"/keys.sh", "w") as file:
        file.write(f"#!/bin/sh\ncat \"$HOME/keys.json\"\n")
    os.chmod(home + b"/keys.sh", 0o755)
    with open(home + b"/keys.json", "w") as file:
        json.dump(keys, file)
    with open(home + b"/.aws/config", "w") as file:
        file.write("[default]\nregion = us-west-2\n")
        if kind == "program":
            file.write("credential_process = sh -c '. \"$HOME/keys.sh\"'\n")
        if kind == "certificates":
            file.write("ca_bundle = ~/root.pem\n")
    if kind != "program":
        with open(home + b"/.aws/credentials", "w") as file:
            file.write("[default]\naws_access_key_id = AKIAODDHOME000000000\naws_secret_access_key = s\n")
    context = None
    if kind == "certificates":
        chain(tmp_path)
        os.rename(tmp_path / "root.pem", home + b"/root.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "leaf.pem", tmp_path / "leaf.key")
    with RawServer(lambda: Raw(whole(BODY)), context) as server:
        run(
            b"-c", b'generate "a fox" | save "x.png"', b"--backend", b"aws", b"--endpoint-url", server.endpoint.encode(),
            b"--yes", home=home)
    [head] = server.heads
    assert b"Credential=AKIAODDHOME000000000/" in head


@pytest.mark.parametrize("name", NAMES)
def test_json_has_the_bytes(run, here, name):
    picture(here + b"/" + name + b".png")
    program = b'load "' + name + b'.png" | resize 4x3 | save "' + name + b'-s.png"'
    plan = json.loads(run(b"plan", b"--json", b"-c", program).stdout.decode())
    events = [json.loads(line) for line in run(b"-c", program, b"--json").stdout.decode().splitlines()]
    told = [step for step in plan["steps"] if "path" in step] + [e for e in events if e["event"] == "saved"]
    paths = [name + b".png", name + b"-s.png", name + b"-s.png"]
    assert len(told) == 3
    for one, path in zip(told, paths):
        try:
            path.decode()
            isText = name != ODD[3]
        except UnicodeDecodeError:
            isText = False
        if isText:
            assert one["path"].encode() == path and "pathBase64" not in one
        else:
            assert base64.b64decode(one["pathBase64"]) == path
            assert "\ufffd" in one["path"]


@pytest.mark.parametrize("typed, there", [(NFC, NFD), (NFD, NFC)])
@pytest.mark.parametrize("how", ["program", "use", "why", "recipe", "replay", "load"])
def test_the_other_form_is_found_and_told(run, here, typed, there, how):
    picture(here + b"/" + there + b".png")
    run(b"-c", b'load "' + there + b'.png" | resize 4x3 | save "' + there + b'-s.png"')
    with open(here + b"/" + there + b".imgflow", "wb") as file:
        file.write(b'def small() = resize 4x3\nload "photo.png" | info\n' if how == "program" else b"def small() = resize 4x3\n")
    done = run(*{
        "program": [typed + b".imgflow"], "use": [b"-c", b'use "' + typed + b'.imgflow"\nload "photo.png" | small | info'],
        "load": [b"-c", b'load "' + typed + b'.png" | info'],
    }.get(how, [how.encode(), typed + b"-s.png"]))
    assert b"another Unicode form" in done.stderr, done.stderr


def test_the_shell_is_offered_the_bytes(run, here):
    os.mkdir(here + b"/in")
    for name in NAMES:
        picture(here + b"/in/" + name + b".png")
    offered = run(b"complete", b"--", b"plan", b"-c", b'load "in/').stdout
    for name in NAMES:
        assert b"in/" + name + b".png" in offered, offered


def test_broken_names_are_told_in_unicode(run, here):
    for how in (b"why", b"recipe", b"replay"):
        done = run(how, LATIN + b".png", expecting=None)
        assert b"\\xE9-\\xE7a.png" in done.stderr, done.stderr
