"""boto3's `bedrock` and `sts` against the sandbox: what there is, whether one may, who one is."""

import datetime
import urllib.error
import urllib.parse
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from models import CORE, EAST, FAST, INPAINT, NOVA, WEST
from sandbox import Sandbox


def client(server: Sandbox, service: str, region: str = WEST, **keys):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=server.endpoint,
        config=Config(retries={"total_max_attempts": 1}),
        **(keys or server.keys),
    )


def refused(call, **parameters) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def ids(server: Sandbox, region: str, **filters) -> set[str]:
    answer = client(server, "bedrock", region).list_foundation_models(**filters)
    return {model["modelId"] for model in answer["modelSummaries"]}


def test_each_region_has_its_models(sandbox):
    assert len(ids(sandbox, WEST)) == 16
    assert len(ids(sandbox, "us-east-2")) == 13
    assert len(ids(sandbox, EAST)) == 14 and NOVA in ids(sandbox, EAST)
    assert ids(sandbox, "eu-central-1") == set()


def test_filters(sandbox):
    on_demand = ids(sandbox, WEST, byInferenceType="ON_DEMAND")
    assert len(on_demand) == 3 and CORE in on_demand
    assert ids(sandbox, EAST, byProvider="amazon") == {NOVA}
    assert ids(sandbox, WEST, byOutputModality="TEXT") == set()
    assert len(ids(sandbox, WEST, byOutputModality="IMAGE", byProvider="Stability AI")) == 16


def test_a_model_in_detail(sandbox):
    bedrock = client(sandbox, "bedrock")
    model = bedrock.get_foundation_model(modelIdentifier=FAST.removeprefix("us."))["modelDetails"]
    assert model["inferenceTypesSupported"] == ["INFERENCE_PROFILE"]
    assert model["modelArn"] == f"arn:aws:bedrock:us-west-2::foundation-model/{model['modelId']}"
    assert model["modelLifecycle"]["status"] == "ACTIVE"
    nova = client(sandbox, "bedrock", EAST).get_foundation_model(modelIdentifier=NOVA)
    lifecycle = nova["modelDetails"]["modelLifecycle"]
    assert lifecycle["status"] == "LEGACY"
    assert lifecycle["endOfLifeTime"].date() == datetime.date(2026, 9, 30)
    assert refused(bedrock.get_foundation_model, modelIdentifier=NOVA) == (
        "ValidationException",
        400,
    )


def test_profiles_come_in_pages(sandbox):
    bedrock = client(sandbox, "bedrock")
    pages = bedrock.get_paginator("list_inference_profiles").paginate(
        PaginationConfig={"PageSize": 5}
    )
    found = [profile for page in pages for profile in page["inferenceProfileSummaries"]]
    assert len(found) == len({profile["inferenceProfileId"] for profile in found}) == 13
    assert all(profile["type"] == "SYSTEM_DEFINED" for profile in found)
    regions = {model["modelArn"].split(":")[3] for model in found[0]["models"]}
    assert regions == {"us-east-1", "us-east-2", "us-west-2"}
    own = bedrock.list_inference_profiles(typeEquals="APPLICATION")
    assert own["inferenceProfileSummaries"] == []
    assert client(sandbox, "bedrock", "eu-west-1").list_inference_profiles()[
        "inferenceProfileSummaries"
    ] == []


def test_a_profile_in_detail(sandbox):
    bedrock = client(sandbox, "bedrock")
    profile = bedrock.get_inference_profile(inferenceProfileIdentifier=INPAINT)
    assert profile["inferenceProfileArn"].endswith(f":inference-profile/{INPAINT}")
    assert refused(
        bedrock.get_inference_profile, inferenceProfileIdentifier=f"us.{CORE}"
    ) == ("ValidationException", 400)


def test_prices_are_in_the_rate_card(sandbox):
    offers = client(sandbox, "bedrock").list_foundation_model_agreement_offers(modelId=CORE)
    terms = offers["offers"][0]["termDetails"]["usageBasedPricingTerm"]
    assert [rate["price"] for rate in terms["rateCard"]] == ["0.04"]


