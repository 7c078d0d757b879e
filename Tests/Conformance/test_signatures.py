"""botocore computes the signature of each request that imgflow sent, and finds the same."""

import datetime
import json
import re
import stat

import botocore.auth
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from imgflow import literal
from recorder import Recorded, flat
from samples import FOX, KEY, KEYS, SECRET
from sandbox import boto3_client

TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLXdlc3QtMiJ+/tok=+en=="


def signed_headers(request: Recorded) -> list[str]:
    return re.search(r"SignedHeaders=([^,]+), ", request.header("authorization"))[1].split(";")


def authorization(
    request: Recorded, monkeypatch, region: str, token: str | None = None
) -> str:
    """The header as botocore makes it, out of nothing but what came over the wire."""
    date = datetime.datetime.strptime(request.header("x-amz-date"), "%Y%m%dT%H%M%SZ")
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: date)
    again = AWSRequest(
        method=request.method,
        url=f"http://{request.header('host')}{request.path}",
        headers={
            name: request.header(name) for name in signed_headers(request) if name != "host"
        },
        data=request.body,
    )
    SigV4Auth(Credentials(KEY, SECRET, token), "bedrock", region).add_auth(again)
    return again.headers["Authorization"]


def check(request: Recorded, monkeypatch, region: str = "us-west-2", token: str | None = None):
    expected = authorization(request, monkeypatch, region, token)
    assert request.header("authorization") == expected
    assert request.header("x-amz-security-token") == token
    must = {"host", "x-amz-date", "content-type"} | ({"x-amz-security-token"} if token else set())
    assert must <= set(signed_headers(request))
    age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.strptime(
        request.header("x-amz-date"), "%Y%m%dT%H%M%SZ"
    ).replace(tzinfo=datetime.timezone.utc)
    assert abs(age.total_seconds()) < 60


def test_keys_of_the_environment(imgflow, recorder, monkeypatch):
    imgflow.run(FOX, to=recorder.endpoint, environment=KEYS)
    check(recorder.only, monkeypatch)


def test_keys_with_a_session_token(imgflow, recorder, monkeypatch):
    keys = KEYS | {"AWS_SESSION_TOKEN": TOKEN}
    imgflow.run(FOX, to=recorder.endpoint, environment=keys)
    check(recorder.only, monkeypatch, token=TOKEN)


def test_a_profile_of_the_credentials_file(imgflow, recorder, monkeypatch):
    file = imgflow.folder / "credentials"
    file.write_text(
        "[default]\naws_access_key_id = AKIAWRONG\naws_secret_access_key = wrong\n"
        f"[photos]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
        f"aws_session_token = {TOKEN}\n"
    )
    imgflow.run(
        FOX,
        "--profile",
        "photos",
        to=recorder.endpoint,
        environment={"AWS_SHARED_CREDENTIALS_FILE": str(file)},
    )
    check(recorder.only, monkeypatch, token=TOKEN)


def test_a_profile_that_is_asked_for_wins_over_keys_of_the_environment(
    imgflow, recorder, monkeypatch
):
    file = imgflow.folder / "credentials"
    file.write_text(
        f"[photos]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    )
    keys = {"AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECRET_ACCESS_KEY": "other"}
    imgflow.run(
        FOX,
        "--profile",
        "photos",
        to=recorder.endpoint,
        environment=keys | {"AWS_SHARED_CREDENTIALS_FILE": str(file)},
    )
    check(recorder.only, monkeypatch)


def test_a_profile_with_a_credential_process_and_a_region(imgflow, recorder, monkeypatch):
    keys = {"Version": 1, "AccessKeyId": KEY, "SecretAccessKey": SECRET, "SessionToken": TOKEN}
    program = imgflow.folder / "get keys"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = 'for photos' ] && echo '{json.dumps(keys)}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    config = imgflow.folder / "config"
    config.write_text(
        f'[profile photos]\nregion = us-east-2\ncredential_process = "{program}" "for photos"\n'
    )
    imgflow.run(
        'load "photo.jpg" | upscale fast | save',
        to=recorder.endpoint,
        environment={"AWS_CONFIG_FILE": str(config), "AWS_PROFILE": "photos"},
    )
    check(recorder.only, monkeypatch, region="us-east-2", token=TOKEN)


