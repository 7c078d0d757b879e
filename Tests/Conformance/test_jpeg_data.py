"""JPEGs whose data are not all there, and those that only look strange: libjpeg in Pillow reads all of them, and
fills up with gray."""

import io
import json

import numpy
import pytest
from PIL import Image

import pictures
from samples import KEYS

KINDS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "optimized": {"optimize": True, "subsampling": 0},
    "restarts": {"restart_marker_rows": 1},
    "gray": {"mode": "L"},
    "cmyk": {"mode": "CMYK"},
}


def jpeg(kind):
    options = dict(KINDS[kind])
    picture = Image.blend(pictures.landscape(320, 216), pictures.noise(320, 216), 0.2)
    buffer = io.BytesIO()
    picture.convert(options.pop("mode", "RGB")).save(buffer, "JPEG", quality=90, **options)
    return buffer.getvalue()


def scan(data):
    return data.index(b"\xff\xda")


def with_junk(data):
    """Between two segments, and before the data's end."""
    at = 2 + 2 + int.from_bytes(data[4:6], "big")
    return data[:at] + b"\x00\x17junk" + data[at:-2] + b"\xff\xff\xff" + data[-2:] + b"more behind it"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_cut_out_is_told(imgflow, tmp_path, kind):
    data = jpeg(kind)
    start = scan(data)
    for index, part in enumerate([0.05, 0.3, 0.5, 0.8, 0.97]):
        cut = data[:start + int((len(data) - start) * part)].rstrip(b"\xff") + b"\xff\xd9"
        assert Image.open(io.BytesIO(cut)).convert("RGB").size == (320, 216), "others read it"
        (tmp_path / f"{index}.jpg").write_bytes(cut)
        for stage in ["resize 50", "crop width:64 height:16 at:[0, 0]", "flip", "overlay \"photo.png\""]:
            done = imgflow(
                "-c", f'load "{index}.jpg" | {stage} | save "o.png"', "--backend", "sandbox", expecting=1)
            assert "the JPEG is damaged or truncated" in done.errors
            assert not (tmp_path / "o.png").exists()
    done = imgflow("-c", 'load "2.jpg" | save "o.jpg"', "--backend", "sandbox", expecting=1)
    assert "truncated" in done.errors and not (tmp_path / "o.jpg").exists()


STAGES = [
    "resize 50", "resize 300", "resize 30 light:linear", "rotate 90", "rotate 7 | resize 60", "blur 3",
    "crop width:40 height:40 at:[140, 0] | resize 20", "grayscale", "pixelate 16", 'overlay "photo.png"', "flip",
]


@pytest.mark.parametrize("kind", ["baseline", "optimized", "restarts", "gray"])
@pytest.mark.parametrize("stage", STAGES)
def test_what_the_last_lines_lack_is_told(imgflow, tmp_path, kind, stage):
    """A decoder's warning of its last lines comes after the image is made."""
    data = jpeg(kind)
    start = scan(data)
    # Some encoders leave out bits of the last block: more than that is lost.
    length = len(data) - 2 - start
    (tmp_path / "cut").mkdir()
    for index in range(12):
        lost = 600 + index * index * length // 900
        cut = data[:len(data) - 2 - lost].rstrip(b"\xff") + b"\xff\xd9"
        (tmp_path / f"cut/{index:02}.jpg").write_bytes(cut)
    (tmp_path / "cut/whole.jpg").write_bytes(data)
    done = imgflow(
        "-c", f'load "cut" | {stage} | save "o/{{stem}}.png"', "--backend", "sandbox", "--keep-going", expecting=8)
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["whole.png"]
    assert done.errors.count("the JPEG is damaged or truncated") >= 12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [lambda data: data, with_junk], ids=["whole", "junk"])
def test_what_others_read_is_read(imgflow, tmp_path, kind, change):
    data = change(jpeg(kind))
    (tmp_path / "a.jpg").write_bytes(data)
    imgflow("-c", 'load "a.jpg" | flip | flip | save "o.png"', "--backend", "sandbox")
    if kind == "cmyk":
        return
    right = numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB"), float)
    made = numpy.asarray(Image.open(tmp_path / "o.png").convert("RGB"), float)
    assert numpy.abs(made - right).mean() < 1.5


def test_a_cut_answer_is_not_known(imgflow, tmp_path, recorder):
    data = jpeg("baseline")
    cut = data[:len(data) // 2].rstrip(b"\xff") + b"\xff\xd9"
    import base64
    recorder.answer = lambda request: (200, json.dumps({
        "seeds": [1], "finish_reasons": [None], "images": [base64.b64encode(cut).decode()]}).encode())
    program = 'generate "a fox" model:sd35-large seed:1 | save "o.jpg"'
    for _ in range(2):
        done = imgflow(
            "-c", program, "--endpoint-url", recorder.endpoint, "--yes", environment=KEYS, expecting=None)
        assert done.code != 0 and "truncated" in done.errors
    assert len(recorder.requests) == 2, "asked again: what came is no answer"
    assert not (tmp_path / "o.jpg").exists()


def test_every_escape_of_json_may_stand_in_base64(imgflow, tmp_path, recorder):
    import base64
    picture = pictures.encoded(pictures.noise(64, 64))
    text = base64.b64encode(picture).decode()
    assert "+" in text and "/" in text
    written = "".join(
        "\\u002b" if c == "+" else "\\/" if c == "/" else f"\\u{ord(c):04X}" if i % 97 == 0 else c
        for i, c in enumerate(text))
    recorder.answer = lambda request: (
        200, ('{"seeds":[1],"finish_re\\u0061sons":[null],"im\\u0061ges":["' + written + '"]}').encode())
    imgflow.run('generate "a fox" | save "o.png"', to=recorder.endpoint, environment=KEYS)
    assert numpy.array_equal(
        numpy.asarray(Image.open(tmp_path / "o.png")), numpy.asarray(Image.open(io.BytesIO(picture))))


def test_bytes_that_fill_up_before_a_marker_are_passed_over(imgflow, tmp_path):
    data = jpeg("baseline")
    at = 4 + int.from_bytes(data[4:6], "big")
    filled = data[:2] + b"\xff\xff" + data[2:at] + b"\xff" + data[at:]
    (tmp_path / "a.jpg").write_bytes(filled)
    for options, name in [("embed:true", "embed.jpg"), ("private:true", "private.jpg"), ("metadata:safe", "safe.jpg")]:
        imgflow("-c", f'load "a.jpg" | save "{name}" {options}', "--backend", "sandbox")
        made = Image.open(tmp_path / name)
        assert numpy.array_equal(numpy.asarray(made), numpy.asarray(Image.open(io.BytesIO(data)))), name
    assert 'load "a.jpg"' in imgflow("recipe", "embed.jpg").output.decode()
