"""Words that the prompt knows: its help, what Tab offers by place, and what it shows of files and results."""

import re
import time

import pytest
from PIL import Image as Picture

from typist import plain


def listed(typist, typed):
    """What Tab lists; the line is left."""
    typist.child.send("\x15" + typed + "\t")
    typist.sees(re.escape(typed) + r"\r\n")
    typist.child.send("\x0c")
    typist.child.expect(r"\x1b\[H\x1b\[(2)?J")
    typist.child.send("\x15")
    return plain(typist.child.before)


@pytest.fixture
def desk(typist, folder):
    (folder / "in").mkdir()
    (folder / "in" / "Deep Photo.png").write_bytes((folder / "photo.png").read_bytes())
    (folder / "tools.imgflow").write_text("imgflow 1\ndef tiny() = resize 16\n")
    (folder / "notes.txt").write_text("no image")
    typist.line('load "photo.png" | resize 160', 2)
    typist.line("def stamp(word: string) = label $word", 3)
    return typist


# What is typed, what is listed, and what is not.
LISTED = [
    # The verbs that go on from the last result come first; sources are there, too.
    ("", [r"resize", r"upscale", r"again", r"generate"], []),
    ("$", [r"\$1 +160x107"], [r"\$word", "result-1"]),
    ("overlay ", [r"\$1", r'"'], ["result-1", r"\$word"]),
    ("def two(mark: image) = overlay $", [r"\$mark", r"\$1"], [r"\$word"]),
    ("stamp ", [r"word:"], [r"\$word"]),
    ('load "', ["in/", "photo.png", "two words.png"], ["notes.txt", "tools.imgflow"]),
    ('save "', ["in/", "notes.txt"], []),
]


@pytest.mark.parametrize("typed, seen, unseen", LISTED, ids=[row[0] or "start" for row in LISTED])
def test_tab_lists_what_fits_the_place(desk, typed, seen, unseen):
    said = listed(desk, typed)
    for word in seen:
        assert re.search(rf"(^|\s){word}(\s|$)", said, re.M), (word, said)
    for word in unseen:
        assert not re.search(word, said), (word, said)


# What is typed, and the line after Tab.
COMPLETED = [
    ("use ", 'use "'),
    ('use "t', 'use "tools.imgflow"'),
    ("use too", 'use "tools.imgflow"'),
    ("RESI", "resize "),
    ('load "PHO', 'load "photo.png"'),
    ('load "in/deep', 'load "in/Deep Photo.png"'),
    (":UND", ":undo "),
    (":help :und", ":help :undo"),
    ("| stam", "| stamp "),
    # Words of other tools.
    ("rembg", "remove-background "),
    ("| rembg", "| remove-background "),
    ("img2img", "transform "),
    ('| overlay "photo.png" gravity', '| overlay "photo.png" at:'),
    ('| overlay "photo.png" at:northwest', '| overlay "photo.png" at:top-left '),
]


@pytest.mark.parametrize("typed, line", COMPLETED, ids=[row[0] for row in COMPLETED])
def test_tab_completes_in_any_case(desk, typed, line):
    desk.child.send("\x15" + typed + "\t")
    time.sleep(0.2)
    # Ctrl-L writes the whole line anew.
    desk.child.send("\x0c")
    desk.sees("3> " + re.escape(line))


def test_words_of_other_tools_at_a_fresh_prompt(typist):
    typist.child.send("rembg\t")
    typist.child.send("\x0c")
    typist.sees("1> remove-background ")
    assert "remove-background" in typist.line("\x15help rembg")
    assert "In imgflow, `cfg_scale` is the parameter `guidance`" in typist.line("?cfg_scale")


def test_files_are_listed_by_their_last_part(desk, folder):
    (folder / "in" / "Deeper.png").write_bytes((folder / "photo.png").read_bytes())
    said = listed(desk, 'load "in/Deep')
    assert re.search(r"(^|\s)Deep Photo\.png\s+Deeper\.png", said, re.M), said
    assert "in/Deep Photo" not in said


def test_a_line_that_goes_on_knows_what_stands_before(desk):
    desk.child.send('load "photo.png" |\r')
    desk.sees("is open")
    desk.child.send("resi\t")
    desk.sees(r"resi.*ze ")
    desk.child.send("50% \r")
    assert "$3  160x107" in desk.waits(4)
    desk.child.send("crop (\r")
    desk.sees("is open")
    desk.child.send("load \"pho\t")
    desk.sees(r'pho.*to\.png"')
    desk.child.send("\x03")


