"""Locations and dates that are written compressed, or within HEIF's own description: found as exiftool finds them."""

import io
import struct
import subprocess
import zlib

import numpy
import pytest
from PIL import Image

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="2026-11-27T14:03:05" %s'
    'exif:GPSLatitude="48,8.5N" exif:GPSLongitude="11,34.5E"/></rdf:RDF></x:xmpmeta>'
)
NOTE = "its location stays in the file"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    whole = out.getvalue()
    return whole[:33] + b"".join(chunks) + whole[33:]


def packed(data: bytes, level=6, strategy=0) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 15, 8, strategy)
    return packer.compress(data) + packer.flush()


def exif() -> bytes:
    block = Image.Exif()
    block.get_ifd(0x8769)[36867] = "2026:11:27 14:03:05"
    block.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 30.0), 3: "E", 4: (11.0, 34.0, 30.0)})
    return block.tobytes()


def profile(kind: str, data: bytes) -> bytes:
    digits = data.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return f"\n{kind}\n{len(data):8}\n{lines}\n".encode()


def itxt(data: bytes, is_packed: bool) -> bytes:
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0" + (b"\1" if is_packed else b"\0") + b"\0\0\0" + data)


XMP_BYTES = (XMP % "").encode()
EXIF = exif()
FILES = {
    "itxt": png(itxt(XMP_BYTES, False)),
    "itxt-packed": png(itxt(packed(XMP_BYTES), True)),
    "itxt-stored": png(itxt(packed(XMP_BYTES, 0), True)),
    "itxt-fixed": png(itxt(packed(XMP_BYTES, 9, zlib.Z_FIXED), True)),
    "itxt-huffman": png(itxt(packed(XMP_BYTES, 9, zlib.Z_HUFFMAN_ONLY), True)),
    "ztxt-xmp": png(chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + packed(XMP_BYTES))),
    "ztxt-profile": png(chunk(b"zTXt", b"Raw profile type exif\0\0" + packed(profile("exif", EXIF)))),
    "text-profile": png(chunk(b"tEXt", b"Raw profile type APP1\0" + profile("APP1", EXIF))),
    "ztxt-profile-xmp": png(chunk(b"zTXt", b"Raw profile type xmp\0\0" + packed(profile("xmp", XMP_BYTES)))),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_location_is_told_and_a_date_read(imgflow, kind):
    (imgflow.folder / "in.png").write_bytes(FILES[kind])
    told = subprocess.run(["exiftool", "-GPSLatitude", "-DateTimeOriginal", imgflow.folder / "in.png"], capture_output=True).stdout
    assert b"48 deg" in told or kind == "ztxt-xmp"
    done = imgflow("-c", 'load "in.png" | save "{date}.png"')
    assert NOTE in done.errors
    assert (imgflow.folder / "2026-11-27.png").read_bytes() == FILES[kind]
    imgflow("-c", 'load "in.png" | save "safe.png" metadata:safe')
    left = subprocess.run(["exiftool", "-a", "-G", imgflow.folder / "safe.png"], capture_output=True).stdout
    assert b"GPS" not in left and b"2026:11:27" in left


def test_what_zlib_packs_is_unpacked(imgflow):
    """Texts of all kinds: long repeats, noise, few letters; the date stands at the end."""
    random = numpy.random.default_rng(11)
    for number in range(24):
        letters = random.integers(97, 97 + int(random.integers(1, 26)), int(random.integers(1, 60_000))).astype(numpy.uint8).tobytes()
        filler = b"<!--" + (letters * int(random.integers(1, 4))) + b"-->"
        data = filler + XMP_BYTES
        level, strategy = int(random.integers(0, 10)), int(random.integers(0, 5))
        (imgflow.folder / f"n{number}.png").write_bytes(png(itxt(packed(data, level, strategy), True)))
    imgflow("-c", 'load "n*.png" | save "out/{date}-{stem}.png"')
    assert len(list((imgflow.folder / "out").glob("2026-11-27-n*.png"))) == 24


def test_damaged_and_endless_texts_end(imgflow):
    random = numpy.random.default_rng(5)
    good = packed(XMP_BYTES)
    texts = [b"", b"\x78", good[:-20], packed(bytes(60_000_000)), b"\x78\x9c" + bytes(500), b"\x78\x9c" + b"\xff" * 500]
    for _ in range(60):
        bad = bytearray(good)
        for place in random.integers(0, len(bad), 3):
            bad[place] = random.integers(0, 256)
        texts.append(bytes(bad))
    for number, text in enumerate(texts):
        (imgflow.folder / f"d{number}.png").write_bytes(png(itxt(text, True), chunk(b"zTXt", b"Raw profile type exif\0\0" + text)))
    many = png(*[chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + packed(bytes(1 << 21)))] * 400)
    (imgflow.folder / "many.png").write_bytes(many)
    imgflow("check", "-c", 'load "d*.png" | save "out/{stem}.png"', limit=30)
    imgflow("check", "-c", 'load "many.png" | save "out/{stem}.png"', limit=20)


def boxes(data: bytes, start: int, end: int):
    while start < end:
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        yield kind, start, size or end - start
        start += size or end - start


