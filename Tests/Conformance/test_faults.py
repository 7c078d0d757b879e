"""Faults on demand: what boto3 makes of them, and how often imgflow tries again."""

import json

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from models import CORE
from samples import FOX

BODY = b'{"prompt":"a fox","aspect_ratio":"21:9"}'

ERRORS = [
    ("throttle", "ThrottlingException", 429),
    ("not-ready", "ModelNotReadyException", 429),
    ("model-timeout", "ModelTimeoutException", 408),
    ("status:400", "ValidationException", 400),
    ("status:403", "AccessDeniedException", 403),
    ("status:404", "ResourceNotFoundException", 404),
    ("status:424", "ModelErrorException", 424),
    ("status:500", "InternalServerException", 500),
    ("status:503", "ServiceUnavailableException", 503),
]


@pytest.mark.parametrize("fault, code, status", ERRORS)
def test_boto3_knows_each_error(start_sandbox, fault, code, status):
    server = start_sandbox("--fault", fault)
    client = server.client()
    with pytest.raises(getattr(client.exceptions, code)) as caught:
        client.invoke_model(modelId=CORE, body=BODY)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert server.calls == [(CORE, status, 1)]


def test_boto3_tries_again_after_a_throttle(start_sandbox):
    server = start_sandbox("--fault", "throttle")
    answer = server.client(tries=2).invoke_model(modelId=CORE, body=BODY)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert server.calls == [(CORE, 429, 1), (CORE, 200, 1)]


def test_a_reset_is_a_closed_connection(start_sandbox):
    server = start_sandbox("--fault", "reset")
    with pytest.raises(ConnectionClosedError):
        server.client().invoke_model(modelId=CORE, body=BODY)


def test_silence_is_a_read_timeout(start_sandbox):
    server = start_sandbox("--fault", "timeout")
    with pytest.raises(ReadTimeoutError):
        server.client(patience=0.3).invoke_model(modelId=CORE, body=BODY)


def test_a_truncated_answer_breaks_while_it_is_read(start_sandbox):
    server = start_sandbox("--fault", "truncated")
    answer = server.client().invoke_model(modelId=CORE, body=BODY)
    with pytest.raises(ResponseStreamingError):
        answer["body"].read()


def test_garbage_comes_with_status_200(start_sandbox):
    server = start_sandbox("--fault", "garbage")
    answer = server.client().invoke_model(modelId=CORE, body=BODY)
    assert answer["body"].read().startswith(b"<html>")


def test_faults_come_in_order_and_are_used_up(start_sandbox):
    server = start_sandbox("--fault", "status:403=2", "--fault", "status:404")
    codes = []
    for _ in range(3):
        with pytest.raises(ClientError) as caught:
            server.client().invoke_model(modelId=CORE, body=BODY)
        codes.append(caught.value.response["Error"]["Code"])
    assert codes == ["AccessDeniedException"] * 2 + ["ResourceNotFoundException"]
    assert server.client().invoke_model(modelId=CORE, body=BODY)["contentType"]


# Fault, imgflow's exit code, statuses that the server gave, words of the message.
OUTCOMES = [
    ("model-timeout", 1, [(408, 1)], "timed out"),
    ("status:400", 1, [(400, 1)], "refused the request"),
    ("status:403", 4, [(403, 1)], "may not call"),
    ("status:404", 1, [(404, 1)], CORE),
    ("status:503", 0, [(503, 1), (200, 1)], "is unavailable"),
    ("status:503=9", 6, [(503, 3)], "after 3 tries"),
    ("reset", 1, [(0, 1)], "may have been billed"),
    ("throttle", 0, [(429, 1), (200, 1)], "throttled"),
    ("filter", 5, [(200, 1)], "the content filter refused the prompt"),
    ("truncated", 1, [(200, 1)], "may have been billed"),
    ("garbage", 1, [(200, 1)], "may have been billed"),
    ("timeout", 1, [(0, 1)], "may have been billed"),
]


@pytest.mark.parametrize("fault, code, answers, words", OUTCOMES, ids=[row[0] for row in OUTCOMES])
def test_imgflow_asks_no_more_often_than_is_right(
    start_sandbox, imgflow, fault, code, answers, words
):
    server = start_sandbox("--fault", fault)
    done = imgflow.run(
        'generate "a fox" aspect:21:9 | save "fox.png"',
        "--timeout",
        "1" if fault == "timeout" else "30",
        to=server.endpoint,
        environment=server.environment,
        expecting=code,
    )
    assert server.calls == [(CORE, status, count) for status, count in answers]
    assert words in done.errors
    assert (imgflow.folder / "fox.png").exists() == (code == 0)


FILTERED = [
    "One or more prompts contains filtered words.",
    "Malformed input request: the prompt contains filtered words, please reformat your input.",
    "This request has been blocked by our content filters.",
    '{"detail":"Your request was flagged by our content moderation system."}',
]


@pytest.mark.parametrize("words", FILTERED)
def test_a_refusal_of_words_is_a_content_filter(recorder, imgflow, words):
    recorder.answer = lambda _: (400, json.dumps({"message": words}).encode())
    keys = {"AWS_BEARER_TOKEN_BEDROCK": "key"}
    done = imgflow.run(FOX, to=recorder.endpoint, environment=keys, expecting=5)
    assert "content filter" in done.errors and len(recorder.requests) == 1


def test_wrong_keys_end_a_run_with_the_credentials_exit_code(start_sandbox, imgflow):
    server = start_sandbox()
    for wrong, words in [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "secret"),
        ({"AWS_ACCESS_KEY_ID": "AKIAWRONG"}, "key"),
        ({"AWS_BEARER_TOKEN_BEDROCK": "wrong"}, "key"),
    ]:
        done = imgflow.run(
            FOX, to=server.endpoint, environment=server.environment | wrong, expecting=4
        )
        assert words in done.errors.lower()
    assert server.calls == [(CORE, 403, 3)]


def test_a_server_ends_well_when_it_is_told_to(start_sandbox):
    # Also in the moment in which it says that it is ready.
    for _ in range(20):
        assert start_sandbox().stop() == 0
