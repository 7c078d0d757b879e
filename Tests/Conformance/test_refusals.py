"""What the service refuses, the sandbox refuses: same exception in boto3, same status."""

import base64
import json

import pytest
from botocore.exceptions import ClientError
from PIL import Image

import pictures
from models import (
    CONSERVATIVE,
    CORE,
    CREATIVE,
    EAST,
    ERASE,
    FAST,
    INPAINT,
    NOVA,
    OUTPAINT,
    RECOLOR,
    REMOVE_BACKGROUND,
    SD35,
    SEARCH_REPLACE,
    SKETCH,
    STRUCTURE,
    STYLE_GUIDE,
    STYLE_TRANSFER,
    ULTRA,
    WEST,
)
from samples import MASK, PNG, SQUARE


def refusal(sandbox, model: str, body, region: str = WEST) -> ClientError:
    client = sandbox.shared_client(region)
    with pytest.raises(ClientError) as caught:
        client.invoke_model(
            modelId=model, body=body if isinstance(body, bytes) else json.dumps(body)
        )
    assert type(caught.value) is client.exceptions.from_code(caught.value.response["Error"]["Code"])
    return caught.value


def check(error: ClientError, code: str, status: int, words: str):
    assert error.response["Error"]["Code"] == code
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert words in error.response["Error"]["Message"]


def nova(**parts) -> dict:
    """Text to image with other or more parts."""
    return {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}} | parts


def nova_inpainting(**parameters) -> dict:
    known = {"image": SQUARE, "maskPrompt": "sky", "text": "a storm"} | parameters
    return {
        "taskType": "INPAINTING",
        "inPaintingParams": {key: value for key, value in known.items() if value is not None},
    }


def square(side: int) -> str:
    return pictures.text(pictures.landscape(side, side), "jpeg")


def plain(width: int, height: int, format: str = "jpeg") -> str:
    return pictures.text(Image.new("RGB", (width, height)), format)


