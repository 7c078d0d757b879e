"""Makes the images that are sent, and opens those that come back."""

import base64
import io
import random

from PIL import Image, ImageDraw

FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}


def encoded(picture: Image.Image, format: str = "png") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, FORMATS.get(format, format))
    return buffer.getvalue()


def text(picture: Image.Image, format: str = "png") -> str:
    """As a request carries it."""
    return base64.b64encode(encoded(picture, format)).decode()


def landscape(width: int, height: int) -> Image.Image:
    """A sky, a hill and a red hut that stands out."""
    picture = Image.linear_gradient("L").resize((width, height))
    blue = Image.new("L", (width, height), 230)
    picture = Image.merge("RGB", (picture.point(lambda value: 90 + value // 3), picture, blue))
    x, y = width // 10, height // 10
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 6 * y, width, height), fill=(40, 110, 50))
    draw.rectangle((4 * x, 4 * y, 6 * x, 8 * y), fill=(200, 30, 30))
    return picture


def left_half(width: int, height: int, inside: int = 255, outside: int = 0) -> Image.Image:
    """A mask."""
    mask = Image.new("L", (width, height), outside)
    mask.paste(inside, (0, 0, width // 2, height))
    return mask


def noise(width: int, height: int) -> Image.Image:
    """What no format makes small."""
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def opened(text: str) -> Image.Image:
    """A picture out of an answer, every pixel decoded."""
    picture = Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
    picture.load()
    return picture


def note(picture: Image.Image) -> str:
    """Its XMP, which Pillow gives under one name for PNG and another for JPEG and WebP."""
    return str(picture.info.get("XML:com.adobe.xmp") or picture.info.get("xmp"))
