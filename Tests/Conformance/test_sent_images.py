"""What a model receives of a file: its pixels, and nothing else that stood in it."""

import base64

import numpy
import pytest

from marked_images import KINDS, SECRET, facts, seen
from samples import KEYS

# Whose compressed pixels need no other coding.
AS_THEY_ARE = {
    "camera", "camera-progressive", "camera-subsampled", "camera-restarts", "camera-srgb", "png", "png-alpha",
    "png-palette", "png-animated", "webp", "webp-alpha", "webp-lossless",
}
# Of exiftool's groups, those of the file as such and of its pixels.
PLAIN = ("ExifTool", "System", "File", "JFIF", "Adobe", "PNG", "PNG-pHYs", "RIFF", "Composite", "SourceFile")
# Nobody agrees on these: CMYK without a profile.
UNJUDGED = {"camera-cmyk"}
# Decoders enlarge the halved color of these by their own rules.
SUBSAMPLED = {"avif", "heic"}


def sent(imgflow, recorder, name: str) -> bytes:
    ending, make = KINDS[name]
    source = make()
    (imgflow.folder / f"in.{ending}").write_bytes(source)
    imgflow.run(
        f'load "in.{ending}" | upscale fast | save', to=recorder.endpoint, environment=KEYS
    )
    return source, base64.b64decode(recorder.only.fields["image"])


@pytest.mark.parametrize("name", KINDS)
def test_a_model_receives_pixels_alone(imgflow, recorder, tmp_path, name):
    source, received = sent(imgflow, recorder, name)
    file = tmp_path / "received"
    file.write_bytes(received)
    assert SECRET not in received
    found = facts(file)
    groups = {key.split(":")[0] for key in found}
    assert groups <= set(PLAIN), found
    assert not any("GPS" in key or "Comment" in key or "Warning" in key for key in found), found
    assert found.get("PNG:AnimationFrames") is None
    assert found["File:FileType"] in ("PNG", "JPEG", "WEBP", "Extended WEBP")
    if name not in UNJUDGED:
        wanted, given = seen(source), seen(received)
        assert wanted.shape == given.shape
        shown = wanted[..., 3:] > 0
        difference = numpy.abs(wanted - given) * shown
        exact = name in AS_THEY_ARE and name != "camera-srgb"
        if name in SUBSAMPLED:
            assert difference.mean() < 1
        else:
            assert difference.max() <= (0 if exact else 3), name
    if name in AS_THEY_ARE:
        assert len(received) <= len(source)


@pytest.mark.parametrize("name", ["camera", "camera-srgb", "camera-progressive"])
def test_a_camera_s_jpeg_goes_as_its_own_scan(imgflow, recorder, name):
    source, received = sent(imgflow, recorder, name)
    scan = received[received.index(b"\xff\xda") :]
    assert len(scan) > 1_000 and scan in source
    assert received.endswith(b"\xff\xd9")
