"""The prompt, typed at on a real pseudo-terminal as a person would."""

import os
import re
import signal
import stat
import subprocess
import time

import pexpect
import pytest
from PIL import Image as Picture


from imgflow import scrubbed
from typist import Typist, plain


def test_without_credentials_it_is_the_sandbox_and_says_so(typist):
    assert "using the sandbox, nothing is billed" in typist.said
    assert typist.said.rstrip().endswith("sandbox")


@pytest.mark.parametrize(
    "config, standing",
    [("[default]\nregion = us-east-1\n", "sandbox"), ("[default]\naws_access_key_id = AKIAEXAMPLE\n", r"aws \$0.00"),
     ("[default]\nsso_session = here\n", r"aws \$0.00"), ("[other]\naws_access_key_id = AKIAEXAMPLE\n", "sandbox")])
def test_a_profile_without_keys_is_no_credentials(start_prompt, folder, config, standing):
    (folder / "config").write_text(config)
    typist = start_prompt(environment={"AWS_CONFIG_FILE": str(folder / "config")})
    assert re.search(standing + r" ?$", typist.waits())


def test_results_have_numbers_and_go_on(typist, folder):
    assert "$1  160x107 png" in typist.line('load "photo.png" | resize 160', 2)
    said = typist.line('| inpaint mask:"sky" text:"a storm"', 3)
    facts = re.search(r"\$2  160x107 png, \d+\.\d s, sandbox \(\$0\.07 at AWS\), search-replace, seed (\d+)", said)
    # Under it the line that makes it again, whatever seeds imgflow will choose.
    assert f'$1 | inpaint mask:"sky" text:"a storm" seed:{facts[1]}\r\n' in said
    # The third goes on from the first; what was paid for is not asked for again.
    assert "$3  160x107 png" in typist.line("$1 | flip", 4)
    assert "$2  160x107" in typist.line(":undo")
    # What only saves is no result of its own.
    said = typist.line('$ | save "storm.png"', 4)
    assert "storm.png" in said and "$4" not in said and "$0.07" not in said
    assert (folder / "storm.png").exists()
    tree = typist.line(":tree")
    assert re.search(r"  \$1 .*\n\*   \$2 .*\$0\.07.*save .storm\.png.\n    \$3 ", tree.replace("\r", "")), tree
    difference = typist.line(":diff 2 3")
    assert '-     inpaint mask:"sky"' in difference and "+     flip" in difference
    # What both have is no difference.
    assert '      load "photo.png"' in difference


def test_again_is_the_next_seed_or_another_word(typist):
    typist.line('generate "a fox" seed:7', 2)
    assert "core, seed 8" in typist.line("again", 3)
    said = typist.line('again text:"a cat"', 4)
    assert 'generate "a cat" seed:8' in said
    assert "core, seed 8" in said
    # The stage that fits is of an earlier line; what comes behind it is done again.
    typist.line("resize 64", 5)
    said = typist.line('again generate text:"a dog"', 6)
    assert 'generate "a dog" seed:8 | resize 64' in said
    assert "no stage that led to the last result has `mask`" in typist.line('again mask:"x"')


def test_a_mistake_comes_back_with_the_cursor_in_it(typist):
    typist.line('load "photo.png"', 2)
    said = typist.line("$ | flip sidewise")
    assert "invalid `way`: `sidewise`" in said
    assert "1 | $ | flip sidewise" in said
    # The line is there again, the cursor at the caret: Ctrl-K deletes the wrong word.
    typist.child.send("\x0bvertical\r")
    assert "$2  320x214 png" in typist.waits(3)
    assert "no result `$9`" in typist.line("\x15$9 | flip")


def test_nothing_of_a_line_runs_that_is_wrong_anywhere(typist, folder):
    said = typist.line('load "photo.png" | save "x.png"; load "nowhere.png"')
    assert "nowhere.png" in said
    assert not (folder / "x.png").exists()


def test_what_is_open_goes_on(typist):
    typist.child.send('load "photo.png" |\r')
    typist.sees(r"\| is open")
    typist.child.send("resize 100\r")
    assert "$1  100x67" in typist.waits(2)
    typist.child.send("$ | crop (\r")
    typist.sees(r"\( is open")
    # An empty line leaves it.
    assert "(left)" in typist.line("", 2)


