"""Looks in a second run, and at the bounds of what was planned: nothing is paid twice, and nothing goes elsewhere."""

import json
import re
from fractions import Fraction

import pytest
from PIL import Image

import pictures
from samples import KEYS
from test_seeing import Server, form, is_look, run, scores, spent, task, text  # noqa: F401

WINS = form("report_winner", reason="r", winner="1")


def by_task(**answers: str):
    """An answer by a word of the question."""

    def answer(request):
        return next(text(said) for word, said in answers.items() if word in task(request))

    return answer


# A second run makes the requests of the first, whatever cached results tell.
CHOICES = [
    ('load "[ab].*" | best "x" | label "{stem}" | upscale fast | save "q.png"', (WINS,)),
    ('load "[ab].*" | judge "x" | sort score | take 1 | label "{stem} {score}" | upscale fast | save "q.png"', ()),
    ('load "[ab].*" | judge "x" | where score >= 5 | pick 1 | label "{stem} {score}" | upscale fast | save "q.png"', ()),
    ('load "[ab].*" | structure "a hut" | best "x" | label "{seed}" | upscale fast | save "q.png"', (WINS,)),
    (
        'load "a.jpg" | repeat 3 until score >= 7 { structure "a hut" | judge "x" } | label "{seed} {score}"'
        ' | upscale fast | save "q.png"',
        (),
    ),
    ('load "[ab].*" | judge "x" | sort score | sheet label:"{stem} {score}" | upscale fast | save "q.png"', ()),
]


@pytest.mark.parametrize("program, answers", CHOICES, ids=[str(number) for number in range(len(CHOICES))])
def test_what_was_chosen_changes_no_request(run, recorder, tmp_path, program, answers):
    Server(recorder, *(answers or (scores(score=6), scores(score=8))))
    first = run(program)
    assert first.code == 0, first.errors
    made, count = (tmp_path / "q.png").read_bytes(), len(recorder.requests)
    for _ in range(2):
        again = run(program)
        assert again.code == 0, again.errors
        assert len(recorder.requests) == count, recorder.requests[-1].path
    assert (tmp_path / "q.png").read_bytes() == made


NOTHING = text("none")
ABSENT = [
    ('load "a.jpg" | try { erase mask:"the lamp" } else { resize 50% } | save "x.png"', 0),
    ('load "a.jpg" | judge "ok" | when score >= 7 { erase mask:"the lamp" } | save "x.png"', 0),
    ('load "[ab].*" | erase mask:"the lamp" | take 1 | save "x.png"', 1),
    ('load "[ab].*" | erase mask:"the lamp" | save "x-{stem}.png"', 8),
    ('load "[ab].*" | select "the lamp" | sheet | save "x.png"', 8),
]


@pytest.mark.parametrize("program, code", ABSENT, ids=[str(number) for number in range(len(ABSENT))])
def test_what_was_not_found_goes_the_same_way_again(run, recorder, tmp_path, program, code):
    def answer(request):
        if "criteri" in task(request):
            return scores(score=3)
        # The lamp is in the second image alone.
        return text("[100, 100, 300, 300].") if len(server.looks) == 2 and code else NOTHING

    server = Server(recorder, answer)

    def files():
        return {path.name: path.read_bytes() for path in tmp_path.glob("x*.png")}

    first = run(program, "--keep-going", expecting=code)
    made, count = files(), len(recorder.requests)
    again = run(program, "--keep-going", expecting=code)
    assert (again.code, files()) == (first.code, made), again.errors
    assert len(recorder.requests) == count


def test_equal_answers_to_other_seeds_are_no_mistake(run, imgflow, recorder, tmp_path):
    image = pictures.text(Image.new("RGB", (640, 480), (10, 20, 30)))
    same = 200, json.dumps({"seeds": [1], "finish_reasons": [None], "images": [image]}).encode()
    recorder.answer = lambda request: scores(score=3) if is_look(request) else same
    program = 'load "a.jpg" | repeat 3 until score >= 7 { structure "a hut" | judge "good" } | save "x.png"'
    assert run(program).code == 0
    count = len(recorder.requests)
    again = run(program)
    assert again.code == 0, again.errors
    assert len(recorder.requests) == count


