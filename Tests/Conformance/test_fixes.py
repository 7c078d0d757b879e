"""A fix that is applied makes its diagnostic go away and brings no other at that place; words of other tools get the
verb that they mean, and no word gets a paid verb for its spelling alone."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from imgflow import scrubbed

ROOT = Path(__file__).resolve().parent.parent.parent
WRONG = sorted((ROOT / "Tests/ImgflowCLITests/WrongPrograms").glob("*.imgflow"))

VERBS = {
    "load": "open read input import imread source",
    "save": "write export output store imwrite Save",
    "show": "view display preview",
    "info": "identify inspect exif metadata",
    "generate": "txt2img text2img t2i create imagine dream GENERATE",
    "transform": "img2img image2image i2i redraw",
    "vary": "variation variations variant",
    "inpaint": "fill generative-fill infill repaint",
    "erase": "remove-object erase-object cleanup heal",
    "outpaint": "extend expand uncrop zoom-out",
    "backdrop": "replace-background background relight",
    "remove-background": "rembg removebg remove-bg cutout matte removeBackground background-removal",
    "replace": "search-and-replace swap substitute",
    "recolor": "search-and-recolor recolour colorize",
    "restyle": "stylize stylise style-transfer",
    "sketch": "control-sketch scribble",
    "structure": "control-structure controlnet depth canny",
    "guide": "style-guide ip-adapter",
    "try-on": "virtual-try-on vto tryon",
    "upscale": "enlarge super-resolution superres esrgan enhance upsample",
    "invoke": "invoke-model call",
    "resize": "scale thumbnail thumb downscale downsample zoom rescale",
    "crop": "slice extract clip",
    "pad": "border frame extent letterbox",
    "rotate": "turn rot90",
    "flip": "mirror flop reflect hflip vflip",
    "flatten": "remove-alpha opaque",
    "convert": "format encode reencode transcode compress",
    "blur": "gaussian gaussian-blur soften smooth",
    "overlay": "watermark composite stamp paste superimpose",
    "blend": "mix dissolve",
    "label": "text caption annotate title",
    "sheet": "montage grid collage contact-sheet",
    "select": "segment mask segmentation chroma-key",
    "grayscale": "greyscale desaturate monochrome black-and-white",
    "adjust": "modulate brightness contrast saturate normalize autocontrast",
    "threshold": "binarize",
    "tint": "sepia duotone",
    "sharpen": "unsharp unsharp-mask usm",
    "pixelate": "mosaic pixelize censor",
    "trim": "autocrop auto-crop",
    "cut": "putalpha copy-opacity",
    "rounded": "round-corners border-radius",
    "shadow": "drop-shadow dropshadow",
    "grow": "dilate",
    "shrink": "erode contract",
    "minus": "subtract",
    "intersect": "intersection",
    "invert": "negate inverse negative",
    "where": "filter keep",
    "when": "if",
}

PARAMETERS = [
    ('generate "a" {}:"b"', "negative", "negative-prompt negativePrompt negativeText negative_prompt"),
    ('generate "a" {}:16:9', "aspect", "aspect-ratio aspectRatio ratio aspect_ratio"),
    ('generate "a" {}:3 model:nova-canvas', "guidance", "cfg-scale cfgScale cfg cfg_scale"),
    ('generate "a" {}:3', "count", "n num num-images numberOfImages batch-size num_images copies"),
    ('generate "a" {}:png', "format", "output-format outputFormat output_format"),
    ('generate "a" {}:core', "model", "model-id modelId engine"),
    ('generate "a" {}:photographic', "style", "style-preset stylePreset style_preset"),
    ('load "a.png" | overlay "a.png" {}:top', "at", "gravity position anchor"),
    ('load "a.png" | blend "a.png" {}:50%', "opacity", "alpha"),
    ('load "a.png" | rotate {}:90', "degrees", "angle rotation"),
    ('load "a.png" | transform {}:"b"', "text", "prompt"),
]
NAMES = [(program.format(word), word, name) for program, name, words in PARAMETERS for word in words.split()]

# What is typed, its spelling here, and what stands where it stood.
SPELLINGS = [
    ('load "a.png" -> invert | save', "->", "|"),
    ('load "a.png" => invert | save', "=>", "|"),
    ('load "a.png" |> invert | save', "|>", "|"),
    ('load "a.png" > invert', ">", "|"),
    ('load "a.png" → invert | save', "→", "|"),
    ('load "a.png" > "o.png"', '> "o.png"', '| save "o.png"'),
    ('load "a.png" > o.png', "> o.png", '| save "o.png"'),
    ('load "a.png" ｜ invert | save', "｜", "|"),
    ('load "a.png" │ invert | save', "│", "|"),
    ('load "a.png" | resize ５０% | save', "５０%", "50%"),
    ('load "a.png" | resize to：50% | save', "：", ":"),
    ('load "a.png" | resize 50 % | save', "50 %", "50%"),
    ('load "a.png" | when width => 500 { save "x.png" }', "=>", ">="),
    ('generate "a" aspect:16/9 | save', "16/9", "16:9"),
    ('canvas 1024*1024 | save "x.png"', "1024*1024", "1024x1024"),
    ('canvas 1024×768 | save "x.png"', "1024×768", "1024x768"),
    ('canvas 1024X768 | save "x.png"', "1024X768", "1024x768"),
    ('load "a.png" | crop 100x100+10+20 | save', "100x100+10+20", "100x100 at:[10, 20]"),
    ('// note\nload "a.png" | invert | save', "//", "#"),
    ('load "a.png" | invert | save // note', "//", "#"),
    ('/* note */\nload "a.png" | invert | save', "/* note */", "# note "),
    ('/* a note\n * of two lines */\nload "a.png" | invert | save', "/* a note\n * of two lines */",
     "# a note\n# of two lines "),
    ('var x = 3\nload "a.png" | blur $x | save', "var", "let"),
    ('const x = 3\nload "a.png" | blur $x | save', "const", "let"),
    ('x = 3\nload "a.png" | blur $x | save', "x = 3", "let x = 3"),
    ('load "a.png" | resize 2x | save', "2x", "200%"),
    ('load "a.png" | upscale 4x | save', "4x", "fast"),
    ('load "a.png" | rotate 90° | save', "90°", "90"),
    ('load "a.png" | rotate 90deg | save', "90deg", "90"),
    ('load "a.png" | resize 800x | save', "800x", "800"),
    ('let a = load "a.png"; a | invert | save', "; a", "; $a"),
    ('generate "a" seed:0 | save', "seed:0", "seed:random"),
    ('def f() = invert\nload "a.png" | f() | save', "| f()", "| f"),
    ('load "a.png" | resize(50%) | save', "resize(50%)", "resize 50%"),
    ('load "a.png" | blend("a.png", opacity:50%) | save', 'blend("a.png", opacity:50%)', 'blend "a.png" opacity:50%'),
    ('let who = "Ann"\nload "a.png" | label "for $who" | save', "$who\"", "{$who}\""),
    ('load "a.png" | flip h | save', "flip h", "flip horizontal"),
    ('load "a.png" | brightness 1.2 | save', "brightness 1.2", "adjust brightness:1.2"),
    ('load "a.png" | Contrast 120% | save', "Contrast 120%", "adjust contrast:120%"),
    ('load "a.png" | saturate 0.5 | save', "saturate 0.5", "adjust saturation:0.5"),
    ('load "a.png" | normalize | save', "normalize", "adjust auto:true"),
    ('load "a.png" | auto-level | save', "auto-level", "adjust auto:true"),
    ('load "a.png" | overlay "a.png" at:northwest | save', "northwest", "top-left"),
    ('generate "a" model:sd35 | save', "sd35", "sd35-large"),
    ('generate "a" model:stability.sd3-5-large-v1:0 | save', "stability.sd3-5-large-v1:0", "sd35-large"),
    ('load "a.png" | upscale "stability.stable-fast-upscale-v1:0" | save',
     '"stability.stable-fast-upscale-v1:0"', "fast"),
    ('load "a.png" || invert | save', "||", "|"),
    ('load "a.png" | when width > 500 || height > 9 { save "x.png" }', "||", "or"),
    ('load "a.png" | when width > 500 && height > 9 { save "x.png" }', "&&", "and"),
    ('let x := 3\nload "a.png" | blur $x | save', ":=", "="),
    ('$x = 3\nload "a.png" | blur $x | save', "$x =", "let x ="),
    ('load "a.png".resize 50% | save', ".resize", " | resize"),
    ('canvas 1024 x 768 | save "x.png"', "1024 x 768", "1024x768"),
    ('load "a.png" | resize 0.5x | save', "0.5x", "50%"),
    ('load "a.png" | resize x2 | save', "x2", "200%"),
    ('load "a.png" | resize 800x600! | save', "800x600!", "800x600 fit:fill"),
    ('load "a.png" | resize -w 80 | save', "-w 80", "width:80"),
    ('load "a.png" | convert .png | save', ".png |", "png |"),
    ('generate "a" aspect:16x9 | save', "16x9", "16:9"),
    ('generate "a" size:1024 | save', "1024", "1024x1024"),
    ('generate "a" seed:-1 | save', "seed:-1", "seed:random"),
    ('let who = "Ann"\ngenerate "for ${who}" | save', "${who}", "{$who}"),
    ('let who = "Ann"\ngenerate "for {who}" | save', "{who}", "{$who}"),
    ('let who = "Ann"\nload "a.png" | label "for ${who}" | save', "${who}", "{$who}"),
    ('generate "a" model:"stability.stable-image-ultra-v1:1" | save', '"stability.stable-image-ultra-v1:1"', "ultra"),
]


class Checker:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def diagnostics(self, program: str) -> list[dict]:
        done = subprocess.run(
            [self.binary, "check", "-", "--json", "--backend", "sandbox"], cwd=self.folder, input=program.encode(),
            env=scrubbed({"PATH": "/usr/bin:/bin"}, self.folder), capture_output=True, timeout=60)
        assert done.returncode in (0, 3), done.stderr
        return json.loads(done.stdout)["diagnostics"]


@pytest.fixture(scope="module")
def checker(binary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fixes")
    (folder / "many").mkdir()
    for name, size in {"a.png": (640, 427), "tiny.png": (40, 40), "a.jpg": (640, 427), "b.jpg": (640, 427),
                       "long.png": (3000, 300), "big.png": (4000, 3000), "many/a.jpg": (64, 48),
                       "many/b.png": (64, 48), "many/c.jpg": (64, 48)}.items():
        Image.new("RGB", size, (90, 120, 160)).save(folder / name)
    mask = Image.new("L", (640, 427))
    mask.paste(255, (100, 100, 300, 300))
    mask.save(folder / "mask.png")
    Image.new("L", (640, 427), 255).save(folder / "white.png")
    Image.new("RGBA", (512, 512), (255, 0, 0, 128)).save(folder / "alpha.png")
    (folder / "notes.txt").write_text("a list of things to buy\n")
    return Checker(binary, folder)


def applied(program: str, edits: list[dict]) -> str:
    data = program.encode()
    for edit in sorted(edits, key=lambda edit: -edit["start"]):
        data = data[:edit["start"]] + edit["text"].encode() + data[edit["end"]:]
    return data.decode()


def place(diagnostic: dict) -> tuple[int, int]:
    return diagnostic["places"][0]["start"], diagnostic["places"][0]["end"]


def check_fixes(checker, program: str) -> int:
    """Applies each fix alone; how many there were."""
    before = checker.diagnostics(program)
    known = {(found["code"], found["message"]) for found in before}
    count = 0
    for diagnostic in before:
        if "edits" not in diagnostic:
            continue
        count += 1
        fixed = applied(program, diagnostic["edits"])
        assert fixed != program, diagnostic
        after = checker.diagnostics(fixed)
        start = min(edit["start"] for edit in diagnostic["edits"])
        grown = len(fixed.encode()) - len(program.encode())
        end = max(edit["end"] for edit in diagnostic["edits"]) + grown
        for found in after:
            left, right = place(found)
            if right <= start or left >= max(end, start + 1):
                continue
            said = f"{program!r} -> {fixed!r}: {found['code']} {found['message']}"
            assert (found["code"], found["message"]) in known, said
            assert (found["code"], found["message"]) != (diagnostic["code"], diagnostic["message"]), said
    return count


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_fixes_of_wrong_programs(checker, path):
    check_fixes(checker, path.read_text())


def test_many_wrong_programs_have_fixes(checker):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda path: checker.diagnostics(path.read_text()), WRONG))
    assert sum(any("edits" in one for one in all) for all in found) >= 25


@pytest.mark.parametrize("program, wrong, right", SPELLINGS)
def test_spellings_of_other_languages(checker, program, wrong, right):
    assert program.count(wrong) == 1
    found = [one for one in checker.diagnostics(program) if "edits" in one]
    assert len(found) >= 1, checker.diagnostics(program)
    assert applied(program, found[0]["edits"]) == program.replace(wrong, right)
    assert check_fixes(checker, program) >= 1
    # Nothing else is wrong with it.
    assert len(checker.diagnostics(program)) == 1, checker.diagnostics(program)


# What planning finds, and what stands where it stood.
PLANNED = [
    ('load "b.png" | save "o.png"', '"b.png"', '"a.png"'),
    ('load "*.PNG" | save "{stem}-o.png"', '"*.PNG"', '"*.{{PNG,png}}"'),
    ('load "a.png" | inpaint "x" mask:"mask.png" | save "o.png"', '"mask.png"', '(load "mask.png")'),
    ('load "a.png" | inpaint "x" mask:"maks.png" | save "o.png"', '"maks.png"', '(load "mask.png")'),
    ('generate "x" model:core region:us-east-1 | save', "region:us-east-1", "region:us-west-2"),
    ('generate "x" guidance:5 | save', " guidance:5", " "),
    ('generate "x" model:nova-canvas | save', " model:nova-canvas", " "),
    ('load "a.png" | pad 10 at:left | save "o.png"', " at:left", " "),
    ('load "big.png" | inpaint "x" mask:"sky" fit:error | save "o.png"', " fit:error", " "),
    ('invoke "stability.stable-creative-upscale-v1:0" body:\'{"prompt": "a"}\' | save',
     '"stability.stable-creative-upscale-v1:0"', '"us.stability.stable-creative-upscale-v1:0"'),
]


@pytest.mark.parametrize("program, wrong, right", PLANNED)
def test_fixes_of_the_plan(checker, program, wrong, right):
    assert program.count(wrong) == 1
    found = [one for one in checker.diagnostics(program) if "edits" in one]
    assert [applied(program, one["edits"]) for one in found] == [program.replace(wrong, right)], (
        checker.diagnostics(program))
    assert check_fixes(checker, program) == 1


# What stands there comes from elsewhere: nothing can be replaced.
NOT_WRITTEN = [
    'let p = "b.png"\nload $p | save "o.png"',
    'param p: file = "b.png"\nload $p | save "o.png"',
    'let s = "b"\nload "{$s}.png" | save "o.png"',
    'def f(p: file) = load $p\nf "b.png" | save "o.png"',
]


@pytest.mark.parametrize("program", NOT_WRITTEN)
def test_what_a_variable_brought_is_not_replaced(checker, program):
    found = checker.diagnostics(program)
    assert "E050" in [one["code"] for one in found]
    assert not [one for one in found if "edits" in one]


@pytest.mark.parametrize("text", ["100x100-10+20", "640x480^"])
def test_a_geometry_is_no_path(checker, text):
    found = checker.diagnostics(f'load "a.png" | crop {text} | save')
    assert found and not [one for one in found if '"' in (one.get("fix") or "")]


def test_a_pipeline_does_not_begin_with_what_needs_an_image(checker):
    assert [one["code"] for one in checker.diagnostics("scale 50% | save")] == ["E020", "E038"]
    assert not [one for one in checker.diagnostics("if width > 10 { save }") if "edits" in one]


def fixes(checker, words: list[str]) -> dict[str, str | None]:
    """What each word is answered with; a program has few lines, as it shows few errors."""
    answers = {}
    for start in range(0, len(words), 10):
        part = words[start:start + 10]
        program = "".join(f'load "a.png" | {word} "x" | save\n' for word in part)
        found = [one for one in checker.diagnostics(program) if one["code"] in ("E020", "E015")]
        answers |= {part[one["places"][0]["line"] - 1]: one.get("fix") for one in found}
    return answers


@pytest.mark.parametrize("verb", VERBS)
def test_words_of_other_tools(checker, verb):
    words = VERBS[verb].split()
    assert fixes(checker, words) == {word: verb for word in words}


@pytest.mark.parametrize("program, word, name", NAMES)
def test_parameters_of_other_tools(checker, program, word, name):
    found = [one for one in checker.diagnostics(program + " | save") if one["code"] in ("E021", "E005")]
    assert [one["fix"].rstrip(":") for one in found] == [name], found
    check_fixes(checker, program + " | save")


PAID = ("generate transform vary inpaint erase outpaint backdrop remove-background replace recolor restyle sketch "
        "structure guide try-on upscale invoke").split()


@pytest.mark.parametrize("verb", PAID)
def test_no_paid_verb_for_its_spelling_alone(checker, verb):
    """A letter is missing, or two are swapped: the verb may be named, and is not the fix."""
    wrong = {verb[:at] + verb[at + 1:] for at in range(1, len(verb))}
    wrong |= {verb[:at] + verb[at + 1] + verb[at] + verb[at + 2:] for at in range(len(verb) - 1)}
    meant = {word for words in VERBS.values() for word in words.split()}
    asked = sorted(
        word for word in wrong - meant
        if word[0].isalpha() and word[-1].isalpha() and word.replace("-", "") != verb.replace("-", ""))
    answers = fixes(checker, asked)
    assert len(answers) >= len(asked) - 2
    assert not set(answers.values()) & set(PAID), answers


COMPLETED = [
    ('load "a.png" | rembg', "remove-background"), ("rembg", "remove-background"), ("img2img", "transform"),
    ('load "a.png" | remove_background', "remove-background"), ('load "a.png" | overlay "b.png" gravity', "at:"),
    ('generate "a" aspect_ratio', "aspect:"), ('load "a.png" | overlay "b.png" at:northwest', "top-left"),
    ('generate "a" model:nova', "nova-canvas"), ('generate "a" model:sd3', "sd35-large"),
]


@pytest.mark.parametrize("program, name", COMPLETED)
def test_tab_knows_the_words_of_other_tools(imgflow, program, name):
    done = imgflow("complete", "--", "-c", program)
    assert [line.split("\t")[0] for line in done.output.decode().splitlines()[1:]] == [name], done.output


@pytest.mark.parametrize("topic, name", [("cfg_scale", "guidance"), ("gravity", "at"), ("num_images", "count")])
def test_help_knows_the_parameters_of_other_tools(imgflow, topic, name):
    page = imgflow("help", topic).output.decode()
    assert f"In imgflow, `{topic}` is the parameter `{name}` of these verbs:" in page
    assert f" {name}:  " in page


@pytest.mark.parametrize("topic, verb", [("rembg", "remove-background"), ("thumbnail", "resize"), ("filter", "where")])
def test_help_knows_the_words_of_other_tools(imgflow, topic, verb):
    done = imgflow("help", topic)
    page = done.output.decode()
    assert f"In imgflow, `{topic}` is `{verb}`." in page and page.count("\n") > 5