def test_tab_completes_by_place(typist):
    typist.line("let sunset = load \"photo.png\" | resize 90", 2)
    typist.line("$sunset", 3)
    for typed, seen in [
        ("| resi", "| resize "), ("| upscale cons", "| upscale conservative "),
        ("| inpaint mas", "| inpaint mask:"), ('load "two', 'load "two words.png"'),
        ("$sun", "$sunset "), (":und", ":undo "),
    ]:
        # Ctrl-L writes the whole line anew.
        typist.child.send("\x15" + typed + "\t")
        time.sleep(0.2)
        typist.child.send("\x0c")
        typist.sees("3> " + re.escape(seen))
        typist.child.send("\x15")
    typist.child.send("$\t")
    # Names and results with their sizes.
    typist.sees(r"\$2 +90x60 png\r\n +\$sunset +90x60 png")
    typist.child.send("\x15")
    # Twice: a line of help beside each.
    typist.child.send("| upscale \t\t")
    typist.sees(r"creative +\S")
    typist.child.send("\x15")


def test_history_goes_over_sessions(start_prompt, folder):
    first = start_prompt()
    first.waits()
    first.line('load "photo.png" | resize 77', 2)
    first.child.sendeof()
    first.child.expect(pexpect.EOF)
    file = folder / ".local/state/imgflow/history"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open("ab") as damaged:
        damaged.write(b'"half a line\n\xff\n')
    second = start_prompt()
    second.waits()
    second.child.send("\x1b[A")
    second.sees("resize 77")
    second.child.send("\r")
    assert "$1  77x" in second.waits(2)
    assert '!1  load "photo.png" | resize 77' in second.line(":history RESIZE")
    second.child.send("!1\r")
    second.sees("resize 77")
    second.child.send("\r")
    second.waits(3)
    # Ctrl-R seeks.
    second.child.send("\x12size 7")
    second.sees("resize 77")


def test_unicode_is_typed_and_kept(typist, folder):
    typist.line('load "photo.png" | resize 60 | save "Übergröße-🌊.png"', 2)
    assert (folder / "Übergröße-🌊.png").exists()


def test_a_pasted_block_is_run_whole_and_only_when_agreed(typist, folder):
    block = "\n".join(
        ['load "photo.png"', "  | resize 120  # kühl …", "  # a comment", '  | save "one.png"', "$", "  | flip",
         '  | save "two.png"', "let small = load \"photo.png\" | resize 30", "$small", '  | save "three.png"', ""])
    typist.child.send("\x1b[200~" + block + "\x1b[201~")
    typist.sees("Enter runs it")
    assert not (folder / "one.png").exists()
    typist.child.send("\r")
    typist.waits(5)
    assert [name for name in ["one.png", "two.png", "three.png"] if (folder / name).exists()] == [
        "one.png", "two.png", "three.png"]
    # A tab in a paste completes nothing.
    typist.child.send("\x1b[200~| resi\x1b[201~")
    time.sleep(0.2)
    typist.child.send("\x15")


def test_ctrl_c_leaves_the_line_and_twice_the_session(typist):
    typist.child.send("load \"pho\x03")
    typist.waits()
    typist.child.send("\x03")
    typist.sees("press it again to exit")
    typist.child.send("\x03")
    typist.child.expect(pexpect.EOF)
    typist.child.close()
    assert typist.child.exitstatus == 0


def test_ctrl_c_stops_a_call_and_keeps_the_session(start_prompt, start_sandbox):
    server = start_sandbox("--latency", "1500")
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    assert "127.0.0.1:" in typist.waits()
    typist.line('load "photo.png"', 2)
    typist.child.send("$ | remove-background | upscale fast\r")
    typist.sees("remove-background in us-west-2, \\$0.07, 0 s")
    time.sleep(0.4)
    typist.child.send("\x03")
    said = typist.sees(r"3> .*\| upscale fast")
    assert "interrupted" in said
    # What was on its way is a result; the rest of the line is there again, to be gone on with.
    assert re.search(r"\$2  320x214 png, \d+\.\d s, \$0\.07, remove-background", said), said
    said = typist.line("\x15:tree", 3)
    assert "$1 | remove-background" in said
    said = typist.line("$1 | remove-background", 4)
    assert "cached" in said
    assert [row[2] for row in server.calls] == [1]


