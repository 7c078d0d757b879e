"""boto3 invokes every model on the sandbox, with bodies out of AWS's documents."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Callable

import pytest

import pictures
from models import (
    CONSERVATIVE,
    CORE,
    CREATIVE,
    EAST,
    FAST,
    INPAINT,
    NOVA,
    REMOVE_BACKGROUND,
    SD35,
    SEARCH_REPLACE,
    ULTRA,
    WEST,
)
from samples import JPEG, MASK, PNG, SQUARE, SQUARE_MASK, WEBP

Size = tuple[int, int]


def exactly(width: int, height: int) -> Callable[[Size], bool]:
    return lambda size: size == (width, height)


def about(pixels: int, aspect: float, sides: range = range(64, 10_000)) -> Callable[[Size], bool]:
    """Where the documents give megapixels and a ratio, and no size."""

    def fits(size: Size) -> bool:
        width, height = size
        return (
            abs(width * height / pixels - 1) < 0.1
            and abs(width / height / aspect - 1) < 0.06
            and width in sides
            and height in sides
        )

    return fits


TEXT_TO_IMAGE = range(640, 1537)


@dataclass
class Case:
    name: str
    model: str
    body: dict
    size: Callable[[Size], bool]
    format: str = "PNG"
    region: str = WEST
    modes: set[str] = field(default_factory=lambda: {"RGB"})


STABILITY = [
    Case("core, minimal", CORE, {"prompt": "a fox"}, about(1_500_000, 1, TEXT_TO_IMAGE)),
    Case(
        "core, full",
        CORE,
        {
            "prompt": "a (red:1.4) fox in snow",
            "aspect_ratio": "16:9",
            "negative_prompt": "people",
            "seed": 4294967295,
            "output_format": "jpeg",
        },
        about(1_500_000, 16 / 9, TEXT_TO_IMAGE),
        "JPEG",
    ),
    Case("ultra, minimal", ULTRA, {"prompt": "a fox"}, exactly(1024, 1024)),
    Case(
        "ultra, full",
        ULTRA,
        {
            "prompt": "ein Fuchs im Schnee, 雪の中の狐 🦊",
            "aspect_ratio": "2:3",
            "negative_prompt": "",
            "seed": 1,
            "output_format": "jpeg",
        },
        about(1_000_000, 2 / 3, TEXT_TO_IMAGE),
        "JPEG",
    ),
    Case("sd3.5, minimal", SD35, {"prompt": "a fox"}, about(1_000_000, 1)),
    Case(
        "sd3.5, full",
        SD35,
        {
            "prompt": "a fox",
            "mode": "text-to-image",
            "aspect_ratio": "9:21",
            "negative_prompt": "people",
            "seed": 4294967294,
            "output_format": "webp",
        },
        about(1_000_000, 9 / 21),
        "WEBP",
    ),
    Case("inpaint, minimal", INPAINT, {"prompt": "a wall", "image": PNG}, exactly(320, 240)),
    Case(
        "inpaint, full",
        INPAINT,
        {
            "prompt": "a brick wall",
            "image": JPEG,
            "mask": MASK,
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "webp",
            "style_preset": "3d-model",
            "grow_mask": 20,
        },
        exactly(320, 240),
        "WEBP",
        region="us-east-2",
    ),
    Case(
        "search and replace, minimal",
        SEARCH_REPLACE,
        {"prompt": "a storm", "image": WEBP, "search_prompt": "sky"},
        exactly(320, 240),
    ),
    Case(
        "search and replace, full",
        SEARCH_REPLACE,
        {
            "prompt": "a storm",
            "image": PNG,
            "search_prompt": "sky",
            "negative_prompt": "birds",
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "photographic",
            "grow_mask": 0,
        },
        exactly(320, 240),
        "JPEG",
        region=EAST,
    ),
    Case(
        "remove background, minimal",
        REMOVE_BACKGROUND,
        {"image": JPEG},
        exactly(320, 240),
        modes={"RGBA"},
    ),
    Case(
        "remove background, full",
        REMOVE_BACKGROUND,
        {"image": PNG, "output_format": "webp"},
        exactly(320, 240),
        "WEBP",
        modes={"RGBA"},
    ),
    Case("fast upscale, minimal", FAST, {"image": PNG}, exactly(1280, 960)),
    Case(
        "fast upscale, full",
        FAST,
        {"image": WEBP, "output_format": "jpeg"},
        exactly(1280, 960),
        "JPEG",
    ),
    Case(
        "conservative upscale, webp",
        CONSERVATIVE,
        {"prompt": "a hut", "image": JPEG, "output_format": "webp"},
        about(3112 * 3112, 4 / 3),
        "WEBP",
    ),
    Case(
        "conservative upscale, full",
        CONSERVATIVE,
        {
            "prompt": "a hut",
            "image": PNG,
            "creativity": 0.1,
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
        },
        about(3112 * 3112, 4 / 3),
        "JPEG",
    ),
    Case(
        "creative upscale, full",
        CREATIVE,
        {
            "prompt": "a hut",
            "image": PNG,
            "creativity": 0.5,
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "tile-texture",
        },
        about(3152 * 3152, 4 / 3),
        "JPEG",
    ),
]

NOVA_CANVAS = [
    Case(
        "text to image, minimal",
        NOVA,
        {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}},
        exactly(1024, 1024),
        region=EAST,
    ),
    Case(
        "text to image, full",
        NOVA,
        {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": {
                "text": "a fox",
                "negativeText": "people",
                "style": "MIDCENTURY_RETRO",
            },
            "imageGenerationConfig": {
                "width": 640,
                "height": 320,
                "quality": "premium",
                "cfgScale": 1.1,
                "numberOfImages": 2,
                "seed": 2147483646,
            },
        },
        exactly(640, 320),
        region="eu-west-1",
    ),
    Case(
        "text to image, conditioned",
        NOVA,
        {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": {
                "text": "a fox",
                "conditionImage": SQUARE,
                "controlMode": "SEGMENTATION",
                "controlStrength": 0.3,
            },
            "imageGenerationConfig": {"width": 320, "height": 320},
        },
        exactly(320, 320),
        region="ap-northeast-1",
    ),
    Case(
        "inpainting, words",
        NOVA,
        {
            "taskType": "INPAINTING",
            "inPaintingParams": {"image": SQUARE, "maskPrompt": "sky", "text": "a storm"},
        },
        exactly(320, 320),
        region=EAST,
    ),
    Case(
        "inpainting, mask",
        NOVA,
        {
            "taskType": "INPAINTING",
            "inPaintingParams": {
                "image": SQUARE,
                "maskImage": SQUARE_MASK,
                "text": "a storm",
                "negativeText": "birds",
            },
            "imageGenerationConfig": {
                "quality": "standard",
                "cfgScale": 10,
                "numberOfImages": 1,
                "seed": 0,
            },
        },
        exactly(320, 320),
        region=EAST,
    ),
]


def names(cases: list[Case]) -> list[str]:
    return [case.name for case in cases]


@pytest.mark.parametrize("case", STABILITY, ids=names(STABILITY))
def test_stability_answers_one_picture_and_its_seed(sandbox, case):
    answer = sandbox.invoke(case.model, case.body, case.region)
    assert set(answer) == {"images", "seeds", "finish_reasons"}
    assert answer["finish_reasons"] == [None]
    (seed,), (image,) = answer["seeds"], answer["images"]
    assert type(seed) is int and 0 <= seed <= 4294967295
    assert case.body.get("seed", seed) == seed
    check(image, case)


@pytest.mark.parametrize("case", NOVA_CANVAS, ids=names(NOVA_CANVAS))
def test_nova_answers_as_many_pictures_as_asked_for(sandbox, case):
    answer = sandbox.invoke(case.model, case.body, case.region)
    assert set(answer) == {"images"}
    wanted = case.body.get("imageGenerationConfig", {}).get("numberOfImages", 1)
    assert len(answer["images"]) == len(set(answer["images"])) == wanted
    for image in answer["images"]:
        check(image, case)


def check(image: str, case: Case):
    picture = pictures.opened(image)
    assert picture.format == case.format
    assert picture.mode in case.modes
    assert case.size(picture.size), picture.size
    assert "made by the imgflow sandbox" in pictures.note(picture)


def test_an_answer_has_the_headers_of_the_service(sandbox):
    answer = sandbox.client().invoke_model(
        modelId=CORE,
        body=b'{"prompt":"a fox"}',
        contentType="application/json",
        accept="application/json",
    )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["contentType"] == "application/json"
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36


@pytest.mark.parametrize(
    "arn, region, body",
    [
        (f"arn:aws:bedrock:us-west-2:123456789012:inference-profile/{FAST}", WEST, {"image": PNG}),
        (f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}", EAST, NOVA_CANVAS[2].body),
    ],
    ids=["profile", "model"],
)
def test_an_arn_names_a_model_too(sandbox, arn, region, body):
    assert len(sandbox.invoke(arn, body, region)["images"]) == 1


def test_one_seed_gives_one_picture_and_another_seed_another(sandbox):
    def image(seed: int) -> str:
        body = {"prompt": "a storm", "image": PNG, "search_prompt": "sky", "seed": seed}
        return sandbox.invoke(SEARCH_REPLACE, body)["images"][0]

    assert image(7) == image(7)
    assert image(7) != image(8)


def test_many_calls_at_a_time_are_all_answered(sandbox):
    def size(side: int):
        body = {"image": pictures.text(pictures.landscape(side, side))}
        return pictures.opened(sandbox.invoke(FAST, body)["images"][0]).size

    sides = range(32, 64)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(size, sides)) == [(4 * side, 4 * side) for side in sides]


def right_edge(image: str, height: int) -> bytes:
    """A strip far from a mask over the left half, and above the sandbox's mark."""
    picture = pictures.opened(image).convert("RGB")
    return picture.crop((picture.width - 40, 0, picture.width, height)).tobytes()