def test_a_filled_text_may_be_as_long_again(run, recorder):
    long = "alpine " * 278
    Server(recorder, text(long), scores(score=7))
    program = f'load "a.jpg" | describe words:200 | judge "{"c" * 200} {{description}}" | save "x.png"'
    first = run(program)
    again = run(program)
    assert (first.code, again.code) == (0, 0), first.errors + again.errors
    assert len(recorder.requests) == 2


# MARK: Money


@pytest.mark.parametrize("words", ["湖" * 1_900, "x" * 1_900])
def test_open_texts_are_priced_with_what_is_known_of_them(run, imgflow, recorder, words):
    def most(last: str) -> Fraction:
        listed = ", ".join([f'c{number}:"{words}"' for number in range(19)] + [f'last:"{last}"'])
        program = f'load "a.jpg" | describe | judge [{listed}] | save "x.png"'
        plan = imgflow("plan", "-c", program, "--json", "--endpoint-url", recorder.endpoint, environment=KEYS)
        return Fraction(json.loads(plan.output)["total"])

    assert most("湖" * 1_990) <= most("like {description}")


def test_an_answer_without_usage_is_not_asked_for_twice(run, imgflow, recorder):
    body = {"output": {"message": {"role": "assistant", "content": [{"text": "no form"}]}}, "stopReason": "end_turn"}
    Server(recorder, (200, json.dumps(body).encode()))
    done = run('load "a.jpg" | judge "x" | save "x.png"', expecting=1)
    assert len(recorder.requests) == 1


def test_a_damaged_answer_is_told_and_not_paid_again(run, recorder, tmp_path):
    Server(recorder, text("A hut."))
    program = 'load "a.jpg" | describe | save "{description}.png" overwrite:true'
    assert run(program).code == 0
    (record,) = [path for path in tmp_path.rglob("*.json") if b'"said"' in path.read_bytes()]
    record.write_bytes(record.read_bytes()[:40])
    again = run(program, expecting=1)
    assert "cannot be read" in again.errors and record.name in again.errors
    assert len(recorder.requests) == 1


def test_a_bill_above_the_plan_is_told(run, recorder):
    Server(recorder, text("A hut.", tokens=(9_000_000, 21)))
    done = run('load "a.jpg" | describe | save "{description}.png"')
    assert "the plan said at most" in done.errors


# MARK: What goes where


def test_a_shared_call_keeps_what_was_noted_of_each(run, recorder, tmp_path):
    Server(recorder, by_task(what="alpha", which="beta"))
    blocks = '{ describe "what" into:x | upscale fast } { describe "which" into:x | upscale fast }'
    done = run(f'load "a.jpg" | fork {blocks} | blur 1 | sort x descending:true | save "{{x}}.png"')
    assert done.code == 0, done.errors
    assert {path.name for path in tmp_path.glob("*a*.png")} >= {"alpha.png", "beta.png"}


@pytest.mark.parametrize(
    "program, words",
    [
        ('load "[ab].*" | best "red" model:[nova-lite, nova-2-lite] | save', "model"),
        ('load "[ab].*" | best "red" keep:[1,2] | save', "keep"),
        ('load "[ab].*" | sort width descending:[true,false] | save "{stem}-1.png"', "descending"),
        ('load "[ab].*" | best "like {stem}" | save', "differs between them"),
        ('load "a.jpg" | describe into:x | describe language:"{x}" | save', "language"),
        ('load "a.jpg" | judge [a:"x", a-reason:"y"] | save', "a-reason"),
        ('load "a.jpg" | judge [score-reason:"x", b:"y"] | save', "score-reason"),
    ],
)
def test_what_cannot_be_is_said_before_the_run(run, recorder, program, words):
    Server(recorder, WINS)
    done = run(program, expecting=3)
    assert words in done.errors, done.errors
    assert recorder.requests == []