@pytest.mark.parametrize("line", [
    '$1 | fork { remove-background | resize 50% } { inpaint "a storm" mask:"sky" | flip }',
    '$1 | try { remove-background | resize 50% } else { flip }',
])
def test_ctrl_c_in_branches_says_what_is_cached(start_prompt, start_sandbox, line):
    """Branches that end in free work, or are only tried, leave no result that one could go on from."""
    server = start_sandbox("--latency", "1500")
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('load "photo.png"', 2)
    typist.child.send(line + "\r")
    typist.child.expect_exact("\x1b[?2004l")
    time.sleep(0.9)
    typist.child.send("\x03")
    said = typist.sees(r"2> .*\$1 \| ")
    assert "what came is cached: Enter runs the line and pays only for the rest" in said, said
    paid = sum(row[2] for row in server.calls)
    assert paid > 0
    typist.child.send("\r")
    assert "cached" in typist.waits(3)
    assert sum(row[2] for row in server.calls) == paid


def test_ctrl_c_keeps_the_copies_that_came(start_prompt, start_sandbox):
    server = start_sandbox("--latency", "700")
    typist = start_prompt(
        "--endpoint-url", server.endpoint, "--jobs", "2", environment=server.environment)
    typist.waits()
    typist.child.send('generate "a dog" count:9\r')
    for _ in range(400):
        if server.calls:
            break
        time.sleep(0.05)
    typist.child.send("\x03")
    said = typist.waits(2)
    picked = re.search(r"\$1  (\d) images, .*\n.* count:9 seed:\d+ \| pick \[([\d, ]+)\]", said)
    assert picked and int(picked[1]) == len(picked[2].split(",")) < 9, said
    # What did not come is not asked for by what goes on from the others.
    typist.line("\x15$1 | resize 10%", 3)
    assert sum(row[2] for row in server.calls) == int(picked[1])


def test_ctrl_c_breaks_off_work_on_pixels(start_prompt, folder):
    """An encoder that has all its lines is left alone; nothing comes of it."""
    Picture.radial_gradient("L").resize((6_000, 4_000)).convert("RGB").save(folder / "large.jpg")
    typist = start_prompt()
    typist.waits()
    for line, place in [('load "large.jpg" | rotate 33 | blur 29', 1), ('load "large.jpg" | save "large.avif"', 2)]:
        typist.child.send(f"{line}\r")
        # The terminal turns Ctrl-C into a signal from here on.
        typist.child.expect_exact("\x1b[?2004l")
        time.sleep(0.4)
        begun = time.monotonic()
        typist.child.send("\x03")
        typist.sees("interrupted")
        typist.waits(place)
        assert time.monotonic() - begun < 3, line
        typist.child.send("\x15")
    assert "$2  " in typist.line('load "photo.png" | resize 160', 3)
    assert not (folder / "large.avif").exists()


def test_a_budget_counts_in_the_sandbox_as_at_aws(start_prompt):
    typist = start_prompt()
    typist.waits()
    typist.line(":budget 0.10")
    typist.line('generate "one"', 2)
    typist.line('generate "two"', 3)
    assert "exceeds the remaining budget of $0.02" in typist.line('generate "three"')
    assert "$0.08 of it spent" in typist.line("\x15:budget")


def test_a_command_without_its_colon_is_understood(start_prompt):
    typist = start_prompt()
    typist.waits()
    for word in ("tree", "undo"):
        assert f"commands start with a colon: `:{word}`" in typist.line("\x15" + word)


def test_words_of_every_prompt(start_prompt):
    for word in ("quit", "exit", "quit()", "exit()"):
        typist = start_prompt()
        typist.waits()
        typist.child.send(word + "\r")
        typist.child.expect(pexpect.EOF)
    typist = start_prompt()
    typist.waits()
    assert ":undo" in typist.line("help")
    assert ":undo" in typist.line("?")
    assert "radius" in typist.line("help blur")
    assert "radius" in typist.line("? blur")
    assert "photo.png  320x214 png" in typist.line("ls")
    assert "photo.png" in typist.line("ls p*.png")
    assert "photo.png" not in typist.line("ls x*.png")
    typist.child.send("clear\r")
    typist.child.expect_exact("\x1b[H\x1b[2J")
    typist.waits()


def test_ctrl_d_leaves_what_is_open_and_not_the_session(typist):
    typist.child.send("load [\r")
    typist.sees("is open")
    typist.child.send("\x04")
    typist.sees(r"\(left\)")
    typist.waits()
    # What was written is in the history.
    typist.child.send("\x1b[A")
    typist.sees(r"load \[")
    typist.child.send("\x15\x04")
    typist.child.expect(pexpect.EOF)


