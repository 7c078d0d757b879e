"""boto3's `converse` and the AWS CLI ask the sandbox about images: docs/vision-models.md, sections 1 to 3."""

import base64
import io
import json
import re
import urllib.request

import numpy
import pytest
from botocore.exceptions import ClientError
from PIL import Image

import pictures
from models import CORE
from sandbox import boto3_client

NOVA2 = "us.amazon.nova-2-lite-v1:0"
NOVA_LITE, NOVA_PRO = "amazon.nova-lite-v1:0", "us.amazon.nova-pro-v1:0"
QWEN, MISTRAL = "qwen.qwen3-vl-235b-a22b", "mistral.mistral-large-3-675b-instruct"
HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
NEW_HAIKU = "us.anthropic.claude-haiku-5-5"
ALL = [NOVA2, NOVA_LITE, NOVA_PRO, QWEN, MISTRAL, HAIKU, NEW_HAIKU]

PHOTO = pictures.landscape(512, 384)
PNG = pictures.encoded(PHOTO)
SCORES = {
    "type": "object",
    "properties": {
        "scores": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "criterion": {"type": "string", "enum": ["sharp", "colors"]},
                    "reason": {"type": "string"},
                    "score": {"type": "integer"},
                },
                "required": ["criterion", "reason", "score"],
            },
        }
    },
    "required": ["scores"],
}
WINNER = {
    "type": "object",
    "properties": {
        "reason": {"type": "string"},
        "winner": {"type": "string", "enum": ["1", "2", "tie"]},
    },
    "required": ["reason", "winner"],
}


def image(data: bytes = PNG, format: str = "png") -> dict:
    return {"image": {"format": format, "source": {"bytes": data}}}


def message(*content) -> list[dict]:
    return [{"role": "user", "content": list(content)}]


def form(schema: dict, name: str = "report") -> dict:
    tool = {"toolSpec": {"name": name, "inputSchema": {"json": schema}}}
    return {"tools": [tool], "toolChoice": {"tool": {"name": name}}}


def ask(server, model: str = NOVA2, *content, region: str = "us-west-2", **more) -> dict:
    content = content or (image(), {"text": "Describe it."})
    return server.shared_client(region).converse(
        modelId=model, messages=message(*content), **more
    )


def text(answer: dict) -> str:
    return answer["output"]["message"]["content"][0]["text"]


def refused(server, model: str = NOVA2, *content, **more) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as caught:
        ask(server, model, *content, **more)
    answer = caught.value.response
    return (
        answer["ResponseMetadata"]["HTTPStatusCode"],
        answer["Error"]["Code"],
        answer["Error"]["Message"],
    )


