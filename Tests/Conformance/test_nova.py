"""Every task of Nova Canvas over the wire, with its smallest and its full body."""

import json
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError
from PIL import Image, ImageDraw

import pictures
from models import EAST, NOVA
from samples import SQUARE

SIDE = 320
# Black on the left.
MASK = pictures.text(pictures.left_half(SIDE, SIDE, inside=0, outside=255))
MARGIN = 16


def garment() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), (245, 245, 243))
    ImageDraw.Draw(picture).rectangle((80, 60, 240, 280), fill=(30, 160, 60))
    return picture


def person() -> Image.Image:
    picture = Image.new("RGB", (SIDE, 2 * SIDE), (226, 230, 226))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((140, 40, 180, 120), fill=(214, 168, 140))
    draw.rectangle((85, 130, 235, 320), fill=(60, 100, 170))
    draw.rectangle((112, 320, 208, 580), fill=(50, 48, 62))
    draw.rectangle((106, 580, 214, 610), fill=(120, 62, 30))
    return picture


PERSON, GARMENT = pictures.text(person()), pictures.text(garment())
WHOLE_CONFIG = {
    "width": 640,
    "height": 320,
    "quality": "premium",
    "cfgScale": 10,
    "numberOfImages": 2,
    "seed": 2147483646,
}
CONFIG = {key: WHOLE_CONFIG[key] for key in WHOLE_CONFIG if key not in ("width", "height")}
SMALL = {"width": SIDE, "height": SIDE}
KEYS = {
    "TEXT_IMAGE": "textToImageParams",
    "COLOR_GUIDED_GENERATION": "colorGuidedGenerationParams",
    "IMAGE_VARIATION": "imageVariationParams",
    "INPAINTING": "inPaintingParams",
    "OUTPAINTING": "outPaintingParams",
    "BACKGROUND_REMOVAL": "backgroundRemovalParams",
    "VIRTUAL_TRY_ON": "virtualTryOnParams",
}


def body(task: str, config: dict | None = None, **parameters) -> dict:
    """`None` takes a parameter away."""
    known = {key: value for key, value in parameters.items() if value is not None}
    return {"taskType": task, KEYS[task]: known} | (
        {} if config is None else {"imageGenerationConfig": config}
    )


def try_on(config: dict | None = None, **parameters) -> dict:
    return body(
        "VIRTUAL_TRY_ON", config, sourceImage=PERSON, referenceImage=GARMENT, **parameters
    )


@dataclass
class Case:
    name: str
    body: dict
    size: tuple[int, int] = (SIDE, SIDE)
    mode: str = "RGB"
    has_mask: bool = False


