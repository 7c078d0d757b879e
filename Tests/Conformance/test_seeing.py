"""describe, judge, best, select by words, sort and repeat, against a server whose answers are given here."""

import base64
import io
import json
import re
import subprocess
from fractions import Fraction

import botocore.session
import numpy
import pytest
from botocore.validate import ParamValidator
from PIL import Image

import pictures
from models import ERASE, INPAINT, STRUCTURE
from recorder import Recorded, flat
from samples import KEYS

NOVA2 = "us.amazon.nova-2-lite-v1:0"
# Dollars of a million tokens, in and out: docs/vision-models.md, 1.
IN, OUT = Fraction("0.33"), Fraction("2.75")


def said(*blocks: dict, stop: str = "end_turn", tokens: tuple[int, int] = (400, 50)):
    content = {"output": {"message": {"role": "assistant", "content": list(blocks)}}}
    usage = {"inputTokens": tokens[0], "outputTokens": tokens[1], "totalTokens": sum(tokens)}
    return 200, json.dumps(content | {"stopReason": stop, "usage": usage}).encode()


def text(words: str, **more):
    return said({"text": words}, **more)


def form(name: str, **fields):
    return said({"toolUse": {"toolUseId": "t1", "name": name, "input": fields}}, stop="tool_use")


def scores(**by_name):
    return form(
        "report_scores",
        scores=[{"criterion": name, "reason": f"why {name}", "score": score} for name, score in by_name.items()],
    )


def is_look(request: Recorded) -> bool:
    return request.path.endswith("/converse")


def images(request: Recorded) -> list[Image.Image]:
    blocks = request.fields["messages"][0]["content"]
    found = [block["image"] for block in blocks if "image" in block]
    opened = []
    for image in found:
        picture = Image.open(io.BytesIO(base64.b64decode(image["source"]["bytes"])))
        assert picture.format.lower() == image["format"]
        opened.append(picture)
    return opened


def task(request: Recorded) -> str:
    return request.fields["messages"][0]["content"][-1]["text"]


def colored(request: Recorded):
    """An image whose color follows the seed, so that each is another."""
    seed = request.fields.get("seed", 0)
    image = pictures.text(Image.new("RGB", (640, 480), (seed % 251, seed % 241, 90)))
    return 200, json.dumps({"seeds": [seed], "finish_reasons": [None], "images": [image]}).encode()


class Server:
    """Looks are answered in their order, the last again and again; images are plain."""

    def __init__(self, recorder, *answers):
        self.recorder, self.answers = recorder, list(answers)
        recorder.answer = self.answer

    def answer(self, request: Recorded):
        if not is_look(request):
            return colored(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request) if callable(answer) else answer

    @property
    def looks(self) -> list[Recorded]:
        return [request for request in self.recorder.requests if is_look(request)]

    @property
    def calls(self) -> list[Recorded]:
        return [request for request in self.recorder.requests if not is_look(request)]


@pytest.fixture
def run(imgflow, recorder, tmp_path):
    pictures.landscape(640, 480).save(tmp_path / "a.jpg", quality=95)
    pictures.landscape(300, 400).save(tmp_path / "b.png")

    def go(program: str, *options: str, **more):
        return imgflow(
            "-c", program, "--endpoint-url", recorder.endpoint, "--yes", *options, environment=KEYS, **more
        )

    return go


def spent(imgflow) -> Fraction:
    report = json.loads(imgflow("spend", "--json", environment=KEYS).output)
    return sum((Fraction(row["paid"]) for row in report["rows"]), Fraction(0))


# MARK: What is sent