@pytest.mark.parametrize("model", ALL)
def test_each_model_describes(sandbox, model):
    answer = ask(sandbox, model, inferenceConfig={"maxTokens": 120})
    assert answer["stopReason"] == "end_turn"
    assert text(answer).startswith("sandbox: ")
    usage = answer["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert 0 < usage["outputTokens"] <= 120
    assert answer["output"] == ask(sandbox, model, inferenceConfig={"maxTokens": 120})["output"]


# 512x384 by the formulas of 1.1; what the text adds is 3 tokens.
@pytest.mark.parametrize(
    "model, tokens",
    [(NOVA2, 230), (NOVA_LITE, 1300), (QWEN, 192), (MISTRAL, 384), (HAIKU, 266), (NEW_HAIKU, 266)],
)
def test_an_image_counts_by_its_models_formula(sandbox, model, tokens):
    assert ask(sandbox, model)["usage"]["inputTokens"] == tokens + 3
    twice = ask(sandbox, model, image(), image(), {"text": "Describe it."})
    assert twice["usage"]["inputTokens"] == 2 * tokens + 3
    assert ask(sandbox, model, {"text": "Describe it."})["usage"]["inputTokens"] == 3


@pytest.mark.parametrize(
    "width, height, tokens",
    [
        (900, 450, 800), (900, 900, 1300), (1400, 900, 1800), (1800, 900, 2400), (1300, 1300, 2600),
        # Enlarged first, until the long side is 900.
        (800, 400, 800), (400, 800, 800), (512, 512, 1300), (9, 9, 1300),
    ],
)
@pytest.mark.parametrize("model", [NOVA_LITE, NOVA_PRO])
def test_the_first_nova_counts_as_its_table_says(sandbox, model, width, height, tokens):
    picture = image(pictures.encoded(Image.new("RGB", (width, height), (9, 9, 200))))
    answer = ask(sandbox, model, picture, {"text": "Describe it."})
    assert answer["usage"]["inputTokens"] == tokens + 3


def test_a_large_image_is_shrunk_by_claude_alone(sandbox):
    large = image(pictures.encoded(Image.new("RGB", (2048, 2048), (9, 9, 200))))
    content = (large, {"text": "Describe it."})
    assert ask(sandbox, HAIKU, *content)["usage"]["inputTokens"] == 1521 + 3
    assert ask(sandbox, QWEN, *content)["usage"]["inputTokens"] == 4096 + 3
    assert ask(sandbox, NOVA2, *content)["usage"]["inputTokens"] == 230 + 3


def test_a_description_names_colors_as_numpy_counts_them(sandbox):
    words = text(ask(sandbox))
    shares = dict((name, int(share)) for name, share in re.findall(r"(\w+) (\d+) %", words))
    pixels = numpy.asarray(PHOTO).reshape(-1, 3)
    red = 100 * numpy.mean(numpy.all(pixels == (200, 30, 30), axis=1))
    green = 100 * numpy.mean(numpy.all(pixels == (40, 110, 50), axis=1))
    assert abs(shares["red"] - red) <= 2 and abs(shares["green"] - green) <= 2
    assert "512 by 384 pixels" in words


@pytest.mark.parametrize("model", ALL)
def test_a_form_is_filled_in_by_its_schema(sandbox, model):
    answer = ask(sandbox, model, toolConfig=form(SCORES), inferenceConfig={"maxTokens": 1000})
    assert answer["stopReason"] == "tool_use"
    (block,) = answer["output"]["message"]["content"]
    assert block["toolUse"]["name"] == "report"
    scores = block["toolUse"]["input"]["scores"]
    assert [score["criterion"] for score in scores] == ["sharp", "colors"]
    for score in scores:
        assert type(score["score"]) is int and 0 <= score["score"] <= 10
        assert score["reason"].startswith("sandbox: ")


def test_a_blurred_image_is_less_sharp_and_loses(sandbox):
    sharp = image(pictures.encoded(pictures.noise(300, 300)))
    flat = image(pictures.encoded(Image.new("RGB", (300, 300), (120, 120, 120))))
    task = {"text": "Which is better?"}

    def winner(*images) -> str:
        answer = ask(sandbox, NOVA2, *images, task, toolConfig=form(WINNER))
        return answer["output"]["message"]["content"][0]["toolUse"]["input"]["winner"]

    assert winner(sharp, flat) == "1"
    assert winner(flat, sharp) == "2"
    assert winner(flat, flat) == "tie"


# The hut of the picture: where Pillow drew it, in thousandths.
HUT = (0.4, 0.4, 0.6, 0.8)


@pytest.mark.parametrize(
    "model, wanted, pattern, width, height",
    [
        (NOVA2, "the region described by: the red hut. Reply", r"^\[([\d, ]+)\]\.$", 1000, 1000),
        (NOVA_LITE, "only 'the red hut', a bounding box", r'^\[\{"the red hut": \[([\d, ]+)\]\}\]$', 1000, 1000),
        (QWEN, "categories 'the red hut', bbox", r'^```json\n\[\{"bbox_2d": \[([\d, ]+)\], "label": "the red hut"\}\]\n```$', 1000, 1000),
        (HAIKU, "the pixels of the region described by: the red hut. Reply", r"^\[([\d, ]+)\]$", 512, 384),
    ],
)
def test_a_box_is_in_its_models_scale(sandbox, model, wanted, pattern, width, height):
    said = text(ask(sandbox, model, image(), {"text": f"Give the bounding box of {wanted} ..."}))
    found = re.match(pattern, said)
    assert found, said
    box = [int(number) for number in found[1].split(",")]
    scales = (width, height, width, height)
    for number, share, scale in zip(box, HUT, scales):
        assert abs(number / scale - share) < 0.03, (box, said)


def test_what_is_not_there_is_an_empty_list(sandbox):
    task = "Give the bounding box of the region described by: imgflow-nothing. If it is not there, reply []."
    assert text(ask(sandbox, NOVA2, image(), {"text": task})) == "[]"


NUMBERS = {"type": "array", "items": {"type": "integer"}}
BOXES = {
    "type": "object",
    "properties": {"box": NUMBERS, "boxes": {"type": "array", "items": NUMBERS}},
    "required": ["box", "boxes"],
}


@pytest.mark.parametrize(
    "model, width, height", [(NOVA2, 1000, 1000), (NOVA_PRO, 1000, 1000), (HAIKU, 512, 384)]
)
def test_a_form_takes_boxes(sandbox, model, width, height):
    def filled(what: str) -> dict:
        task = {"text": f"Report the region described by: {what}. Only this."}
        answer = ask(sandbox, model, image(), task, toolConfig=form(BOXES))
        return answer["output"]["message"]["content"][0]["toolUse"]["input"]

    found = filled("the red hut")
    for number, share, scale in zip(found["box"], HUT, (width, height, width, height)):
        assert abs(number / scale - share) < 0.03, found
    assert found["boxes"] == [found["box"]]
    assert filled("imgflow-nothing") == {"box": [], "boxes": []}


BIG = pictures.encoded(pictures.noise(1200, 1200))
JPEG = pictures.encoded(PHOTO, "jpeg")
TEXT = {"text": "Describe it."}


@pytest.mark.parametrize(
    "model, content, more, words",
    [
        (NOVA2.removeprefix("us."), (), {}, "with on-demand throughput isn’t supported"),
        (HAIKU.removeprefix("us."), (), {}, "with on-demand throughput isn’t supported"),
        (NOVA2, (), {"region": "eu-west-1"}, "The provided model identifier is invalid."),
        (QWEN, (), {"region": "eu-north-1"}, "The provided model identifier is invalid."),
        (f"us.{QWEN}", (), {}, "The provided model identifier is invalid."),
        ("global.amazon.nova-2-lite-v1:0", (), {"region": "sa-east-1"}, "The provided model identifier is invalid."),
        (NOVA2, (image(format="jpg"), TEXT), {}, "messages.1.member.content.1.member.image.format"),
        (NOVA2, (TEXT, image(format="PNG")), {}, "messages.1.member.content.2.member.image.format"),
        (NOVA2, (image(JPEG), TEXT), {}, "messages.0.content.0.image.source: the image was specified"),
        (NOVA2, (image(b"no image"), TEXT), {}, "messages.0.content.0.image.source: unable to decode"),
        (HAIKU, (image(BIG), TEXT), {}, "image exceeds 5 MB maximum: "),
        (NOVA2, (image(pictures.encoded(Image.new("L", (8001, 2)))), TEXT), {}, "8000 pixels"),
        (NOVA2, (*[image()] * 6, TEXT), {}, "too many images: 6 > 5"),
        # Counted before one is decoded.
        (NOVA2, (*[image(b"no image")] * 6, TEXT), {}, "too many images: 6 > 5"),
        (HAIKU, (*[image(b"no image")] * 21, TEXT), {}, "too many images: 21 > 20"),
        (NOVA2, ({"text": " "}, image()), {}, "ContentBlock object at messages.0.content.0 is blank"),
        (NOVA2, (image(), {"text": "\n"}), {}, "ContentBlock object at messages.0.content.1 is blank"),
        (NOVA2, (), {"system": [{"text": " "}]}, "SystemContentBlock object is blank"),
        (NOVA2, ({"text": "imgflow-filter-prompt"},), {}, "blocked by our content filters. Please adjust your text"),
        (NOVA2, ({"text": "imgflow-filter-input"},), {}, "Please adjust your input image"),
        (NOVA2, (), {"inferenceConfig": {"temperature": 1.1}}, "inferenceConfig.temperature"),
        (NOVA_LITE, (), {"inferenceConfig": {"maxTokens": 5001}}, "exceeds the model limit of 5000"),
        (NEW_HAIKU, (), {"inferenceConfig": {"temperature": 0}}, "`temperature` is deprecated for this model."),
        (HAIKU, (), {"inferenceConfig": {"temperature": 0, "topP": 1}}, "`temperature` and `top_p` cannot both"),
        (
            NOVA2, (),
            {"outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": "{}"}}}}},
            "This model doesn't support the outputConfig field",
        ),
        (NOVA2, (), {"system": [{"text": "a"}, {"text": "b"}]}, "accepts one system text"),
        (NOVA2, (), {"toolConfig": form({"type": "array"})}, "must be object"),
    ],
)
def test_what_the_service_refuses_is_refused(sandbox, model, content, more, words):
    status, code, said = refused(sandbox, model, *content, **more)
    assert (status, code) == (400, "ValidationException")
    assert words in said, said


