"""A JPEG made smaller has as true pixels as one that vipsthumbnail made smaller."""

import base64
import io
import subprocess

import numpy
import pytest
from PIL import Image

from samples import KEYS

SIDE = 960
# A side of the result; factors from 1.4 to 16.
SIDES = [680, 480, 400, 320, 240, 160, 120, 60]


def zone_plate() -> Image.Image:
    place = numpy.arange(SIDE) - SIDE / 2
    radius = place[:, None] ** 2 + place[None, :] ** 2
    values = 127.5 + 127.5 * numpy.cos(radius * numpy.pi / (2 * SIDE))
    return Image.fromarray(values.astype(numpy.uint8)).convert("RGB")


def photograph(seed: int) -> Image.Image:
    """Detail at every scale, as photographs have it: amplitude falls with frequency."""
    source = numpy.random.default_rng(seed)
    frequency = numpy.hypot(*numpy.meshgrid(*[numpy.fft.fftfreq(SIDE)] * 2)) + 1 / SIDE
    bands = []
    for _ in range(3):
        spectrum = numpy.fft.fft2(source.normal(size=(SIDE, SIDE))) / frequency
        plane = numpy.fft.ifft2(spectrum).real
        bands.append(127.5 + 50 * plane / plane.std())
    return Image.fromarray(numpy.clip(numpy.stack(bands, -1), 0, 255).astype(numpy.uint8))


IMAGES = {"zone plate": zone_plate} | {
    f"photograph {seed}": lambda seed=seed: photograph(seed) for seed in range(5)
}


def noise(image: Image.Image, reference: Image.Image) -> float:
    """PSNR in decibels."""
    first, second = (numpy.asarray(one.convert("RGB")).astype(float) for one in (image, reference))
    return 10 * numpy.log10(255**2 / max(((first - second) ** 2).mean(), 1e-6))


@pytest.mark.parametrize("name", IMAGES)
def test_a_smaller_jpeg_is_lanczos(imgflow, name):
    image = IMAGES[name]()
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95, subsampling=0)
    (imgflow.folder / "in.jpg").write_bytes(buffer.getvalue())
    image = Image.open(buffer)
    image.save(imgflow.folder / "in.png")
    for ending in ("jpg", "png"):
        program = "; ".join(
            f'load "in.{ending}" | resize {side}x{side} | save "{ending}-{side}.png"' for side in SIDES
        )
        imgflow("-c", program)
    for side in SIDES:
        subprocess.run(
            ["vipsthumbnail", "in.jpg", "--size", f"{side}x{side}!", "-o", f"vips-{side}.png"],
            cwd=imgflow.folder, check=True, capture_output=True,
        )
        reference = image.resize((side, side), Image.Resampling.LANCZOS)
        ours = Image.open(imgflow.folder / f"jpg-{side}.png")
        theirs = Image.open(imgflow.folder / f"vips-{side}.png")
        assert noise(ours, reference) >= min(noise(theirs, reference), 50) - 1, side
        assert noise(ours, Image.open(imgflow.folder / f"png-{side}.png")) >= 30, side


# Fits and fills what a model takes, on the way to a call; the recorder keeps what was sent.
@pytest.mark.parametrize("side", [1_400, 2_900])
def test_what_a_model_gets_is_lanczos_too(imgflow, recorder, side):
    image = zone_plate().resize((side, side), Image.Resampling.LANCZOS)
    image.save(imgflow.folder / "in.jpg", quality=95, subsampling=0)
    imgflow.run('load "in.jpg" | upscale fast | save', to=recorder.endpoint, environment=KEYS)
    sent = Image.open(io.BytesIO(base64.b64decode(recorder.only.fields["image"]))).convert("RGB")
    assert sent.width < side
    subprocess.run(
        ["vipsthumbnail", "in.jpg", "--size", f"{sent.width}x{sent.height}!", "-o", "vips.png"],
        cwd=imgflow.folder, check=True, capture_output=True)
    reference = Image.open(imgflow.folder / "in.jpg").resize(sent.size, Image.Resampling.LANCZOS)
    theirs = noise(Image.open(imgflow.folder / "vips.png"), reference)
    assert noise(sent, reference) >= min(theirs, 50) - 1
