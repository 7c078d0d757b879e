"""Images whose files say more than their pixels do, and what judges find in a file."""

import functools
import io
import json
import struct
import subprocess
import zlib
from pathlib import Path

import imagecodecs
import numpy
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

import pictures

# Stands in every field that is none of a reader's business.
SECRET = b"SECRETPLACE"
TEXT = SECRET.decode()
SIZE = (192, 128)


def photo() -> Image.Image:
    return pictures.landscape(*SIZE)


def thumbnail() -> bytes:
    return pictures.encoded(Image.new("RGB", (64, 48), (255, 0, 0)), "jpeg") + SECRET


def exif(orientation: int = 1) -> bytes:
    """A camera's: a place, a comment, a maker note with a preview, a thumbnail."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = TEXT
    block.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    block.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0" + SECRET, 0x927C: b"Maker" + thumbnail()})
    plain = bytearray(block.tobytes())
    # Pillow writes no second directory: it is put behind the first one's end.
    base = 6 if plain.startswith(b"Exif\0\0") else 0
    order = "<" if plain[base : base + 2] == b"II" else ">"
    first = struct.unpack_from(order + "I", plain, base + 4)[0]
    count = struct.unpack_from(order + "H", plain, base + first)[0]
    place = len(plain) - base
    struct.pack_into(order + "I", plain, base + first + 2 + 12 * count, place)
    small = thumbnail()
    entries = [(0x0103, 3, 6), (0x0201, 4, place + 2 + 12 * 3 + 4), (0x0202, 4, len(small))]
    second = struct.pack(order + "H", len(entries))
    for tag, kind, value in entries:
        number = struct.pack(order + ("HH" if kind == 3 else "I"), *([value, 0] if kind == 3 else [value]))
        second += struct.pack(order + "HHI", tag, kind, 1) + number
    return bytes(plain) + second + struct.pack(order + "I", 0) + small


def packet() -> bytes:
    image = "/9j/" + "A" * 40
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/">'
        f"<dc:creator><rdf:Seq><rdf:li>{TEXT}</rdf:li></rdf:Seq></dc:creator>"
        '<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><xmpGImg:width>64</xmpGImg:width>'
        f"<xmpGImg:image>{image}</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def resources() -> bytes:
    """Photoshop's: a keyword, and a thumbnail."""
    keyword = b"\x1c\x02\x19" + struct.pack(">H", len(SECRET)) + SECRET
    small = struct.pack(">IIIIIIHH", 1, 64, 48, 192, 9216, len(thumbnail()), 24, 1) + thumbnail()

    def block(id: int, data: bytes) -> bytes:
        return b"8BIM" + struct.pack(">HHI", id, 0, len(data)) + data + b"\0" * (len(data) % 2)

    return b"Photoshop 3.0\0" + block(0x0404, keyword) + block(0x040C, small)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


@functools.cache
def profile(name: str) -> bytes:
    """sRGB as lcms makes it, or Display P3 by its primaries. Once: the second when it is made stands in it."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if name == "srgb":
        return srgb
    # Adapted to D50; source: ICC's registry, `Display P3`.
    primaries = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    data = bytearray(srgb)
    for index in range(struct.unpack_from(">I", data, 128)[0]):
        tag, place, _ = struct.unpack_from(">4sII", data, 132 + 12 * index)
        if tag in primaries:
            struct.pack_into(">iii", data, place + 8, *(round(v * 65536) for v in primaries[tag]))
    return bytes(data)


def jpeg(image: Image.Image | None = None, orientation: int = 1, icc: bytes | None = None, **more) -> bytes:
    """A camera's file: every segment that may be there, a second image and words after the end."""
    buffer = io.BytesIO()
    (image or photo()).save(buffer, "JPEG", quality=90, **more)
    data = buffer.getvalue()
    parts = segment(0xE1, b"Exif\0\0" + exif(orientation).removeprefix(b"Exif\0\0"))
    parts += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet())
    if icc:
        parts += segment(0xE2, b"ICC_PROFILE\0\1\1" + icc)
    parts += segment(0xED, resources()) + segment(0xFE, SECRET) + segment(0xEA, SECRET)
    jfif = 2 + 2 + struct.unpack_from(">H", data, 4)[0]
    return data[:jfif] + parts + data[jfif:] + pictures.encoded(photo(), "jpeg") + SECRET