FIELDS = [
    # Unknown, null, missing.
    (CORE, {"prompt": "x", "width": 1024}, "[width]"),
    (CORE, {"prompt": "x", "style_preset": "anime"}, "[style_preset]"),
    (ULTRA, {"prompt": "x", "mode": "text-to-image"}, "[mode]"),
    (ULTRA, {"prompt": "x", "image": PNG, "strength": 0.5}, "2 schema violations"),
    (SD35, {"prompt": "x", "cfg_scale": 7}, "[cfg_scale]"),
    (SEARCH_REPLACE, {"prompt": "x", "image": PNG, "search_prompt": "y", "mask": MASK}, "[mask]"),
    (REMOVE_BACKGROUND, {"image": PNG, "seed": 1}, "[seed]"),
    (FAST, {"image": PNG, "prompt": "x"}, "[prompt]"),
    (CONSERVATIVE, {"prompt": "x", "image": PNG, "style_preset": "anime"}, "[style_preset]"),
    (CREATIVE, {"prompt": "x", "image": PNG, "strength": 0.3}, "[strength]"),
    (CORE, {"prompt": "x", "seed": None}, "#/seed"),
    (CORE, {"prompt": "x", "negative_prompt": None}, "#/negative_prompt"),
    (INPAINT, {"prompt": "x", "image": PNG, "mask": None}, "#/mask"),
    (CORE, {}, "[prompt]"),
    (INPAINT, {"prompt": "x"}, "[image]"),
    (SEARCH_REPLACE, {"prompt": "x", "image": PNG}, "[search_prompt]"),
    (CREATIVE, {"image": PNG}, "[prompt]"),
    (SD35, {"prompt": "x", "mode": "image-to-image", "image": PNG}, "[strength]"),
    # Type.
    (CORE, {"prompt": 5}, "#/prompt"),
    (CORE, {"prompt": ["x"]}, "#/prompt"),
    (CORE, {"prompt": "x", "seed": "7"}, "#/seed"),
    (CORE, {"prompt": "x", "seed": 7.5}, "#/seed"),
    (CORE, {"prompt": "x", "seed": True}, "#/seed"),
    (CORE, {"prompt": "x", "seed": 2**80}, "#/seed"),
    (INPAINT, {"prompt": "x", "image": {"bytes": PNG}}, "#/image"),
    (CREATIVE, {"prompt": "x", "image": PNG, "creativity": "0.3"}, "#/creativity"),
    # Range.
    (CORE, {"prompt": ""}, "#/prompt"),
    (CORE, {"prompt": "x" * 10_001}, "#/prompt"),
    (CORE, {"prompt": "x", "negative_prompt": "x" * 10_001}, "#/negative_prompt"),
    (CORE, {"prompt": "x", "seed": -1}, "#/seed"),
    (CORE, {"prompt": "x", "seed": 4294967296}, "#/seed"),
    (SD35, {"prompt": "x", "seed": 4294967295}, "#/seed"),
    (INPAINT, {"prompt": "x", "image": PNG, "grow_mask": 21}, "#/grow_mask"),
    (CREATIVE, {"prompt": "x", "image": PNG, "creativity": 0.09}, "#/creativity"),
    (CONSERVATIVE, {"prompt": "x", "image": PNG, "creativity": 0.51}, "#/creativity"),
    (OUTPAINT, {"image": PNG, "left": 2001}, "#/left"),
    (OUTPAINT, {"image": PNG, "up": 1, "creativity": 1.01}, "#/creativity"),
    (ERASE, {"image": PNG, "grow_mask": -1}, "#/grow_mask"),
    (STYLE_TRANSFER, {"init_image": PNG, "style_image": PNG, "change_strength": 0}, "/change"),
    (STYLE_TRANSFER, {"init_image": PNG, "style_image": PNG, "style_strength": 2}, "/style"),
    (SKETCH, {"prompt": "x", "image": PNG, "control_strength": 1.1}, "#/control_strength"),
    (STRUCTURE, {"prompt": "x", "image": PNG, "control_strength": -1}, "#/control_strength"),
    (STYLE_GUIDE, {"prompt": "x", "image": PNG, "fidelity": 1.1}, "#/fidelity"),
    (OUTPAINT, {"image": PNG, "up": 1, "negative_prompt": "x"}, "[negative_prompt]"),
    (ERASE, {"image": PNG, "prompt": "x"}, "[prompt]"),
    (RECOLOR, {"prompt": "x", "image": PNG, "search_prompt": "y"}, "2 schema violations"),
    (STYLE_TRANSFER, {"init_image": PNG, "image": PNG}, "2 schema violations"),
    (SKETCH, {"prompt": "x", "image": PNG, "aspect_ratio": "1:1"}, "[aspect_ratio]"),
    (STRUCTURE, {"image": PNG}, "[prompt]"),
    (STYLE_GUIDE, {"prompt": "x"}, "[image]"),
    # Words.
    (CORE, {"prompt": "x", "output_format": "webp"}, "#/output_format"),
    (ULTRA, {"prompt": "x", "output_format": "PNG"}, "#/output_format"),
    (SD35, {"prompt": "x", "output_format": "gif"}, "#/output_format"),
    (CORE, {"prompt": "x", "aspect_ratio": "4:3"}, "#/aspect_ratio"),
    (INPAINT, {"prompt": "x", "image": PNG, "style_preset": "baroque"}, "#/style_preset"),
]

NOVA_FIELDS = [
    ({"textToImageParams": {"text": "x"}}, "[taskType]"),
    ({"taskType": "TEXT_IMAGE"}, "[textToImageParams]"),
    (nova(taskType="TEXT_TO_IMAGE"), "#/taskType"),
    (nova(textToImageParams={}), "[text]"),
    (nova(textToImageParams={"text": "x" * 1025}), "#/textToImageParams/text"),
    (nova(textToImageParams={"text": "x", "negativeText": ""}), "/negativeText"),
    (nova(textToImageParams={"text": "x", "style": "anime"}), "/style"),
    (nova(textToImageParams={"text": "x", "mood": "dark"}), "[mood]"),
    (nova(imageGenerationConfig=None), "#/imageGenerationConfig"),
    (nova(imageGenerationConfig={"width": 1000}), "/width"),
    (nova(imageGenerationConfig={"width": 304}), "/width"),
    (nova(imageGenerationConfig={"width": 4112}), "/width"),
    (nova(imageGenerationConfig={"width": 1600, "height": 320}), "1600"),
    (nova(imageGenerationConfig={"width": 2064, "height": 2048}), "2064"),
    (nova(imageGenerationConfig={"quality": "best"}), "/quality"),
    (nova(imageGenerationConfig={"cfgScale": 1}), "/cfgScale"),
    (nova(imageGenerationConfig={"numberOfImages": 6}), "/numberOfImages"),
    (nova(imageGenerationConfig={"seed": 2147483647}), "/seed"),
    (nova_inpainting(image=None), "[image]"),
    (nova_inpainting(maskPrompt=None), "exactly one"),
    (nova_inpainting(maskImage=SQUARE), "exactly one"),
]

