"""The AWS CLI invokes the sandbox, and runs the command lines that `--trace` prints."""

import base64
import json
import re

import pytest

import pictures
from models import CORE, SEARCH_REPLACE
from samples import PNG


def invoke(aws, sandbox, model: str, body: dict, *more: str, environment=None):
    (aws.folder / "request.json").write_text(json.dumps(body))
    return aws(
        "bedrock-runtime",
        "invoke-model",
        "--endpoint-url",
        sandbox.endpoint,
        "--region",
        "us-west-2",
        "--model-id",
        model,
        "--body",
        "fileb://request.json",
        *more,
        "answer.json",
        environment=sandbox.environment if environment is None else environment,
    )


@pytest.mark.parametrize(
    "model, body, size",
    [
        (CORE, {"prompt": "a fox", "aspect_ratio": "21:9", "seed": 7}, (1536, 640)),
        (
            SEARCH_REPLACE,
            {"prompt": "a storm", "image": PNG, "search_prompt": "sky", "seed": 7},
            (320, 240),
        ),
    ],
    ids=["core", "search and replace"],
)
def test_the_aws_cli_invokes_a_model(aws, sandbox, model, body, size):
    done = invoke(aws, sandbox, model, body)
    assert done.code == 0, done.errors
    assert json.loads(done.output) == {"contentType": "application/json"}
    answer = json.loads((aws.folder / "answer.json").read_text())
    assert (answer["seeds"], answer["finish_reasons"]) == ([7], [None])
    assert pictures.opened(answer["images"][0]).size == size


def test_what_the_server_prints_is_all_that_the_aws_cli_needs(aws, sandbox):
    (aws.folder / "greeting").write_text(sandbox.greeting)
    (aws.folder / "request.json").write_text('{"prompt":"imgflow-filter-prompt"}')
    done = aws.shell(
        f". ./greeting && aws bedrock-runtime invoke-model --model-id {CORE}"
        " --body fileb://request.json answer.json",
        environment={},
    )
    assert done.code == 0, done.errors
    answer = json.loads((aws.folder / "answer.json").read_text())
    assert answer == {"finish_reasons": ["Filter reason: prompt"]}


def test_the_aws_cli_tells_what_was_refused(aws, sandbox):
    done = invoke(aws, sandbox, CORE, {"prompt": "x", "width": 1024})
    assert done.code != 0
    assert "(ValidationException)" in done.errors and "[width]" in done.errors


def test_the_aws_cli_signs_in_with_a_bearer_key(aws, sandbox):
    def attempt(key: str):
        body = {"prompt": "imgflow-filter-prompt"}
        environment = {"AWS_BEARER_TOKEN_BEDROCK": key}
        return invoke(aws, sandbox, CORE, body, environment=environment)

    done = attempt(sandbox.bearer_key)
    assert done.code == 0, done.errors
    refused = attempt("wrong")
    assert refused.code != 0 and "(AccessDeniedException)" in refused.errors


def traced(errors: str) -> list[tuple[str, str]]:
    """Body and command line of each call, as `--trace` shows them."""
    return re.findall(r"^trace: (\{.*\})\ntrace: (aws .*)$", errors, re.MULTILINE)


def test_the_command_lines_of_a_trace_give_the_same_pictures(aws, imgflow, sandbox):
    done = imgflow.run(
        'load "photo.jpg" | inpaint mask:"sky" text:"it\'s a storm" seed:7 | save "storm.png"'
        ' | upscale fast | save "large.jpg"',
        "--trace",
        to=sandbox.endpoint,
        environment=sandbox.environment,
    )
    inputs, outputs = ["photo.jpg", "storm.png"], ["storm.png", "large.jpg"]
    calls = traced(done.errors)
    assert len(calls) == 2
    for (body, line), input, output in zip(calls, inputs, outputs, strict=True):
        given = (imgflow.folder / input).read_bytes()
        cut = f"<image: {len(given):,} bytes as base64>"
        assert cut in body
        request = body.replace(cut, base64.b64encode(given).decode())
        (aws.folder / "request.json").write_text(request)
        again = aws.shell(line, sandbox.environment)
        assert again.code == 0, again.errors
        answer = json.loads((aws.folder / "response.json").read_text())
        made = (imgflow.folder / output).read_bytes()
        assert base64.b64decode(answer["images"][0]) == made


def test_a_trace_shows_what_was_sent_and_no_secret(imgflow, sandbox, recorder):
    keys = sandbox.environment | {"AWS_SESSION_TOKEN": "a-very-secret-token"}
    done = imgflow.run(
        'load "photo.jpg" | upscale fast | save',
        "--trace",
        to=recorder.endpoint,
        environment=keys,
    )
    ((body, line),) = traced(done.errors)
    sent = recorder.only
    given = (imgflow.folder / "photo.jpg").read_bytes()
    cut = f"<image: {len(given):,} bytes as base64>"
    assert body.replace(cut, base64.b64encode(given).decode()).encode() == sent.body
    assert f"trace: POST {recorder.endpoint}{sent.path}" in done.errors
    assert f"--endpoint-url {recorder.endpoint}" in line
    signature = sent.header("authorization").partition("Signature=")[2]
    for secret in [sandbox.secret_key, "a-very-secret-token", signature]:
        assert secret not in done.errors