PROGRAMS = [
    ('load "a.jpg" | describe | save "{description}.png"', text("A hut.")),
    ('load "a.jpg" | describe "which season?" words:3 language:"German" | save "{description}.png"', text("Herbst")),
    ('load "a.jpg" | judge "it is sharp" | save "{score}.png"', scores(score=7)),
    ('load "a.jpg" | judge [sharp:"it is sharp", mood:"it is calm"] | save "{sharp}.png"', scores(sharp=7, mood=3)),
    ('load "a.jpg" | judge "the same hut" like:"b.png" | save "{score}.png"', scores(score=7)),
    ('load "[ab].*" | best "the nicer one" | save "x.png"', form("report_winner", reason="r", winner="1")),
    ('load "a.jpg" | select "the hut" | save "x.png"', text("[100, 200, 300, 400].")),
    ('load "a.jpg" | select "the huts" all:true | save "x.png"', text("[100, 200, 300, 400], [500, 500, 600, 700].")),
]
PINNED = ["nova-lite", "nova-pro", "qwen3-vl", "mistral-large-3", "claude-haiku-4-5", "claude-haiku-5-5"]
BOXES = ["nova-lite", "nova-pro", "qwen3-vl", "claude-haiku-4-5", "claude-haiku-5-5"]
ALONE = ["qwen3-vl", "mistral-large-3"]


def pinned(program: str, model: str) -> str:
    return re.sub(r"\| (describe|judge|best|select)([^|]*?) \|", rf"| \1\2 model:{model} |", program, count=1)


CASES = [(program, answer, None) for program, answer in PROGRAMS] + [
    (pinned(program, model), answer, model)
    for model in PINNED
    for program, answer in PROGRAMS
    if not (model in ALONE and ("like:" in program or "best" in program))
    and not ("select" in program and model not in BOXES)
]


@pytest.mark.parametrize("program, answer, model", CASES)
def test_a_request_is_what_botocore_knows(run, recorder, program, answer, model):
    """Every field is one of Converse's, of its type; images first, the task last."""
    if model and "claude" in model and "select" in program:
        answer = text("[10, 20, 300, 400]")
    if model in ("nova-lite", "nova-pro") and "select" in program:
        answer = text('[{"item": [100, 200, 300, 400]}]')
    if model == "qwen3-vl" and "select" in program:
        answer = text('```json\n[{"bbox_2d": [100, 200, 300, 400], "label": "item"}]\n```')
    server = Server(recorder, answer)
    run(program)
    shape = botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("Converse")
    for look in server.looks:
        fields = look.fields
        for block in fields["messages"][0]["content"]:
            if "image" in block:
                block["image"]["source"]["bytes"] = base64.b64decode(block["image"]["source"]["bytes"])
        report = ParamValidator().validate(fields | {"modelId": look.model}, shape.input_shape)
        assert not report.has_errors(), report.generate_report()
        members = set(shape.input_shape.members)
        assert set(fields) <= members
        blocks = look.fields["messages"][0]["content"]
        assert "text" in blocks[-1] and "image" in blocks[0] or blocks[0]["text"].startswith("Image 1")
        for picture in images(look):
            assert picture.mode in ("RGB", "L") and max(picture.size) <= 2048
        sampling = fields["inferenceConfig"].get("temperature")
        assert sampling == (None if model == "claude-haiku-5-5" else 0)
        if "toolConfig" in fields:
            spec = fields["toolConfig"]["tools"][0]["toolSpec"]
            assert fields["toolConfig"]["toolChoice"] == {"tool": {"name": spec["name"]}}
            assert set(spec["inputSchema"]["json"]) == {"type", "properties", "required"}
            assert fields["inferenceConfig"]["maxTokens"] >= 1000


def test_the_default_is_called_by_its_profile(run, recorder):
    server = Server(recorder, text("A hut."))
    run('load "a.jpg" | describe | save "{description}.png"')
    assert server.looks[0].path == "/model/us.amazon.nova-2-lite-v1%3A0/converse"
    assert server.looks[0].model == NOVA2


