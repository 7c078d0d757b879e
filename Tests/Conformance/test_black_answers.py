"""An answer that is all black comes without a word from AWS: it is kept, told of, and not asked for again."""

import json

import pytest
from PIL import Image

import pictures

PROGRAM = 'load "photo.png" | replace "sky" text:"storm" | save "out.png"'


def answering(image, format):
    def answer(request):
        body = {"seeds": [1], "finish_reasons": [None], "images": [pictures.text(image, format)]}
        return 200, json.dumps(body).encode()

    return answer


@pytest.mark.parametrize("image, format, is_black", [
    (Image.new("RGB", (640, 427)), "png", True), (Image.new("RGB", (640, 427)), "jpeg", True),
    (Image.new("L", (640, 427)), "png", True), (Image.new("RGB", (64, 64)), "jpeg", True),
    (Image.new("RGB", (640, 427), (1, 1, 1)), "png", False), (Image.new("RGB", (640, 427), "white"), "png", False),
    (Image.new("RGBA", (640, 427)), "png", False),
])
def test_a_black_answer_is_kept_and_told(imgflow, recorder, image, format, is_black):
    recorder.answer = answering(image, format)
    environment = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "k" * 40}

    def run():
        return imgflow("-c", PROGRAM, "--endpoint-url", recorder.endpoint, "--yes", environment=environment)

    done = run()
    assert ("all black" in done.errors) == is_black
    assert len(recorder.requests) == 1
    assert Image.open(imgflow.folder / "out.png").size == image.size
    (imgflow.folder / "out.png").unlink()
    run()
    assert len(recorder.requests) == 1
