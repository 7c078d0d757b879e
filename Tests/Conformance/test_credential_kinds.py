"""Every way to sign in: imgflow signs with the keys that it was given, and botocore agrees on which
these are. STS is moto's server; the instance's, the container's and the portal's are stand-ins."""

import datetime
import hashlib
import json
import re
import stat
from dataclasses import dataclass, field

import botocore.auth
import botocore.session
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from imgflow import literal, scrubbed
from recorder import Recorded, Recorder, flat
from samples import CORP_PROFILE, FOX

ROLE = "arn:aws:iam::123456789012:role/painter"
# What the stand-ins give out.
MACHINE = ("ASIAMACHINEEXAMPLE00", "machine/secret+key", "machine-token==")
END = "2099-01-01T00:00:00Z"


@pytest.fixture(scope="session")
def sts():
    """moto's STS over HTTP, and the keys that it has given out: by id, secret and token."""
    from moto.server import ThreadedMotoServer
    from moto.sts.models import sts_backends

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()

    def given() -> dict:
        roles = [
            role
            for account in list(sts_backends.values())
            for backend in list(account.values())
            for role in backend.assumed_roles
        ]
        return {role.access_key_id: (role.secret_access_key, role.session_token) for role in roles}

    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}", given
    server.stop()


def stand_in(request: Recorded) -> tuple[int, bytes]:
    """An instance's metadata, a container's agent and the portal of IAM Identity Center."""
    key, secret, token = MACHINE
    keys = {"AccessKeyId": key, "SecretAccessKey": secret, "Token": token, "Expiration": END}
    path = request.path.split("?")[0]
    if path == "/latest/api/token":
        assert request.method == "PUT"
        return 200, b"imds-token"
    if path.startswith("/latest/meta-data/"):
        assert request.header("x-aws-ec2-metadata-token") == "imds-token"
        role = path.removeprefix("/latest/meta-data/iam/security-credentials/")
        return 200, json.dumps({"Code": "Success"} | keys).encode() if role else b"painter"
    if path == "/container":
        assert request.header("authorization") == "Basic abc"
        return 200, json.dumps(keys).encode()
    if path == "/federation/credentials":
        assert request.header("x-amz-sso_bearer_token") == "sso-token"
        assert "account_id=123456789012" in request.path and "role_name=Painter" in request.path
        answer = {
            "accessKeyId": key,
            "secretAccessKey": secret,
            "sessionToken": token,
            "expiration": 4070908800000,
        }
        return 200, json.dumps({"roleCredentials": answer}).encode()
    return 404, b"{}"


@pytest.fixture
def machine():
    with Recorder() as server:
        server.answer = stand_in
        yield server


@dataclass
class Way:
    """Variables and files with `{machine}`, `{sts}` and `{home}` to be filled in."""

    name: str
    environment: dict = field(default_factory=dict)
    config: str = ""
    credentials: str = ""
    files: dict = field(default_factory=dict)
    profile: str | None = None
    # The key that signs; None where STS makes one up.
    key: str | None = None


STATIC = {
    key: f"{key.lower()}/secret+"
    for key in ["AKIAENVIRONMENT00000", "AKIADEFAULT000000000", "AKIAPHOTOS0000000000",
                "AKIACONFIG0000000000", "AKIAPROCESS000000000"]
}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT00000",
    "AWS_SECRET_ACCESS_KEY": STATIC["AKIAENVIRONMENT00000"],
}


def section(name: str, key: str) -> str:
    return f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {STATIC[key]}\n"


