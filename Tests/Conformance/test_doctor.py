"""`imgflow doctor`, `models --live` and `policy` against the sandbox in all its states."""

import json

import pytest

from models import CORE, CREATIVE, WEST

STORM = 'load "photo.jpg" | inpaint mask:"sky" text:"x" | upscale creative text:"x" | save'
TWO = STORM + '; generate "x" | save "y.png"'


def findings(imgflow, server, *options: str, expecting=0, **variables) -> dict:
    """By what they are about; the last of several."""
    done = imgflow(
        "doctor",
        "--json",
        *options,
        environment=server.environment | variables,
        expecting=expecting,
    )
    return {finding["about"]: finding for finding in json.loads(done.output)}


def test_all_is_well(imgflow, sandbox):
    found = findings(imgflow, sandbox)
    assert {finding["grade"] for finding in found.values()} <= {"good", "note"}
    models = [name for name, finding in found.items() if finding["text"].startswith("ready in ")]
    assert len(models) == 16
    assert "user/sandbox in account 123456789012" in found["identity"]["text"]
    assert found["clock"]["text"] == "right"


def test_a_program_is_looked_at_for_its_own_models(imgflow, sandbox):
    made = [call for call in sandbox.calls if call[1] == 200]
    found = findings(imgflow, sandbox, "-c", TWO)
    assert {"search-replace", "creative-upscale", "core"} <= set(found)
    assert "ultra" not in found
    # Nothing was made: the models refused a request without fields.
    assert [call for call in sandbox.calls if call[1] == 200] == made
    assert "ready in" in found["core"]["text"]


def test_a_model_that_no_policy_allows_stands_in_the_way(imgflow, start_sandbox):
    server = start_sandbox("--deny", CORE)
    found = findings(imgflow, server, expecting=4)
    assert found["core"]["grade"] == "problem" and "may not call" in found["core"]["text"]
    arn = f"arn:aws:bedrock:us-west-2::foundation-model/{CORE}"
    assert any(arn in line for line in found["core"]["remedies"])
    others = [f for f in found.values() if f["text"].startswith("ready in ")]
    assert len(others) == 15
    text = imgflow("doctor", environment=server.environment, expecting=4).output.decode()
    assert "nothing stands in the way" not in text and "1 problem" in text


def test_a_profile_that_is_allowed_without_its_model(imgflow, start_sandbox):
    server = start_sandbox("--deny", CREATIVE.removeprefix("us."))
    found = findings(imgflow, server, "-c", STORM, expecting=4)["creative-upscale"]
    arn = f"arn:aws:bedrock:us-west-2::foundation-model/{CREATIVE.removeprefix('us.')}"
    assert any("covers the inference profile only" in r and arn in r for r in found["remedies"])


def test_a_wrong_key_is_no_matter_of_policies(imgflow, sandbox):
    done = imgflow(
        "doctor",
        "--json",
        environment=sandbox.environment | {"AWS_BEARER_TOKEN_BEDROCK": "wrong"},
        expecting=4,
    )
    found = [f for f in json.loads(done.output) if f["grade"] == "problem"]
    remedies = " ".join(line for f in found for line in f["remedies"])
    assert "create a new one in the Bedrock console" in remedies
    assert "calls may work all the same" not in done.output.decode()


@pytest.mark.parametrize(
    "state, grade, words, remedy",
    [
        ("not-authorized", "problem", "not cleared", "AWS Support"),
        ("not-subscribed", "problem", "not subscribed", "imgflow policy --first-use"),
        ("pending", "note", "being created", "15 minutes"),
    ],
)
def test_how_the_account_stands(imgflow, start_sandbox, state, grade, words, remedy):
    server = start_sandbox("--account", state)
    expecting = 4 if grade == "problem" else 0
    core = findings(imgflow, server, "-c", 'generate "x" | save', expecting=expecting)["core"]
    assert core["grade"] == grade
    assert words in core["text"]
    assert any(remedy in line for line in core["remedies"])


def test_a_wrong_secret_and_a_wrong_clock(imgflow, sandbox, start_sandbox):
    found = findings(imgflow, sandbox, expecting=4, AWS_SECRET_ACCESS_KEY="x" * 40)
    assert found["identity"]["grade"] == "problem"
    ahead = start_sandbox("--clock-skew", "3600")
    found = findings(imgflow, ahead, expecting=4)
    assert "set this machine's clock" in found["identity"]["remedies"][0]
    assert "make new ones" not in json.dumps(found)
    clock = found["clock"]
    assert clock["grade"] == "problem" and " s behind" in clock["text"]
    behind = start_sandbox("--clock-skew", "-100")
    clock = findings(imgflow, behind)["clock"]
    assert clock["grade"] == "note" and "ahead" in clock["text"]


def test_a_key_says_less(imgflow, sandbox):
    variables = {"AWS_BEARER_TOKEN_BEDROCK": sandbox.bearer_key, "AWS_REGION": "us-east-1"}
    found = findings(imgflow, sandbox, "-c", TWO, **variables)
    assert "STS does not accept such keys" in found["identity"]["text"]
    assert any("CallWithBearerToken" in line for line in found["identity"]["remedies"])
    assert "us-west-2" in found["key"]["text"]
    assert "no model there generates images from text" in found["region"]["text"]


