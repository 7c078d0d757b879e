"""Who may call the sandbox: signatures and bearer keys, as boto3 makes them."""

import datetime
import json

import botocore.auth
import pytest
from botocore.exceptions import ClientError

from models import CORE, EAST, FAST, NOVA, WEST
from samples import PNG, SQUARE
from sandbox import boto3_client


def invoke(client):
    return client.invoke_model(modelId=CORE, body=b'{"prompt":"imgflow-filter-prompt"}')


def refused(client) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        invoke(client)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_a_wrong_secret_makes_a_wrong_signature(sandbox):
    client = sandbox.client(aws_secret_access_key="x" * 40)
    assert refused(client) == ("InvalidSignatureException", 403)


def test_an_unknown_key_is_not_recognized(sandbox):
    client = sandbox.client(aws_access_key_id="AKIAIOSFODNN7EXAMPLE")
    assert refused(client) == ("UnrecognizedClientException", 403)


def test_a_session_token_that_nobody_gave_out_is_not_recognized(sandbox):
    client = sandbox.client(aws_session_token="token")
    assert refused(client) == ("UnrecognizedClientException", 403)


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_date_too_far_off_is_refused(sandbox, monkeypatch, minutes):
    def wrong(*_, **__):
        now = datetime.datetime.now(datetime.timezone.utc)
        return now + datetime.timedelta(minutes=minutes)

    client = sandbox.client()
    monkeypatch.setattr(botocore.auth, "get_current_datetime", wrong)
    assert refused(client) == ("RequestExpired", 400)


def test_a_date_a_little_off_is_taken(sandbox, monkeypatch):
    def late(*_, **__):
        now = datetime.datetime.now(datetime.timezone.utc)
        return now - datetime.timedelta(minutes=14)

    client = sandbox.client()
    monkeypatch.setattr(botocore.auth, "get_current_datetime", late)
    assert invoke(client)["ResponseMetadata"]["HTTPStatusCode"] == 200


def change(request, name: str, value: str):
    del request.headers[name]
    request.headers[name] = value


TAMPERED = {
    "body": lambda request: setattr(request, "body", request.body.upper()),
    "path": lambda request: setattr(request, "url", request.url.replace("core", "cor%65")),
    "query": lambda request: setattr(request, "url", request.url + "?a=b"),
    "date": lambda request: change(
        request,
        "X-Amz-Date",
        (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=2))
        .strftime("%Y%m%dT%H%M%SZ"),
    ),
}


@pytest.mark.parametrize("part", TAMPERED)
def test_what_was_changed_after_signing_is_refused(sandbox, part):
    client = sandbox.client()
    client.meta.events.register(
        "before-send.bedrock-runtime.InvokeModel",
        lambda request, **_: TAMPERED[part](request),
    )
    assert refused(client) == ("InvalidSignatureException", 403)


def test_signed_for_another_service_is_refused(sandbox):
    client = sandbox.client()
    client.meta.events.register(
        "before-sign.bedrock-runtime.InvokeModel",
        lambda request, **_: request.context.update(signing={"signing_name": "s3"}),
    )
    assert refused(client)[1] == 403


def test_without_a_sign_in_nothing_is_answered(sandbox):
    client = sandbox.client()
    client.meta.events.register(
        "before-send.bedrock-runtime.InvokeModel",
        lambda request, **_: request.headers.__delitem__("Authorization"),
    )
    assert refused(client) == ("MissingAuthenticationTokenException", 403)


def bearer_client(sandbox, monkeypatch, key: str, region: str = WEST):
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", key)
    return boto3_client(sandbox.endpoint, region)


def test_a_bearer_key_signs_in(sandbox, monkeypatch):
    client = bearer_client(sandbox, monkeypatch, sandbox.bearer_key)
    sent = []
    client.meta.events.register(
        "before-send.bedrock-runtime.InvokeModel",
        lambda request, **_: sent.append(request.headers["Authorization"]),
    )
    answer = client.invoke_model(modelId=FAST, body=f'{{"image":"{PNG}"}}')
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert sent == [f"Bearer {sandbox.bearer_key}".encode()]


def test_a_bearer_key_names_no_region_so_every_model_answers(sandbox, monkeypatch):
    client = bearer_client(sandbox, monkeypatch, sandbox.bearer_key, EAST)
    parameters = {"image": SQUARE, "maskPrompt": "sky", "text": "a storm"}
    body = {"taskType": "INPAINTING", "inPaintingParams": parameters}
    answer = client.invoke_model(modelId=NOVA, body=json.dumps(body))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_wrong_bearer_key_does_not(sandbox, monkeypatch):
    for key in ["wrong", sandbox.bearer_key[:-1], sandbox.bearer_key + "x"]:
        client = bearer_client(sandbox, monkeypatch, key)
        assert refused(client) == ("AccessDeniedException", 403)
