"""The inputs of scripts/memory-check and scripts/fuzz-images: small, one of each kind that a loader knows."""

import io
import random
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()

# Bytes at which decoders decide something.
_TELLING = [0, 1, 2, 3, 4, 8, 0x7F, 0x80, 0xFE, 0xFF]


def picture(size=(72, 56)):
    noise = Image.frombytes("RGB", size, random.Random(size[0]).randbytes(size[0] * size[1] * 3))
    ramp = Image.linear_gradient("L").resize(size)
    return Image.blend(Image.merge("RGB", (ramp, ramp.rotate(180), ramp)), noise, 0.2)


def made() -> dict[str, bytes]:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6
    more = {"icc_profile": profile, "exif": exif.tobytes()}
    plain, clear = picture(), picture().copy()
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    deep = Image.fromarray(__import__("numpy").asarray(plain.convert("L"), "uint16") * 257)
    kinds = {
        "rgb.png": (plain, "PNG", more),
        "alpha.png": (clear, "PNG", {}),
        "gray16.png": (deep, "PNG", {}),
        "palette.png": (plain.quantize(32), "PNG", {}),
        "rgb.jpg": (plain, "JPEG", more),
        "progressive.jpg": (plain, "JPEG", {"progressive": True, **more}),
        "restarts.jpg": (plain.convert("L"), "JPEG", {"restart_marker_rows": 1}),
        "cmyk.jpg": (plain.convert("CMYK"), "JPEG", {}),
        "lossy.webp": (plain, "WEBP", more),
        "lossless.webp": (clear, "WEBP", {"lossless": True, **more}),
        "still.gif": (plain.quantize(64), "GIF", {}),
        "moving.gif": (plain.quantize(8), "GIF", {"save_all": True, "append_images": [plain.rotate(90)]}),
        "rgb.tif": (plain, "TIFF", {"compression": "tiff_lzw", **more}),
        "jpeg.tif": (plain, "TIFF", {"compression": "jpeg"}),
        "big.tif": (clear, "TIFF", {"big_tiff": True}),
        "rgb.avif": (plain, "AVIF", more),
        "alpha.avif": (clear, "AVIF", {}),
        "rgb.heic": (plain, "HEIF", more),
        "alpha.heic": (clear, "HEIF", {}),
    }
    files = {}
    for name, (image, kind, options) in kinds.items():
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        files[name] = buffer.getvalue()
    return files


def written(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in made().items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        # Headers decide most.
        reach = min(len(data), 200) if chance.random() < 0.6 else len(data)
        at = chance.randrange(reach)
        match chance.randrange(6):
            case 0: data[at] ^= 1 << chance.randrange(8)
            case 1: data[at] = chance.choice(_TELLING)
            case 2: data[at:at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", chance.randbytes(4)])
            case 3: del data[at:at + chance.choice([1, 2, 4, 64])]
            case 4: data[at:at] = chance.randbytes(chance.choice([1, 2, 4, 16]))
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                data[at:at + 32] = other[start:start + 32]
        if not data:
            data = bytearray(b"\0")
    return bytes(data)