def test_inpaint_changes_what_is_white(sandbox):
    body = {"prompt": "a wall", "image": PNG, "mask": MASK, "seed": 7}
    inside_left = sandbox.invoke(INPAINT, body)["images"][0]
    inverted = body | {"mask": pictures.text(pictures.left_half(320, 240, 0, 255))}
    inside_right = sandbox.invoke(INPAINT, inverted)["images"][0]
    assert right_edge(inside_left, 200) == right_edge(PNG, 200)
    assert right_edge(inside_right, 200) != right_edge(PNG, 200)


def test_nova_inpainting_changes_what_is_black(sandbox):
    photo = pictures.text(pictures.landscape(320, 320))

    def result(mask) -> str:
        parameters = {"image": photo, "maskImage": pictures.text(mask), "text": "a wall"}
        body = {"taskType": "INPAINTING", "inPaintingParams": parameters}
        return sandbox.invoke(NOVA, body, EAST)["images"][0]

    left_is_black = result(pictures.left_half(320, 320, inside=0, outside=255))
    right_is_black = result(pictures.left_half(320, 320, inside=255, outside=0))
    assert right_edge(left_is_black, 280) == right_edge(photo, 280)
    assert right_edge(right_is_black, 280) != right_edge(photo, 280)


def test_remove_background_keeps_what_stands_out(sandbox):
    answer = sandbox.invoke(REMOVE_BACKGROUND, {"image": PNG})
    alpha = pictures.opened(answer["images"][0]).getchannel("A")
    assert alpha.getpixel((160, 140)) == 255, "the hut"
    assert alpha.getpixel((10, 10)) == 0, "the sky"
