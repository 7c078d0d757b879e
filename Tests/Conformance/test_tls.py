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


def chain(
    folder: Path, *, root_key=RSA, root_hash="sha256", key=RSA, hash="sha256", pss=(), middle=None, host="IP:127.0.0.1",
) -> Path:
    """A root and a server's certificate of it, or of an authority between them: `middle` is its key and hash."""
    openssl(
        folder, "req", "-x509", "-newkey", *root_key, "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "2",
        f"-{root_hash}", "-subj", "/CN=root", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl(
        folder, "req", "-newkey", *key, "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=127.0.0.1")
    (folder / "leaf.ext").write_text(f"subjectAltName={host}\n")
    signer = "root"
    if middle:
        middle_key, middle_hash = middle
        signer = "middle"
        openssl(
            folder, "req", "-newkey", *middle_key, "-nodes", "-keyout", "middle.key", "-out", "middle.csr", "-subj",
            "/CN=middle")
        (folder / "middle.ext").write_text("basicConstraints=critical,CA:TRUE\n")
        openssl(
            folder, "x509", "-req", "-in", "middle.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days",
            "2", f"-{middle_hash}", "-extfile", "middle.ext", "-out", "middle.pem")
    openssl(
        folder, "x509", "-req", "-in", "leaf.csr", "-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial",
        "-days", "2", f"-{hash}", "-extfile", "leaf.ext", "-out", "leaf.pem", *pss)
    if middle:
        with (folder / "leaf.pem").open("a") as leaf:
            leaf.write((folder / "middle.pem").read_text())
    return folder


def run(imgflow, folder: Path, bundle="root.pem", **versions):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    for name, value in versions.items():
        setattr(context, name, value)
    context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    with RawServer(lambda: Raw(whole(BODY)), context) as server:
        done = imgflow(
            "-c", 'generate "a fox" | save "x.png"', "--endpoint-url", server.endpoint, "--yes", expecting=None,
            environment=KEYS | {"AWS_MAX_ATTEMPTS": "1"} | ({"AWS_CA_BUNDLE": str(folder / bundle)} if bundle else {}))
        return done, server.requests


TAKEN = {
    "rsa by sha-256": {},
    "rsa by sha-384": {"hash": "sha384"},
    "a curve": {"key": CURVE},
    "a curve of a curve": {"key": CURVE, "root_key": CURVE},
    "rsa-pss by sha-256": {"pss": ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")},
    "a root that signed itself by sha-1": {"root_hash": "sha1"},
    "an authority between": {"middle": (RSA, "sha256")},
    "an authority between with a curve": {"middle": (CURVE, "sha384")},
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_chain_that_holds_is_taken(imgflow, tmp_path, name):
    done, requests = run(imgflow, chain(tmp_path, **TAKEN[name]))
    assert (done.code, requests) == (0, 1), done.errors


REFUSED = {
    "rsa by sha-1": ({"hash": "sha1"}, "its certificate is signed with SHA-1, which can be forged"),
    "rsa by md5": ({"hash": "md5"}, "no secure connection to `127.0.0.1`"),
    "a curve by sha-1": ({"root_key": CURVE, "hash": "sha1"}, "its certificate is signed with SHA-1, which can be forged"),
    "rsa-pss by sha-1": (
        {"hash": "sha1", "pss": ("-sigopt", "rsa_padding_mode:pss")}, "no secure connection to `127.0.0.1`"),
    "a key of 1024 bits": ({"key": WEAK_RSA}, "its key has 1024 bits, expected at least 2048"),
    "a root of 1024 bits": ({"root_key": WEAK_RSA}, "AWS_CA_BUNDLE"),
    "an authority between of 1024 bits": (
        {"middle": (WEAK_RSA, "sha256")}, "the key of its certificate's authority has 1024 bits, expected at least 2048"),
    "an authority between by sha-1": (
        {"middle": (RSA, "sha1")}, "its certificate is signed with SHA-1, which can be forged"),
    "an authority between by md5": ({"middle": (RSA, "md5")}, "its certificate is signed with MD5, which can be forged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_be_forged_is_refused_before_anything_is_sent(imgflow, tmp_path, name):
    parts, said = REFUSED[name]
    done, requests = run(imgflow, chain(tmp_path, **parts))
    assert done.code != 0 and said in done.errors, done.errors
    assert requests == 0
    assert "may be billed" not in done.errors


def test_the_server_own_certificate_as_bundle_is_taken(imgflow, tmp_path):
    openssl(
        tmp_path, "req", "-x509", "-newkey", *RSA, "-nodes", "-keyout", "leaf.key", "-out", "leaf.pem", "-days", "2", "-subj",
        "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    done, requests = run(imgflow, tmp_path, bundle="leaf.pem")
    assert (done.code, requests) == (0, 1), done.errors
    # Trusted by nobody else.
    again, requests = run(imgflow, tmp_path, bundle=None)
    assert again.code != 0 and requests == 0
    assert "its certificate is self-signed, and this machine does not trust it" in again.errors


def test_an_authority_between_as_bundle_is_taken(imgflow, tmp_path):
    done, requests = run(imgflow, chain(tmp_path, middle=(RSA, "sha256")), bundle="middle.pem")
    assert (done.code, requests) == (0, 1), done.errors


UNKNOWN = "its certificate is from an authority that this machine does not trust"


@pytest.mark.parametrize("middle", [None, (RSA, "sha256")])
def test_another_authority_is_told(imgflow, tmp_path, middle):
    chain(tmp_path, middle=middle)
    (tmp_path / "other").mkdir()
    chain(tmp_path / "other")
    for bundle in [None, "other/root.pem"]:
        done, requests = run(imgflow, tmp_path, bundle=bundle)
        assert done.code != 0 and requests == 0
        assert UNKNOWN in done.errors and "AWS_CA_BUNDLE" in done.errors, done.errors


@pytest.mark.parametrize("host", ["IP:127.0.0.2", "DNS:example.com", "DNS:127.0.0.1"])
def test_another_host_is_told(imgflow, tmp_path, host):
    done, requests = run(imgflow, chain(tmp_path, host=host))
    assert done.code != 0 and requests == 0
    assert "its certificate is for another host" in done.errors, done.errors


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_tls_below_1_2_is_refused(imgflow, tmp_path, version):
    done, requests = run(imgflow, chain(tmp_path), minimum_version=version, maximum_version=version)
    assert done.code != 0 and "no secure connection to `127.0.0.1`" in done.errors, done.errors
    assert requests == 0


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_from_1_2_on_is_taken(imgflow, tmp_path, version):
    done, requests = run(imgflow, chain(tmp_path), minimum_version=version, maximum_version=version)
    assert (done.code, requests) == (0, 1), done.errors
