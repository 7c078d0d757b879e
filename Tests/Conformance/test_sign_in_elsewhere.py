"""What happens beside imgflow while it runs: somebody signs in again; a company's own authority."""

import datetime
import hashlib
import http.server
import json
import ssl
import subprocess
import threading
from dataclasses import dataclass, field

import pytest

from recorder import Recorded, Recorder, flat
from samples import CORP_PROFILE, FOX

ROLE = "arn:aws:iam::123456789012:role/painter"
CACHE = f".aws/sso/cache/{hashlib.sha1(b'corp').hexdigest()}.json"
FAR = "2099-01-01T00:00:00Z"


def cached(home, token: str, end: str):
    """As `aws sso login` leaves it."""
    file = home / CACHE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"accessToken": token, "expiresAt": end, "region": "us-east-1"}))


def portal(request: Recorded) -> tuple[int, bytes]:
    if request.path.endswith("/invoke"):
        return flat(request)
    if request.header("x-amz-sso_bearer_token") != "new":
        return 401, b'{"message":"Session token not found or invalid"}'
    keys = {
        "accessKeyId": "ASIANEWSESSION000000",
        "secretAccessKey": "s" * 40,
        "sessionToken": "t" * 40,
        "expiration": 4070908800000,
    }
    return 200, json.dumps({"roleCredentials": keys}).encode()


@pytest.mark.parametrize("ended", ["by its own date", "at the portal"])
def test_a_session_that_is_renewed_elsewhere_is_used_by_the_open_prompt(
    start_prompt, folder, ended
):
    (folder / "config").write_text(CORP_PROFILE)
    cached(folder, "old", "2020-01-01T00:00:00Z" if ended == "by its own date" else FAR)
    with Recorder() as server:
        server.answer = portal
        typist = start_prompt(
            "--profile",
            "corp",
            "--endpoint-url",
            server.endpoint,
            environment={
                "AWS_CONFIG_FILE": str(folder / "config"),
                "AWS_ENDPOINT_URL_SSO": server.endpoint,
            },
        )
        typist.waits()
        said = typist.line('generate "a fox"')
        assert "the sign-in has expired" in said and "aws sso login --profile corp" in said
        assert not [r for r in server.requests if r.path.endswith("/invoke")]
        cached(folder, "new", FAR)
        # The line that failed is there again: Ctrl-U empties it.
        typist.line('\x15generate "a fox"', 2)
        calls = [r for r in server.requests if r.path.endswith("/invoke")]
        assert len(calls) == 1
        assert "Credential=ASIANEWSESSION000000/" in calls[0].header("authorization")


@dataclass
class Authority:
    """A company's own, and a server that shows a certificate of it."""

    bundle: str
    endpoint: str = ""
    paths: list = field(default_factory=list)


def openssl(*arguments: str):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    home = tmp_path_factory.mktemp("authority")
    root, key, request, signed, more = (
        str(home / name) for name in ["root.pem", "root.key", "request.pem", "own.pem", "more"]
    )
    own = str(home / "own.key")
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Acme",
        "-keyout", key, "-out", root,
    )
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", own,
        "-out", request,
    )
    (home / "more").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl(
        "x509", "-req", "-in", request, "-CA", root, "-CAkey", key, "-CAcreateserial",
        "-days", "2", "-extfile", more, "-out", signed,
    )
    found = Authority(root)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            recorded = Recorded(self.command, self.path, self.headers.items(), body)
            found.paths.append(self.path.split("?")[0])
            status, answer = role(recorded) if self.path == "/" else portal(recorded)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET = respond

        def log_message(self, *_):
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, own)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.endpoint = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield found
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def role(request: Recorded) -> tuple[int, bytes]:
    """STS: AssumeRole."""
    end = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    return 200, (
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE000000000000"
        f"</AccessKeyId><SecretAccessKey>{'s' * 40}</SecretAccessKey><SessionToken>t"
        f"</SessionToken><Expiration>{end}</Expiration></Credentials></AssumeRoleResult>"
        "</AssumeRoleResponse>"
    ).encode()


KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x" * 40}
WAYS = {
    "identity center": (CORP_PROFILE, "corp", {}, "/federation/credentials"),
    "role": (
        f"[profile role]\nrole_arn = {ROLE}\ncredential_source = Environment\n",
        "role",
        KEYS,
        "/",
    ),
    "web identity": (
        f"[profile role]\nrole_arn = {ROLE}\nweb_identity_token_file = token\n",
        "role",
        {},
        "/",
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", ["variable", "profile"])
def test_a_companys_own_authority_holds_for_every_sign_in(imgflow, authority, way, place):
    config, profile, keys, path = WAYS[way]
    home = imgflow.folder
    (home / "token").write_text("abc.def.ghi")
    config = config.replace("= token\n", f"= {home / 'token'}\n")
    if place == "profile":
        config = config.replace("]\n", f"]\nca_bundle = {authority.bundle}\n", 1)
    (home / "config").write_text(config)
    cached(home, "new", FAR)
    environment = keys | {
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_ENDPOINT_URL_SSO": authority.endpoint,
        "AWS_ENDPOINT_URL_STS": authority.endpoint,
    }
    trusting = environment | ({"AWS_CA_BUNDLE": authority.bundle} if place == "variable" else {})
    authority.paths.clear()
    imgflow.run(FOX, "--profile", profile, to=authority.endpoint, environment=trusting)
    assert path in authority.paths and authority.paths[-1].endswith("/invoke")
    if place == "variable":
        # Without it nobody is trusted, and nothing is sent.
        authority.paths.clear()
        done = imgflow.run(
            FOX + ' "second.png"',
            "--profile",
            profile,
            to=authority.endpoint,
            environment=environment,
            expecting=None,
        )
        assert done.code != 0 and "certificate" in done.errors and authority.paths == []