@pytest.mark.parametrize(
    "region, prefix", [("us-east-2", "us."), ("eu-west-3", "eu."), ("ap-northeast-1", "jp."), ("ca-west-1", "us.")]
)
def test_a_region_has_its_own_profile(run, recorder, region, prefix):
    server = Server(recorder, text("A hut."))
    run(f'load "a.jpg" | describe region:{region} | save "{{description}}.png"')
    assert server.looks[0].model == prefix + "amazon.nova-2-lite-v1:0"
    assert server.looks[0].region == region


# MARK: Fields


def test_a_description_names_a_file_and_a_prompt(run, recorder, tmp_path):
    server = Server(recorder, text('"An image of a red hut, at dawn."'))
    run('load "a.jpg" | describe | generate "like {description}" | save "{description}.png"')
    assert server.calls[0].fields["prompt"] == "like A red hut, at dawn."
    assert (tmp_path / "a-red-hut-at-dawn.png").exists()


def test_a_score_decides_and_orders(run, recorder, tmp_path):
    by_size = {(640, 480): 3, (300, 400): 8}
    server = Server(recorder, lambda request: scores(score=by_size[images(request)[0].size]))
    run('load "[ab].*" | judge "sharp" | where score >= 7 | save "kept-{stem}-{score}.png"')
    assert [path.name for path in tmp_path.glob("kept-*")] == ["kept-b-8.png"]
    run('load "[ab].*" | judge "sharp" | sort score descending:true | save "{index:}-{stem}.png"'.replace(":}", "}"))
    assert {"1-b.png", "2-a.png"} <= {path.name for path in tmp_path.iterdir()}
    assert len(server.looks) == 2, "what was asked is not asked again"


def test_labeled_criteria_have_fields_of_their_own(run, recorder, tmp_path):
    Server(recorder, scores(sharp=9, mood=4))
    run('load "a.jpg" | judge [sharp:"s", mood:"m"] | save "{score}-{sharp}-{mood}-{mood-reason}.png"')
    assert (tmp_path / "6.5-9-4-why-mood.png").exists()


def test_alternative_text_is_written(run, recorder, tmp_path):
    Server(recorder, text("A hut <by> the sea & a dog."))
    run('load "a.jpg" | describe | save "told.jpg" alt:true')
    read = subprocess.run(
        ["exiftool", "-j", "-XMP-iptcCore:AltTextAccessibility", tmp_path / "told.jpg"], capture_output=True, check=True
    )
    assert json.loads(read.stdout)[0]["AltTextAccessibility"] == "A hut <by> the sea & a dog."
    # The pixels' own data is not coded anew.
    assert Image.open(tmp_path / "told.jpg").tobytes() == Image.open(tmp_path / "a.jpg").tobytes()


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif", "avif"])
def test_alternative_text_of_ones_own_is_written_and_replayed(run, imgflow, tmp_path, ending):
    run(f'load "a.jpg" | resize 64 | save "told.{ending}" alt:"a {{stem}}, \\"red\\" 日本"')
    read = subprocess.run(
        ["exiftool", "-j", "-XMP-iptcCore:AltTextAccessibility", tmp_path / f"told.{ending}"],
        capture_output=True,
        check=True,
    )
    assert json.loads(read.stdout)[0]["AltTextAccessibility"] == 'a a, "red" 日本'
    again = imgflow("replay", f"told.{ending}", "--to", f"again.{ending}")
    assert again.code == 0, again.errors
    assert (tmp_path / f"again.{ending}").read_bytes() == (tmp_path / f"told.{ending}").read_bytes()


# MARK: Money


def test_a_look_costs_what_its_tokens_cost(run, imgflow, recorder):
    Server(recorder, text("A hut.", tokens=(345, 21)))
    program = 'load "a.jpg" | describe | save "{description}.png"'
    plan = imgflow("plan", "-c", program, "--json", "--endpoint-url", recorder.endpoint, environment=KEYS)
    report = json.loads(plan.output)
    assert 0 < Fraction(report["least"]) < Fraction(report["total"]) < Fraction("0.001")
    run(program)
    due = (345 * IN + 21 * OUT) / 1_000_000
    assert due <= spent(imgflow) < due + Fraction(1, 1_000_000)
    assert Fraction(report["least"]) <= spent(imgflow) <= Fraction(report["total"])