def test_twenty_images_are_a_messages_limit(sandbox):
    """botocore's words of `Message.content`; Nova's five are a request's."""
    small = image(pictures.encoded(Image.new("RGB", (8, 8), (9, 9, 200))))

    def turns(model: str, *counts: int) -> dict:
        said = {"role": "assistant", "content": [TEXT]}
        messages = [said] * (2 * len(counts) - 1)
        messages[::2] = [{"role": "user", "content": [small] * count + [TEXT]} for count in counts]
        return sandbox.shared_client().converse(modelId=model, messages=messages)

    assert turns(HAIKU, 20, 20)["usage"]["inputTokens"] == 40 + 3 * 3
    assert turns(NOVA2, 2, 3)["stopReason"] == "end_turn"
    with pytest.raises(ClientError, match="too many images: 21 > 20"):
        turns(HAIKU, 1, 21)
    with pytest.raises(ClientError, match="too many images: 6 > 5"):
        turns(NOVA2, 3, 3)


def test_roles_alternate(sandbox):
    with pytest.raises(ClientError, match="must alternate between user and assistant roles"):
        sandbox.shared_client().converse(modelId=NOVA2, messages=message(TEXT) * 2)


def test_a_data_uri_is_no_image(sandbox):
    """boto3 encodes whatever it is given, so this one is written by hand."""
    client = sandbox.client()

    def uri(request, **_):
        request.data = request.data.replace(
            base64.b64encode(PNG), b"data:image/png;base64," + base64.b64encode(PNG)
        )

    client.meta.events.register("before-sign.bedrock-runtime.Converse", uri)
    with pytest.raises(ClientError, match="not base64"):
        client.converse(modelId=NOVA2, messages=message(image(), TEXT))


