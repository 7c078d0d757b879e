"""Small things that people ran into: each is told, or does what was meant. Pillow and numpy judge."""

import json
import os

import numpy
import pytest
from PIL import Image


@pytest.fixture
def desk(imgflow):
    """imgflow against the sandbox, with a memory and a configuration of its own."""
    environment = {
        "IMGFLOW_BACKEND": "sandbox",
        "XDG_DATA_HOME": str(imgflow.folder / "data"),
        "XDG_STATE_HOME": str(imgflow.folder / "state"),
        "XDG_CONFIG_HOME": str(imgflow.folder / "config"),
    }

    def run(*arguments, expecting=0, given=b""):
        return imgflow(*arguments, environment=environment, expecting=expecting, limit=120, given=given)

    run.folder = imgflow.folder
    return run


def picture(desk, name, size=(640, 427), color=(90, 120, 160), **options):
    Image.new("RGB", size, color).save(desk.folder / name, **options)


def configure(desk, text):
    folder = desk.folder / "config/imgflow"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text)


@pytest.mark.parametrize("given, sides", [
    (["--picks", "30,60"], [30, 60]), (["--picks", "[30, 60]"], [30, 60]), (["--picks=30,60,90"], [30, 60, 90]),
    (["--picks", "30", "--picks", "60"], [30, 60]), (["--picks", "30..31"], [30, 31]), (["--picks", "30"], [30]),
    ([], [10]),
])
def test_a_list_parameter_takes_commas(desk, given, sides):
    picture(desk, "a.png")
    (desk.folder / "p.imgflow").write_text(
        'param picks: list = [10]\nload "a.png" | resize $picks | save "o-{index}.png"\n')
    desk("p.imgflow", *given)
    found = sorted(desk.folder.glob("o-*.png"))
    assert [Image.open(path).width for path in found] == sides


def test_words_and_texts_are_divided_too(desk):
    (desk.folder / "p.imgflow").write_text(
        'param texts: list = ["x"]\ngenerate $texts | save "o-{index}.png"\n')
    (desk.folder / "q.imgflow").write_text(
        'param looks: list = [anime]\ngenerate "a" style:$looks | save "o-{style}.png"\n')
    looks = json.loads(desk("plan", "--json", "q.imgflow", "--looks", "anime,photographic").output)
    assert [step["path"] for step in looks["steps"] if step["verb"] == "save"] == ["o-anime.png", "o-photographic.png"]
    twice = desk("plan", "--json", "p.imgflow", "--texts", "red", "--texts", "green", expecting=None)
    once = desk("plan", "--json", "p.imgflow", "--texts", "red,green", expecting=None)
    assert (once.code, once.output, once.errors) == (twice.code, twice.output, twice.errors)


@pytest.mark.parametrize("text", ["a fox, red", "a,b and c", "Rome, Paris"])
def test_a_comma_in_a_sentence_divides_nothing(desk, text):
    (desk.folder / "p.imgflow").write_text(
        'param texts: list = ["x"]\ngenerate $texts | save "o-{index}.png"\n')
    plan = json.loads(desk("plan", "--json", "p.imgflow", "--texts", text).output)
    assert sum(step["verb"] == "generate" for step in plan["steps"]) == 1


def test_all_files_of_equal_bytes_are_named(desk):
    for name in ["a.png", "b.png", "c.png"]:
        picture(desk, name)
    picture(desk, "d.png", (64, 64))
    plan = desk("plan", "-c", 'load "?.png" | resize 10 | save "o/{stem}.png"').output.decode()
    assert "= `b.png`, `c.png` have the same bytes" in plan
    assert plan.count(" load ") == 2, plan


FORMATS = [("png", {}), ("jpg", {}), ("jpg", {"progressive": True}), ("webp", {}), ("gif", {}), ("avif", {})]