@pytest.mark.parametrize("where", ["argument", "AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_that_is_asked_for_is_the_one_signed_for(imgflow, recorder, monkeypatch, where):
    program = 'load "photo.jpg" | upscale fast | save'
    if where == "argument":
        options, more = ["--region", "us-east-1"], {"AWS_REGION": "us-east-2"}
    else:
        options, more = [], {where: "us-east-1"}
    imgflow.run(program, *options, to=recorder.endpoint, environment=KEYS | more)
    check(recorder.only, monkeypatch, region="us-east-1")


def test_a_bearer_key_goes_before_every_signature(imgflow, recorder):
    keys = KEYS | {"AWS_BEARER_TOKEN_BEDROCK": "bedrock-api-key-abc=="}
    imgflow.run(FOX, to=recorder.endpoint, environment=keys)
    assert recorder.only.header("authorization") == "Bearer bedrock-api-key-abc=="
    assert recorder.only.header("x-amz-security-token") is None


def test_an_endpoint_with_a_path_of_its_own(imgflow, recorder, monkeypatch):
    imgflow.run(FOX, to=f"{recorder.endpoint}/proxy/v1", environment=KEYS)
    assert recorder.only.path.startswith("/proxy/v1/model/")
    check(recorder.only, monkeypatch)


def test_each_try_is_signed_afresh(imgflow, recorder, monkeypatch):
    failures = [(500, b'{"message":"no"}')]
    recorder.answer = lambda request: failures.pop() if failures else flat(request)
    imgflow.run(FOX, to=recorder.endpoint, environment=KEYS)
    assert len(recorder.requests) == 2
    assert recorder.requests[0].body == recorder.requests[1].body
    for request in recorder.requests:
        check(request, monkeypatch)


PROMPTS = {
    "umlauts": "Füchse über weißem Schnee, à l'aube, ¿dónde?",
    "scripts": "雪の中の狐 Лиса в снегу الثعلب שועל",
    "emoji": "🦊 👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈",
    "combining": "e\u0301 n\u0303 \u200b\u200d\ufeff \u202eright to left\u202c",
    "quotes": "\"double\" 'single' `back` “curly” «guillemets»",
    "backslashes": r"C:\new\table \\ \u0041 \" /slash/ %20 %3A",
    "braces": "{stem} {{twice}} ${HOME} $(id) <b>&amp;</b>",
    "white": "  tab\tline\nline\r\nend \u00a0 ",
    "controls": "bell\x07 escape\x1b[31m unit\x1f delete\x7f",
    "separators": "line\u2028paragraph\u2029 null-like \ufffd",
    "long": "x" * 10_000,
    "long in Chinese": "狐" * 10_000,
}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_any_prompt_arrives_as_it_was_written(imgflow, recorder, monkeypatch, prompt):
    imgflow.run(
        f'generate {literal(prompt)} | save "a.png"', to=recorder.endpoint, environment=KEYS
    )
    assert recorder.only.fields["prompt"] == prompt
    check(recorder.only, monkeypatch)


def test_boto3_sends_the_same_path_and_type(imgflow, recorder):
    programs = {
        "stability.stable-image-core-v1:1": FOX,
        "us.stability.stable-fast-upscale-v1:0": 'load "photo.jpg" | upscale fast | save',
    }
    for model, program in programs.items():
        recorder.requests.clear()
        imgflow.run(program, to=recorder.endpoint, environment=KEYS)
        ours = recorder.only
        client = boto3_client(
            recorder.endpoint,
            "us-west-2",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )
        client.invoke_model(
            modelId=model,
            body=ours.body,
            contentType="application/json",
            accept="application/json",
        )
        theirs = recorder.requests[1]
        assert (ours.method, ours.path) == (theirs.method, theirs.path)
        for name in ["content-type", "accept", "host", "content-length"]:
            assert ours.header(name) == theirs.header(name)
