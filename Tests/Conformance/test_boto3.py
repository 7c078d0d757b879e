"""boto3 invokes every model on the sandbox, with bodies out of AWS's documents."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import pictures
from cases import NOVA_CANVAS, STABILITY, Case
from models import CORE, EAST, ERASE, FAST, INPAINT, NOVA, REMOVE_BACKGROUND, SEARCH_REPLACE, WEST
from samples import MASK, PNG, SQUARE


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


def test_every_model_and_every_task_is_in_the_tables():
    assert len({case.model for case in STABILITY}) == 16
    tasks = {case.body["taskType"] for case in NOVA_CANVAS}
    assert tasks == {
        "TEXT_IMAGE",
        "COLOR_GUIDED_GENERATION",
        "IMAGE_VARIATION",
        "INPAINTING",
        "OUTPAINTING",
        "BACKGROUND_REMOVAL",
        "VIRTUAL_TRY_ON",
    }


def test_outpainting_changes_what_is_white(sandbox):
    photo = pictures.text(pictures.landscape(320, 320))

    def result(mask) -> str:
        parameters = {
            "image": photo,
            "maskImage": pictures.text(mask),
            "text": "a wall",
            "outPaintingMode": "PRECISE",
        }
        body = {"taskType": "OUTPAINTING", "outPaintingParams": parameters}
        return sandbox.invoke(NOVA, body, EAST)["images"][0]

    left_is_white = result(pictures.left_half(320, 320, inside=255, outside=0))
    right_is_white = result(pictures.left_half(320, 320, inside=0, outside=255))
    assert right_edge(left_is_white, 280) == right_edge(photo, 280)
    assert right_edge(right_is_white, 280) != right_edge(photo, 280)


def test_try_on_changes_what_is_black_and_gives_its_mask(sandbox):
    photo = pictures.text(pictures.landscape(320, 320))
    parameters = {
        "sourceImage": photo,
        "referenceImage": SQUARE,
        "maskType": "IMAGE",
        "imageBasedMask": {
            "maskImage": pictures.text(pictures.left_half(320, 320, inside=0, outside=255))
        },
        "returnMask": True,
    }
    body = {"taskType": "VIRTUAL_TRY_ON", "virtualTryOnParams": parameters}
    answer = sandbox.invoke(NOVA, body, EAST)
    assert right_edge(answer["images"][0], 280) == right_edge(photo, 280)
    mask = pictures.opened(answer["maskImage"]).convert("L")
    assert mask.size == (320, 320)
    assert {value for _, value in mask.getcolors()} == {0, 255}
    assert mask.getpixel((10, 160)) == 0 and mask.getpixel((310, 160)) == 255


def test_erase_changes_what_is_white(sandbox):
    answer = sandbox.invoke(ERASE, {"image": PNG, "mask": MASK, "seed": 7, "grow_mask": 0})
    assert right_edge(answer["images"][0], 200) == right_edge(PNG, 200)
    assert answer["images"][0] != PNG