def with_inner_exif(data: bytes) -> bytes:
    """The EXIF of an AVIF within `idat`, by construction method 1; all else where it was."""
    top = {kind: (at, size) for kind, at, size in boxes(data, 0, len(data))}
    at, size = top[b"meta"]
    inner = {kind: (place, length) for kind, place, length in boxes(data, at + 12, at + size)}
    place, length = inner[b"iloc"]
    body = data[place + 8 : place + length]
    assert body[0] == 0 and body[4] == 0x44 and body[5] >> 4 == 0, body[:8]
    count = struct.unpack(">H", body[6:8])[0]
    items, cursor = [], 8
    for _ in range(count):
        item, _, extents = struct.unpack(">HHH", body[cursor : cursor + 6])
        offset, many = struct.unpack(">II", body[cursor + 6 : cursor + 14])
        assert extents == 1
        items.append((item, offset, many))
        cursor += 14
    exif_item = max(item for item, _, _ in items)
    _, offset, many = next(entry for entry in items if entry[0] == exif_item)
    payload = data[offset : offset + many]
    assert b"Exif" in payload or b"II" in payload or b"MM" in payload
    idat = struct.pack(">I", 8 + many) + b"idat" + payload
    # Two bytes for each item's method.
    shift = 2 * count + len(idat)
    new = b"\x01\0\0\0" + body[4:8]
    for item, offset, many in items:
        is_exif = item == exif_item
        new += struct.pack(">HHHHII", item, 1 if is_exif else 0, 0, 1, 0 if is_exif else offset + shift, many)
    iloc = struct.pack(">I", 8 + len(new)) + b"iloc" + new
    meta = data[at + 8 : place] + iloc + data[place + length : at + size] + idat
    return data[:at] + struct.pack(">I", 8 + len(meta)) + b"meta" + meta + data[at + size :]


def test_a_location_within_the_description(imgflow):
    out = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(out, "AVIF", exif=EXIF)
    data = with_inner_exif(out.getvalue())
    (imgflow.folder / "in.avif").write_bytes(data)
    assert Image.open(imgflow.folder / "in.avif").convert("RGB").size == (64, 48)
    done = imgflow("-c", 'load "in.avif" | save "{date}.avif"')
    assert NOTE in done.errors and (imgflow.folder / "2026-11-27.avif").read_bytes() == data


def test_small_faults(imgflow):
    framed = Image.new("RGB", (300, 200), "white")
    framed.paste((9, 200, 30), (50, 50, 150, 120))
    framed.save(imgflow.folder / "framed.png")
    assert "100x70" in imgflow("check", "-c", 'load "framed.png" | trim | crop 200x200 | save "x.png"', expecting=3).errors
    imgflow("-c", 'load "framed.png" | trim | resize $.height | save "{width}x{height}.png"')
    assert Image.open(imgflow.folder / "70x49.png").size == (70, 49)
    done = imgflow("-c", 'load "framed.png" | resize 200% enlarge:false | save "same.png"')
    assert "never enlarges" in done.errors and Image.open(imgflow.folder / "same.png").size == (300, 200)
    framed.convert("CMYK").save(imgflow.folder / "cmyk.tif")
    assert "converted to" not in imgflow("-c", 'load "cmyk.tif" | resize 300 light:linear | save "a.tif"').errors
    assert "converted to" in imgflow("-c", 'load "cmyk.tif" | resize 100 light:linear | save "b.tif"').errors
    lab = imgflow.folder / "lab.tif"
    subprocess.run(["convert", "-size", "20x20", "xc:rgba(200,50,40,0.5)", "-colorspace", "Lab", "-depth", "16", lab], check=True)
    imgflow("-c", 'load "lab.tif" | save "lab.png" | flatten "#000000" | save "flat.png"')
    seen = numpy.asarray(Image.open(imgflow.folder / "flat.png").convert("RGB"), int)[10, 10]
    assert numpy.abs(seen - (100, 25, 20)).max() <= 3
    assert "pdftoppm" in (lambda: ((imgflow.folder / "a.pdf").write_bytes(b"%PDF-1.7\n"), imgflow("check", "-c", 'load "a.pdf" | info', expecting=3))[1].errors)()


@pytest.mark.parametrize("name", ["wide.webp", "w-{width}.webp", "wide.jpg", "-"])
def test_what_was_paid_for_is_saved_when_its_format_is_too_small(imgflow, name):
    program = f'generate "x" seed:3 | trim tolerance:0 | pad right:{17_000 if "webp" in name else 65_000} | save {name if name == "-" else chr(34) + name + chr(34)}'
    done = imgflow("-c", program, "--backend", "sandbox", "--yes", expecting=None)
    if name == "-":
        assert done.code == 0
        return
    assert done.code == 1 and "at most" in done.errors and "saved as `w" in done.errors
    saved = next(imgflow.folder.glob("w*.png"))
    image = Image.open(saved)
    assert image.width > 17_000 and f"`{saved.name}`" in done.errors
    again = imgflow("-c", program, "--backend", "sandbox", "--yes", expecting=1)
    assert "1 cached" in again.errors and len(list(imgflow.folder.glob("w*.png"))) == 1