CASES = [
    Case("text, minimal", body("TEXT_IMAGE", text="a fox"), (1024, 1024)),
    Case(
        "text, full",
        body(
            "TEXT_IMAGE",
            WHOLE_CONFIG,
            text="a fox",
            negativeText="people",
            style="GRAPHIC_NOVEL_ILLUSTRATION",
            conditionImage=SQUARE,
            controlMode="SEGMENTATION",
            controlStrength=1,
        ),
        (640, 320),
    ),
    Case("text, lines", body("TEXT_IMAGE", SMALL, text="a fox", conditionImage=SQUARE)),
    Case(
        "colors, minimal",
        body("COLOR_GUIDED_GENERATION", text="a fox", colors=["#FF8800"]),
        (1024, 1024),
    ),
    Case(
        "colors, full",
        body(
            "COLOR_GUIDED_GENERATION",
            WHOLE_CONFIG,
            text="a fox",
            negativeText="people",
            colors=[f"#{index}0{index}0ff" for index in range(10)],
            referenceImage=SQUARE,
        ),
        (640, 320),
    ),
    Case("variation, minimal", body("IMAGE_VARIATION", images=[SQUARE]), (1024, 1024)),
    Case(
        "variation, full",
        body(
            "IMAGE_VARIATION",
            WHOLE_CONFIG,
            images=[SQUARE, PERSON, GARMENT, SQUARE, GARMENT],
            similarityStrength=0.2,
            text="a fox",
            negativeText="people",
        ),
        (640, 320),
    ),
    Case("inpainting, removal", body("INPAINTING", image=SQUARE, maskPrompt="the hut")),
    Case(
        "inpainting, full",
        body(
            "INPAINTING",
            CONFIG,
            image=SQUARE,
            maskImage=MASK,
            text="a storm",
            negativeText="birds",
        ),
    ),
    Case("outpainting, minimal", body("OUTPAINTING", image=SQUARE, maskPrompt="the hut")),
    Case(
        "outpainting, full",
        body(
            "OUTPAINTING",
            CONFIG,
            image=SQUARE,
            maskImage=MASK,
            outPaintingMode="PRECISE",
            text="a forest",
            negativeText="birds",
        ),
    ),
    Case("background", body("BACKGROUND_REMOVAL", image=SQUARE), mode="RGBA"),
    Case(
        "try-on, garment",
        try_on(maskType="GARMENT", garmentBasedMask={"garmentClass": "UPPER_BODY"}),
        (SIDE, 2 * SIDE),
    ),
    Case(
        "try-on, garment, full",
        try_on(
            CONFIG,
            maskType="GARMENT",
            garmentBasedMask={
                "garmentClass": "LONG_SLEEVE_SHIRT",
                "maskShape": "BOUNDING_BOX",
                "garmentStyling": {
                    "longSleeveStyle": "SLEEVE_UP",
                    "tuckingStyle": "TUCKED",
                    "outerLayerStyle": "OPEN",
                },
            },
            maskExclusions={
                "preserveBodyPose": "ON",
                "preserveHands": "OFF",
                "preserveFace": "DEFAULT",
            },
            mergeStyle="SEAMLESS",
            returnMask=True,
        ),
        (SIDE, 2 * SIDE),
        has_mask=True,
    ),
    Case(
        "try-on, prompt",
        try_on(
            maskType="PROMPT",
            promptBasedMask={"maskPrompt": "the blue shirt", "maskShape": "CONTOUR"},
            mergeStyle="DETAILED",
            returnMask=True,
        ),
        (SIDE, 2 * SIDE),
        has_mask=True,
    ),
    Case(
        "try-on, image",
        body(
            "VIRTUAL_TRY_ON",
            sourceImage=SQUARE,
            referenceImage=GARMENT,
            maskType="IMAGE",
            imageBasedMask={"maskImage": MASK},
            returnMask=True,
        ),
        has_mask=True,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_task_answers_pictures_of_its_size(sandbox, case):
    answer = sandbox.invoke(NOVA, case.body, EAST)
    assert set(answer) == {"images", "maskImage"} if case.has_mask else {"images"}
    wanted = case.body.get("imageGenerationConfig", {}).get("numberOfImages", 1)
    assert len(answer["images"]) == len(set(answer["images"])) == wanted
    for image in answer["images"]:
        picture = pictures.opened(image)
        assert (picture.format, picture.mode, picture.size) == ("PNG", case.mode, case.size)
        assert "made by the imgflow sandbox" in pictures.note(picture)
    if case.has_mask:
        mask = pictures.opened(answer["maskImage"])
        assert mask.size == case.size
        levels = [level for level, count in enumerate(mask.convert("L").histogram()) if count]
        assert levels == [0, 255]


def refusal(sandbox, request: dict) -> str:
    client = sandbox.shared_client(EAST)
    with pytest.raises(ClientError) as caught:
        client.invoke_model(modelId=NOVA, body=json.dumps(request))
    answer = caught.value.response
    assert type(caught.value) is client.exceptions.ValidationException
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    return answer["Error"]["Message"]


GARMENT_MASK = {"garmentClass": "SHOES"}
COLORS = ["#000000"]
FIELDS = [
    (body("TEXT_IMAGE"), "[text] not found"),
    (body("TEXT_IMAGE", text="x" * 1025), "/text: expected maxLength: 1024"),
    (body("TEXT_IMAGE", text="x", controlStrength=-0.1), "/controlStrength"),
    (body("TEXT_IMAGE", text="x", controlMode="POSE"), "/controlMode"),
    (body("TEXT_IMAGE", text="x") | {"inPaintingParams": {}}, "[inPaintingParams]"),
    (body("COLOR_GUIDED_GENERATION", text="x"), "[colors] not found"),
    (body("COLOR_GUIDED_GENERATION", colors=COLORS), "[text] not found"),
    (body("COLOR_GUIDED_GENERATION", text="x", colors=[]), "minimum item count: 1"),
    (body("COLOR_GUIDED_GENERATION", text="x", colors=COLORS * 11), "maximum item count: 10"),
    (body("COLOR_GUIDED_GENERATION", text="x", colors=["#FFF"]), "/colors/0"),
    (body("COLOR_GUIDED_GENERATION", text="x", colors=[255]), "/colors/0: expected type: String"),
    (body("IMAGE_VARIATION"), "[images] not found"),
    (body("IMAGE_VARIATION", images=[]), "minimum item count: 1"),
    (body("IMAGE_VARIATION", images=[SQUARE] * 6), "maximum item count: 5"),
    (body("IMAGE_VARIATION", images=[SQUARE], similarityStrength=0.1), "/similarityStrength"),
    (body("IMAGE_VARIATION", images=[SQUARE], similarityStrength=1.01), "/similarityStrength"),
    (body("INPAINTING", image=SQUARE), "exactly one of"),
    (body("INPAINTING", image=SQUARE, maskPrompt="x", maskImage=MASK), "exactly one of"),
    (body("OUTPAINTING", image=SQUARE), "exactly one of"),
    (body("OUTPAINTING", image=SQUARE, maskPrompt="x", outPaintingMode="HARD"), "Mode"),
    (body("BACKGROUND_REMOVAL", {}, image=SQUARE), "[imageGenerationConfig]"),
    (body("BACKGROUND_REMOVAL", image=SQUARE, text="x"), "[text]"),
    (try_on(), "[maskType] not found"),
    (try_on(maskType="GARMENT"), "[garmentBasedMask] not found"),
    (try_on(maskType="PROMPT", promptBasedMask={}), "[maskPrompt] not found"),
    (try_on(maskType="IMAGE", imageBasedMask={}), "[maskImage] not found"),
    (try_on(maskType="GARMENT", garmentBasedMask={"garmentClass": "HAT"}), "/garmentClass"),
    (
        try_on(
            maskType="GARMENT",
            garmentBasedMask=GARMENT_MASK,
            promptBasedMask={"maskPrompt": "x"},
        ),
        "[promptBasedMask]",
    ),
    (
        try_on({"width": 512}, maskType="GARMENT", garmentBasedMask=GARMENT_MASK),
        "[width]",
    ),
    (
        try_on(maskType="GARMENT", garmentBasedMask=GARMENT_MASK, returnMask=1),
        "/returnMask: expected type: Boolean",
    ),
    (
        try_on(maskType="GARMENT", garmentBasedMask=GARMENT_MASK, mergeStyle="HARD"),
        "/mergeStyle",
    ),
]


@pytest.mark.parametrize(
    "request_, words", FIELDS, ids=[f"{number}-{row[1]}" for number, row in enumerate(FIELDS)]
)
def test_a_body_that_does_not_fit_its_task_is_refused(sandbox, request_, words):
    message = refusal(sandbox, request_)
    assert message.startswith("Malformed input request: ")
    assert words in message


def png(mode: str, color) -> str:
    return pictures.text(Image.new(mode, (SIDE, SIDE), color))


SIXTEEN_BITS = pictures.text(Image.new("I;16", (SIDE, SIDE), 4000))
PICTURES = [
    (body("BACKGROUND_REMOVAL", image=SIXTEEN_BITS), "image: expected an 8-bit RGB image"),
    (body("BACKGROUND_REMOVAL", image=png("L", 90)), "image: expected an 8-bit RGB image"),
    (
        body("BACKGROUND_REMOVAL", image=pictures.text(Image.new("CMYK", (SIDE, SIDE)), "jpeg")),
        "got CMYK",
    ),
    (body("BACKGROUND_REMOVAL", image=png("RGBA", (1, 2, 3, 254))), "transparent"),
    (
        body("BACKGROUND_REMOVAL", image=pictures.text(garment(), "webp")),
        "unsupported image format webp",
    ),
    (
        body("IMAGE_VARIATION", images=[SQUARE, pictures.text(Image.new("RGB", (319, 320)))]),
        "images[1]: each side must be at least 320",
    ),
    (
        body("INPAINTING", image=SQUARE, maskImage=png("RGB", (255, 0, 0))),
        "maskImage: the mask image must contain only pure black",
    ),
    (
        body("OUTPAINTING", image=PERSON, maskImage=MASK),
        "same size, got 320x320 and 320x640",
    ),
    (
        try_on(maskType="IMAGE", imageBasedMask={"maskImage": MASK}),
        "imageBasedMask.maskImage: the mask image and the input image must have the same size",
    ),
]


@pytest.mark.parametrize(
    "request_, words", PICTURES, ids=[f"{number}-{row[1]}" for number, row in enumerate(PICTURES)]
)
def test_a_picture_that_nova_does_not_take_is_refused(sandbox, request_, words):
    assert words in refusal(sandbox, request_)


def test_an_opaque_alpha_and_a_palette_are_taken(sandbox):
    for image in [png("RGBA", (1, 2, 3, 255)), pictures.text(garment().convert("P"))]:
        answer = sandbox.invoke(NOVA, body("BACKGROUND_REMOVAL", image=image), EAST)
        assert len(answer["images"]) == 1


def halves(image: str) -> tuple[bytes, bytes]:
    """Left and right of the mask's edge, above the sandbox's mark, away from a soft edge."""
    picture = pictures.opened(image).convert("RGB")
    left = picture.crop((0, 0, SIDE // 2 - MARGIN, 300))
    return left.tobytes(), picture.crop((SIDE // 2 + MARGIN, 0, SIDE, 300)).tobytes()


POLARITY = [
    ("INPAINTING", {"text": "a storm"}, "left"),
    ("INPAINTING", {}, "left"),
    ("OUTPAINTING", {"text": "a storm"}, "right"),
    ("OUTPAINTING", {"outPaintingMode": "PRECISE"}, "right"),
]


@pytest.mark.parametrize("task, more, side", POLARITY)
def test_a_mask_means_the_opposite_in_outpainting(sandbox, task, more, side):
    source = pictures.text(pictures.opened(SQUARE))
    answer = sandbox.invoke(NOVA, body(task, image=source, maskImage=MASK, **more), EAST)
    before, after = halves(source), halves(answer["images"][0])
    assert (before[0] != after[0], before[1] != after[1]) == (side == "left", side == "right")


def test_black_is_where_a_try_on_replaces(sandbox):
    source = pictures.text(pictures.opened(SQUARE))
    request = body(
        "VIRTUAL_TRY_ON",
        sourceImage=source,
        referenceImage=GARMENT,
        maskType="IMAGE",
        imageBasedMask={"maskImage": MASK},
        returnMask=True,
    )
    answer = sandbox.invoke(NOVA, request, EAST)
    before, after = halves(source), halves(answer["images"][0])
    assert before[0] != after[0] and before[1] == after[1]
    mask = pictures.opened(answer["maskImage"]).convert("L")
    assert mask.tobytes() == pictures.opened(MASK).tobytes()


@pytest.mark.parametrize("count, left", [(1, 0), (2, 1), (5, 4)])
def test_some_of_several_pictures_may_be_blocked(sandbox, count, left):
    request = body("TEXT_IMAGE", SMALL | {"numberOfImages": count}, text="imgflow-filter-some")
    answer = sandbox.invoke(NOVA, request, EAST)
    assert len(answer["images"]) == left
    assert "content filters" in answer["error"]


def test_one_request_has_one_answer(sandbox):
    for task, config, parameters in [
        ("TEXT_IMAGE", SMALL, {"text": "a lake, mountains and a city in the desert"}),
        ("INPAINTING", None, {"image": SQUARE, "maskPrompt": "red or green or blue"}),
    ]:
        request = body(task, config, **parameters)
        assert sandbox.invoke(NOVA, request, EAST) == sandbox.invoke(NOVA, request, EAST)
