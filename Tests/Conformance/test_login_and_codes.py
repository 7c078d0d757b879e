"""`aws login`, whose keys are renewed with a proof of possession, and roles that need a one-time code.
botocore, cryptography and a real pseudo-terminal judge."""

import base64
import datetime
import hashlib
import json
import os
import shutil
import subprocess

import boto3
import pexpect
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from imgflow import scrubbed
from recorder import Recorded, flat
from typist import ENVIRONMENT

SESSION = "arn:aws:iam::123456789012:user/ann"
CLIENT = "arn:aws:signin:::devtools/same-device"
ROLE = "arn:aws:iam::123456789012:role/painter"
DEVICE = "arn:aws:iam::123456789012:mfa/ann"
LOGIN = f"[profile ann]\nlogin_session = {SESSION}\nregion = us-west-2\n"
PROGRAM = 'generate "a fox" | save "fox.png"'


def after(seconds: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def key_text(kind: str) -> tuple[ec.EllipticCurvePrivateKey, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.TraditionalOpenSSL if kind == "sec1" else serialization.PrivateFormat.PKCS8
    text = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return key, text.decode()


def cached(home, seconds: float, kind: str = "sec1"):
    """As `aws login` leaves it."""
    key, text = key_text(kind)
    file = home / ".aws/login/cache" / (hashlib.sha256(SESSION.encode()).hexdigest() + ".json")
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({
        "accessToken": {
            "accessKeyId": "ASIAOLD0000000000000", "secretAccessKey": "o" * 40, "sessionToken": "t" * 40,
            "accountId": "123456789012", "expiresAt": after(seconds), "later": [1, 2.5, True, None]},
        "alsoLater": {"a": "b"}, "tokenType": "aws_sigv4", "refreshToken": "refresh-1", "idToken": "id", "clientId": CLIENT, "dpopKey": text}))
    return key, file


def sign_in_service(request: Recorded) -> tuple[int, bytes]:
    if request.path != "/v1/token":
        return flat(request)
    keys = {"accessKeyId": "ASIANEW0000000000000", "secretAccessKey": "n" * 40, "sessionToken": "u" * 40}
    return 200, json.dumps({
        "accessToken": keys, "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "refresh-2"}).encode()


@pytest.fixture
def run(imgflow, recorder):
    (imgflow.folder / "config").write_text(LOGIN)

    def run(expecting=0):
        environment = {
            "AWS_CONFIG_FILE": str(imgflow.folder / "config"), "AWS_PROFILE": "ann",
            "AWS_ENDPOINT_URL_SIGNIN": recorder.endpoint}
        return imgflow.run(PROGRAM, to=recorder.endpoint, environment=environment, expecting=expecting)

    run.home = imgflow.folder
    return run


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def check_proof(proof: str, key: ec.EllipticCurvePrivateKey, url: str):
    """RFC 9449, section 4.3."""
    head, claims, signature = proof.split(".")
    header, claim = json.loads(decoded(head)), json.loads(decoded(claims))
    numbers = key.public_key().public_numbers()
    assert header == {
        "typ": "dpop+jwt", "alg": "ES256",
        "jwk": {"kty": "EC", "crv": "P-256", **{
            name: base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
            for name, number in [("x", numbers.x), ("y", numbers.y)]}}}
    assert claim["htm"] == "POST" and claim["htu"] == url and claim["jti"]
    assert abs(claim["iat"] - datetime.datetime.now().timestamp()) < 120
    halves = decoded(signature)
    assert len(halves) == 64
    key.public_key().verify(
        encode_dss_signature(int.from_bytes(halves[:32], "big"), int.from_bytes(halves[32:], "big")),
        f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def test_keys_that_live_are_used_as_they_are(run, recorder):
    cached(run.home, 800)
    run()
    assert [request.path.split("/")[1] for request in recorder.requests] == ["model"]
    assert "Credential=ASIAOLD" in recorder.requests[0].header("authorization")


@pytest.mark.parametrize("kind", ["sec1", "pkcs8"])
@pytest.mark.parametrize("seconds", [200, -5, -90_000])
def test_keys_that_end_are_renewed_with_a_proof(run, recorder, kind, seconds):
    key, file = cached(run.home, seconds, kind)
    recorder.answer = sign_in_service
    run()
    renewal, call = recorder.requests
    check_proof(renewal.header("dpop"), key, recorder.endpoint + "/v1/token")
    assert renewal.header("authorization") is None
    assert "Credential=ASIANEW" in call.header("authorization")
    kept = json.loads(file.read_text())
    # Fields of a later command line tool stay, as botocore leaves them.
    assert kept["accessToken"]["later"] == [1, 2.5, True, None] and kept["alsoLater"] == {"a": "b"}
    assert kept["refreshToken"] == "refresh-2" and kept["idToken"] == "id" and kept["dpopKey"]
    assert kept["accessToken"]["accountId"] == "123456789012"
    assert kept["accessToken"]["expiresAt"] > after(600)
    assert file.stat().st_mode & 0o777 == 0o600
    # The next run has them already.
    recorder.requests.clear()
    run.home.joinpath("fox.png").unlink()
    run()
    assert len(recorder.requests) == 1
    # botocore asks in the same words.
    recorder.requests.clear()
    boto3.client(
        "signin", "us-west-2", endpoint_url=recorder.endpoint, config=Config(signature_version=UNSIGNED)
    ).create_o_auth2_token(
        tokenInput={"clientId": CLIENT, "refreshToken": "refresh-1", "grantType": "refresh_token"})
    assert recorder.only.path == renewal.path and recorder.only.method == renewal.method
    assert json.loads(recorder.only.body) == json.loads(renewal.body)
    assert recorder.only.header("content-type") == renewal.header("content-type")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs programs as another user")
@pytest.mark.parametrize("seconds, code", [(100, 0), (-5, 4)])
def test_a_renewal_that_cannot_be_kept_is_not_asked_for(imgflow, recorder, seconds, code):
    """A refresh token is good for one use: the next run, and the command line tool, would have none."""
    (imgflow.folder / "config").write_text(LOGIN)
    _, file = cached(imgflow.folder, seconds)
    recorder.answer = sign_in_service
    shutil.copy(imgflow.binary, imgflow.folder / "imgflow")
    before = file.read_bytes()
    file.chmod(0o644)
    file.parent.chmod(0o755)
    os.chown(imgflow.folder, 65534, 65534)
    for parent in imgflow.folder.parents:
        if str(parent).startswith("/tmp/"):
            parent.chmod(parent.stat().st_mode | 0o755)
    done = subprocess.run(
        [imgflow.folder / "imgflow", "-c", PROGRAM, "--endpoint-url", recorder.endpoint, "--yes", "--ephemeral"],
        cwd=imgflow.folder, user=65534, group=65534, extra_groups=[], capture_output=True, text=True, timeout=60,
        env=scrubbed({"PATH": "/usr/bin:/bin"}, imgflow.folder) | {
            "AWS_CONFIG_FILE": str(imgflow.folder / "config"), "AWS_PROFILE": "ann",
            "AWS_ENDPOINT_URL_SIGNIN": recorder.endpoint})
    assert done.returncode == code, done.stderr
    assert "/v1/token" not in [request.path for request in recorder.requests]
    assert file.read_bytes() == before
    if code:
        assert "cannot be saved" in done.stderr and "permission denied" in done.stderr
        assert "writable" in done.stderr and recorder.requests == []


def test_the_cache_may_be_elsewhere(imgflow, recorder):
    (imgflow.folder / "config").write_text(LOGIN)
    _, file = cached(imgflow.folder, 800)
    place = imgflow.folder / "other"
    place.mkdir()
    file.rename(place / file.name)
    imgflow.run(PROGRAM, to=recorder.endpoint, environment={
        "AWS_CONFIG_FILE": str(imgflow.folder / "config"), "AWS_PROFILE": "ann",
        "AWS_LOGIN_CACHE_DIRECTORY": str(place)})
    assert "Credential=ASIAOLD" in recorder.only.header("authorization")


def other_keys() -> dict[str, str]:
    curve = ec.generate_private_key(ec.SECP256R1())
    locked = serialization.BestAvailableEncryption(b"secret")
    private, traditional = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL

    def pem(key, form=private, lock=serialization.NoEncryption()) -> str:
        return key.private_bytes(serialization.Encoding.PEM, form, lock).decode()

    good = pem(curve)
    return {
        "other curve": pem(ec.generate_private_key(ec.SECP384R1())),
        "same size": pem(ec.generate_private_key(ec.SECP256K1())),
        "rsa": pem(rsa.generate_private_key(65537, 2048)), "ed25519": pem(ed25519.Ed25519PrivateKey.generate()),
        "locked": pem(curve, private, locked), "locked sec1": pem(curve, traditional, locked),
        "public": curve.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode(),
        "cut": good[:len(good) // 2], "no end": good.replace("END", "FIN"), "noise": "\u0000\u0001 key", "empty": ""}


@pytest.mark.parametrize("kind", list(other_keys()))
def test_a_key_that_is_none_is_told_and_no_password_asked(run, recorder, kind):
    _, file = cached(run.home, -5)
    token = json.loads(file.read_text())
    file.write_text(json.dumps({**token, "dpopKey": other_keys()[kind]}))
    done = run(expecting=4)
    assert "the key in its cache cannot be read" in done.errors and "aws login --profile ann" in done.errors
    assert "pass" not in done.errors.lower() and not recorder.requests


@pytest.mark.parametrize("error, words", [
    ("TOKEN_EXPIRED", "the sign-in has expired"), ("USER_CREDENTIALS_CHANGED", "the sign-in has expired"),
    ("INSUFFICIENT_PERMISSIONS", "signin:CreateOAuth2Token"), ("server_error", "something broke"),
])
@pytest.mark.parametrize("seconds", [100, -5])
def test_a_refused_renewal(run, recorder, error, words, seconds):
    cached(run.home, seconds)

    def refuse(request: Recorded) -> tuple[int, bytes]:
        if request.path != "/v1/token":
            return flat(request)
        return 400, json.dumps({"error": error, "message": "something broke"}).encode()

    recorder.answer = refuse
    if seconds > 0:
        run()
        assert "Credential=ASIAOLD" in recorder.requests[-1].header("authorization")
        return
    done = run(expecting=4)
    assert words in done.errors and ("aws login --profile ann" in done.errors or "policies" in done.errors)
    assert not [request for request in recorder.requests if "/model/" in request.path]


def test_nobody_has_signed_in(run, recorder):
    done = run(expecting=4)
    assert "not signed in yet" in done.errors and "aws login --profile ann" in done.errors
    assert recorder.requests == []


# What a profile says beside its role, and the botocore arguments that name the cache's file.
PROFILES = [
    ("", {}),
    ("duration_seconds = 3600\nexternal_id = käse \"x\"\n", {"DurationSeconds": 3600, "ExternalId": 'käse "x"'}),
    ("role_session_name = ann\n", {"RoleSessionName": "ann"}),
]
KEYS = "[photos]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = " + "k" * 40 + "\n"


def token_service(request: Recorded) -> tuple[int, bytes]:
    if request.path != "/":
        return flat(request)
    if b"TokenCode=123456" not in request.body:
        return 403, (
            b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with "
            b"invalid MFA one time pass code. </Message></Error></ErrorResponse>")
    return 200, (
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE000000000000</AccessKeyId>"
        f"<SecretAccessKey>{'r' * 40}</SecretAccessKey><SessionToken>{'t' * 40}</SessionToken>"
        f"<Expiration>{after(3600)}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>").encode()


class Person:
    def __init__(self, binary, folder, recorder, more=""):
        (folder / "config").write_text(
            f"[profile role]\nrole_arn = {ROLE}\nmfa_serial = {DEVICE}\nsource_profile = photos\n"
            f"region = us-west-2\n{more}")
        (folder / "keys").write_text(KEYS)
        self.binary, self.folder, self.recorder = binary, folder, recorder
        self.environment = {
            "AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "keys"),
            "AWS_PROFILE": "role", "AWS_ENDPOINT_URL_STS": recorder.endpoint}

    def begin(self):
        return pexpect.spawn(
            str(self.binary), ["-c", PROGRAM, "--endpoint-url", self.recorder.endpoint, "--yes", "--ephemeral",
                               "--overwrite"],
            encoding="utf-8", timeout=30, cwd=self.folder,
            env=scrubbed({"PATH": "/usr/bin:/bin"}, self.folder) | ENVIRONMENT | self.environment)


@pytest.mark.parametrize("more, arguments", PROFILES)
@pytest.mark.parametrize("typed", [["123456"], ["123 456"], ["12345", "123456"], ["000000", "123456"]])
def test_a_code_is_asked_for_once(binary, tmp_path, recorder, more, arguments, typed):
    recorder.answer = token_service
    person = Person(binary, tmp_path, recorder, more)
    child = person.begin()
    for code in typed:
        child.expect(f"one-time code of {DEVICE}: ")
        child.sendline(code)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    assert "Credential=ASIAROLE" in recorder.requests[-1].header("authorization")
    # Another run is not asked, nor is botocore with the AWS CLI's cache.
    child = person.begin()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and "one-time" not in child.before
    asked = len(recorder.requests)
    fetcher = AssumeRoleCredentialFetcher(
        None, None, ROLE, extra_args={"SerialNumber": DEVICE, **arguments},
        cache=JSONFileCache(str(tmp_path / ".aws/cli/cache")))
    assert fetcher.fetch_credentials()["access_key"] == "ASIAROLE000000000000"
    assert len(recorder.requests) == asked


def test_keys_of_the_command_line_tool_are_taken(binary, tmp_path, recorder):
    recorder.answer = token_service
    person = Person(binary, tmp_path, recorder)
    fetcher = AssumeRoleCredentialFetcher(
        None, None, ROLE, extra_args={"SerialNumber": DEVICE},
        cache=JSONFileCache(str(tmp_path / ".aws/cli/cache")))
    fetcher._get_credentials = lambda: {"Credentials": {
        "AccessKeyId": "ASIACLI0000000000000", "SecretAccessKey": "c" * 40, "SessionToken": "t" * 40,
        "Expiration": after(3000)}}
    fetcher.fetch_credentials()
    child = person.begin()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    assert "Credential=ASIACLI" in recorder.only.header("authorization")


def test_no_code_sends_nothing(binary, tmp_path, recorder):
    recorder.answer = token_service
    person = Person(binary, tmp_path, recorder)
    child = person.begin()
    child.expect("one-time code of ")
    child.sendeof()
    child.expect("no one-time code was entered")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 4
    assert recorder.requests == []


def test_without_a_terminal_it_is_told(imgflow, recorder):
    person = Person(imgflow.binary, imgflow.folder, recorder)
    done = imgflow.run(PROGRAM, to=recorder.endpoint, environment=person.environment, expecting=4)
    assert "uses a role that requires a one-time code" in done.errors
    assert "run imgflow in a terminal" in done.errors
    assert recorder.requests == []