def test_help_is_grouped_and_knows_every_word(typist):
    said = typist.line(":help")
    order = [said.index(title) for title in ["RESULTS", "IMAGES", "MONEY AND MODELS", "SESSION"]]
    assert order == sorted(order)
    for word in ["again", "pick", "$", "!42", ":undo", ":ls", ":always", ":save", ":quit"]:
        assert re.search(rf"^  ?{re.escape(word)} ", said.replace("\r", ""), re.M), (word, said)
    for word, seen in [
        ("mask", r"mask: a parameter of[\s\S]*inpaint"), ("upscale", "creative"), ("when", "meet a condition"),
        ("E086", "mask"), ("again", "next seed"), ("$", "last result"), ("$3", "last result"), ("!42", "history"),
        ("pick", "choose images"), (":undo", ":undo: go back one result"), ("undo", ":undo: go back one result"),
        ("stem", "field of an image"), ("store", "USAGE"), ("masc", "did you mean|is named"),
    ]:
        assert re.search(seen, typist.line(f":help {word}")), word


def test_ls_goes_by_page_and_takes_a_pattern(start_prompt, folder):
    for number in range(60):
        Picture.new("RGB", (20 + number, 10), (number, 9, 9)).save(folder / f"many-{number:02}.png")
    # Headers alone are read: what is cut off behind them is listed all the same.
    whole = (folder / "photo.png").read_bytes()
    (folder / "cut.png").write_bytes(whole[:200])
    typist = start_prompt(environment={"IMGFLOW_IMAGES": "off"})
    typist.waits()
    assert "cut.png  320x214 png" in typist.line(":ls c*.png")
    said = typist.line(":ls many-1?.png")
    assert re.findall(r"many-(\d\d)\.png  (\d+)x10", said) == [(str(n), str(n + 20)) for n in range(10, 20)]
    assert "no match for `x*`" in typist.line(":ls x*")
    typist.child.send(":ls many*\r")
    first = typist.sees("12 more: Enter shows them, q quits ")
    assert "many-47" in first and "many-48" not in first
    typist.child.send("\r")
    assert "many-59" in typist.waits()
    for end in ["q\r", "\x03"]:
        typist.child.send(":ls many*\r")
        typist.sees("q quits ")
        typist.child.send(end)
        assert "many-59" not in typist.waits()


def test_models_tell_when_they_retire(typist):
    assert "nova-canvas" in typist.line(":models --eol")


def test_show_and_info_of_several_show_all(start_prompt):
    typist = start_prompt(environment={"IMGFLOW_IMAGES": "kitty"})
    typist.waits()
    typist.line('generate "a" count:3', 2)
    typist.child.send(":show $1\r")
    typist.child.expect("2> ")
    assert typist.child.before.count("\x1b_Ga=T") == 3
    said = typist.line(":info")
    seeds = re.findall(r"\$1, image (\d): \d+x\d+ png, .*model core, seed (\d+)", said)
    assert [place for place, _ in seeds] == ["1", "2", "3"]
    assert len({seed for _, seed in seeds}) == 3


def test_a_pipeline_that_lets_nothing_through_says_so(typist):
    said = typist.line('load "photo.png" | where width > 9999', 1)
    assert "no image passed the pipeline: no new result" in said
    assert "$1  " in typist.line('load "photo.png"', 2)


def test_the_line_that_comes_back_leaves_keys_alone(start_prompt, start_sandbox):
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    for ahead, entry in [("", 1), ("canvas 9x9\r", 2)]:
        typist.child.send('generate "a" count:20\r')
        typist.sees(r"Go\? ")
        # What is typed ahead stands alone; without it the line is there again.
        typist.child.send("n\r" + ahead)
        said = typist.waits(entry)
        assert ("$1  9x9" in said) == bool(ahead), said
        if not ahead:
            typist.sees("count:20")
            typist.child.send("\x15")
    # Nothing is lost: Up brings it, after the line that was entered.
    typist.child.send("\x1b[A\x1b[A")
    typist.sees("count:20")
    assert server.calls == []


def test_commands_under_other_names(desk):
    for typed, command in [(":cost", "spend"), (":dir", "ls"), (":view", "show"), (":undoo", "undo")]:
        assert f"did you mean `:{command}`?" in desk.line("\x15" + typed)
    said = desk.line("\x15undo")
    assert "commands start with a colon: `:undo`" in said and "valid verbs" not in said
    desk.line("\x15def tree() = canvas 8x8", 4)
    assert "$4  8x8" in desk.line("tree", 5)


def test_help_of_a_parameter_fits_a_window(desk):
    said = desk.line(":help mask")
    rows = [line for line in said.splitlines() if re.match(r"\s+(inpaint|erase|union|cut) ", line)]
    assert len(rows) >= 4 and "pipeline in parentheses" not in said, said


def test_images_of_several_sizes_are_counted_in_the_prompt(desk):
    said = desk.line("$1 | fork { resize 40 } { resize 80 }", 4)
    assert re.search(r"\$3 2 images $", said), said
