"""Servers that prove themselves with what can be forged are not talked to: chains made by openssl."""

import ssl
import subprocess
from pathlib import Path

import pytest

from mutations import BODY
from raw_server import Raw, RawServer, whole

KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-west-2"}
RSA, WEAK_RSA, CURVE = ["rsa:2048"], ["rsa:1024"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def chain(folder: Path, *, root_key=RSA, root_hash="sha256", key=RSA, hash="sha256", pss=()) -> Path:
    """A root and a server's certificate of it."""
    openssl(
        folder, "req", "-x509", "-newkey", *root_key, "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "2",
        f"-{root_hash}", "-subj", "/CN=root", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl(
        folder, "req", "-newkey", *key, "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=127.0.0.1")
    (folder / "leaf.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(
        folder, "x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "2",
        f"-{hash}", "-extfile", "leaf.ext", "-out", "leaf.pem", *pss)
    return folder


def run(imgflow, folder: Path, **versions):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    for name, value in versions.items():
        setattr(context, name, value)
    context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    with RawServer(lambda: Raw(whole(BODY)), context) as server:
        done = imgflow(
            "-c", 'generate "a fox" | save "x.png"', "--endpoint-url", server.endpoint, "--yes", expecting=None,
            environment=KEYS | {"AWS_CA_BUNDLE": str(folder / "root.pem"), "AWS_MAX_ATTEMPTS": "1"})
        return done, server.requests


TAKEN = {
    "rsa by sha-256": {},
    "rsa by sha-384": {"hash": "sha384"},
    "a curve": {"key": CURVE},
    "a curve of a curve": {"key": CURVE, "root_key": CURVE},
    "rsa-pss by sha-256": {"pss": ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")},
    "a root that signed itself by sha-1": {"root_hash": "sha1"},
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_chain_that_holds_is_taken(imgflow, tmp_path, name):
    done, requests = run(imgflow, chain(tmp_path, **TAKEN[name]))
    assert (done.code, requests) == (0, 1), done.errors


REFUSED = {
    "rsa by sha-1": ({"hash": "sha1"}, "its certificate is signed by SHA-1, which can be forged"),
    "rsa by md5": ({"hash": "md5"}, "no safe connection to `127.0.0.1`"),
    "a curve by sha-1": ({"root_key": CURVE, "hash": "sha1"}, "its certificate is signed by SHA-1, which can be forged"),
    "rsa-pss by sha-1": (
        {"hash": "sha1", "pss": ("-sigopt", "rsa_padding_mode:pss")}, "no safe connection to `127.0.0.1`"),
    "a key of 1024 bits": ({"key": WEAK_RSA}, "its key has 1024 bits, expected 2048 at least"),
    "a root of 1024 bits": ({"root_key": WEAK_RSA}, "AWS_CA_BUNDLE"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_be_forged_is_refused_before_anything_is_sent(imgflow, tmp_path, name):
    parts, said = REFUSED[name]
    done, requests = run(imgflow, chain(tmp_path, **parts))
    assert done.code != 0 and said in done.errors, done.errors
    assert requests == 0
    assert "may be billed" not in done.errors


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_tls_below_1_2_is_refused(imgflow, tmp_path, version):
    done, requests = run(imgflow, chain(tmp_path), minimum_version=version, maximum_version=version)
    assert done.code != 0 and "no safe connection to `127.0.0.1`" in done.errors, done.errors
    assert requests == 0


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_from_1_2_on_is_taken(imgflow, tmp_path, version):
    done, requests = run(imgflow, chain(tmp_path), minimum_version=version, maximum_version=version)
    assert (done.code, requests) == (0, 1), done.errors