PICTURES = [
    (INPAINT, "", "decode"),
    (INPAINT, "not base64!", "base64"),
    (INPAINT, f"data:image/png;base64,{PNG}", "base64"),
    (INPAINT, PNG[: len(PNG) // 8 * 4], "decode"),
    (INPAINT, base64.b64encode(b"no picture").decode(), "image"),
    (INPAINT, pictures.text(pictures.landscape(80, 80), "GIF"), "gif"),
    (INPAINT, plain(63, 100), "at least 64"),
    (INPAINT, plain(100, 251), "aspect ratio"),
    (INPAINT, plain(3073, 3072), "9437184"),
    (REMOVE_BACKGROUND, plain(63, 63), "at least 64"),
    (CONSERVATIVE, plain(3073, 3072), "9437184"),
    (CREATIVE, plain(63, 100), "at least 64"),
    (CREATIVE, plain(1025, 1024), "1048576"),
    (FAST, plain(31, 40), "at least 32"),
    (FAST, plain(1537, 64), "at most 1536"),
    (FAST, plain(1025, 1024), "1048576"),
]

NOVA_PICTURES = [
    (nova_inpainting(image=square(319)), "at least 320"),
    (nova_inpainting(image=plain(4097, 1030)), "at most 4096"),
    (nova_inpainting(image=plain(2049, 2048)), "4194304"),
    (nova_inpainting(image=plain(1284, 320)), "aspect ratio"),
    (nova_inpainting(image=pictures.text(pictures.landscape(320, 320), "webp")), "webp"),
    (nova_inpainting(maskPrompt=None, maskImage=square(384)), "same size"),
    (
        nova_inpainting(
            maskPrompt=None, maskImage=pictures.text(Image.new("L", (320, 320), 90))
        ),
        "pure black",
    ),
    (
        nova_inpainting(image=pictures.text(Image.new("RGBA", (320, 320), (9, 9, 9, 9)))),
        "transparent",
    ),
]


def ids(rows: list[tuple]) -> list[str]:
    return [f"{number}-{row[-1]}" for number, row in enumerate(rows)]


@pytest.mark.parametrize("model, body, words", FIELDS, ids=ids(FIELDS))
def test_a_wrong_field_is_a_validation_error_that_names_it(sandbox, model, body, words):
    error = refusal(sandbox, model, body)
    check(error, "ValidationException", 400, words)
    assert error.response["Error"]["Message"].startswith("Malformed input request: ")


@pytest.mark.parametrize("body, words", NOVA_FIELDS, ids=ids(NOVA_FIELDS))
def test_a_wrong_field_of_nova_is_a_validation_error_that_names_it(sandbox, body, words):
    check(refusal(sandbox, NOVA, body, EAST), "ValidationException", 400, words)


@pytest.mark.parametrize("model, image, words", PICTURES, ids=ids(PICTURES))
def test_a_picture_outside_the_limits_is_refused(sandbox, model, image, words):
    body = {"image": image} | ({} if model in (FAST, REMOVE_BACKGROUND) else {"prompt": "x"})
    error = refusal(sandbox, model, body)
    check(error, "ValidationException", 400, words)
    assert "image:" in error.response["Error"]["Message"]


@pytest.mark.parametrize("body, words", NOVA_PICTURES, ids=ids(NOVA_PICTURES))
def test_a_picture_outside_the_limits_of_nova_is_refused(sandbox, body, words):
    check(refusal(sandbox, NOVA, body, EAST), "ValidationException", 400, words)


@pytest.mark.parametrize("model", [INPAINT, REMOVE_BACKGROUND])
@pytest.mark.parametrize("size", [(64, 64), (100, 250), (3072, 3072)], ids=str)
def test_a_picture_on_the_limit_is_taken(sandbox, model, size):
    more = {} if model == REMOVE_BACKGROUND else {"prompt": "x", "output_format": "jpeg"}
    answer = sandbox.invoke(model, {"image": plain(*size)} | more)
    assert pictures.opened(answer["images"][0]).size == size


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"prompt":"x"', b"[]", b"null", b'"x"', b'{"prompt":"\xff"}', b"\x89PNG\r\n"],
    ids=repr,
)
def test_a_body_that_is_no_object_is_a_validation_error(sandbox, body):
    check(refusal(sandbox, CORE, body), "ValidationException", 400, "Malformed input request")


UNKNOWN = [
    ("no such model", "stability.stable-image-core-v9:9", WEST),
    ("superseded", "stability.stable-image-core-v1:0", WEST),
    ("service without its profile", INPAINT.removeprefix("us."), WEST),
    ("profile of a model that has none", f"us.{CORE}", WEST),
    ("text to image in the east", CORE, EAST),
    ("Nova in the west", NOVA, WEST),
    ("profile outside the USA", FAST, "eu-west-1"),
    ("profile in the wrong state", FAST, "us-west-1"),
    ("profile as a model's ARN", f"arn:aws:bedrock:us-west-2::foundation-model/{FAST}", WEST),
]


@pytest.mark.parametrize("name, model, region", UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_an_id_that_is_not_served_there_is_a_validation_error(sandbox, name, model, region):
    error = refusal(sandbox, model, {"prompt": "x"}, region)
    check(error, "ValidationException", 400, "The provided model identifier is invalid")


def test_an_answer_over_16_mib_is_an_error(sandbox):
    body = {"image": pictures.text(pictures.noise(640, 640), "jpeg"), "prompt": "x"}
    error = refusal(sandbox, CREATIVE, body)
    check(error, "ValidationException", 400, "exceeds the maximum allowed size of 16777216 bytes")
    answer = sandbox.invoke(CREATIVE, body | {"output_format": "jpeg"})
    assert len(answer["images"]) == 1


def test_a_body_over_25_mb_is_a_validation_error(sandbox):
    body = b'{"prompt":"%s"}' % (b"x" * 25_000_000)
    check(refusal(sandbox, CORE, body), "ValidationException", 400, "25000000")


def test_a_retired_model_is_not_found(start_sandbox):
    server = start_sandbox("--retired")
    error = refusal(server, NOVA, nova(), EAST)
    check(error, "ResourceNotFoundException", 404, "reached the end of its life")
    assert len(server.invoke(FAST, {"image": PNG})["images"]) == 1


FILTERS = [
    ("imgflow-filter-prompt", "Filter reason: prompt"),
    ("imgflow-filter-input", "Filter reason: input image"),
    ("imgflow-filter-output", "Filter reason: output image"),
    ("imgflow-inference-error", "Inference error"),
]


@pytest.mark.parametrize("word, reason", FILTERS)
def test_a_content_filter_answers_its_reason_and_nothing_else(sandbox, word, reason):
    for model, more in [(CORE, {}), (CREATIVE, {"image": PNG})]:
        answer = sandbox.invoke(model, {"prompt": f"a {word} fox"} | more)
        assert answer == {"finish_reasons": [reason]}


def test_nova_refuses_a_prompt_with_an_error_and_a_result_without_one(sandbox):
    blocked = {"text": "a imgflow-filter-prompt fox"}
    error = refusal(sandbox, NOVA, nova(textToImageParams=blocked), EAST)
    check(error, "ValidationException", 400, "content filters")
    blocked = {"text": "a imgflow-filter-output fox"}
    answer = sandbox.invoke(NOVA, nova(textToImageParams=blocked), EAST)
    assert answer["images"] == [] and "content filters" in answer["error"]