@pytest.mark.parametrize("model, status", [(NOVA2, 424), (NOVA_PRO, 424), (HAIKU, 200), (QWEN, 200)])
def test_a_hyphen_in_a_tools_name_fails_on_nova(sandbox, model, status):
    more = {"toolConfig": form(SCORES, "report-scores")}
    if status == 200:
        assert ask(sandbox, model, **more)["stopReason"] == "tool_use"
    else:
        assert refused(sandbox, model, **more)[:2] == (424, "ModelErrorException")


def test_nova_leaves_a_tool_alone_whose_schema_has_a_title(sandbox):
    more = {"toolConfig": form(SCORES | {"title": "Scores"})}
    assert ask(sandbox, NOVA2, **more)["stopReason"] == "end_turn"
    assert ask(sandbox, QWEN, **more)["stopReason"] == "tool_use"


def test_too_few_tokens_cut_the_response(sandbox):
    answer = ask(sandbox, inferenceConfig={"maxTokens": 3})
    assert answer["stopReason"] == "max_tokens" and answer["usage"]["outputTokens"] == 3
    assert text(ask(sandbox)).startswith(text(answer)) and len(text(answer)) == 12
    few = {"toolConfig": form(SCORES), "inferenceConfig": {"maxTokens": 3}}
    assert refused(sandbox, NOVA2, **few)[0] == 424
    assert ask(sandbox, HAIKU, **few)["stopReason"] == "max_tokens"


