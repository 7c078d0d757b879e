"""Content Credentials: c2pa-python signs files of seven formats, and says what still holds."""

import io
import json
import subprocess

import c2pa
import numpy
import pillow_heif
import pytest
from PIL import Image

pillow_heif.register_heif_opener()

MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "tif": "image/tiff", "avif": "image/avif",
        "heic": "image/heic", "gif": "image/gif"}
WRITABLE = [ending for ending in MIME if ending != "heic"]
MANIFEST = {
    "claim_generator_info": [{"name": "a camera", "version": "1"}], "title": "a harbor",
    "assertions": [{"label": "c2pa.actions", "data": {"actions": [{
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}]}}],
}


@pytest.fixture(scope="session")
def signer(tmp_path_factory):
    """A key with a certificate of its own authority, as the specification asks of signers (C2PA 2.2, 14.5)."""
    folder = tmp_path_factory.mktemp("signer")
    (folder / "leaf").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\n"
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
    steps = [
        "ecparam -name prime256v1 -genkey -noout -out ca.key",
        "req -x509 -new -key ca.key -days 400 -out ca.pem -subj /O=Test/CN=Authority "
        "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out key.pem",
        "req -new -key key.pem -subj /O=Test/CN=Signer -out leaf.csr",
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 300 -extfile leaf -out leaf.pem",
    ]
    for step in steps:
        subprocess.run(["openssl", *step.split()], cwd=folder, check=True, capture_output=True)
    chain = (folder / "leaf.pem").read_bytes() + (folder / "ca.pem").read_bytes()
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(
        alg=b"es256", sign_cert=chain, private_key=(folder / "key.pem").read_bytes(), ta_url=None))


def sign(signer, path) -> None:
    numbers = numpy.random.default_rng(5).integers(0, 256, (12, 16, 3), numpy.uint8)
    plain, signed = io.BytesIO(), io.BytesIO()
    kind = {"jpg": "JPEG", "tif": "TIFF", "heic": "HEIF"}.get(path.suffix[1:], path.suffix[1:].upper())
    Image.fromarray(numbers).resize((128, 96)).save(plain, kind)
    plain.seek(0)
    c2pa.Builder(MANIFEST).sign(signer, MIME[path.suffix[1:]], plain, signed)
    path.write_bytes(signed.getvalue())


def state(path) -> str:
    """Of the signature: `none` where there is none. That its authority is a test's is no fault here."""
    try:
        reader = c2pa.Reader(MIME[path.suffix[1:]], io.BytesIO(path.read_bytes()))
    except c2pa.C2paError:
        return "none"
    codes = {status["code"] for status in json.loads(reader.json()).get("validation_status") or []}
    return "valid" if codes <= {"signingCredential.untrusted"} else f"broken {codes}"


@pytest.mark.parametrize("ending", MIME)
def test_they_are_found(imgflow, signer, ending):
    sign(signer, imgflow.folder / f"in.{ending}")
    assert state(imgflow.folder / f"in.{ending}") == "valid"
    assert "Content Credentials" in imgflow("-c", f'load "in.{ending}" | info').errors


@pytest.mark.parametrize(
    "ending,options",
    [(ending, options) for ending in WRITABLE for options in ("", "metadata:all")]
    + [(ending, "embed:true") for ending in ("png", "jpg", "webp")])
def test_a_signed_file_stays_valid(imgflow, signer, ending, options):
    source, path = imgflow.folder / f"in.{ending}", imgflow.folder / f"out.{ending}"
    sign(signer, source)
    program = f'load "{source.name}" | save "{path.name}" {options}'
    checked = imgflow("check", "-c", program)
    imgflow("-c", program)
    assert "W057" not in checked.errors
    assert path.read_bytes() == source.read_bytes()
    assert state(path) == "valid"
    sidecar = imgflow.folder / f"out.{ending}.imgflow"
    assert sidecar.exists() == ("embed" in options)
    if sidecar.exists():
        assert f'save "{path.name}"' in sidecar.read_text()
        assert sidecar.read_text() in imgflow("recipe", path.name).output.decode()
        # It is a program: run again, it changes nothing.
        path.unlink()
        imgflow("run", sidecar.name)
        assert state(path) == "valid"


DROPPING = ["| resize 64", "| invert", "| convert png", "| crop 32x32", "| rotate 90", '| overlay "logo.png"']
OPTIONS = ["quality:80", "metadata:safe", "metadata:none", "private:true", "dpi:200"]


@pytest.mark.parametrize("middle,options", [(middle, "") for middle in DROPPING] + [("", options) for options in OPTIONS])
@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_what_drops_them_says_so_before_and_leaves_no_broken_ones(imgflow, signer, ending, middle, options):
    if options == "quality:80" and ending == "png" or options == "dpi:200" and ending == "webp":
        options += " effort:1"
    sign(signer, imgflow.folder / f"in.{ending}")
    Image.new("RGBA", (8, 8), "red").save(imgflow.folder / "logo.png")
    program = f'load "in.{ending}" {middle} | save "out.{ending}" {options}'
    checked = imgflow("check", "-c", program)
    assert "W057" in checked.errors + checked.output.decode(), checked
    imgflow("-c", program)
    assert state(imgflow.folder / f"out.{ending}") == "none"


def test_a_foreign_text_next_to_the_image_stays(imgflow, signer):
    sign(signer, imgflow.folder / "in.png")
    note = imgflow.folder / "out.png.imgflow"
    note.write_text("my own notes")
    done = imgflow("-c", 'load "in.png" | save "out.png" embed:true', expecting=None)
    assert done.code != 0 and "out.png.imgflow" in done.errors
    assert note.read_text() == "my own notes"


def test_a_recipe_that_the_user_has_changed_stays(imgflow, signer):
    sign(signer, imgflow.folder / "in.png")
    program = 'load "in.png" | save "out.png" embed:true'
    imgflow("-c", program)
    sidecar = imgflow.folder / "out.png.imgflow"
    sidecar.write_text(sidecar.read_text() + "# mine\n")
    assert imgflow("-c", program, expecting=None).code != 0
    assert sidecar.read_text().endswith("# mine\n")
    imgflow("-c", program + " overwrite:true")
    assert not sidecar.read_text().endswith("# mine\n")


def test_a_recipe_does_not_break_what_goes_to_standard_output(imgflow, signer):
    sign(signer, imgflow.folder / "in.jpg")
    done = imgflow("-c", 'load "in.jpg" | save - embed:true', expecting=3)
    assert "Content Credentials" in done.errors and not done.output
    given = (imgflow.folder / "in.jpg").read_bytes()
    piped = imgflow("-c", 'load - | save -', given=given)
    assert piped.output == given
    assert "W057" in imgflow("check", "-c", 'load - | resize 9 | save -', given=given).errors
