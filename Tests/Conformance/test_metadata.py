"""What a saved file says besides its pixels."""

import re
import numpy
import pytest
from PIL import Image

from marked_images import KINDS, SECRET, facts, seen

TARGETS = ["jpg", "png", "webp", "tif", "avif", "gif"]
SOURCES = ["camera", "camera-turned", "png", "webp", "tiff", "avif", "heic"]
# The start of a JPEG with one of its first segments, also in base64: three bytes alone come by chance.
PREVIEWS = re.compile(rb"\xff\xd8\xff[\xc0\xdb\xe0\xe1\xe2\xed\xee\xfe]|/9j/[247]")


def save(imgflow, name: str, middle: str, options: str, target: str):
    ending, make = KINDS[name]
    source = make()
    (imgflow.folder / f"in.{ending}").write_bytes(source)
    path = imgflow.folder / f"out.{target}"
    imgflow("-c", f'load "in.{ending}" {middle} | save "{path.name}" {options}')
    return source, path


@pytest.mark.parametrize("change", ["crop 64x64 at:top-left", "blur 9"])
@pytest.mark.parametrize("name", SOURCES)
def test_no_thumbnail_shows_what_a_change_took_away(imgflow, name, change):
    ending, make = KINDS[name]
    (imgflow.folder / f"in.{ending}").write_bytes(make())
    saves = " | ".join(f'save "out.{target}"' for target in TARGETS)
    imgflow("-c", f'load "in.{ending}" | {change} | {saves}')
    for target in TARGETS:
        path = imgflow.folder / f"out.{target}"
        found = facts(path)
        assert not any("humbnail" in key or "Preview" in key for key in found), (target, found)
        body = path.read_bytes()[3:]
        assert not PREVIEWS.search(body), target


def test_the_rest_of_the_metadata_stays_where_all_is_asked_for(imgflow):
    _, path = save(imgflow, "camera", "| blur 9", "metadata:all", "jpg")
    found = facts(path)
    assert found["Composite:GPSLatitude"] and found["XMP-dc:Creator"] and found["IPTC:Keywords"]


@pytest.mark.parametrize("middle", ["", "| blur 2"])
@pytest.mark.parametrize("name", [name for name in KINDS if name != "heic"])
def test_private_writes_no_metadata(imgflow, name, middle):
    ending = KINDS[name][0]
    source, path = save(imgflow, name, middle, "private:true", ending)
    found = facts(path)
    told = {key.split(":")[0] for key in found}
    forbidden = {"IFD1", "GPS", "IPTC", "Photoshop", "XMP-dc", "XMP-xmp"}
    # In TIFF tags are the file's own; to AVIF libvips writes its resolution as EXIF.
    forbidden |= set() if ending in ("tif", "avif") else {"IFD0", "ExifIFD"}
    assert not told & forbidden, found
    assert not any("Comment" in key or "GPS" in key for key in found), found
    assert SECRET not in path.read_bytes()
    if not middle and name != "camera-cmyk":
        wanted, given = seen(source), seen(path.read_bytes())
        assert wanted.shape == given.shape
        difference = numpy.abs((wanted - given) * (wanted[..., 3:] > 0))
        # Turning a JPEG and stripping an AVIF encode again.
        assert difference.mean() < 1 if ending in ("avif", "jpg") else difference.max() <= 2


@pytest.mark.parametrize("name", ["gif", "webp-animated", "png-animated"])
def test_private_keeps_all_frames(imgflow, name):
    _, path = save(imgflow, name, "", "private:true", KINDS[name][0])
    assert Image.open(path).n_frames == 3


def test_private_is_another_file_than_one_with_metadata(imgflow):
    """A second run that asks for privacy does not take the first one's file for its own."""
    _, path = save(imgflow, "camera", "| blur 2", "", "jpg")
    assert SECRET in path.read_bytes()
    imgflow("-c", f'load "in.jpg" | blur 2 | save "{path.name}" private:true overwrite:true')
    assert SECRET not in path.read_bytes()