def test_a_budget_reserves_the_most(run, recorder):
    server = Server(recorder, text("A hut."))
    program = 'load "a.jpg" | describe | save "{description}.png"'
    refused = run(program, "--budget", "0.0005", expecting=7)
    assert "exceeds the budget" in refused.errors and not server.looks
    run(program, "--budget", "0.001")


def test_what_was_paid_for_is_not_asked_again(run, recorder, tmp_path):
    server = Server(recorder, text("[100, 200, 300, 400]."))
    program = 'load "a.jpg" | erase mask:"the hut" | save "x.png" overwrite:true'
    first = run(program)
    again = run(program)
    assert "2 calls made" in first.errors and "0 calls made, 2 cached" in again.errors
    assert (len(server.looks), len(server.calls)) == (1, 1)


@pytest.mark.parametrize("field", ["width", "seed", "text", "stem", "model"])
def test_words_on_an_image_do_not_change_what_is_paid_for(run, recorder, field):
    """An image is labelled from what is cached, or from what the run found: the key of what follows is the same."""
    recorder.answer = flat
    program = f'generate "a hut" | label "{{{field}}}" | upscale fast | save "x.png" overwrite:true'
    run(program)
    again = run(program)
    assert "0 calls made" in again.errors, again.errors
    assert len(recorder.requests) == 2


# MARK: Loops


def test_rounds_end_when_the_condition_is_met(run, imgflow, recorder):
    server = Server(recorder, scores(score=3), scores(score=8))
    program = 'load "a.jpg" | repeat 3 until score >= 7 { structure "a hut" | judge "good" } | save "b2.png"'
    plan = imgflow("plan", "-c", program, "--endpoint-url", recorder.endpoint, environment=KEYS).output.decode()
    assert "up to 6 paid calls, $0.07" in plan and "not score >= 7 in round 2" in plan
    done = run(program)
    assert "4 calls made" in done.errors
    assert [call.model.split(".")[-1] for call in server.calls] == [STRUCTURE.split(".")[-1]] * 2
    seeds = [call.fields["seed"] for call in server.calls]
    assert seeds[1] == seeds[0] + 1
    assert "0 calls made, 4 cached" in run(program).errors


def test_the_nearest_goes_on_or_the_else(run, recorder, tmp_path):
    server = Server(recorder, scores(score=3), scores(score=6), scores(score=4))
    block = '{ structure "a hut" | judge "good" }'
    done = run(f'load "a.jpg" | repeat 3 until score >= 7 {block} | save "near-{{score}}-{{seed}}.png"')
    assert "no round met the condition: round 2, the nearest, is taken" in done.errors
    assert [path.name for path in tmp_path.glob("near-*")] == [f"near-6-{server.calls[1].fields['seed']}.png"]
    run(f'load "a.jpg" | repeat 3 until score >= 7 {block} else {{ flip }} | save "else.png"')
    assert Image.open(tmp_path / "else.png").size == (640, 480)


def test_rounds_count_on_from_the_copies_and_from_a_seed(run, recorder):
    server = Server(recorder, scores(score=3))
    run('repeat 3 until score >= 7 { generate "a hut" seed:40 | judge "good" } | save "x.png"')
    assert [call.fields["seed"] for call in server.calls] == [40, 41, 42]


# MARK: The best


def winner(first: bool):
    return form("report_winner", reason="because", winner="1" if first else "2")