def test_names_and_known_fields_stand_in_questions(run, recorder, tmp_path):
    Server(recorder, WINS, WINS, text("Hallo"))
    run('let ref = load "b.png"\nload "[ab].*" | best "as wide as {$ref.width}" | save "x.png"')
    assert all("as wide as 300" in task(request) for request in recorder.requests)
    run('load "a.jpg" | describe language:"{stem}" | save "y.png"')
    assert "in a" in task(recorder.requests[-1])


def test_a_round_that_meets_the_condition_is_not_the_nearest(run, recorder):
    Server(recorder, scores(score=9))
    done = run('load "a.jpg" | repeat 2 until score >= 7 { structure "a hut" | judge "good" } | save "x.png"')
    assert "nearest" not in done.errors


def test_the_nearest_to_a_negated_condition(run, recorder, tmp_path):
    Server(recorder, scores(score=3), scores(score=6), scores(score=4))
    run('load "a.jpg" | repeat 3 until not score < 7 { structure "a hut" | judge "good" } | save "n-{score}.png"')
    assert [path.name for path in tmp_path.glob("n-*")] == ["n-6.png"]


def test_words_that_look_like_numbers_are_words_in_an_order(run, recorder, tmp_path):
    said = ["3", "nan", "1", "0", "2"]
    for number in range(len(said)):
        pictures.landscape(64, 64 + number).save(tmp_path / f"c{number}.png")
    Server(recorder, *[text(word) for word in said])
    run('load "c*.png" | describe into:n words:1 | sort n | save "{index}-{n}.png"')
    names = sorted(path.name for path in tmp_path.glob("?-*.png"))
    numbers = [name[2:-4] for name in names if name[2:-4] != "nan"]
    assert len(names) == 5 and numbers == sorted(numbers), names


def test_looks_that_failed_are_no_tie(run, recorder, tmp_path):
    Server(recorder, text("no form"))
    done = run('load "[ab].*" | best "x" | save "x.png"', "--keep-going", expecting=1)
    assert "tie" not in done.errors and not (tmp_path / "x.png").exists()


def test_words_choose_no_format(run, recorder, tmp_path):
    Server(recorder, text("webp"))
    run('load "b.png" | describe | save "a.{description}"')
    (saved,) = [path for path in tmp_path.glob("a.*") if path.name != "a.jpg"]
    assert Image.open(saved).format == "PNG" and saved.suffix == ".png"


def test_a_long_stream_is_planned_in_time(imgflow, recorder, tmp_path):
    for number in range(400):
        Image.new("RGB", (8, 8), (number % 256, number // 256, 0)).save(tmp_path / f"c{number}.png")
    program = 'load "c*.png" | judge "x" | sort score | take 1 | save "x.png"'
    plan = imgflow("plan", "-c", program, "--json", "--endpoint-url", recorder.endpoint, environment=KEYS)
    assert json.loads(plan.output)["calls"] == 400


# MARK: What is proposed works

MASKS = [
    'load "a.jpg" | erase mask:"the lamp" | save "x.png"',
    'load "a.jpg" | inpaint mask:"the lamp" text:"a hut" model:inpaint | save "x.png"',
    'load "a.jpg" | backdrop "a beach" mask:"the lamp" | save "x.png"',
    'load "a.jpg" | erase mask:"the {stem}" | save "x.png"',
]


@pytest.mark.parametrize("program", MASKS)
def test_a_model_for_the_words_of_a_mask_is_pinned_where_they_stand(run, imgflow, recorder, tmp_path, program):
    told = imgflow("check", "--stay", "-c", program, environment=KEYS, expecting=3)
    fix = re.search(r"choose its model: \(select …( model:.*)\), which", told.errors)
    assert "E124" in told.errors and fix, told.errors
    words = re.search(r'mask:("[^"]*")', program).group(1)
    pinned = program.replace(words, f"(select {words}{fix.group(1)})")
    assert imgflow("check", "--stay", "-c", pinned, environment=KEYS).errors == "-c: no mistakes\n"
    explained = imgflow("explain", "-c", program, environment=KEYS)
    assert "finds the mask" in explained.output.decode() + explained.errors
