"""What a server says is taken where it is whole, kept where it may be paid for, and never ends the process."""

import io
import json
import random
import ssl
import subprocess
from pathlib import Path

import pytest
from PIL import Image

import mutations
from mutations import BODY, PICTURE
from raw_server import Raw, RawServer, chunked, whole

KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-west-2"}
LENGTH = b"content-length: %d" % (len(BODY) + 50)
CORPUS = sorted((Path(__file__).parent / "raw-answers").iterdir())

WHOLE = {
    "as it should be": Raw(whole(BODY)),
    "chunked": Raw(chunked(BODY)),
    "length too long, closed": Raw(whole(BODY, b"200 OK", LENGTH)),
    "length too long, reset": Raw(whole(BODY, b"200 OK", LENGTH), "reset"),
    "length too long, half closed": Raw(whole(BODY, b"200 OK", LENGTH), "half"),
    "length too long, left open": Raw(whole(BODY, b"200 OK", LENGTH), "open"),
    "last chunk missing": Raw(chunked(BODY)[:-5]),
    "last chunk missing, reset": Raw(chunked(BODY)[:-5], "reset"),
    "last chunk missing, left open": Raw(chunked(BODY)[:-5], "open"),
    "reset behind a whole one": Raw(whole(BODY), "reset"),
    "no length, closed": Raw(b"HTTP/1.1 200 OK\r\n\r\n" + BODY),
    "interim answers before": Raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + whole(BODY)),
}


def saved(imgflow) -> list[Path]:
    return sorted(imgflow.folder.glob("x*.png"))


def run(imgflow, server, *options: str, **more):
    return imgflow(
        "-c", 'generate "a fox" | save "x.png"', "--endpoint-url", server.endpoint, "--yes", *options,
        environment=KEYS | more, expecting=None)


def is_ours(path: Path) -> bool:
    with Image.open(path) as ours, Image.open(io.BytesIO(PICTURE)) as theirs:
        return ours.convert("RGB").tobytes() == theirs.convert("RGB").tobytes()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_answer_is_taken_however_it_ended(imgflow, name):
    with RawServer(lambda: WHOLE[name]) as server:
        # Only what stays open is waited for to the limit.
        done = run(imgflow, server, "--timeout", "4" if "open" in name else "60")
        assert done.code == 0, done.errors
        again = run(imgflow, server, "--overwrite")
        assert again.code == 0, again.errors
        assert server.requests == 1
    assert is_ours(imgflow.folder / "x.png")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out",
         folder / "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-addext", "basicConstraints=critical,CA:TRUE"], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", [name for name in WHOLE if "open" not in name])
def test_a_whole_answer_over_tls_is_taken_without_close_notify(imgflow, authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "cert.pem", authority / "key.pem")
    with RawServer(lambda: WHOLE[name], context) as server:
        done = run(imgflow, server, AWS_CA_BUNDLE=str(authority / "cert.pem"))
        assert done.code == 0, done.errors
    assert is_ours(imgflow.folder / "x.png")


CUT = {
    "closed": Raw(whole(BODY)[:-40]),
    "reset": Raw(whole(BODY)[:-40], "reset"),
    "left open": Raw(whole(BODY)[:-40], "open"),
    "in a chunk": Raw(chunked(BODY)[:-60]),
}


@pytest.mark.parametrize("name", CUT)
def test_what_came_of_an_answer_that_broke_off_is_kept_and_shown(imgflow, name):
    with RawServer(lambda: CUT[name]) as server:
        done = run(imgflow, server, "--timeout", "2")
        assert done.code != 0
        assert server.requests == 1
    assert "the partial response is kept as " in done.errors
    [kept] = (imgflow.folder / ".local/share/imgflow/answers/rejected").iterdir()
    came = kept.read_bytes()
    assert BODY.startswith(came) and len(came) > len(BODY) - 60
    # Of a file that is an hour old it is told: a younger one may still be written.
    import os
    os.utime(kept, (0, 0))
    shown = imgflow("store").output.decode()
    assert "1 file that may have been billed" in shown
    rows = json.loads(imgflow("store", "--json").output)
    assert rows["mayBePaid"] == 1


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_what_was_found_once_ends_a_call_and_nothing_else(imgflow, path):
    raw = Raw(path.read_bytes(), path.suffix[1:])
    with RawServer(lambda: raw) as server:
        done = run(imgflow, server, "--timeout", "2")
    assert done.code in (0, 1, 4, 5, 6), done.errors
    assert "\x1b" not in done.errors
    assert (done.code == 0) == bool(saved(imgflow))


def test_answers_changed_at_random_end_calls_and_nothing_else(imgflow):
    dice = random.Random(18)
    with RawServer(lambda: mutations.answer(dice)) as server:
        done = imgflow(
            "-c", 'generate "a fox" count:30 | save "x-{index}.png"', "--endpoint-url", server.endpoint, "--yes",
            "--keep-going", "--jobs", "8", "--timeout", "2", environment=KEYS, expecting=None, limit=120)
    assert done.code in (1, 8), done.errors
    assert "\x1b" not in done.errors
    assert all(is_ours(path) for path in saved(imgflow))