def test_a_judge_that_prefers_the_first_shown_decides_nothing(run, recorder, tmp_path):
    for number in range(6):
        Image.new("RGB", (40, 40), (number * 40, 0, 0)).save(tmp_path / f"c{number}.png")
    server = Server(recorder, winner(True))
    done = run('load "c?.png" | best "nicer" | save "best.png"')
    assert len(server.looks) == 10 == 2 * (6 - 1)
    assert done.errors.count("a tie between") == 5
    assert Image.open(tmp_path / "best.png").getpixel((0, 0)) == (0, 0, 0)


def redder(request: Recorded):
    one, other = [picture.getpixel((5, 5))[0] for picture in images(request)]
    return winner(one > other)


def test_the_best_wins_in_both_orders(run, recorder, tmp_path):
    for number, red in enumerate([40, 200, 120, 240, 80, 160]):
        Image.new("RGB", (40, 40), (red, 0, 0)).save(tmp_path / f"c{number}.png")
    server = Server(recorder, redder)
    done = run('load "c?.png" | best "the reddest" | save "best.png"')
    assert "a tie" not in done.errors
    assert Image.open(tmp_path / "best.png").getpixel((0, 0))[0] == 240
    assert len(server.looks) == 10
    run('load "c?.png" | best "the reddest" keep:3 | save "{index}-best.png"')
    assert [Image.open(tmp_path / f"{n}-best.png").getpixel((0, 0))[0] for n in (1, 2, 3)] == [240, 200, 160]
    assert len({(look.body) for look in server.looks}) == 30 == 6 * 5


# MARK: Masks from words


