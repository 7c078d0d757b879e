"""What the server does on demand: quotas, policies, a wrong clock; and what it writes down."""

import json
import socket
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from models import CORE, CREATIVE, FAST, OUTPAINT, WEST
from samples import PNG

QUICK = b'{"prompt":"imgflow-filter-prompt"}'


def code(call, **parameters) -> str | None:
    try:
        call(**parameters)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]


def post(url: str, body: bytes) -> tuple[int, str]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_quotas_throttle_by_model_and_region(start_sandbox):
    server = start_sandbox("--quotas")
    west, east = server.client(WEST), server.client("us-east-1")
    body = b'{"prompt":"imgflow-filter-prompt","image":"x"}'
    said = [code(west.invoke_model, modelId=CREATIVE, body=body) for _ in range(6)]
    # Four a minute; the fifth and sixth come within a few seconds.
    assert said == [None] * 4 + ["ThrottlingException"] * 2
    assert code(east.invoke_model, modelId=CREATIVE, body=body) is None
    assert code(west.invoke_model, modelId=CORE, body=QUICK) is None


def test_a_share_of_the_quotas(start_sandbox):
    server = start_sandbox("--quotas", "--quota-scale", "0.1")
    said = [code(server.client().invoke_model, modelId=CORE, body=QUICK) for _ in range(10)]
    assert said == [None] * 9 + ["ThrottlingException"]


def test_without_quotas_nothing_is_metered(sandbox):
    for _ in range(12):
        sandbox.shared_client().invoke_model(
            modelId=OUTPAINT,
            body=json.dumps({"image": PNG, "left": 1, "prompt": "imgflow-filter-prompt"}),
        )


def test_a_policy_denies_a_model(start_sandbox):
    server = start_sandbox("--deny", CORE)
    client = server.client()
    assert code(client.invoke_model, modelId=CORE, body=QUICK) == "AccessDeniedException"
    assert code(client.invoke_model, modelId=FAST, body=f'{{"image":"{PNG}"}}') is None


@pytest.mark.parametrize(
    "model, denied, resource",
    [
        (CORE, CORE, f"us-west-2::foundation-model/{CORE}"),
        (FAST, FAST, f"us-west-2:123456789012:inference-profile/{FAST}"),
        (FAST, FAST.removeprefix("us."), f"us-west-2::foundation-model/{FAST.removeprefix('us.')}"),
        (FAST, "*", f"us-west-2:123456789012:inference-profile/{FAST}"),
    ],
)
def test_a_denial_names_the_resource_as_aws_does(start_sandbox, model, denied, resource):
    server = start_sandbox("--deny", denied)
    with pytest.raises(ClientError) as caught:
        server.client().invoke_model(modelId=model, body=QUICK)
    said = caught.value.response["Error"]["Message"]
    assert f" on resource: arn:aws:bedrock:{resource} because " in said
    assert said.startswith("User: arn:aws:iam::123456789012:user/sandbox is not authorized")


def test_every_violation_is_in_the_log(start_sandbox, tmp_path):
    file = tmp_path / "requests.jsonl"
    server = start_sandbox("--log", str(file))
    body = json.dumps({"prompt": "x" * 5, "width": 5, "seed": "y" * 5_000, "mode": "z"})
    with pytest.raises(ClientError) as caught:
        server.client().invoke_model(modelId=CORE, body=body)
    assert "3 schema violations" in caught.value.response["Error"]["Message"]
    (row,) = [json.loads(line) for line in file.read_text().splitlines()]
    assert row["violations"] == [
        "#: extraneous key [mode] is not permitted",
        "#: extraneous key [width] is not permitted",
        "#/seed: expected type: Integer, found: String",
    ]
    with urllib.request.urlopen(f"{server.endpoint}/_imgflow/requests", timeout=10) as answer:
        assert json.load(answer)["requests"] == [row]
    server.client().invoke_model(modelId=CORE, body=QUICK)
    assert "violations" not in json.loads(file.read_text().splitlines()[1])


def test_a_wrong_clock_refuses_signatures_and_shows(start_sandbox):
    server = start_sandbox("--clock-skew", "3600")
    assert code(server.client().invoke_model, modelId=CORE, body=QUICK) == "RequestExpired"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server.endpoint}/foundation-models", timeout=10)
    assert caught.value.headers["Date"].endswith("GMT")


def test_requests_are_written_down_without_secrets(start_sandbox, tmp_path):
    file = tmp_path / "requests.jsonl"
    server = start_sandbox("--log", str(file))
    server.client().invoke_model(modelId=CORE, body=QUICK)
    assert code(server.client().invoke_model, modelId="nobody", body=QUICK) == (
        "ValidationException"
    )
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    with urllib.request.urlopen(f"{server.endpoint}/_imgflow/requests", timeout=10) as answer:
        assert json.load(answer)["requests"] == lines
    first, second = lines
    assert first["operation"] == "InvokeModel" and first["model"] == CORE
    assert first["region"] == WEST and first["status"] == 200 and "error" not in first
    assert first["bytesIn"] == len(QUICK) and first["bytesOut"] > 0
    assert second["status"] == 400 and second["error"] == "ValidationException"
    text = file.read_text()
    assert server.secret_key not in text and server.access_key not in text


def test_the_control_endpoint_takes_faults_and_can_be_left_away(start_sandbox):
    server = start_sandbox()
    url = f"{server.endpoint}/_imgflow/faults"
    assert post(url, b'[{"fault":"throttle","count":1}]')[0] == 200
    assert code(server.client().invoke_model, modelId=CORE, body=QUICK) == "ThrottlingException"
    assert code(server.client().invoke_model, modelId=CORE, body=QUICK) is None
    status, said = post(url, b'[{"fault":"flood"}]')
    assert status == 400 and "expected a list such as" in said
    closed = start_sandbox("--no-control")
    for path in ["faults", "log", "requests"]:
        assert post(f"{closed.endpoint}/_imgflow/{path}", b"[]")[0] == 404
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{closed.endpoint}/_imgflow/requests", timeout=10)


def test_a_body_that_waits_for_its_permission_is_taken(sandbox):
    """`Expect: 100-continue`, as curl and the AWS CLI send it before a large body."""
    host, port = sandbox.endpoint.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST /model/{CORE}/invoke HTTP/1.1\r\nhost: {host}:{port}\r\n"
            f"authorization: Bearer {sandbox.bearer_key}\r\ncontent-length: {len(QUICK)}\r\n"
            "expect: 100-continue\r\nconnection: close\r\n\r\n".encode()
        )
        first = connection.recv(4096)
        assert first.startswith(b"HTTP/1.1 100"), first
        connection.sendall(QUICK)
        rest = first.split(b"\r\n\r\n", 1)[1]
        while chunk := connection.recv(65536):
            rest += chunk
        assert rest.startswith(b"HTTP/1.1 200"), rest
        assert b"Filter reason: prompt" in rest
