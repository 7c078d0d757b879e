"""The editor files in grammar/editors: their words are those of the language, Vim and Emacs read them, and the
extension for Visual Studio Code is built and speaks with the server."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import pictures
from imgflow import scrubbed

ROOT = Path(__file__).resolve().parents[2]
EDITORS = ROOT / "grammar/editors"
PROGRAM = '# a storm\nlet a = load "photo.jpg" | resize 32\n$a | blur amount:2 | save "b.png"\n'


@pytest.mark.parametrize("editor, file", [
    ("textmate", "../imgflow.tmLanguage.json"), ("vim", "vim/syntax/imgflow.vim"),
    ("emacs", "emacs/imgflow-words.el"),
])
def test_the_words_are_those_of_the_catalog(imgflow, editor, file):
    said = imgflow("editor-grammar", "--for", editor).output
    assert said == (EDITORS / file).read_bytes(), (
        f"imgflow editor-grammar --for {editor} > grammar/editors/{file}")


def test_the_command_tells_how_each_editor_is_set_up(imgflow):
    said = imgflow("lsp", "--help").output.decode()
    named = set(re.findall(r"grammar/editors/(\w+)", said)) | set(re.findall(r"(nvim)/", said))
    assert named == {path.name for path in EDITORS.iterdir()}
    for editor in ["VS Code", "Neovim", "Vim", "Helix", "Emacs"]:
        assert editor in said


# -- Vim


@pytest.mark.parametrize("vim", [["vim", "-es", "-N"], ["nvim", "--headless", "-es"]])
def test_vim_colors_a_program(vim, tmp_path):
    if vim[0] == "vim" and not shutil.which("vim"):
        vim = ["nvim", "--headless", "-es"]
    file = tmp_path / "a.imgflow"
    file.write_text(PROGRAM)
    answer = tmp_path / "answer"
    groups = " . ' ' . ".join(
        f"synIDattr(synID({line}, {column}, 1), 'name')"
        for line, column in [(1, 3), (2, 1), (2, 9), (2, 15), (2, 26), (2, 35), (3, 1), (3, 11)])
    subprocess.run(
        [*vim, "-u", "NONE", "--cmd", f"set runtimepath^={EDITORS}/vim",
         "--cmd", "filetype plugin on", "--cmd", "syntax on", str(file),
         "-c", f"call writefile([&filetype, {groups}], '{answer}')", "-c", "qa!"],
        timeout=30, env=scrubbed(os.environ, tmp_path), check=False)
    kind, colors = answer.read_text().splitlines()
    assert kind == "imgflow"
    assert colors.split() == [
        "imgflowComment", "imgflowKeyword", "imgflowVerb", "imgflowString", "imgflowOperator",
        "imgflowNumber", "imgflowVariable", "imgflowParameter"]


# -- Emacs


def test_emacs_colors_a_program(tmp_path):
    file = tmp_path / "a.imgflow"
    file.write_text(PROGRAM)
    for name in ["imgflow-words.el", "imgflow-mode.el"]:
        shutil.copy(EDITORS / "emacs" / name, tmp_path)
    subprocess.run(
        ["emacs", "-Q", "--batch", "-L", tmp_path, "--eval", "(setq byte-compile-error-on-warn t)",
         "-f", "batch-byte-compile", "imgflow-words.el", "imgflow-mode.el"],
        cwd=tmp_path, check=True, capture_output=True, timeout=60)
    program = f"""
      (progn (require 'imgflow-mode) (find-file "{file}") (font-lock-ensure)
        (princ (list major-mode (mapcar (lambda (word) (goto-char (point-min)) (search-forward word)
          (get-text-property (match-beginning 0) 'face))
          '("a storm" "let" "load" "\\"photo" "$a |" "amount:")))))"""
    said = subprocess.run(
        ["emacs", "-Q", "--batch", "-L", tmp_path, "--eval", program], check=True,
        capture_output=True, text=True, timeout=60).stdout
    assert said == (
        "(imgflow-mode (font-lock-comment-face font-lock-keyword-face font-lock-function-name-face"
        " font-lock-string-face font-lock-variable-name-face imgflow-parameter-face))")


# -- Helix


def test_helix_configuration_is_toml():
    import tomllib
    settings = tomllib.loads((EDITORS / "helix/languages.toml").read_text())
    (language,) = settings["language"]
    server = settings["language-server"][language["language-servers"][0]]
    assert [server["command"], *server["args"]] == ["imgflow", "lsp"]
    assert language["file-types"] == ["imgflow"]


# -- Visual Studio Code


@pytest.fixture(scope="module")
def extension(tmp_path_factory):
    """The built extension, unpacked as the editor does it."""
    folder = tmp_path_factory.mktemp("vscode")
    build = [EDITORS / "vscode/build", folder / "imgflow.vsix"]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    first = (folder / "imgflow.vsix").read_bytes()
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    assert (folder / "imgflow.vsix").read_bytes() == first
    with zipfile.ZipFile(folder / "imgflow.vsix") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_the_package_is_what_its_manifests_say(extension):
    package = json.loads((extension / "extension/package.json").read_text())
    manifest = ElementTree.parse(extension / "extension.vsixmanifest")
    space = {"v": "http://schemas.microsoft.com/developer/vsx-schema/2011"}
    identity = manifest.find(".//v:Identity", space).attrib
    assert (identity["Id"], identity["Version"], identity["Publisher"]) == (
        package["name"], package["version"], package["publisher"])
    for asset in manifest.iterfind(".//v:Asset", space):
        assert (extension / asset.attrib["Path"]).is_file()
    types = ElementTree.parse(extension / "[Content_Types].xml").getroot()
    known = {one.attrib.get("Extension") for one in types}
    for file in (extension / "extension").rglob("*"):
        assert file.is_dir() or file.suffix in known or file.name == "LICENSE", file
    named = [package["main"], *[one["path"] for one in package["contributes"]["grammars"]]]
    for language in package["contributes"]["languages"]:
        named += [language["configuration"], *language["icon"].values()]
    for name in named:
        assert (extension / "extension" / name).is_file(), name
    version = re.search(r'imgflowVersion = "(.+)"', (
        ROOT / "Sources/ImgflowEngine/Version.swift").read_text())[1]
    assert package["version"] == version
    grammar = (extension / "extension/imgflow.tmLanguage.json").read_bytes()
    assert grammar == (ROOT / "grammar/imgflow.tmLanguage.json").read_bytes()


def test_the_extension_speaks_with_the_server(extension, binary, tmp_path):
    """In Node, on a stand-in for the editor's interface that keeps what it is given."""
    (tmp_path / "photo.jpg").write_bytes(pictures.encoded(pictures.landscape(640, 427), "jpeg"))
    driver = Path(__file__).with_name("vscode_driver.js")
    done = subprocess.run(
        ["node", driver, extension / "extension", binary, tmp_path], capture_output=True, text=True,
        timeout=60, env=scrubbed(os.environ, tmp_path))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["mistakes"] == [["E020", 1, 27, 33]]
    assert "resize" in said["completion"]
    assert "resize: " in said["hover"]
    assert said["fix"] == [["resize", 1, 27, 33]]
    assert said["mistakesAfterTheFix"] == []
    assert "640x427 jpeg" in said["hints"]
    assert "free" in said["lenses"] and "run in the sandbox" in said["lenses"]
    assert said["renamed"] == [["kitty", 1, 4, 5], ["kitty", 2, 1, 2]]
    assert said["symbols"] == ["a"]
    assert said["formatted"] == []
    assert "no paid calls" in said["output"]
    assert said["errors"] == []