def test_nobody_signed_in_and_nobody_there(imgflow, sandbox):
    done = imgflow("doctor", "--json", expecting=4)
    sign_in = [f for f in json.loads(done.output) if f["about"] == "sign-in"][0]
    assert sign_in["text"] == "no AWS credentials found" and len(sign_in["remedies"]) > 10
    gone = sandbox.environment | {
        name: "http://127.0.0.1:9" for name in sandbox.environment if "ENDPOINT" in name
    }
    done = imgflow("doctor", "--json", environment=gone, expecting=4)
    endpoint = [f for f in json.loads(done.output) if f["about"] == "endpoint"][0]
    assert endpoint["grade"] == "problem" and "refuses connections" in endpoint["text"]


def test_a_retired_model_is_a_problem(imgflow, sandbox):
    program = 'generate "x" model:nova-canvas | save'
    found = findings(imgflow, sandbox, "-c", program, expecting=4)
    assert "retired on 2026-09-30" in found["nova-canvas"]["text"]


def test_the_sandbox_in_the_process_needs_no_sign_in(imgflow):
    done = imgflow("doctor", "--backend", "sandbox")
    assert b"not required" in done.output and b"nothing was billed" in done.output


def live(imgflow, server, *options, **more) -> dict:
    done = imgflow("models", "--live", "--json", *options, environment=server.environment, **more)
    return {row["name"]: row for row in json.loads(done.output)}


def test_models_as_aws_has_them(imgflow, sandbox):
    rows = live(imgflow, sandbox)
    assert len(rows) == 17
    assert rows["creative-upscale"]["accountPrice"] == "0.60"
    assert rows["core"]["stage"] == "active" and rows["core"]["isAuthorized"] is True
    assert rows["nova-canvas"]["endsOn"] == "2026-09-30"
    assert rows["nova-canvas"]["region"] == "us-east-1"


def test_ones_own_price_and_new_models(imgflow, sandbox, tmp_path):
    folder = tmp_path / ".config" / "imgflow"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        "[models.core]\nprice = 0.09\n"
        '[models.core-next]\nlike = "core"\nid = "stability.stable-image-core-v2:0"\n'
    )
    rows = live(imgflow, sandbox)
    assert rows["core"]["price"] == "0.09" and rows["core"]["accountPrice"] == "0.04"
    assert rows["core-next"]["stage"] == "not listed"
    text = imgflow("models", "--live", environment=sandbox.environment).output.decode()
    assert "[models.core]\nprice = 0.04" in text


def test_live_needs_somebody_to_ask(imgflow, sandbox):
    assert imgflow("models", "--live", expecting=4).code == 4
    done = imgflow("models", "--live", "--backend", "sandbox", expecting=2)
    assert "no account to ask" in done.errors


def policy(imgflow, program: str, *options: str) -> dict:
    done = imgflow("policy", "-c", program, *options)
    statements = json.loads(done.output)["Statement"]
    return {statement["Sid"]: statement for statement in statements}


def test_the_least_policy(imgflow):
    found = policy(imgflow, TWO, "--account", "123456789012")
    assert set(found) == {"InvokeModels"}
    assert found["InvokeModels"]["Action"] == ["bedrock:InvokeModel"]
    models = ["stable-creative-upscale-v1:0", "stable-image-search-replace-v1:0"]
    expected = {f"arn:aws:bedrock:us-west-2::foundation-model/{CORE}"}
    for name in models:
        profile = f"inference-profile/us.stability.{name}"
        expected.add(f"arn:aws:bedrock:us-west-2:123456789012:{profile}")
        for region in ["us-east-1", "us-east-2", "us-west-2"]:
            expected.add(f"arn:aws:bedrock:{region}::foundation-model/stability.{name}")
    assert set(found["InvokeModels"]["Resource"]) == expected


def test_a_policy_for_a_key_and_for_the_first_use(imgflow):
    found = policy(imgflow, 'generate "x" | save', "--bearer", "--first-use")
    assert found["CallWithKey"]["Action"] == ["bedrock:CallWithBearerToken"]
    assert "aws-marketplace:Subscribe" in found["SubscribeOnFirstUse"]["Action"]
    region = policy(imgflow, 'load "photo.jpg" | remove-background | save', "--region", "us-east-2")
    assert any(
        name.startswith("arn:aws:bedrock:us-east-2:*:inference-profile/")
        for name in region["InvokeModels"]["Resource"]
    )


def test_what_has_no_policy(imgflow):
    assert "no policy is required" in imgflow("policy", "-c", 'load "photo.jpg" | save "x.png"').errors
    assert imgflow("policy", "-c", "generate", expecting=3).code == 3
    assert imgflow("policy", "-c", 'generate "x" | save', "--account", "12", expecting=2).code == 2


def test_the_policy_lets_through_what_the_run_calls(imgflow, recorder):
    """Every model that the run really calls is in the policy, in the Region that it is called in."""
    resources = policy(imgflow, STORM)["InvokeModels"]["Resource"]
    keys = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x" * 40}
    imgflow.run(STORM, to=recorder.endpoint, environment=keys)
    assert len(recorder.requests) == 2
    for request in recorder.requests:
        profile = f"arn:aws:bedrock:{request.region}:*:inference-profile/{request.model}"
        assert profile in resources
        model = request.model.removeprefix("us.")
        assert f"arn:aws:bedrock:{WEST}::foundation-model/{model}" in resources
