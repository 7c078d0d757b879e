"""Bodies out of AWS's documents, least and most, and the image that each is answered with."""

from dataclasses import dataclass, field
from typing import Callable

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

# As AWS's own samples send them (reference, section 15): a size that means nothing, no `mode`, and
# a `strength` that means nothing.
NOVA_CANVAS += [
    Case(
        f"{task.lower()}, with a size",
        NOVA,
        {
            "taskType": task,
            parameters: {"image": SQUARE, "maskPrompt": "sky", "text": "a storm"},
            "imageGenerationConfig": {"numberOfImages": 1, "height": 1024, "width": 1024},
        },
        exactly(320, 320),
        region=EAST,
    )
    for task, parameters in [("INPAINTING", "inPaintingParams"), ("OUTPAINTING", "outPaintingParams")]
]
STABILITY += [
    Case(
        "sd3.5, image to image without a mode",
        SD35,
        {"prompt": "an oil painting", "image": JPEG, "strength": 0.7},
        about(1_048_576, 4 / 3),
    ),
    Case(
        "sd3.5, text to image with a strength",
        SD35,
        {"prompt": "a fox", "mode": "text-to-image", "strength": 0.75},
        about(1_000_000, 1),
    ),
]

# Sizes of edit services as in the reference, section 6; what is not stated follows the input.
STABILITY += [
    Case(
        "sd3.5, image to image",
        SD35,
        {
            "prompt": "an oil painting",
            "mode": "image-to-image",
            "image": JPEG,
            "strength": 0.7,
            "negative_prompt": "people",
            "seed": 42,
            "output_format": "png",
        },
        about(1_048_576, 4 / 3),
    ),
    Case("outpaint, minimal", OUTPAINT, {"image": PNG, "left": 256}, exactly(576, 240)),
    Case(
        "outpaint, full",
        OUTPAINT,
        {
            "image": WEBP,
            "left": 10,
            "right": 20,
            "up": 30,
            "down": 2000,
            "prompt": "a meadow",
            "creativity": 0.1,
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "fantasy-art",
        },
        exactly(350, 2270),
        "JPEG",
    ),
    Case("erase, minimal", ERASE, {"image": PNG}, exactly(320, 240)),
    Case(
        "erase, full",
        ERASE,
        {"image": JPEG, "mask": MASK, "grow_mask": 0, "seed": 7, "output_format": "webp"},
        exactly(320, 240),
        "WEBP",
        region=EAST,
    ),
    Case(
        "search and recolor, minimal",
        RECOLOR,
        {"prompt": "blue", "image": PNG, "select_prompt": "hut"},
        exactly(320, 240),
    ),
    Case(
        "search and recolor, full",
        RECOLOR,
        {
            "prompt": "bright blue",
            "image": JPEG,
            "select_prompt": "hut",
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "photographic",
            "grow_mask": 20,
        },
        exactly(320, 240),
        "JPEG",
    ),
    Case(
        "style transfer, minimal",
        STYLE_TRANSFER,
        {"init_image": PNG, "style_image": SQUARE},
        exactly(320, 240),
    ),
    Case(
        "style transfer, full",
        STYLE_TRANSFER,
        {
            "init_image": JPEG,
            "style_image": PNG,
            "prompt": "a hut",
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "webp",
            "composition_fidelity": 0,
            "style_strength": 0,
            "change_strength": 0.1,
        },
        exactly(320, 240),
        "WEBP",
        region="us-east-2",
    ),
    Case(
        "control sketch, minimal", SKETCH, {"prompt": "a hut", "image": PNG}, exactly(320, 240)
    ),
    Case(
        "control sketch, full",
        SKETCH,
        {
            "prompt": "a hut",
            "image": JPEG,
            "control_strength": 1,
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "line-art",
        },
        exactly(320, 240),
        "JPEG",
    ),
    Case(
        "control structure, minimal",
        STRUCTURE,
        {"prompt": "a hut", "image": WEBP},
        exactly(320, 240),
    ),
    Case(
        "control structure, full",
        STRUCTURE,
        {
            "prompt": "a hut",
            "image": PNG,
            "control_strength": 0,
            "negative_prompt": "",
            "seed": 7,
            "output_format": "webp",
            "style_preset": "enhance",
        },
        exactly(320, 240),
        "WEBP",
    ),
    Case(
        "style guide, minimal",
        STYLE_GUIDE,
        {"prompt": "a hut", "image": PNG},
        exactly(1024, 1024),
    ),
    Case(
        "style guide, full",
        STYLE_GUIDE,
        {
            "prompt": "a hut",
            "image": JPEG,
            "aspect_ratio": "21:9",
            "fidelity": 1,
            "negative_prompt": "people",
            "seed": 7,
            "output_format": "jpeg",
            "style_preset": "low-poly",
        },
        about(1_000_000, 21 / 9),
        "JPEG",
    ),
]