@pytest.mark.parametrize(
    "state, agreement, authorized, error",
    [
        ("ready", "AVAILABLE", "AUTHORIZED", None),
        ("not-authorized", "AVAILABLE", "NOT_AUTHORIZED", ("ValidationException", 400)),
        ("not-subscribed", "NOT_AVAILABLE", "AUTHORIZED", ("ValidationException", 400)),
        ("pending", "PENDING", "AUTHORIZED", ("AccessDeniedException", 403)),
    ],
)
def test_an_account_stands_as_it_is_told_to(start_sandbox, state, agreement, authorized, error):
    server = start_sandbox("--account", state)
    found = client(server, "bedrock").get_foundation_model_availability(modelId=CORE)
    assert found["agreementAvailability"]["status"] == agreement
    assert found["authorizationStatus"] == authorized
    assert found["regionAvailability"] == "AVAILABLE"
    call = client(server, "bedrock-runtime").invoke_model
    body = b'{"prompt":"imgflow-filter-prompt"}'
    if error:
        assert refused(call, modelId=CORE, body=body) == error
    else:
        call(modelId=CORE, body=body)


def test_who_am_i(sandbox):
    identity = client(sandbox, "sts").get_caller_identity()
    assert identity["Account"] == "123456789012"
    assert identity["Arn"] == "arn:aws:iam::123456789012:user/sandbox"
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "x" * 40}
    assert refused(client(sandbox, "sts", **keys).get_caller_identity) == (
        "InvalidClientTokenId",
        403,
    )
    wrong = sandbox.keys | {"aws_secret_access_key": "x" * 40}
    assert refused(client(sandbox, "sts", **wrong).get_caller_identity)[1] == 403


def taken(credentials: dict) -> dict:
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def test_a_role_is_taken_and_its_keys_work(sandbox):
    role = client(sandbox, "sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/painter", RoleSessionName="ann"
    )
    keys = taken(role["Credentials"])
    who = client(sandbox, "sts", **keys).get_caller_identity()
    assert who["Arn"] == "arn:aws:sts::123456789012:assumed-role/painter/ann"
    call = client(sandbox, "bedrock-runtime", **keys).invoke_model
    call(modelId=CORE, body=b'{"prompt":"imgflow-filter-prompt"}')
    without = {name: value for name, value in keys.items() if name != "aws_session_token"}
    assert refused(
        client(sandbox, "bedrock-runtime", **without).invoke_model, modelId=CORE, body=b"{}"
    ) == ("UnrecognizedClientException", 403)


def test_a_web_identity_needs_no_keys(sandbox):
    role = client(sandbox, "sts").assume_role_with_web_identity(
        RoleArn="arn:aws:iam::123456789012:role/pod",
        RoleSessionName="pod",
        WebIdentityToken="abc.def.ghi",
        DurationSeconds=900,
    )
    left = role["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 800 < left.total_seconds() <= 900
    assert len(client(sandbox, "bedrock", **taken(role["Credentials"])).list_foundation_models()[
        "modelSummaries"
    ]) == 16


@pytest.mark.parametrize("seconds", [899, 43201])
def test_a_role_has_its_hours(sandbox, seconds):
    """botocore itself refuses too few of them, so the form is sent by hand."""
    form = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": "arn:aws:iam::123456789012:role/pod",
        "RoleSessionName": "pod",
        "WebIdentityToken": "abc.def.ghi",
        "DurationSeconds": str(seconds),
    }
    request = urllib.request.Request(sandbox.endpoint + "/", urllib.parse.urlencode(form).encode())
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    assert caught.value.code == 400
    assert "<Code>ValidationError</Code>" in caught.value.read().decode()


def test_the_aws_command_asks_the_control_plane(sandbox, aws):
    query = ["--query", "length(inferenceProfileSummaries)"]
    done = aws("bedrock", "list-inference-profiles", *query, environment=sandbox.environment)
    assert done.output.strip() == b"13", done.errors