def test_two_ctrl_c_with_a_pause_between_do_not_leave(typist):
    typist.child.send("\x03")
    typist.sees("press it again to exit")
    time.sleep(1.2)
    typist.child.send("\x03")
    typist.sees("press it again to exit")
    # Nor do two that were meant for a run that has just ended.
    typist.line("canvas 9x9", 2)
    typist.child.send("\x03")
    typist.sees("press it again to exit")


def test_above_the_threshold_it_asks_once(start_prompt, start_sandbox):
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('load "photo.png"', 2)
    typist.child.send("| upscale creative text:\"a hut\"\r")
    typist.sees(r"upscale creative: 1 call, about \$0.60. Go\? \[y/N/always\]")
    typist.child.send("n\r")
    assert "nothing was sent" in typist.waits(2)
    assert server.calls == []
    typist.child.send("\r")
    typist.sees(r"Go\? \[y/N/always\]")
    typist.child.send("always\r")
    assert "$2 " in typist.waits(3)
    typist.child.send("again\r")
    assert "Go?" not in typist.waits(4)
    typist.line(":budget 1.00")
    assert "budget" in typist.line("again")


def test_a_session_becomes_a_script_that_runs(typist, folder, binary):
    typist.line('load "photo.png" | resize 200', 2)
    typist.line("$ | blur 3", 3)
    typist.line("$1 | flip", 4)
    assert "wrote flow.imgflow" in typist.line(":save flow.imgflow")
    script = folder / "flow.imgflow"
    assert "blur" not in script.read_text()
    assert "already exists" in typist.line(":save flow.imgflow")
    subprocess.run(
        [binary, script.name], cwd=folder, check=True, capture_output=True,
        env=scrubbed(dict(os.environ), folder))
    assert (folder / "out/3.png").exists()
    assert "$" in typist.line(":load flow.imgflow", 6)


def test_settings_of_the_start_are_said(start_prompt, folder):
    (folder / ".imgflowrc").write_text("def tiny() = resize 16\n:budget 2.00\n")
    typist = start_prompt()
    said = typist.waits(2)
    assert "the session budget is $2.00" in said
    assert ".imgflowrc" in said
    assert "$2  16x11" in typist.line('load "photo.png" | tiny', 3)


def test_commands(typist, folder):
    typist.line('load "photo.png" | resize 50% | save "half.png"', 2)
    assert "up" in typist.line(":help upscale")
    assert ":undo" in typist.line(":help")
    assert "creative-upscale" in typist.line(":plan $ | upscale creative text:\"x\"")
    assert "half.png  160x107 png" in typist.line(":ls")
    assert "did you mean `:undo`" in typist.line(":undp")
    typist.child.send(":fetch half.png\r")
    typist.sees(r'resize 50% \| save "half.png"')
    typist.child.send("\x15")
    (folder / "deep").mkdir()
    assert str(folder / "deep") in typist.line(":cd deep")
    assert "no images here" in typist.line(":ls")


def modes(child):
    import termios

    return termios.tcgetattr(child.child_fd)[:4]