def nova_case(name: str, task: str, parameters: str, body: dict, **rest) -> Case:
    config = {"imageGenerationConfig": rest.pop("config")} if "config" in rest else {}
    size = rest.pop("size", exactly(320, 320))
    request = {"taskType": task, parameters: body} | config
    return Case(name, NOVA, request, size, region=EAST, **rest)


NOVA_CANVAS += [
    nova_case(
        "color guided, minimal",
        "COLOR_GUIDED_GENERATION",
        "colorGuidedGenerationParams",
        {"text": "hills", "colors": ["#2E8B57"]},
        size=exactly(1024, 1024),
    ),
    nova_case(
        "color guided, full",
        "COLOR_GUIDED_GENERATION",
        "colorGuidedGenerationParams",
        {
            "text": "hills",
            "negativeText": "people",
            "colors": ["#2E8B57", "#87CEEB", "#FFD700", "#8B4513"] * 2 + ["#ffffff", "#000000"],
            "referenceImage": SQUARE,
        },
        config={"width": 640, "height": 320, "quality": "premium", "cfgScale": 10, "seed": 42},
        size=exactly(640, 320),
    ),
    nova_case(
        "variation, minimal",
        "IMAGE_VARIATION",
        "imageVariationParams",
        {"images": [SQUARE], "text": "in winter"},
        size=exactly(1024, 1024),
    ),
    nova_case(
        "variation, full",
        "IMAGE_VARIATION",
        "imageVariationParams",
        {
            "images": [SQUARE] * 5,
            "similarityStrength": 0.2,
            "text": "in winter",
            "negativeText": "people",
        },
        config={"width": 320, "height": 480, "numberOfImages": 3, "seed": 0},
        size=exactly(320, 480),
    ),
    nova_case(
        "inpainting, removal",
        "INPAINTING",
        "inPaintingParams",
        {"image": SQUARE, "maskPrompt": "the hut"},
    ),
    nova_case(
        "outpainting, words",
        "OUTPAINTING",
        "outPaintingParams",
        {"image": SQUARE, "maskPrompt": "the hut", "text": "a beach"},
    ),
    nova_case(
        "outpainting, full",
        "OUTPAINTING",
        "outPaintingParams",
        {
            "image": SQUARE,
            "maskImage": SQUARE_MASK,
            "outPaintingMode": "PRECISE",
            "text": "a beach",
            "negativeText": "people",
        },
        config={"quality": "premium", "cfgScale": 1.1, "numberOfImages": 2, "seed": 7},
    ),
    nova_case(
        "background removal",
        "BACKGROUND_REMOVAL",
        "backgroundRemovalParams",
        {"image": SQUARE},
        modes={"RGBA"},
    ),
    nova_case(
        "try on, garment",
        "VIRTUAL_TRY_ON",
        "virtualTryOnParams",
        {
            "sourceImage": SQUARE,
            "referenceImage": SQUARE,
            "maskType": "GARMENT",
            "garmentBasedMask": {"garmentClass": "UPPER_BODY"},
        },
    ),
    nova_case(
        "try on, garment, full",
        "VIRTUAL_TRY_ON",
        "virtualTryOnParams",
        {
            "sourceImage": SQUARE,
            "referenceImage": SQUARE,
            "maskType": "GARMENT",
            "garmentBasedMask": {
                "garmentClass": "LONG_SLEEVE_SHIRT",
                "maskShape": "BOUNDING_BOX",
                "garmentStyling": {
                    "longSleeveStyle": "SLEEVE_UP",
                    "tuckingStyle": "TUCKED",
                    "outerLayerStyle": "OPEN",
                },
            },
            "maskExclusions": {
                "preserveBodyPose": "ON",
                "preserveHands": "OFF",
                "preserveFace": "DEFAULT",
            },
            "mergeStyle": "SEAMLESS",
            "returnMask": False,
        },
        config={"quality": "premium", "cfgScale": 6.5, "numberOfImages": 1, "seed": 7},
    ),
    nova_case(
        "try on, words",
        "VIRTUAL_TRY_ON",
        "virtualTryOnParams",
        {
            "sourceImage": SQUARE,
            "referenceImage": SQUARE,
            "maskType": "PROMPT",
            "promptBasedMask": {"maskPrompt": "the hut", "maskShape": "CONTOUR"},
        },
    ),
    nova_case(
        "try on, mask",
        "VIRTUAL_TRY_ON",
        "virtualTryOnParams",
        {
            "sourceImage": SQUARE,
            "referenceImage": SQUARE,
            "maskType": "IMAGE",
            "imageBasedMask": {"maskImage": SQUARE_MASK},
        },
    ),
]