@pytest.mark.parametrize("name, options", FORMATS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_images_behind_the_first_on_standard_input_are_told(desk, name, options, count):
    if name == "avif":
        pillow_heif = pytest.importorskip("pillow_heif")
        pillow_heif.register_avif_opener() if hasattr(pillow_heif, "register_avif_opener") else None
    pictures = b""
    for number in range(count):
        path = desk.folder / f"{number}.{name}"
        noise = numpy.random.default_rng(number).integers(0, 255, (60, 80 + number, 3), numpy.uint8)
        Image.fromarray(noise).save(path, **options)
        pictures += path.read_bytes()
    done = desk("-c", "load - | info", given=pictures)
    assert "80x60" in done.output.decode() + done.errors
    assert ("[W180]" in done.errors) == (count > 1)


def test_a_camera_file_with_a_preview_behind_its_end_is_one_image(desk):
    """Multi-picture format: the first segment announces the others (CIPA DC-007)."""
    frames = [Image.new("RGB", (80, 60), color) for color in ["red", "blue"]]
    frames[0].save(desk.folder / "a.mpo", format="MPO", save_all=True, append_images=frames[1:])
    done = desk("-c", "load - | info", given=(desk.folder / "a.mpo").read_bytes())
    assert "[W180]" not in done.errors


def test_modes_with_other_parameters_are_swept(desk):
    picture(desk, "a.png")
    plan = json.loads(desk(
        "plan", "--json", "-c",
        'load "a.png" | upscale [fast, conservative, creative] text:"x" style:anime | save "u-{mode}.png"').output)
    notes = {step["model"]: step["notes"] for step in plan["steps"] if step.get("model")}
    assert len(notes) == 3
    said = {model: [note for note in notes[model] if "not sent" in note] for model in notes}
    assert [len(said[model]) for model in sorted(said)] == [1, 0, 2], said
    refused = desk("check", "-c", 'load "a.png" | upscale fast text:"x" | save "u.png"', expecting=3)
    assert "error[" in refused.errors


# Programs with `fit:pad`, and the shape that comes out of them.
PADDED = [
    'upscale conservative text:"a" fit:pad', 'upscale creative text:"a" fit:pad', 'replace "a" text:"b" fit:pad',
    'recolor "a" text:"red" fit:pad', "remove-background fit:pad", 'restyle "oil" from:"b.png" fit:pad',
    'inpaint "a" mask:(select rect:[0, 0, 50%, 50%]) fit:pad', 'erase mask:(select rect:[0, 0, 50%, 50%]) fit:pad',
    'inpaint "a" mask:(select rect:[0, 0, 50%, 50%]) fit:pad exact:true', 'structure "a" fit:pad', 'sketch "a" fit:pad',
]


@pytest.mark.parametrize("program", PADDED)
def test_the_frame_of_a_padded_image_does_not_stay(desk, program):
    picture(desk, "wide.png", (1200, 200), (20, 90, 30))
    picture(desk, "b.png", (512, 512), (200, 0, 0))
    desk("-c", f'load "wide.png" | {program} | save "o.png"', "--yes")
    result = Image.open(desk.folder / "o.png")
    assert result.width / result.height == pytest.approx(6, rel=0.02), result.size
    plan = json.loads(desk("plan", "--json", "-c", f'load "wide.png" | {program} | save "o2.png"').output)
    assert plan["total"] == "0.00"


def test_an_answer_that_needs_no_frame_keeps_its_key(desk):
    picture(desk, "a.png", (1152, 896))
    picture(desk, "b.png", (512, 512), (200, 0, 0))
    program = 'load "a.png" | transform "x" | restyle "y" from:"b.png"{} | restyle "z" from:"b.png"{} | upscale fast | save "o{}.png"'
    desk("-c", program.format("", "", 1), "--yes")
    done = desk("-c", program.format(" fit:pad", " fit:pad", 2), "--yes")
    assert "0 calls made, 4 cached" in done.errors
    assert (desk.folder / "o1.png").read_bytes() == (desk.folder / "o2.png").read_bytes()


def test_what_needs_no_frame_keeps_its_key(desk):
    picture(desk, "a.png")
    program = 'load "a.png" | replace "a" text:"b"{} | save "o{}.png"'
    desk("-c", program.format("", 1), "--yes")
    done = desk("-c", program.format(" fit:pad", 2))
    assert "0 calls made, 1 cached" in done.errors


@pytest.mark.parametrize("program, missing", [
    ('load "no.png" | resize 9999999 | save "o.png"', ["no.png"]),
    ('load "no.png" | resize 9999999 | overlay "logo.png" | save "o.png"', ["no.png", "logo.png"]),
    ('load "a.png" | inpaint "x" mask:"m.png" grow:999 | save "o.png"', []),
    ('load "a.png" | inpaint "x" mask:(load "m.png") grow:999 | save "o.png"', ["m.png"]),
    ('load "a.png" | vary "a" with:["x.png", "y.png"] model:nova-canvas count:999 | save "o.png"', ["x.png", "y.png"]),
    ('let l = load "no.png" | resize 9999999\n$l | save "o.png"', ["no.png"]),
    ('load "a.png" | tee { overlay "t.png" | resize 9999999 | save } | save "o.png"', ["t.png"]),
])
def test_a_missing_file_is_told_beside_a_wrong_value(desk, program, missing):
    picture(desk, "a.png")
    said = desk("check", "-c", program, expecting=3).errors
    for name in missing:
        assert f"file not found: `{name}`" in said
    assert "error[E026]" in said
    assert said.count("error[E050]") == len(missing)


def test_a_heading_counts_what_is_known(desk):
    picture(desk, "a.png")
    program = 'load "a.png" | replace "a" text:"b" | save "o.png"'
    desk("-c", program, "--yes")
    assert desk("explain", "-c", program).output.decode().startswith("-c: 1 paid call, $0.00 (1 cached)\n")


# A stage that changes nothing of the size, for which others measured it on Bedrock.
SIZES = [
    ('structure "a"', "640x427", True), ('inpaint "a" mask:(select rect:[0, 0, 50%, 50%])', "640x427", True),
    ('replace "a" text:"b"', "640x427", True), ("outpaint left:100", "740x427", True),
    ('sketch "a"', "640x427", False), ('recolor "a" text:"red"', "640x427", False),
]


@pytest.mark.parametrize("stage, size, is_exact", SIZES)
def test_sizes_that_are_known_are_told_as_such(desk, stage, size, is_exact):
    picture(desk, "a.png")
    plan = desk("plan", "-c", f'load "a.png" | {stage} | save "o.png"').output.decode()
    assert f"-> {'' if is_exact else 'about '}{size}" in plan
    assert ("AWS does not document the exact size" in plan) != is_exact


def test_a_part_outside_of_a_known_size_is_told_before_paying(desk):
    picture(desk, "a.png")
    said = desk(
        "check", "-c", 'load "a.png" | replace "a" text:"b" | crop 800x600 | save "o.png"', expecting=3).errors
    assert "error[" in said and "800x600" in said


DEFAULTS = """
[defaults.generate]
aspect = "16:9"
negative = "text, {frames}"
seed = 7
[defaults.resize]
to = 50
[defaults.save]
overwrite = true
"""


def test_the_configuration_gives_verbs_their_defaults(desk):
    configure(desk, DEFAULTS)
    picture(desk, "a.png", (100, 80))
    plan = desk("plan", "-c", 'generate "a fox" | save "o.png"').output.decode()
    assert "1344x768" in plan or "16:9" in plan
    assert "generate aspect:16:9 (from config.toml)" in plan
    assert "resize" not in plan
    desk("-c", 'load "a.png" | resize | save "r.png"\nload "a.png" | resize 20 | save "s.png"')
    assert Image.open(desk.folder / "r.png").width == 50
    assert Image.open(desk.folder / "s.png").width == 20
    desk("-c", 'set resize to:30\nload "a.png" | resize | save "t.png"')
    assert Image.open(desk.folder / "t.png").width == 30


def test_a_recipe_holds_the_defaults_and_takes_no_others(desk):
    configure(desk, "[defaults.generate]\nseed = 7\n")
    desk("-c", 'generate "a fox" | save "o.png"', "--yes")
    recipe = desk("recipe", "o.png").output.decode()
    assert "seed:7" in recipe
    (desk.folder / "config/imgflow/config.toml").write_text("[defaults.generate]\nstyle = \"anime\"\n")
    done = desk("replay", "o.png")
    assert "0 calls made, 1 cached" in done.errors


@pytest.mark.parametrize("text, said", [
    ("[defaults.genrate]\nseed = 1", "did you mean `generate`?"),
    ("[defaults.generate]\nsede = 1", "did you mean `seed`?"),
    ("[defaults.generate]\nseed = -1", "config.toml, [defaults]:1"),
    ('[defaults.generate]\nstyle = "| save"', "config.toml, [defaults]:1"),
    ("defaults = 3", "must be tables"),
    ("[defaults.generate]\nseed = { a = 1 }", "must be text, a number"),
])
def test_wrong_defaults_are_told_with_their_place(desk, text, said):
    configure(desk, text + "\n")
    done = desk("check", "-c", 'generate "a fox" | save "o.png"', expecting=None)
    assert done.code != 0
    assert said in done.errors


PROFILE = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2c3"


def test_an_application_inference_profile_is_the_model_that_it_tags(desk):
    picture(desk, "a.png")
    program = 'load "a.png" | replace "a" text:"b" | save "o.png"'
    desk("-c", program, "--yes")
    configure(desk, f'[models.search-replace]\nid = "{PROFILE}"\n')
    plan = json.loads(desk("plan", "--json", "-c", program).output)
    call = next(step for step in plan["steps"] if step.get("model"))
    # What was paid for under the model's own name is known, and the price stays.
    assert call["modelID"] == PROFILE and call["isKnown"] and call["region"] == "us-west-2"
    assert call["price"] == "0.07"
    done = desk("-c", program + " ", "--fresh", "--overwrite", "--yes")
    assert "1 call made" in done.errors
    trace = desk("plan", "--json", "-c", 'load "a.png" | replace "c" text:"d" | save "p.png"').output.decode()
    assert PROFILE in trace.replace("\\/", "/")
    policy = json.loads(desk("policy", "-c", program).output)
    allowed = policy["Statement"][0]["Resource"]
    assert PROFILE in allowed
    assert "arn:aws:bedrock:us-east-1::foundation-model/stability.stable-image-search-replace-v1:0" in allowed


@pytest.mark.parametrize("body, more, total", [
    ('{"taskType": "TEXT_IMAGE", "imageGenerationConfig": {"numberOfImages": 5}}', "", "0.20"),
    ('{"taskType": "TEXT_IMAGE", "imageGenerationConfig": {"numberOfImages": 5}}', "images:1", "0.20"),
    ('{"taskType": "TEXT_IMAGE"}', "images:3", "0.12"), ('{"taskType": "TEXT_IMAGE"}', "", "0.04"),
    ('{"taskType": "TEXT_IMAGE", "imageGenerationConfig": {"numberOfImages": 500}}', "", None),
    ('{"taskType": "TEXT_IMAGE", "imageGenerationConfig": {"numberOfImages": 0}}', "", None),
])
def test_all_images_that_a_body_asks_for_are_planned(desk, body, more, total):
    program = f"""invoke "amazon.titan-image-v9:0" price:0.04 {more} body:'{body}' | save "o-{{index}}.png\""""
    done = desk("plan", "--json", "-c", program, expecting=0 if total else 3)
    if total:
        assert json.loads(done.output)["total"] == total
    else:
        assert "images, but one call supports 1 to 100" in done.errors + done.output.decode()


def test_bodies_that_may_be_paid_are_pruned_alone(desk):
    rejected = desk.folder / "data/imgflow/answers/rejected"
    rejected.mkdir(parents=True)
    (rejected / "ab.body").write_bytes(b"{}")
    # One of this moment may still be written.
    os.utime(rejected / "ab.body", (1_700_000_000, 1_700_000_000))
    done = desk("store", "prune", "--paid", "--origin", "sandbox", "--yes", expecting=2)
    assert "use --paid without them" in done.errors and (rejected / "ab.body").exists()
    desk("store", "prune", "--paid", "--yes")
    assert not (rejected / "ab.body").exists()