def faults(server, *wanted: dict):
    request = urllib.request.Request(
        f"{server.endpoint}/_imgflow/faults", json.dumps(wanted).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.read() == b"{}"


@pytest.mark.parametrize(
    "fault, reason",
    [
        ({"fault": "malformed-tool"}, "malformed_tool_use"),
        ({"fault": "cut"}, "max_tokens"),
        ({"fault": "text"}, "end_turn"),
        ({"fault": "filter", "side": "output"}, "content_filtered"),
        ({"fault": "filter", "side": "inference"}, "malformed_model_output"),
        ({"fault": "stop", "type": "guardrail_intervened"}, "guardrail_intervened"),
        ({"fault": "stop", "type": "model_context_window_exceeded"}, "model_context_window_exceeded"),
        ({"fault": "stop", "type": "refusal"}, "refusal"),
    ],
)
def test_each_reason_to_stop_on_demand(start_sandbox, fault, reason):
    server = start_sandbox()
    faults(server, fault)
    answer = ask(server, toolConfig=form(SCORES))
    assert answer["stopReason"] == reason
    assert "toolUse" not in answer["output"]["message"]["content"][0]
    if reason == "content_filtered":
        assert answer["usage"]["outputTokens"] == 0
    # Once.
    assert ask(server, toolConfig=form(SCORES))["stopReason"] == "tool_use"


@pytest.mark.parametrize(
    "fault, reason",
    [
        ({"fault": "malformed-tool"}, "malformed_tool_use"),
        ({"fault": "cut"}, "max_tokens"),
        ({"fault": "text"}, "end_turn"),
        ({"fault": "stop", "type": "refusal"}, "refusal"),
    ],
)
def test_faults_of_converse_wait_for_it(start_sandbox, fault, reason):
    server = start_sandbox()
    faults(server, fault, {"fault": "throttle"})
    invoke = server.client().invoke_model
    body = b'{"prompt":"imgflow-filter-prompt"}'
    with pytest.raises(ClientError, match="ThrottlingException"):
        invoke(modelId=CORE, body=body)
    invoke(modelId=CORE, body=body)
    assert ask(server, toolConfig=form(SCORES))["stopReason"] == reason
    assert ask(server, toolConfig=form(SCORES))["stopReason"] == "tool_use"


@pytest.mark.parametrize(
    "fault, code, status",
    [
        ("throttle", "ThrottlingException", 429),
        ("not-ready", "ModelNotReadyException", 429),
        ("model-timeout", "ModelTimeoutException", 408),
        ("status:424", "ModelErrorException", 424),
        ("status:503", "ServiceUnavailableException", 503),
        ("filter", "ValidationException", 400),
    ],
)
def test_boto3_knows_each_error(start_sandbox, fault, code, status):
    server = start_sandbox("--fault", fault)
    assert refused(server)[:2] == (status, code)
    assert server.calls == [(NOVA2, status, 1)]


def test_a_wrong_signature_and_a_bearer_key(sandbox, monkeypatch):
    with pytest.raises(ClientError, match="signature"):
        sandbox.client(aws_secret_access_key="wrong").converse(
            modelId=NOVA2, messages=message(image(), TEXT)
        )
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", sandbox.bearer_key)
    answer = boto3_client(sandbox.endpoint, "us-west-2").converse(
        modelId=NOVA2, messages=message(image(), TEXT)
    )
    assert text(answer).startswith("sandbox: ")


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:bedrock:us-west-2:123456789012:inference-profile/{NOVA2}",
        f"arn:aws:bedrock:us-west-2::foundation-model/{QWEN}",
    ],
)
def test_an_arn_names_a_model_too(sandbox, arn):
    assert text(ask(sandbox, arn)).startswith("sandbox: ")


def test_the_log_tells_what_was_called(start_sandbox):
    server = start_sandbox()
    ask(server)
    with urllib.request.urlopen(f"{server.endpoint}/_imgflow/requests", timeout=10) as answer:
        (entry,) = json.load(answer)["requests"]
    assert (entry["operation"], entry["model"], entry["status"]) == ("Converse", NOVA2, 200)


def test_the_aws_cli_converses(aws, sandbox):
    """Of version 1, which has no way to put bytes into the JSON of a message: so without an image."""
    (aws.folder / "messages.json").write_text(json.dumps(message(TEXT)))
    (aws.folder / "tools.json").write_text(json.dumps(form(WINNER)))
    done = aws(
        "bedrock-runtime", "converse", "--endpoint-url", sandbox.endpoint, "--region", "us-west-2",
        "--model-id", NOVA2, "--messages", "file://messages.json",
        "--tool-config", "file://tools.json", environment=sandbox.environment,
    )
    assert done.code == 0, done.errors
    answer = json.loads(done.output)
    assert answer["stopReason"] == "tool_use"
    (block,) = answer["output"]["message"]["content"]
    assert set(block["toolUse"]["input"]) == {"reason", "winner"}


def test_gif_and_webp_are_read(sandbox):
    for format in ("gif", "webp", "jpeg"):
        buffer = io.BytesIO()
        PHOTO.convert("P" if format == "gif" else "RGB").save(buffer, format)
        assert text(ask(sandbox, NOVA2, image(buffer.getvalue(), format), TEXT)).startswith("sandbox: ")