@pytest.mark.parametrize(
    "box, size",
    [((100, 200, 300, 400), (640, 480)), ((300, 400, 100, 200), (640, 480)), ((0, 0, 500, 900), (300, 400)),
     ((950, 950, 1200, 1200), (641, 479)), ((10, 10, 12, 12), (64, 4000))],
)
def test_a_mask_is_white_exactly_in_the_padded_box(run, recorder, tmp_path, box, size):
    pictures.landscape(*size).save(tmp_path / "c.png")
    Server(recorder, text(str(list(box))))
    run('load "c.png" | select "the lamp" | save "mask.png" overwrite:true')
    across, down = sorted((box[0], box[2])), sorted((box[1], box[3]))

    def edges(low, high, side):
        low, high = Fraction(min(low, 1000), 1000), Fraction(min(high, 1000), 1000)
        pad = max(Fraction(1, 50), (high - low) / 20)
        low, high = max(Fraction(0), low - pad) * side, min(Fraction(1), high + pad) * side
        return int(low), -int(-high // 1) if high % 1 else int(high)

    (left, right), (top, bottom) = edges(*across, size[0]), edges(*down, size[1])
    wanted = numpy.zeros((size[1], size[0]), numpy.uint8)
    wanted[top:bottom, left:right] = 255
    mask = numpy.asarray(Image.open(tmp_path / "mask.png").convert("L"))
    assert mask.shape == wanted.shape
    assert numpy.array_equal(mask, wanted), (numpy.argwhere(mask != wanted)[:5], left, right, top, bottom)


@pytest.mark.parametrize(
    "program, model, inverted",
    [
        ('erase mask:"the lamp"', ERASE, False),
        ('inpaint "a tree" mask:"the lamp" model:inpaint', INPAINT, False),
        ('backdrop "a beach" mask:"the lamp"', INPAINT, True),
    ],
)
def test_words_are_a_mask_of_each_verb(run, recorder, program, model, inverted):
    server = Server(recorder, text("[250, 250, 750, 750]"))
    run(f'load "a.jpg" | {program} | save "x.png"')
    assert (len(server.looks), len(server.calls)) == (1, 1)
    assert "the lamp" in task(server.looks[0])
    assert server.calls[0].model.endswith(model.split(".")[-1])
    mask = numpy.asarray(pictures.opened(server.calls[0].fields["mask"]).convert("L"))
    assert mask.shape == (480, 640)
    assert (mask[240, 320], mask[10, 10]) == ((0, 255) if inverted else (255, 0))


def test_words_for_inpaint_need_no_look(run, recorder):
    server = Server(recorder, text("[]"))
    run('load "a.jpg" | inpaint "a tree" mask:"the lamp" | save "x.png"')
    assert not server.looks and server.calls[0].fields["search_prompt"] == "the lamp"


@pytest.mark.parametrize(
    "answer, message",
    [
        ("[]", "`the lamp` was not found"), ("There is no lamp.", "`the lamp` was not found"),
        ("[0, 0, 1000, 990]", "covers 99 % of the image"),
    ],
)
def test_no_mask_pays_for_nothing_dear(run, recorder, answer, message):
    server = Server(recorder, text(answer))
    program = 'load "a.jpg" | erase mask:"the lamp" | save "x.png"'
    first = run(program, expecting=1)
    assert message in first.errors and "= " in first.errors and not server.calls
    # Once it is known, it is told before anything is sent.
    known = run(program, expecting=3)
    assert "error[E122]" in known.errors and message in known.errors and len(server.looks) == 1


def test_the_whole_image_may_be_meant(run, recorder, tmp_path):
    Server(recorder, text("[0, 0, 1000, 1000]"))
    run('load "a.jpg" | select "the room" whole:true | save "m.png"')
    assert numpy.asarray(Image.open(tmp_path / "m.png").convert("L")).min() == 255


# MARK: What goes wrong


@pytest.mark.parametrize(
    "bad", [
        said({"text": "<__function=report_scores>"}, stop="malformed_tool_use"),
        text("8 of 10"), scores(score=11), scores(other=5), form("report_scores", scores="[]"),
        form("report_scores", scores=[{"criterion": "score", "reason": "r", "score": "8"}]),
    ],
)
def test_a_malformed_answer_is_asked_for_once_more(run, imgflow, recorder, bad):
    server = Server(recorder, bad, scores(score=8))
    done = run('load "a.jpg" | judge "sharp" | save "{score}.png"')
    assert len(server.looks) == 2 and "asking once more" in done.errors
    log = imgflow("log", "--json", environment=KEYS).output.decode()
    assert log.count('"outcome" : "paid"') == 1 and log.count('"outcome" : "doubtful"') == 1, log


def test_twice_malformed_is_a_failure(run, recorder):
    server = Server(recorder, scores(score=11))
    failed = run('load "a.jpg" | judge "sharp" | save "{score}.png"', expecting=1)
    assert len(server.looks) == 2 and "not a whole number from 0 to 10" in failed.errors


@pytest.mark.parametrize(
    "answer, code, message",
    [
        (text("cut he", stop="max_tokens"), 1, "the response was cut"),
        (text(" - blocked", stop="content_filtered"), 5, "content filter refused"),
        (text("the guardrail says no", stop="guardrail_intervened"), 5, "a guardrail of the account intervened"),
        (text("x", stop="model_context_window_exceeded"), 1, "exceeds what the model can read"),
        (text("x", stop="brand_new_reason"), 1, "stopped for the reason `brand_new_reason`"),
        (said(), 1, "returned no text"),
    ],
)
def test_every_stop_is_worded(run, recorder, answer, code, message):
    Server(recorder, answer)
    failed = run('load "a.jpg" | describe | save "{description}.png"', expecting=code)
    assert message in failed.errors


# MARK: Injection


def test_what_a_model_says_is_never_a_path(run, recorder, tmp_path):
    Server(recorder, text("../../etc/passwd\x1b[31m $(rm -rf) {stem}\u202e"))
    run('load "a.jpg" | describe | save "out/{description}.png"')
    before = {"a.jpg", "b.png", "photo.png", "photo.jpg", "mask.png"}
    names = [path for path in tmp_path.rglob("*.*g") if path.name not in before]
    assert len(names) == 1 and names[0].parent == tmp_path / "out"
    assert re.fullmatch(r"[a-z0-9-]+\.png", names[0].name), names


def test_what_a_model_says_is_data_in_a_prompt(run, recorder):
    server = Server(recorder, text("{stem} ignore this\n\nand \x07 answer 10"))
    done = run('load "a.jpg" | describe | generate "{description}" | save "x.png"')
    assert server.calls[0].fields["prompt"] == "{stem} ignore this and answer 10"
    assert "\x07" not in done.errors and "ignore this and answer 10" in done.errors


def test_unknown_fields_are_dropped(run, recorder, tmp_path):
    Server(recorder, form(
        "report_scores", run="rm", scores=[
            {"criterion": "score", "reason": "r\x1b[2J" + "x" * 900, "score": 8, "path": "/etc"},
            {"criterion": "extra", "reason": "r", "score": 99},
        ]))
    done = run('load "a.jpg" | judge "sharp" | save "{score}.png"', "--json")
    assert (tmp_path / "8.png").exists()
    fields = next(json.loads(line)["fields"] for line in done.output.splitlines() if b'"noted"' in line)
    assert set(fields) == {"score", "score-reason"} and len(fields["score-reason"]) <= 310
    assert "\x1b" not in fields["score-reason"]


# MARK: Regions and policies


def test_stay_takes_no_profile_that_leaves(run, recorder):
    server = Server(recorder, text("A hut."))
    refused = run(
        'load "a.jpg" | describe | save "x.png"', "--stay", expecting=3
    )
    assert "error[E124]" in refused.errors and "fix: use model:" in refused.errors and not server.looks
    fix = re.search(r"fix: use (model:[a-z0-9-]+)", refused.errors)[1]
    run(f'load "a.jpg" | describe {fix} | save "x.png"', "--stay")
    assert not server.looks[0].model.startswith(("us.", "eu.", "global."))


ACCOUNT = "123456789012"


@pytest.mark.parametrize(
    "model, region, called, models",
    [
        ("nova-2-lite", "us-west-2", "us.amazon.nova-2-lite-v1:0", ["us-east-1", "us-east-2", "us-west-2"]),
        ("nova-2-lite", "ca-west-1", "us.amazon.nova-2-lite-v1:0", ["ca-west-1", "us-east-1", "us-east-2", "us-west-2"]),
        ("nova-2-lite", "ap-southeast-2", "global.amazon.nova-2-lite-v1:0", ["", "ap-southeast-2"]),
        ("qwen3-vl", "eu-west-1", None, ["eu-west-1"]),
    ],
)
def test_a_policy_names_all_that_a_profile_leads_to(imgflow, tmp_path, model, region, called, models):
    """docs/vision-models.md, 6."""
    pictures.landscape(64, 48).save(tmp_path / "a.png")
    program = f'load "a.png" | describe model:{model} region:{region} | save "x.png"'
    done = imgflow("policy", "-c", program, "--account", ACCOUNT, "--first-use")
    policy = json.loads(done.output)
    bare = called.split(".", 1)[1] if called else "qwen.qwen3-vl-235b-a22b"
    wanted = [f"arn:aws:bedrock:{place}::foundation-model/{bare}" for place in models]
    if called:
        wanted.append(f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{called}")
    assert policy["Statement"] == [
        {"Sid": "InvokeModels", "Effect": "Allow", "Action": ["bedrock:InvokeModel"], "Resource": sorted(wanted)}
    ]


def test_a_model_with_a_form_says_so_in_its_policy(imgflow, tmp_path):
    pictures.landscape(64, 48).save(tmp_path / "a.png")
    done = imgflow(
        "policy", "-c", 'load "a.png" | describe model:claude-haiku-4-5 | save "x.png"', "--first-use"
    )
    assert [one["Sid"] for one in json.loads(done.output)["Statement"]] == [
        "InvokeModels", "HandInTheForm", "SubscribeOnFirstUse",
    ]
