"""The inputs of scripts/memory-check and scripts/fuzz-images: small, one of each kind that a loader knows."""

import io
import random
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()


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
