"""What costs nothing sends nothing."""

from samples import FOX, KEYS

LINE = 'load "photo.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save'


def test_check_and_plan_send_nothing_and_need_no_keys(imgflow, recorder):
    for command in [["check"], ["plan"], ["plan", "--json"], ["run", "--dry-run"]]:
        imgflow(*command, "-c", LINE, "--endpoint-url", recorder.endpoint)
    assert recorder.requests == []


def test_a_wrong_program_sends_nothing(imgflow, recorder):
    imgflow.run(f"{FOX}; generate nonsense", to=recorder.endpoint, environment=KEYS, expecting=3)
    assert recorder.requests == []


def test_a_budget_that_is_too_small_sends_nothing(imgflow, recorder):
    imgflow.run(LINE, "--budget", "0.05", to=recorder.endpoint, environment=KEYS, expecting=7)
    assert recorder.requests == []


def test_without_consent_nothing_is_sent(imgflow, recorder):
    imgflow("-c", LINE, "--endpoint-url", recorder.endpoint, environment=KEYS, expecting=7)
    assert recorder.requests == []


def test_without_keys_nothing_is_sent(imgflow, recorder):
    imgflow.run(FOX, to=recorder.endpoint, expecting=4)
    assert recorder.requests == []


def test_a_second_run_is_known_and_needs_no_keys(imgflow, recorder):
    options = ["--endpoint-url", recorder.endpoint, "--store", "answers"]
    imgflow("-c", 'generate "a fox" | save "first.jpg"', *options, environment=KEYS)
    assert len(recorder.requests) == 1
    imgflow("-c", 'generate "a fox" | save "second.jpg"', *options)
    assert len(recorder.requests) == 1
    first, second = (imgflow.folder / name for name in ["first.jpg", "second.jpg"])
    assert first.read_bytes() == second.read_bytes()
    imgflow("-c", 'generate "a cat" | save "third.jpg"', *options, environment=KEYS)
    assert len(recorder.requests) == 2