def arithmetic() -> bytes:
    """The same coded arithmetically, by libjpeg's own tool."""
    return subprocess.run(
        ["jpegtran", "-arithmetic", "-copy", "all"], input=jpeg(), capture_output=True, check=True
    ).stdout


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(image: Image.Image | None = None, **more) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", TEXT)
    notes.add_text("Zipped", TEXT, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", packet().decode())
    buffer = io.BytesIO()
    (image or photo()).save(buffer, "PNG", pnginfo=notes, exif=exif(), **more)
    data = buffer.getvalue()
    at = data.index(b"IDAT") - 4
    return data[:at] + chunk(b"seCr", SECRET) + data[at:] + SECRET


def webp(image: Image.Image | None = None, **more) -> bytes:
    buffer = io.BytesIO()
    (image or photo()).save(buffer, "WEBP", exif=exif(), xmp=packet(), quality=90, **more)
    data = buffer.getvalue()
    data += b"SECR" + struct.pack("<I", len(SECRET)) + SECRET + b"\0" * (len(SECRET) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:] + SECRET


def frames() -> list[Image.Image]:
    """The first is the image; the others are not to be seen."""
    return [photo()] + [Image.new("RGB", SIZE, (255, 0, shade)) for shade in (0, 128)]


def several(format: str, **more) -> bytes:
    first, *others = frames()
    buffer = io.BytesIO()
    first.save(buffer, format, save_all=True, append_images=others, duration=100, **more)
    return buffer.getvalue()


def heif(format: str) -> bytes:
    buffer = io.BytesIO()
    if format == "AVIF":
        photo().save(buffer, "AVIF", exif=exif(), xmp=packet(), quality=90)
    else:
        pillow_heif.from_pillow(photo()).save(buffer, quality=90, exif=exif(), xmp=packet())
    return buffer.getvalue()


def tiff() -> bytes:
    buffer = io.BytesIO()
    photo().save(buffer, "TIFF", tiffinfo={270: TEXT, 700: packet()})
    return buffer.getvalue()


def translucent() -> Image.Image:
    image = photo().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    return image


def deep() -> bytes:
    pixels = numpy.asarray(photo()).astype(numpy.uint16) * 257
    return imagecodecs.png_encode(pixels)


# Name to (extension, file).
KINDS = {
    "camera": ("jpg", jpeg),
    "camera-progressive": ("jpg", lambda: jpeg(progressive=True)),
    "camera-subsampled": ("jpg", lambda: jpeg(subsampling="4:2:0")),
    "camera-restarts": ("jpg", lambda: jpeg(restart_marker_blocks=4)),
    "camera-srgb": ("jpg", lambda: jpeg(icc=profile("srgb"))),
    "camera-p3": ("jpg", lambda: jpeg(icc=profile("p3"))),
    "camera-turned": ("jpg", lambda: jpeg(orientation=6)),
    "camera-gray": ("jpg", lambda: jpeg(photo().convert("L"))),
    "camera-cmyk": ("jpg", lambda: jpeg(photo().convert("CMYK"))),
    "camera-arithmetic": ("jpg", arithmetic),
    "png": ("png", png),
    "png-alpha": ("png", lambda: png(translucent())),
    "png-palette": ("png", lambda: png(photo().quantize(64))),
    "png-gray": ("png", lambda: png(photo().convert("L"))),
    "png-16-bit": ("png", deep),
    "png-p3": ("png", lambda: png(icc_profile=profile("p3"))),
    "png-animated": ("png", lambda: several("PNG")),
    "webp": ("webp", webp),
    "webp-alpha": ("webp", lambda: webp(translucent())),
    "webp-lossless": ("webp", lambda: webp(translucent(), lossless=True)),
    "webp-p3": ("webp", lambda: webp(icc_profile=profile("p3"))),
    "webp-animated": ("webp", lambda: several("WEBP", exif=exif(), xmp=packet())),
    "gif": ("gif", lambda: several("GIF", comment=SECRET)),
    "tiff": ("tif", tiff),
    "avif": ("avif", lambda: heif("AVIF")),
    "heic": ("heic", lambda: heif("HEIF")),
}


def facts(path: Path) -> dict[str, object]:
    """What exiftool finds, by group and name."""
    done = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", "-U", "-ee", path], capture_output=True, check=True
    )
    return json.loads(done.stdout)[0]


def seen(data: bytes) -> numpy.ndarray:
    """RGBA of the first frame, upright, in sRGB, as Pillow and lcms see it."""
    pillow_heif.register_heif_opener()
    image = Image.open(io.BytesIO(data))
    icc = image.info.get("icc_profile")
    turn = image.getexif().get(0x0112, 1)
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256).convert("L")
    image = image.convert("RGB") if image.mode not in ("RGB", "CMYK") else image
    if icc and image.mode == "RGB":
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), 0)
    image = image.convert("RGBA")
    if alpha:
        image.putalpha(alpha)
    if turn == 6:
        image = image.transpose(Image.Transpose.ROTATE_270)
    return numpy.asarray(image).astype(int)
