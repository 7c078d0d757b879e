"""What goes with an image that is encoded anew: exiftool writes the blocks of each format, and reads what is left."""

import subprocess

import numpy
import pillow_heif
import pytest
from PIL import Image, ImageOps

from marked_images import facts

pillow_heif.register_heif_opener()

CAPTION = "A quay at dusk – 港 & <north>"
CREATOR = "Ana Núñez"
RIGHTS = "© 2026 Ana Núñez"
SERIAL = "SN-4711-0815"
BLOCKS = {
    "exif": [
        f"-EXIF:ImageDescription={CAPTION}", f"-EXIF:Artist={CREATOR}", f"-EXIF:Copyright={RIGHTS}",
        "-EXIF:DateTimeOriginal=2026:11:27 14:03:05", "-EXIF:OffsetTimeOriginal=+09:00",
    ],
    "xmp": [
        f"-XMP-dc:Description={CAPTION}", f"-XMP-dc:Creator={CREATOR}", f"-XMP-dc:Rights={RIGHTS}",
        "-XMP-photoshop:DateCreated=2026:11:27 14:03:05+09:00",
    ],
    "iptc": [
        "-IPTC:CodedCharacterSet=UTF8", f"-IPTC:Caption-Abstract={CAPTION}", f"-IPTC:By-line={CREATOR}",
        f"-IPTC:CopyrightNotice={RIGHTS}", "-IPTC:DateCreated=2026:11:27", "-IPTC:TimeCreated=14:03:05+09:00",
    ],
    "text": [f"-PNG:Description={CAPTION}", f"-PNG:Author={CREATOR}", f"-PNG:Copyright={RIGHTS}"],
}
PRIVATE = [
    "-EXIF:GPSLatitude=35.6", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=139.7", "-EXIF:GPSLongitudeRef=E",
    "-EXIF:Make=Maker", "-EXIF:Model=Camera", f"-EXIF:SerialNumber={SERIAL}", f"-XMP-aux:SerialNumber={SERIAL}",
    "-XMP-exif:GPSLatitude=35.6", "-XMP-exif:GPSLongitude=139.7", "-XMP-photoshop:City=Yokohama",
    "-XMP-xmp:CreatorTool=Some Tool",
]
HELD = {"jpg": ["exif", "xmp", "iptc"], "png": ["exif", "xmp", "text"], "webp": ["exif", "xmp"],
        "tif": ["exif", "xmp", "iptc"], "avif": ["exif", "xmp"], "heic": ["exif", "xmp"]}
CASES = [(ending, block) for ending, blocks in HELD.items() for block in blocks]
TARGETS = ["jpg", "png", "webp", "tif", "avif"]


def write(path, *tags: str, mode: str = "RGB") -> None:
    kind = {"jpg": "JPEG", "tif": "TIFF", "heic": "HEIF"}.get(path.suffix[1:], path.suffix[1:].upper())
    numbers = numpy.random.default_rng(3).integers(0, 256, (12, 16, 3), numpy.uint8)
    Image.fromarray(numbers).resize((128, 96)).convert(mode).save(path, kind)
    if tags:
        subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, path], check=True)


def said(path) -> dict[str, str]:
    """The words of a file by what they mean, wherever they stand."""
    found = facts(path)
    names = {"description": ("Description", "ImageDescription"), "creator": ("Creator", "Artist"),
             "copyright": ("Rights", "Copyright"), "date": ("DateCreated", "DateTimeOriginal")}
    result = {}
    for meaning, keys in names.items():
        values = {str(value) for key, value in found.items() if key.split(":")[-1] in keys}
        values = {value.split("+")[0] for value in values} if meaning == "date" else values
        assert len(values) <= 1, (meaning, values)
        if values:
            result[meaning] = values.pop()
    return result


def private(path) -> list[str]:
    words = ("GPS", "Serial", "Make", "Model", "City", "CreatorTool", "Thumbnail", "Lens")
    return [key for key in facts(path) if any(word in key.split(":")[-1] for word in words)]


def expected(block: str) -> dict[str, str]:
    words = {"description": CAPTION, "creator": CREATOR, "copyright": RIGHTS}
    return words if block == "text" else words | {"date": "2026:11:27 14:03:05"}


@pytest.mark.parametrize("ending,block", CASES)
def test_words_stay_and_traces_go_when_an_image_is_encoded(imgflow, ending, block):
    source = imgflow.folder / f"in.{ending}"
    write(source, *PRIVATE, *BLOCKS[block])
    assert private(source)
    saves = " | ".join(f'save "out.{target}" dpi:240' for target in TARGETS)
    imgflow("-c", f'load "{source.name}" | resize 64 | {saves}')
    for target in TARGETS:
        path = imgflow.folder / f"out.{target}"
        assert said(path) == expected(block), target
        assert not private(path), target
        assert SERIAL.encode() not in path.read_bytes(), target
        Image.open(path).load()