FILE = section("default", "AKIADEFAULT000000000") + section("photos", "AKIAPHOTOS0000000000")
PROCESS = "[profile made]\ncredential_process = {home}/keys.sh\n"
SSO_CACHE = f".aws/sso/cache/{hashlib.sha1(b'corp').hexdigest()}.json"
SSO_TOKEN = json.dumps({"accessToken": "sso-token", "expiresAt": END, "region": "us-east-1"})
ROLE_OF = "[profile role]\nrole_arn = " + ROLE + "\n"
IMDS = {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{machine}"}
CONTAINER = {
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{machine}/container",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": ROLE}

WAYS = [
    Way("environment", ENVIRONMENT, key="AKIAENVIRONMENT00000"),
    Way("default profile", credentials=FILE, key="AKIADEFAULT000000000"),
    Way("environment before the default profile", ENVIRONMENT, credentials=FILE,
        key="AKIAENVIRONMENT00000"),
    Way("environment before AWS_PROFILE", ENVIRONMENT | {"AWS_PROFILE": "photos"},
        credentials=FILE, key="AKIAENVIRONMENT00000"),
    Way("AWS_PROFILE", {"AWS_PROFILE": "photos"}, credentials=FILE, key="AKIAPHOTOS0000000000"),
    Way("a named profile before the environment", ENVIRONMENT, credentials=FILE,
        profile="photos", key="AKIAPHOTOS0000000000"),
    Way("keys in the config file", config=section("default", "AKIACONFIG0000000000"),
        key="AKIACONFIG0000000000"),
    Way("credentials file before config file",
        config=section("default", "AKIACONFIG0000000000"), credentials=FILE,
        key="AKIADEFAULT000000000"),
    Way("process", config=PROCESS, profile="made", key="AKIAPROCESS000000000"),
    Way("credentials file before process", credentials=FILE,
        config="[default]\ncredential_process = {home}/keys.sh\n", key="AKIADEFAULT000000000"),
    Way("process before config keys",
        config=section("default", "AKIACONFIG0000000000")
        + "credential_process = {home}/keys.sh\n", key="AKIAPROCESS000000000"),
    Way("identity center", config=CORP_PROFILE, profile="corp", files={SSO_CACHE: SSO_TOKEN},
        environment={"AWS_ENDPOINT_URL_SSO": "{machine}"}, key=MACHINE[0]),
    Way("container", CONTAINER, key=MACHINE[0]),
    Way("files before container", CONTAINER, credentials=FILE, key="AKIADEFAULT000000000"),
    Way("instance", IMDS, key=MACHINE[0]),
    Way("container before instance", IMDS | CONTAINER, key=MACHINE[0]),
    Way("files before instance", IMDS, credentials=FILE, key="AKIADEFAULT000000000"),
    Way("role with a source profile", config=ROLE_OF + "source_profile = photos\n",
        credentials=FILE, profile="role"),
    Way("role on a role", profile="role", credentials=FILE,
        config=ROLE_OF + "source_profile = first\n[profile first]\nrole_arn = " + ROLE
        + "-first\nsource_profile = default\n"),
    Way("role with the environment's keys", ENVIRONMENT | {"AWS_PROFILE": "role"},
        config=ROLE_OF + "credential_source = Environment\n", profile="role"),
    Way("role with the instance's keys", IMDS, profile="role",
        config=ROLE_OF + "credential_source = Ec2InstanceMetadata\n"),
    Way("web identity", WEB, files={"token": "abc.def.ghi"}),
    Way("web identity of a profile", profile="role", files={"token": "abc.def.ghi"},
        config=ROLE_OF + "web_identity_token_file = {home}/token\n"),
]


@dataclass
class Laid:
    """A way laid out in a folder."""

    environment: dict
    options: list


@pytest.fixture
def lay(tmp_path, machine, sts):
    def lay(way: Way) -> Laid:
        def filled(text: str) -> str:
            for name, value in [("machine", machine.endpoint), ("sts", sts[0]), ("home", tmp_path)]:
                text = text.replace("{" + name + "}", str(value))
            return text

        (tmp_path / "config").write_text(filled(way.config))
        (tmp_path / "credentials").write_text(filled(way.credentials))
        script = tmp_path / "keys.sh"
        key = "AKIAPROCESS000000000"
        answer = {"Version": 1, "AccessKeyId": key, "SecretAccessKey": STATIC[key]}
        script.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        for path, text in way.files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        environment = {
            "AWS_CONFIG_FILE": str(tmp_path / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
            "AWS_ENDPOINT_URL_STS": sts[0],
        } | {name: filled(value) for name, value in way.environment.items()}
        return Laid(environment, ["--profile", way.profile] if way.profile else [])

    return lay


def key_of(request: Recorded) -> str:
    return re.search(r"Credential=([^/]+)/", request.header("authorization"))[1]


def check(request: Recorded, secret: str, token: str | None, monkeypatch):
    """botocore signs what came over the wire, with these keys, and finds the same."""
    signed = re.search(r"SignedHeaders=([^,]+), ", request.header("authorization"))[1].split(";")
    date = datetime.datetime.strptime(request.header("x-amz-date"), "%Y%m%dT%H%M%SZ")
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: date)
    again = AWSRequest(
        method=request.method,
        url=f"http://{request.header('host')}{request.path}",
        headers={name: request.header(name) for name in signed if name != "host"},
        data=request.body,
    )
    keys = Credentials(key_of(request), secret, token)
    SigV4Auth(keys, "bedrock", "us-west-2").add_auth(again)
    assert request.header("authorization") == again.headers["Authorization"]
    assert request.header("x-amz-security-token") == token


ODD = ["ein Fuchs im Schnee, 雪の中の狐 🦊 \"'\\ {x} é", "a" * 10_000]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_imgflow_signs_with_these_keys(imgflow, recorder, sts, lay, way, monkeypatch):
    laid = lay(way)
    text = ODD[WAYS.index(way) % 2]
    program = f"generate {literal(text)} | save"
    imgflow.run(program, *laid.options, to=recorder.endpoint, environment=laid.environment)
    request = recorder.only
    assert request.fields["prompt"] == text
    key = key_of(request)
    if way.key is None:
        secret, token = sts[1]()[key]
    else:
        assert key == way.key
        secret, token = MACHINE[1:] if key == MACHINE[0] else (STATIC[key], None)
    check(request, secret, token, monkeypatch)


# botocore looks for the portal's cache below the home of its own start.
COMPARED = [way for way in WAYS if way.key and way.name != "identity center"]


@pytest.mark.parametrize("way", COMPARED, ids=lambda way: way.name)
def test_botocore_picks_the_same_keys(lay, way, tmp_path, monkeypatch):
    laid = lay(way)
    for name, value in (scrubbed({}, tmp_path) | laid.environment).items():
        monkeypatch.setenv(name, value)
    session = botocore.session.Session(profile=way.profile)
    # botocore's own client for the portal wants a Region.
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert session.get_credentials().get_frozen_credentials().access_key == way.key


def test_an_arn_is_signed_as_one_part_of_the_path(imgflow, recorder, monkeypatch):
    arn = "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.acme.painter-v1:0"
    recorder.answer = lambda request: flat(request)
    imgflow.run(
        f"invoke \"{arn}\" price:0.01 body:'{{\"prompt\": \"a fox\"}}' | save",
        to=recorder.endpoint,
        environment=ENVIRONMENT,
    )
    request = recorder.only
    assert request.path == (
        "/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Ainference-profile"
        "%2Fus.acme.painter-v1%3A0/invoke"
    )
    assert request.body == b'{"prompt": "a fox"}'
    check(request, ENVIRONMENT["AWS_SECRET_ACCESS_KEY"], None, monkeypatch)


def test_a_bearer_key_comes_before_every_signature(imgflow, recorder):
    environment = ENVIRONMENT | {"AWS_BEARER_TOKEN_BEDROCK": "a-bedrock-key"}
    imgflow.run(FOX, to=recorder.endpoint, environment=environment)
    assert recorder.only.header("authorization") == "Bearer a-bedrock-key"


@pytest.mark.parametrize(
    "way, words",
    [
        (Way("mfa", config=ROLE_OF + "source_profile = photos\nmfa_serial = arn:x\n",
             credentials=FILE, profile="role"), "one-time code"),
        (Way("circle", profile="role", config=ROLE_OF + "source_profile = b\n[profile b]\n"
             "role_arn = x\nsource_profile = role\n"), "form a circle"),
        (Way("sso", config=CORP_PROFILE, profile="corp"), "aws sso login --profile corp"),
        (Way("nothing"), "no AWS credentials found"),
    ],
    ids=lambda value: value.name if isinstance(value, Way) else "",
)
def test_what_cannot_sign_in_is_told_and_sends_nothing(imgflow, recorder, lay, way, words):
    laid = lay(way)
    done = imgflow.run(
        FOX, *laid.options, to=recorder.endpoint, environment=laid.environment, expecting=4
    )
    assert words in done.errors
    assert recorder.requests == []


def test_a_profile_of_the_configuration_goes_into_the_path(imgflow, recorder, monkeypatch):
    arn = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2c3"
    folder = imgflow.folder / "config/imgflow"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'[models.core]\nid = "{arn}"\n')
    imgflow.run(
        FOX, to=recorder.endpoint,
        environment=ENVIRONMENT | {"XDG_CONFIG_HOME": str(imgflow.folder / "config"), "AWS_REGION": "us-west-2"})
    request = recorder.only
    assert request.path == (
        "/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Aapplication-inference-profile%2Fa1b2c3/invoke")
    check(request, ENVIRONMENT["AWS_SECRET_ACCESS_KEY"], None, monkeypatch)