@pytest.mark.parametrize("end", ["\x04", ":quit\r", signal.SIGTERM, signal.SIGHUP], ids=str)
def test_the_terminal_is_left_as_it_was(binary, folder, end):
    shell = pexpect.spawn(
        "/bin/sh", ["-m", "-c", f"stty -a; '{binary}'; echo ENDED; stty -a; echo DONE"], encoding="utf-8",
        timeout=20, cwd=folder, dimensions=(40, 100),
        env=scrubbed({"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}, folder)
        | {"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1"})
    shell.expect("1> ")
    before = plain(shell.before).split("imgflow ")[0]
    if isinstance(end, str):
        shell.send(end)
    else:
        child = subprocess.run(
            ["pgrep", "-P", str(shell.pid)], capture_output=True, text=True, check=True).stdout.split()[0]
        os.kill(int(child), end)
    shell.expect("ENDED\r\n")
    shell.expect("DONE")
    assert plain(shell.before).split() == before.split()
    shell.close(force=True)


def test_without_a_terminal_it_is_a_script(binary, folder):
    done = subprocess.run(
        [binary], input=b'load "photo.png" | resize 40 | save "p.png"\n', cwd=folder,
        capture_output=True, env=scrubbed(dict(os.environ), folder), check=True)
    assert done.stdout == b"p.png\n"
    assert b"\x1b" not in done.stdout + done.stderr


def test_of_several_one_is_picked(typist, folder):
    said = typist.line('generate "a fox" count:3 seed:7', 2)
    assert "$1  3 images, the first 1216x1216 png" in said
    assert 'generate "a fox" count:3 seed:7' in said
    said = typist.line("pick 2", 3)
    assert re.search(r"\$2  1216x1216 png, core, seed 8\r\n    \$1 \| pick 2", said), said
    # `$` is all that the last line made.
    typist.line("$1 | resize 10 | save \"{seed}.png\"", 4)
    assert {path.name for path in folder.glob("[0-9]*.png")} == {"7.png", "8.png", "9.png"}
    typist.line('again', 5)
    assert "seed:10" in typist.line(":tree")


def test_a_name_tells_what_it_will_be_and_cost(typist):
    said = typist.line('let sky = load "photo.png" | inpaint mask:"sky" text:"a storm"', 2)
    assert re.search(r"\$sky  .*320x214 png, \$0\.07 when it is used", said), said
    said = typist.line('let sky = load "photo.png" | resize 32', 3)
    assert "$sky  32x21 png" in said and "when it is used" not in said
    assert "$3  32x21 png" in typist.line("$sky", 4)
    typist.line('let sky = load "photo.png" | resize 16', 5)
    # What was made with the old one is what it was.
    assert "$3  32x21" in typist.line("$3")
    assert "$5  16x11" in typist.line("$sky", 6)


def test_what_fails_of_several_is_not_asked_again(start_prompt, start_sandbox, folder):
    for number in range(3):
        Picture.new("RGB", (320, 214), (number * 90, 90, 200)).save(folder / f"in-{number}.png")
    server = start_sandbox("--fault", "filter=1")
    typist = start_prompt("--endpoint-url", server.endpoint, "--jobs", "1", environment=server.environment)
    typist.waits()
    said = typist.line('load "in-*.png" | remove-background', 2)
    assert "$1  2 images" in said and "pick [" in said
    assert sum(row[2] for row in server.calls) == 3
    typist.line("$ | resize 20", 3)
    assert sum(row[2] for row in server.calls) == 3


def test_pictures_are_opened_on_the_desktop(start_prompt, folder):
    tools = folder / "tools"
    tools.mkdir()
    viewer = tools / "xdg-open"
    viewer.write_text(f'#!/bin/sh\ncp "$1" "{folder}/viewed.part" && mv "{folder}/viewed.part" "{folder}/viewed.png"\n')
    viewer.chmod(0o755)
    typist = start_prompt(environment={"PATH": f"{tools}:/usr/bin:/bin"})
    typist.waits()
    typist.line('load "photo.png" | resize 40', 2)
    said = typist.line(":open")
    place = re.search(r"opened (/tmp/imgflow-\w+/result-1\.png)", said)[1]
    for _ in range(50):
        if (folder / "viewed.png").exists():
            break
        time.sleep(0.1)
    assert Picture.open(folder / "viewed.png").size == (40, 27)
    assert stat.S_IMODE(os.stat(os.path.dirname(place)).st_mode) == 0o700
    os.unlink(place)
    os.rmdir(os.path.dirname(place))
    assert "photo.png" in typist.line(":open photo.png")
    assert "did you mean `photo.png`" in typist.line(":open photo.pn")
    viewer.unlink()
    if not os.path.exists("/usr/bin/xdg-open"):
        assert "xdg-utils" in typist.line(":open $1")


def test_a_verb_goes_to_a_model_of_ones_own_choice(typist):
    typist.line('generate "a fox"', 2)
    assert re.search(r":model upscale creative +\$0\.60", typist.line(":model upscale"))
    assert "`upscale` now uses fast" in typist.line(":model upscale fast", 3)
    assert "fast-upscale" in typist.line("upscale", 4)
    assert "`generate` now uses ultra" in typist.line(":model generate ultra", 5)
    assert ", ultra, seed" in typist.line('generate "a fox"', 6)
    assert "ultr" in typist.line(":model generate ultr")
    assert "set generate model:ultra" in typist.line("\x15:model")
    # The reasons, as the planner has them.
    assert "takes    ultra" in typist.line(":why $5")


def test_a_script_is_loaded_with_its_parameters(typist, folder):
    deep = folder / "deep"
    deep.mkdir()
    (deep / "logo.png").write_bytes((folder / "photo.png").read_bytes())
    (deep / "brand.imgflow").write_text("def tiny() = resize 20\n")
    (deep / "flow.imgflow").write_text(
        '#!/usr/bin/env imgflow\nimgflow 1\nuse "brand.imgflow"\nparam photo: file "the photo"\n'
        'param side: integer = 40 "the width"\n'
        'load $photo | resize $side | overlay (load "{$here}/logo.png" | tiny) | save "{stem}-{$side}.png"\n')
    assert "requires `photo`" in typist.line(":load deep/flow.imgflow")
    said = typist.line(":load deep/flow.imgflow photo.png --side 60", 5)
    assert "$4  60x40" in said
    assert (folder / "photo-60.png").exists()
    assert "did you mean `--side`" in typist.line(":load deep/flow.imgflow photo.png --sid 60")
    os.mkfifo(folder / "pipe.imgflow")
    assert "is not a file" in typist.line(":load pipe.imgflow")
    assert "is not a file" in typist.line(":fetch pipe.imgflow")


def test_the_status_line_tells_what_is_usual(start_prompt, start_sandbox):
    server = start_sandbox("--latency", "1100")
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('load "photo.png"', 2)
    typist.child.send("$ | remove-background\r")
    first = typist.waits(3)
    assert "$0.07, 0 s" in first and "of about" not in first
    typist.child.send("$1 | flip | remove-background\r")
    assert "$0.07, 0 s of about 1 s" in typist.waits(4)


def test_a_session_of_any_length_takes_the_memory_of_its_last_pictures(typist):
    def memory():
        with open(f"/proc/{typist.child.pid}/status", encoding="utf-8") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024

    typist.line('load "photo.png"', 2)
    for number in range(2, 22):
        typist.line(f"$1 | resize {number + 200}", number + 1)
    before = memory()
    for number in range(22, 82):
        typist.line(f"$1 | resize {number + 200}", number + 1)
    assert memory() - before < 12
    # What is no longer at hand is made again.
    assert "$7  207x138" in typist.line("$7")


def test_what_was_asked_afresh_or_drawn_stands(start_prompt, start_sandbox, folder):
    """In a definition, a setting or a file that is used: each is asked once, and is one picture."""
    (folder / "lib.imgflow").write_text("def rnd(t: string) = generate $t seed:random\n")
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line("def g(t: string) = generate $t fresh:true", 2)
    said = typist.line('g "a dog"', 3)
    # A definition's call tells what it cost, too.
    assert re.search(r"\$2  1216x1216 png, \d\.\d s, \$0\.04, core, seed \d+", said), said
    typist.line("| resize 50%", 4)
    assert " $0.04 " in typist.line("| flip", 5)
    typist.line('use "lib.imgflow"', 6)
    first = re.search(r"seed (\d+)", typist.line('rnd "a cat"', 7))[1]
    assert f"seed {first}" in typist.line("| resize 50%", 8)
    said = typist.line('rnd "a cat"', 9)
    assert " $0.12 " in said and f"seed {first}" not in said
    assert sum(row[2] for row in server.calls) == 3


def test_a_file_that_has_changed_changes_no_result_and_nothing_is_paid(start_prompt, start_sandbox, folder):
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('load "photo.png" | remove-background', 2)
    (folder / "deep").mkdir()
    typist.line(":cd deep")
    # What was typed in one folder means that folder's file.
    assert "$2  160x107" in typist.line("$1 | resize 50%", 3)
    Picture.new("RGB", (320, 214), (9, 90, 200)).save(folder / "photo.png")
    typist.line('$1 | save "after.png"')
    assert " $0.07 " in typist.line("$1 | flip", 4)
    assert sum(row[2] for row in server.calls) == 1
    with Picture.open(folder / "deep/after.png") as after:
        assert after.convert("RGB").getpixel((160, 107)) != (9, 90, 200)
    # Loaded anew it is the other picture.
    assert " $0.14 " in typist.line('load "../photo.png" | remove-background', 5)
    # A name is a line, and not a picture yet: what it read has changed.
    typist.line('let photo = load "../photo.png"', 6)
    typist.line("$photo", 7)
    Picture.new("RGB", (320, 214), (9, 9, 20)).save(folder / "photo.png")
    assert "photo.png` has changed since line 5 read it" in typist.line("$photo | flip")


def test_ctrl_c_at_the_question_means_no(start_prompt, start_sandbox):
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('load "photo.png"', 2)
    # A budget is a limit and no consent.
    typist.line(":budget 3.00")
    typist.child.send("upscale creative text:\"a hut\"\r")
    typist.sees(r"Go\? \[y/N/always\]")
    typist.child.send("\x03")
    assert "nothing was sent" in typist.waits(2)
    assert server.calls == []
    # What was not agreed to is in the line still.
    typist.child.send("\r")
    typist.sees(r"Go\? \[y/N/always\]")
    typist.child.send("y\r")
    assert " $0.60 of $3.00" in typist.waits(3)
    # The sandbox spends nothing of it.
    typist.line(":backend sandbox")
    typist.line("rotate 90 | remove-background", 4)
    assert " $0.60 of $3.00" in typist.line(":backend aws")


def test_picked_copies_are_made_again_by_the_line_that_says_so(start_prompt, start_sandbox):
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    said = typist.line('generate "moon" count:3 | pick 2', 2)
    line = re.search(r"    (generate .*)\r", said)[1]
    said = typist.line(line, 3)
    assert "cached" in said
    assert sum(row[2] for row in server.calls) == 1
    # The next seed is none of the copies'.
    seed = int(re.search(r"count:3 seed:(\d+)", line)[1])
    assert f"seed:{seed + 3}" in typist.line("again", 4)


def test_a_wrong_line_at_the_start_drops_nothing_else(start_prompt, folder):
    (folder / ".imgflowrc").write_text(
        "def tiny() = resize 16\n\n# the next two are wrong\ndef big() = rezise 99\n:nosuch\n:budget 2.00\n"
        'def wide() =\n  crop 2:1\nlet mark = load "gone.png"\n')
    typist = start_prompt()
    said = typist.waits(3)
    places = re.findall(r"= at (\S*\.imgflowrc):(\d+)", said)
    assert [int(line) for _, line in places] == [4, 5, 9], said
    assert "the session budget is $2.00" in said
    assert "$3  16x11" in typist.line('load "photo.png" | tiny', 4)
    assert "$4  320x160" in typist.line('load "photo.png" | wide', 5)


def test_steps_back_and_paths_as_people_type_them(start_prompt, folder):
    (folder / "in here").mkdir()
    (folder / "in here" / "a b.png").write_bytes((folder / "photo.png").read_bytes())
    typist = start_prompt()
    typist.waits()
    for entry, size in enumerate([90, 80, 70, 60], 2):
        typist.line(f'load "photo.png" | resize {size}', entry)
    assert "$1  90x60" in typist.line(":undo 3")
    assert "$3  70x47" in typist.line(":redo 2")
    assert "$1  90x60" in typist.line(":undo 9")
    assert "expected a count such as 3, found `x`" in typist.line(":undo x")
    # The prompt's home is this folder.
    for path in ['in here/a b.png', '"in here/a b.png"', "'in here/a b.png'", "~/in here/a b.png", '"~/in here/a b.png"']:
        assert "320x214" in typist.line(f":info {path}"), path
    assert "a b.png" in typist.line(':ls "in here"')
    typist.line(':cd "in here"')
    assert "320x214" in typist.line(':info a b.png')
    typist.line(":cd ~")
    assert "wrote flow.imgflow" in typist.line(':save "~/flow.imgflow"') or (folder / "flow.imgflow").exists()


def test_a_region_of_the_users_own_models_is_known(start_prompt, folder):
    config = folder / ".config/imgflow/config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        '[models.core-next]\nlike = "core"\nid = "us.stability.core-next-v1:0"\n'
        'regions = ["sa-east-1"]\n')
    typist = start_prompt()
    typist.waits(1)
    assert "did you mean `sa-east-1`" in typist.line(":region sa-east-2")
    assert "calls use sa-east-1 only" in typist.line(":region sa-east-1")
    assert ":model generate core-next" in typist.line(":model generate")


def test_what_a_let_names_is_used_by_the_next_statement_of_a_line(typist):
    assert "$2  16x11" in typist.line('let photo = "photo.png"; load $photo | resize 16', 3)