@pytest.mark.parametrize("ending,block", [case for case in CASES if case[0] != "heic"])
@pytest.mark.parametrize("choice", ["", "metadata:all", "metadata:safe", "metadata:none"])
def test_a_copy_keeps_all_unless_asked(imgflow, ending, block, choice):
    source = imgflow.folder / f"in.{ending}"
    write(source, *PRIVATE, *BLOCKS[block])
    path = imgflow.folder / f"out.{ending}"
    said_by_plan = imgflow("plan", "-c", f'load "{source.name}" | save "{path.name}" {choice}').output.decode()
    imgflow("-c", f'load "{source.name}" | save "{path.name}" {choice}')
    stays = choice in ("", "metadata:all")
    assert ("location stays" in said_by_plan) == stays
    if stays:
        assert path.read_bytes() == source.read_bytes()
        return
    assert not private(path)
    assert SERIAL.encode() not in path.read_bytes()
    # The names of TIFF's own tags would be the words' too: none are left.
    assert said(path) == (expected(block) if choice == "metadata:safe" else {})
    if ending not in ("avif", "tif"):
        before, after = (numpy.asarray(Image.open(file)) for file in (source, path))
        assert (before == after).all()


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
@pytest.mark.parametrize("choice", ["metadata:safe", "metadata:none", "metadata:all", ""])
def test_a_turned_copy_is_seen_as_before(imgflow, ending, choice):
    source = imgflow.folder / f"in.{ending}"
    write(source, "-n", "-EXIF:Orientation=6", *BLOCKS["exif"], *PRIVATE)
    imgflow("-c", f'load "{source.name}" | save "out.{ending}" {choice}')
    out = imgflow("-c", f'load "out.{ending}" | info').errors
    assert "96x128" in out, out
    before, after = (ImageOps.exif_transpose(Image.open(file)) for file in (source, imgflow.folder / f"out.{ending}"))
    assert before.size == after.size == (96, 128)
    assert numpy.abs(numpy.asarray(before.convert("RGB"), int) - numpy.asarray(after.convert("RGB"), int)).mean() < 3


def test_convert_keeps_words_alone_and_takes_the_same_choice(imgflow):
    write(imgflow.folder / "in.jpg", *PRIVATE, *BLOCKS["exif"])
    for choice, words, traces in [("", True, False), ("metadata:safe", True, False), ("metadata:none", False, False),
                                  ("metadata:all", True, True)]:
        imgflow("-c", f'load "in.jpg" | convert webp {choice} | save "out.webp" overwrite:true')
        assert bool(said(imgflow.folder / "out.webp")) == words, choice
        assert bool(private(imgflow.folder / "out.webp")) == traces, choice


def test_a_packet_of_another_program_is_read_as_xml(imgflow):
    """Attributes, other prefixes, several languages, several creators; entities and damage are no words."""
    body = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <r:Description r:about="" xmlns:p="http://ns.adobe.com/photoshop/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"
     xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" p:Headline="Head &amp; line" p:City="Yokohama">
    <d:description><r:Alt><r:li xml:lang="de">Hafen</r:li><r:li xml:lang="x-default">Harbor</r:li></r:Alt></d:description>
    <d:creator><r:Seq><r:li>One</r:li><r:li>Two</r:li></r:Seq></d:creator>
    <e:DigitalSourceType r:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>
    </r:Description></r:RDF></x:xmpmeta>"""
    for name, packet in [("good", body), ("entity", '<!DOCTYPE x [<!ENTITY a "b">]>' + body), ("cut", body[:-9])]:
        write(imgflow.folder / "plain.jpg")
        (imgflow.folder / "packet.xmp").write_text(packet)
        plain = (imgflow.folder / "plain.jpg").read_bytes()
        payload = b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()
        segment = b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload
        (imgflow.folder / f"{name}.jpg").write_bytes(plain[:2] + segment + plain[2:])
        imgflow("-c", f'load "{name}.jpg" | resize 64 | save "{name}.png"')
    found = facts(imgflow.folder / "good.png")
    assert found["XMP-dc:Description"] == "Harbor"
    assert found["XMP-dc:Creator"] == ["One", "Two"]
    assert found["XMP-photoshop:Headline"] == "Head & line"
    assert "igital" in found["XMP-iptcExt:DigitalSourceType"]
    assert "XMP-photoshop:City" not in found
    assert not said(imgflow.folder / "entity.png")


def test_info_and_json_say_what_a_file_holds(imgflow):
    write(imgflow.folder / "in.jpg", *PRIVATE)
    write(imgflow.folder / "plain.jpg")
    assert "with its location" in imgflow("-c", 'load "in.jpg" | info').errors
    assert "location" not in imgflow("-c", 'load "plain.jpg" | info').errors
