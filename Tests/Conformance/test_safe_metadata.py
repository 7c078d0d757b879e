"""What goes with an image that is encoded anew: exiftool writes the blocks of each format, and reads what is left."""

import subprocess
import zlib

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


def with_packet(path, packet: bytes) -> None:
    """A PNG, whose chunks may be long."""
    write(path)
    body = b"XML:com.adobe.xmp\0\0\0\0\0" + packet
    chunk = len(body).to_bytes(4, "big") + b"iTXt" + body + zlib.crc32(b"iTXt" + body).to_bytes(4, "big")
    data = path.read_bytes()
    path.write_bytes(data[:33] + chunk + data[33:])


HEAD = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
)
TAIL = b"</rdf:Description></rdf:RDF></x:xmpmeta>"
HOSTILE = {
    "deep": HEAD + b"<a b=''>" * 200_000,
    "closed deep": HEAD + b"<a>" * 100_000 + b"</a>" * 100_000 + TAIL,
    "many defaults": HEAD + b"<dc:description><rdf:Alt>" + b'<rdf:li xml:lang="x-default">a</rdf:li>' * 200_000
    + b"</rdf:Alt></dc:description>" + TAIL,
    "flags": HEAD + b"<dc:description><rdf:Alt><rdf:li>" + "\U0001f1e6".encode() * 1_000_000
    + b"</rdf:li></rdf:Alt></dc:description>" + TAIL,
    "entities": b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><a>&b;</a>",
    "endless": HEAD[:200],
    "zeros": b"\0" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_packet_takes_no_time(imgflow, name):
    with_packet(imgflow.folder / "in.png", HOSTILE[name])
    imgflow("-c", 'load "in.png" | resize 64 | save "out.jpg"', limit=10)
    Image.open(imgflow.folder / "out.jpg").load()


@pytest.mark.parametrize("given,kept", [
    ("2026-11-27T14:03:05+09:00", "2026:11:27 14:03:05+09:00"), ("2026-11-27T14:03+09:00", "2026:11:27 14:03:00+09:00"),
    ("2026-11-27T14:03Z", "2026:11:27 14:03:00+00:00"), ("2026-11-27T14:03:05.25", "2026:11:27 14:03:05"),
    ("2026-11-27", "2026:11:27"), ("2026-13-27", None), ("0000:00:00 00:00:00", None), ("yesterday", None),
])
def test_a_date_is_a_date_or_none(imgflow, given, kept):
    packet = HEAD + f"<photoshop:DateCreated>{given}</photoshop:DateCreated>".encode() + TAIL
    with_packet(imgflow.folder / "in.png", packet)
    imgflow("-c", 'load "in.png" | resize 64 | save "out.jpg"')
    found = facts(imgflow.folder / "out.jpg")
    assert found.get("XMP-photoshop:DateCreated") == kept
    taken = found.get("ExifIFD:DateTimeOriginal")
    assert taken == (kept[:19] if kept and len(kept) > 10 else None)
    assert found.get("ExifIFD:OffsetTimeOriginal") == (kept[19:] or None if taken else None)


def test_the_day_it_was_taken_comes_before_the_day_the_file_was_made(imgflow):
    write(imgflow.folder / "in.jpg", "-EXIF:DateTimeOriginal=1999:05:01 10:00:00", "-XMP-xmp:CreateDate=2026:01:01 00:00:00")
    imgflow("-c", 'load "in.jpg" | resize 64 | save "out.jpg"')
    assert facts(imgflow.folder / "out.jpg")["ExifIFD:DateTimeOriginal"] == "1999:05:01 10:00:00"


@pytest.mark.parametrize("date", ["éééé", "2026\r\n11", "20260000", "12345678", ""])
def test_a_date_of_iptc_is_digits(imgflow, date):
    write(imgflow.folder / "in.jpg", "-IPTC:CodedCharacterSet=UTF8", "-IPTC:DateCreated=2026:11:27", "-IPTC:Headline=kept")
    data = (imgflow.folder / "in.jpg").read_bytes()
    raw = date.encode().ljust(8, b" ")[:8]
    assert data.count(b"20261127") == 1
    (imgflow.folder / "in.jpg").write_bytes(data.replace(b"20261127", raw))
    imgflow("-c", 'load "in.jpg" | resize 64 | save "out.jpg"')
    found = facts(imgflow.folder / "out.jpg")
    assert found["XMP-photoshop:Headline"] == "kept"
    assert "XMP-photoshop:DateCreated" not in found


def test_words_of_other_images_are_not_this_one_s(imgflow):
    inner = HEAD[HEAD.index(b"<rdf:Description"):].replace(b' rdf:about=""', b"")
    packet = (HEAD + b"<dc:source>" + inner + b"<dc:creator><rdf:Seq><rdf:li>Another</rdf:li></rdf:Seq></dc:creator>"
              b"</rdf:Description></dc:source><dc:creator><rdf:Seq><rdf:li>This</rdf:li></rdf:Seq></dc:creator>" + TAIL)
    with_packet(imgflow.folder / "in.png", packet)
    imgflow("-c", 'load "in.png" | resize 64 | save "out.tif"')
    assert facts(imgflow.folder / "out.tif")["XMP-dc:Creator"] == "This"


def test_signs_with_marks_and_long_words_make_whole_packets(imgflow):
    words = "R&amp;\ufe0fD a &lt;\ufe0fb " + "&amp;" * 9_000
    fields = b"".join(
        f"<{name}>{words}</{name}>".encode() for name in ("photoshop:Headline", "photoshop:Credit"))
    names = b"".join(b"<rdf:li>x</rdf:li>" for _ in range(5_000))
    packet = HEAD + fields + b"<dc:creator><rdf:Seq>" + names + b"</rdf:Seq></dc:creator>" + TAIL
    with_packet(imgflow.folder / "in.png", packet)
    imgflow("-c", 'load "in.png" | resize 64 | ' + " | ".join(f'save "out.{target}"' for target in TARGETS))
    for target in TARGETS:
        found = facts(imgflow.folder / f"out.{target}")
        assert found["XMP-photoshop:Headline"].startswith("R&\ufe0fD a <\ufe0fb &&"), target
        assert "Warning" not in str(found.keys()), found


def test_a_table_of_items_of_no_width_is_passed_over(imgflow):
    """Places of 65,535 empty pieces each: what is not read takes no room."""
    write(imgflow.folder / "in.avif", *PRIVATE)
    data = (imgflow.folder / "in.avif").read_bytes()
    at = data.index(b"iloc")
    entries = b"".join(item.to_bytes(2, "big") + b"\0\0" + b"\xff\xff" for item in range(1, 3_000))
    body = b"iloc" + b"\0\0\0\0" + b"\0\0" + (2_999).to_bytes(2, "big") + entries
    length = int.from_bytes(data[at - 4 : at], "big")
    grown = data[: at - 4] + (len(body) + 4).to_bytes(4, "big") + body + data[at - 4 + length :]
    meta = data.index(b"meta")
    size = int.from_bytes(grown[meta - 4 : meta], "big") + len(body) + 4 - length
    (imgflow.folder / "in.avif").write_bytes(grown[: meta - 4] + size.to_bytes(4, "big") + grown[meta:])
    imgflow("check", "-c", 'load "in.avif" | save "out.avif"', expecting=None, limit=10)


def test_a_location_behind_stray_bytes_is_found(imgflow):
    write(imgflow.folder / "in.jpg", *PRIVATE)
    data = (imgflow.folder / "in.jpg").read_bytes()
    at = data.index(b"Exif\0\0") - 4
    (imgflow.folder / "in.jpg").write_bytes(data[:at] + b"\0\0" + data[at:])
    assert "location stays" in imgflow("plan", "-c", 'load "in.jpg" | save "out.jpg"').output.decode()
    assert "may stay" in imgflow("plan", "-c", 'load "in.jpg" | save "out.jpg" max-bytes:2MB').output.decode()
