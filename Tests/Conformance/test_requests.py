"""The bodies that imgflow sends: the documented fields, in the documented types, and no others.

Each is answered by the sandbox, by way of a server that keeps it; so each is also accepted.
"""

import base64

import pytest

from models import (
    CONSERVATIVE,
    CORE,
    CREATIVE,
    FAST,
    INPAINT,
    NOVA,
    REMOVE_BACKGROUND,
    SD35,
    SEARCH_REPLACE,
    ULTRA,
)
from recorder import through
from samples import KEYS

PHOTO, MASK, SEED = object(), object(), object()

REQUESTS = [
    (
        'generate "a fox"',
        CORE,
        {"prompt": "a fox", "aspect_ratio": "1:1", "seed": SEED, "output_format": "png"},
    ),
    (
        'generate "a fox" aspect:21:9 negative:"people" seed:7 format:jpeg',
        CORE,
        {
            "prompt": "a fox",
            "aspect_ratio": "21:9",
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
        },
    ),
    (
        'generate "a fox" model:ultra aspect:2:3',
        ULTRA,
        {"prompt": "a fox", "aspect_ratio": "2:3", "seed": SEED, "output_format": "png"},
    ),
    (
        'generate "a fox" model:sd35-large format:webp',
        SD35,
        {
            "prompt": "a fox",
            "mode": "text-to-image",
            "aspect_ratio": "1:1",
            "seed": SEED,
            "output_format": "webp",
        },
    ),
    (
        'load "photo.png" | inpaint "a wall" mask:(load "mask.png")',
        INPAINT,
        {
            "prompt": "a wall",
            "image": PHOTO,
            "mask": MASK,
            "seed": SEED,
            "output_format": "png",
        },
    ),
    (
        'load "photo.png" | inpaint "a wall" mask:(load "mask.png") grow:0 style:anime'
        ' negative:"people" seed:2147483646 format:webp',
        INPAINT,
        {
            "prompt": "a wall",
            "image": PHOTO,
            "mask": MASK,
            "negative_prompt": "people",
            "style_preset": "anime",
            "grow_mask": 0,
            "seed": 2147483646,
            "output_format": "webp",
        },
    ),
    (
        'load "photo.png" | inpaint "a storm" mask:"sky"',
        SEARCH_REPLACE,
        {
            "prompt": "a storm",
            "image": PHOTO,
            "search_prompt": "sky",
            "seed": SEED,
            "output_format": "png",
        },
    ),
    (
        'load "photo.png" | replace "sky" text:"a storm" grow:20 style:3d-model'
        ' negative:"birds" seed:1 format:jpeg',
        SEARCH_REPLACE,
        {
            "prompt": "a storm",
            "image": PHOTO,
            "search_prompt": "sky",
            "negative_prompt": "birds",
            "style_preset": "3d-model",
            "grow_mask": 20,
            "seed": 1,
            "output_format": "jpeg",
        },
    ),
    (
        'load "photo.png" | remove-background',
        REMOVE_BACKGROUND,
        {"image": PHOTO, "output_format": "png"},
    ),
    ('load "photo.png" | upscale fast', FAST, {"image": PHOTO, "output_format": "jpeg"}),
    (
        'load "photo.png" | upscale conservative text:"a hut"',
        CONSERVATIVE,
        {"prompt": "a hut", "image": PHOTO, "seed": SEED, "output_format": "jpeg"},
    ),
    (
        'load "photo.png" | upscale creative text:"a hut" creativity:0.1 style:anime'
        ' negative:"people"',
        CREATIVE,
        {
            "prompt": "a hut",
            "image": PHOTO,
            "creativity": 0.1,
            "style_preset": "anime",
            "negative_prompt": "people",
            "seed": SEED,
            "output_format": "jpeg",
        },
    ),
    (
        'generate "a fox" model:nova-canvas',
        NOVA,
        {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": {"text": "a fox"},
            "imageGenerationConfig": {
                "width": 1024,
                "height": 1024,
                "numberOfImages": 1,
                "seed": SEED,
            },
        },
    ),
    (
        'generate "a fox" model:nova-canvas size:640x320 quality:premium guidance:7.5'
        ' negative:"people" seed:7',
        NOVA,
        {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": {"text": "a fox", "negativeText": "people"},
            "imageGenerationConfig": {
                "width": 640,
                "height": 320,
                "quality": "premium",
                "cfgScale": 7.5,
                "numberOfImages": 1,
                "seed": 7,
            },
        },
    ),
    (
        'load "photo.png" | inpaint "a storm" mask:"sky" model:nova-canvas',
        NOVA,
        {
            "taskType": "INPAINTING",
            "inPaintingParams": {"image": PHOTO, "maskPrompt": "sky", "text": "a storm"},
            "imageGenerationConfig": {"numberOfImages": 1, "seed": SEED},
        },
    ),
]


@pytest.mark.parametrize("program, model, body", REQUESTS, ids=[row[0] for row in REQUESTS])
def test_a_request_holds_the_documented_fields(
    imgflow, recorder, sandbox, program, model, body
):
    recorder.answer = through(sandbox)
    imgflow.run(f'{program} | save "out.{{ext}}"', to=recorder.endpoint, environment=KEYS)
    request = recorder.only
    assert request.method == "POST"
    assert request.model == model
    files = {
        name: base64.b64encode((imgflow.folder / f"{name}.png").read_bytes()).decode()
        for name in ["photo", "mask"]
    }
    compare(request.fields, body, files)


def compare(found, expected, files: dict[str, str], place: str = "body"):
    """Equal in type too: 1 is not 1.0 and not true. A file that fits is sent untouched."""
    if expected is SEED:
        assert type(found) is int and 1 <= found <= 2147483646, place
    elif expected is PHOTO:
        assert found == files["photo"], place
    elif expected is MASK:
        assert base64.b64decode(found, validate=True), place
    elif isinstance(expected, dict):
        assert found.keys() == expected.keys(), place
        for key in expected:
            compare(found[key], expected[key], files, f"{place}/{key}")
    else:
        assert type(found) is type(expected) and found == expected, place


def test_the_line_is_two_calls_and_one_picture(imgflow, recorder, sandbox):
    recorder.answer = through(sandbox)
    done = imgflow.run(
        'load "photo.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save',
        to=recorder.endpoint,
        environment=KEYS,
    )
    first, second = recorder.requests
    assert [first.model, second.model] == [SEARCH_REPLACE, CREATIVE]
    assert second.fields["prompt"] == "storm"
    assert done.output.decode().split() == ["photo-inpaint-upscale.jpg"]
    assert (imgflow.folder / "photo-inpaint-upscale.jpg").is_file()
