"""`imgflow lsp` through pytest-lsp and pygls: clients that others wrote, which read every answer by the protocol's own
types and warn of what the client did not say that it takes."""

import asyncio
import os
import time
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

import pictures

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
]

PROGRAM = '''# A cat, twice.
let cat = generate "a cat 😀" count:2

def small(width: integer = 64) =
  resize $width | sharpen

param title: string = "cats" "what stands below"
use "brand.imgflow"
$cat | upscale fast | save "out/{$title}-{index}.png"
load "photo.jpg" | as photo | small width:32 | branded | save "b-{$photo.stem}.png"
'''
BRAND = "# Of the house.\ndef branded(blur: number = 1) = blur $blur\nlet logo = canvas 8x8\n"


class Desk:
    """A folder with programs, and what the client asks of them."""

    def __init__(self, client, folder):
        self.client, self.folder = client, folder

    def uri(self, name="a.imgflow"):
        return (self.folder / name).as_uri()

    def document(self, name="a.imgflow"):
        return types.TextDocumentIdentifier(self.uri(name))

    async def open(self, name="a.imgflow", text=PROGRAM):
        self.client.diagnostics.pop(self.uri(name), None)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(
            types.TextDocumentItem(self.uri(name), "imgflow", 1, text)))
        return await self.found(name)

    async def found(self, name="a.imgflow", fits=lambda found: True):
        """The diagnostics that the client has of a document, as soon as it has fitting ones."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            found = self.client.diagnostics.get(self.uri(name))
            if found is not None and fits(found):
                return list(found)
            await asyncio.sleep(0.005)
        raise TimeoutError(f"the diagnostics of {name}")

    async def change(self, version, old, new, name="a.imgflow", text=PROGRAM):
        """Puts `new` in the place of `old`."""
        self.client.diagnostics.pop(self.uri(name), None)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, self.uri(name)),
            [types.TextDocumentContentChangePartial(extent(old, text), new)]))
        return await self.found(name)

    def at(self, what, offset=0, text=PROGRAM, name="a.imgflow"):
        return {"text_document": self.document(name), "position": place(what, text, offset)}


def place(what, text=PROGRAM, offset=0):
    before = text[:text.index(what) + offset]
    line = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def extent(what, text=PROGRAM):
    return types.Range(place(what, text), place(what, text, len(what)))


def edited(text, edits):
    """A text with edits made; positions are in UTF-16."""
    lines = text.splitlines(keepends=True) or [""]

    def offset(position):
        if position.line >= len(lines):
            return len(text)
        line = lines[position.line].encode("utf-16-le")[:position.character * 2]
        return sum(map(len, lines[:position.line])) + len(line.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: -offset(edit.range.start)):
        text = text[:offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end):]
    return text


@pytest_lsp.fixture(config=ClientServerConfig(
    server_command=[os.environ["IMGFLOW_BINARY"], "lsp", "--stdio"]))
async def client(lsp_client: LanguageClient, tmp_path: Path, no_settings_of_this_machine):
    (tmp_path / "photo.jpg").write_bytes(pictures.encoded(pictures.landscape(640, 427), "jpeg"))
    (tmp_path / "brand.imgflow").write_text(BRAND)

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(params):
        assert {one.method for one in params.registrations} == {
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES}

    await lsp_client.initialize_session(types.InitializeParams(
        capabilities=client_capabilities("visual-studio-code"), root_uri=tmp_path.as_uri(),
        workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "programs")]))
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def desk(client, tmp_path):
    return Desk(client, tmp_path)


async def test_a_right_program_has_no_mistakes(desk):
    assert not await desk.open()


async def test_mistakes_come_and_go_as_one_types(desk):
    await desk.open()
    found = await desk.change(2, "upscale", "upscle")
    assert [item.code for item in found] == ["E020"]
    assert found[0].severity == types.DiagnosticSeverity.Error
    assert found[0].range == extent("upscle", PROGRAM.replace("upscale", "upscle"))
    text = PROGRAM.replace("upscale", "upscle")
    assert not await desk.change(3, "upscle", "upscale", text=text)


async def test_a_fix_is_applied(desk):
    text = PROGRAM.replace("sharpen", "sharpem")
    found = await desk.open(text=text)
    actions = await desk.client.text_document_code_action_async(types.CodeActionParams(
        desk.document(), found[0].range, types.CodeActionContext(found)))
    fix = next(action for action in actions if action.kind == "quickfix")
    assert fix.is_preferred and list(fix.diagnostics) == list(found)
    assert edited(text, fix.edit.changes[desk.uri()]) == PROGRAM


async def test_what_the_planner_chose_can_be_written_down(desk):
    await desk.open()
    actions = await desk.client.text_document_code_action_async(types.CodeActionParams(
        desk.document(), extent("upscale"), types.CodeActionContext([])))
    assert [action.title for action in actions] == []
    text = 'load "photo.jpg" | inpaint mask:"sky" text:"a storm" | save "c.png"\n'
    await desk.open("c.imgflow", text)
    actions = await desk.client.text_document_code_action_async(types.CodeActionParams(
        desk.document("c.imgflow"), extent("inpaint", text), types.CodeActionContext([])))
    assert [action.title.partition(":")[0] for action in actions] == [
        "Pin this model", "Give this seed"]
    pinned = edited(text, actions[0].edit.changes[desk.uri("c.imgflow")])
    assert pinned == text.replace('"a storm"', '"a storm" model:search-replace')
    # It means the same: the plan goes to the same model with the same seed.
    both = edited(pinned, [types.TextEdit(
        types.Range(place(" | save", pinned), place(" | save", pinned)),
        actions[1].edit.changes[desk.uri("c.imgflow")][0].new_text)])
    await desk.open("d.imgflow", both)
    assert not await desk.client.text_document_code_action_async(types.CodeActionParams(
        desk.document("d.imgflow"), extent("inpaint", both), types.CodeActionContext([])))


@pytest.mark.parametrize("before, expected", [
    ('load "photo.jpg" | re', {"resize", "replace", "remove-background"}),
    ('load "photo.jpg" | resize 5 | upscale ', {"fast", "creative", "conservative"}),
    ('generate "a" model:', {"core", "ultra"}),
    ('load "', {"photo.jpg"}),
    ('use "', {"brand.imgflow"}),
    ('$', {"$cat", "$title", "$logo"}),
    ('load "photo.jpg" | bra', {"branded"}),
    ('load "photo.jpg" | branded ', {"blur:"}),
    ('load "photo.jpg" | small ', {"width:"}),
    ('save "{', {"{stem}", "{index}", "{$cat}"}),
    ('par', {"param"}),
    ('def broken( = ((( | re', set()),
    ('load "photo.jpg" | ] ) | resi', {"resize"}),
])
async def test_completion_in_broken_text_too(desk, before, expected):
    await desk.open()
    text = PROGRAM + before
    await desk.open("e.imgflow", text)
    line = text.rpartition("\n")[2]
    end = types.Position(text.count("\n"), len(line.encode("utf-16-le")) // 2)
    answer = await desk.client.text_document_completion_async(
        types.CompletionParams(desk.document("e.imgflow"), end))
    labels = {item.label for item in answer.items}
    assert expected <= labels, labels
    for item in answer.items:
        assert edited(text, [item.text_edit]).startswith(PROGRAM)


async def test_a_quote_that_the_editor_closed_is_not_written_twice(desk):
    text = 'load "pho"\n'
    await desk.open("e.imgflow", text)
    answer = await desk.client.text_document_completion_async(types.CompletionParams(
        desk.document("e.imgflow"), place('"\n', text)))
    assert edited(text, [answer.items[0].text_edit]) == 'load "photo.jpg"\n'


@pytest.mark.parametrize("what, offset, words", [
    ("upscale", 2, ["upscale: upscale the image", "takes fast-upscale", "$0.03"]),
    ("fast", 1, ["fast-upscale", "$0.03"]),
    ("count:", 2, ["count", "1..", "default 1"]),
    ("def small", 6, ["def small(width: integer = 64)"]),
    ("small width", 1, ["def small(width: integer = 64)"]),
    ("$cat |", 2, ['generate "a cat', "A cat, twice."]),
    ("branded", 3, ["def branded", "Of the house."]),
    ('"brand.imgflow"', 4, ["brand.imgflow", "Of the house."]),
    ("{$title}", 3, ["param title"]),
    ("as photo", 1, ["name the current image"]),
    ("let cat", 1, ["let"]),
])
async def test_hover(desk, what, offset, words):
    await desk.open()
    answer = await desk.client.text_document_hover_async(
        types.HoverParams(**desk.at(what, offset)))
    for word in words:
        assert word in answer.contents.value, answer.contents.value
    assert answer.range.start.line == place(what).line


async def test_signature_help(desk):
    text = 'load "photo.jpg" | inpaint "a storm" mask:'
    await desk.open("e.imgflow", text)
    answer = await desk.client.text_document_signature_help_async(types.SignatureHelpParams(
        desk.document("e.imgflow"), place("mask:", text, 5)))
    signature = answer.signatures[0]
    assert signature.label.startswith("inpaint <text> mask:")
    assert signature.parameters[answer.active_parameter].label == "mask:"


@pytest.mark.parametrize("what, offset, home", [
    ("$cat |", 2, ("a.imgflow", "cat = generate", 3)),
    ("small width", 2, ("a.imgflow", "small(width", 5)),
    ("width:32", 2, ("a.imgflow", "width: integer", 5)),
    ("$width", 2, ("a.imgflow", "width: integer", 5)),
    ("{$title}", 3, ("a.imgflow", "title: string", 5)),
    ("{$photo.stem}", 3, ("a.imgflow", "photo | small", 5)),
    ("branded", 2, ("brand.imgflow", "branded(blur", 7)),
    ('"brand.imgflow"', 3, ("brand.imgflow", "# Of the house", 0)),
])
async def test_definition(desk, what, offset, home):
    await desk.open()
    answer = await desk.client.text_document_definition_async(
        types.DefinitionParams(**desk.at(what, offset)))
    name, words, length = home
    text = BRAND if name == "brand.imgflow" else PROGRAM
    assert answer.uri == desk.uri(name)
    assert answer.range == types.Range(place(words, text), place(words, text, length))


async def test_references_and_renaming_across_files(desk):
    other = 'use "brand.imgflow"\nload "photo.jpg" | branded blur:2 | save "d.png"\n'
    (desk.folder / "folder").mkdir()
    (desk.folder / "folder/other.imgflow").write_text(other.replace("brand.", "../brand."))
    await desk.open()
    found = await desk.client.text_document_references_async(types.ReferenceParams(
        **desk.at("branded", 2), context=types.ReferenceContext(include_declaration=True)))
    names = sorted(one.uri.rpartition("/")[2] for one in found)
    assert names == ["a.imgflow", "brand.imgflow", "other.imgflow"]
    answer = await desk.client.text_document_rename_async(
        types.RenameParams(**desk.at("branded", 2), new_name="of-the-house"))
    texts = {"a.imgflow": PROGRAM, "brand.imgflow": BRAND,
             "folder/other.imgflow": other.replace("brand.", "../brand.")}
    assert set(answer.changes) == {desk.uri(name) for name in texts}
    for name, text in texts.items():
        assert edited(text, answer.changes[desk.uri(name)]) == text.replace(
            "branded", "of-the-house")


@pytest.mark.parametrize("what, offset, new, changes", [
    ("cat =", 1, "kitty", [("let cat", "let kitty"), ("$cat |", "$kitty |")]),
    ("width:32", 1, "side", [("(width:", "(side:"), ("$width", "$side"), ("width:32", "side:32")]),
    ("as photo", 4, "picture", [("as photo", "as picture"), ("{$photo.", "{$picture.")]),
    ("title:", 1, "name", [("param title", "param name"), ("{$title}", "{$name}")]),
    ("small(", 1, "tiny", [("def small", "def tiny"), ("| small", "| tiny")]),
])
async def test_renaming(desk, what, offset, new, changes):
    await desk.open()
    ready = await desk.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(**desk.at(what, offset)))
    assert ready.placeholder in what
    answer = await desk.client.text_document_rename_async(
        types.RenameParams(**desk.at(what, offset), new_name=new))
    expected = PROGRAM
    for old, right in changes:
        expected = expected.replace(old, right)
    text = edited(PROGRAM, answer.changes[desk.uri()])
    assert text == expected
    # What it means stays: the program is as right as it was.
    assert not await desk.open("renamed.imgflow", text)


@pytest.mark.parametrize("what, offset, new", [
    ("cat =", 1, "title"), ("cat =", 1, "photo"), ("cat =", 1, "logo"), ("small(", 1, "resize"),
    ("cat =", 1, "let"), ("cat =", 1, "a b"), ("cat =", 1, ""), ("cat =", 1, "a.b"),
    ("cat =", 1, "a_b"), ("cat =", 1, "here"), ("small(", 1, "branded"),
    ("upscale", 1, "enlarge"),
])
async def test_a_name_with_another_meaning_is_refused(desk, what, offset, new):
    await desk.open()
    with pytest.raises(Exception, match="`|expected"):
        await desk.client.text_document_rename_async(
            types.RenameParams(**desk.at(what, offset), new_name=new))


async def test_a_file_that_is_renamed_is_followed(desk):
    await desk.open()
    answer = await desk.client.workspace_will_rename_files_async(types.RenameFilesParams(
        [types.FileRename(desk.uri("brand.imgflow"), desk.uri("house/style.imgflow"))]))
    assert edited(PROGRAM, answer.changes[desk.uri()]) == PROGRAM.replace(
        "brand.imgflow", "house/style.imgflow")


async def test_unsaved_files_are_seen(desk):
    await desk.open()
    await desk.open("brand.imgflow", BRAND)
    desk.client.text_document_did_change(types.DidChangeTextDocumentParams(
        types.VersionedTextDocumentIdentifier(2, desk.uri("brand.imgflow")),
        [types.TextDocumentContentChangePartial(extent("branded", BRAND), "other")]))
    found = await desk.found(fits=bool)
    assert [item.code for item in found] == ["E020"]
    assert (desk.folder / "brand.imgflow").read_text() == BRAND


async def test_symbols_folds_and_colors(desk):
    await desk.open()
    symbols = await desk.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(desk.document()))
    assert [(one.name, one.detail) for one in symbols] == [
        ("cat", "let"), ("small", "def"), ("title", "param"), ("photo", "as")]
    for one in symbols:
        assert one.selection_range.start >= one.range.start
        assert one.selection_range.end <= one.range.end
    found = await desk.client.workspace_symbol_async(types.WorkspaceSymbolParams("bran"))
    assert [one.name for one in found] == ["branded"]
    folds = await desk.client.text_document_folding_range_async(
        types.FoldingRangeParams(desk.document()))
    assert (3, 4) in {(one.start_line, one.end_line) for one in folds}
    legend = desk.client.capabilities
    tokens = await desk.client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(desk.document()))
    assert len(tokens.data) % 5 == 0 and legend
    kinds = ["comment", "string", "keyword", "function", "parameter", "variable", "number",
             "operator", "enumMember"]
    line, column, words = 0, 0, {}
    lines = [text.encode("utf-16-le") for text in PROGRAM.splitlines()]
    for down, right, length, kind, _ in zip(*[iter(tokens.data)] * 5):
        line, column = (line + down, right) if down else (line, column + right)
        word = lines[line][2 * column:2 * (column + length)].decode("utf-16-le")
        words.setdefault(word, kinds[kind])
    assert words["# A cat, twice."] == "comment" and words["let"] == "keyword"
    assert words["cat"] == "variable" and words["generate"] == "function"
    assert words['"a cat 😀"'] == "string" and words["count:"] == "parameter"
    assert words["2"] == "number" and words["$cat"] == "variable" and words["|"] == "operator"
    assert words["small"] == "function" and words["fast"] == "enumMember"


async def test_formatting_is_fmt(desk):
    text = 'load   "photo.jpg"|resize   5 |save "😀.png"  # done\n\n\n\nlet a=[1,2]\n'
    await desk.open("e.imgflow", text)
    edits = await desk.client.text_document_formatting_async(types.DocumentFormattingParams(
        desk.document("e.imgflow"), types.FormattingOptions(2, True)))
    process = await asyncio.create_subprocess_exec(
        os.environ["IMGFLOW_BINARY"], "fmt", stdin=-1, stdout=-1)
    formatted, _ = await process.communicate(text.encode())
    assert edited(text, edits) == formatted.decode()
    await desk.open("f.imgflow", formatted.decode())
    assert not await desk.client.text_document_formatting_async(types.DocumentFormattingParams(
        desk.document("f.imgflow"), types.FormattingOptions(2, True)))


async def test_sizes_seeds_and_prices(desk):
    await desk.open()
    hints = await desk.client.text_document_inlay_hint_async(types.InlayHintParams(
        desk.document(), types.Range(types.Position(0, 0), types.Position(99, 0))))
    by_line = {}
    for hint in hints:
        by_line.setdefault(hint.position.line, []).append(hint.label)
    # As Pillow reads the file: 640x427, and 32 pixels wide of it.
    last = by_line[place("load").line]
    assert last[0] == "640x427 jpeg" and last[1].startswith("32x21 ")
    assert any(label.startswith("seed:") for label in by_line[1])
    lenses = await desk.client.text_document_code_lens_async(
        types.CodeLensParams(desk.document()))
    titles = [(lens.range.start.line, lens.command.title) for lens in lenses]
    assert (1, "2 calls, $0.08") in titles
    assert (place("$cat |").line, "2 calls, $0.06") in titles
    assert (place("load").line, "free") in titles
    assert (place("load").line, "run in the sandbox") in titles


async def test_a_lens_plans_and_runs_in_the_sandbox(desk):
    await desk.open()
    lenses = await desk.client.text_document_code_lens_async(
        types.CodeLensParams(desk.document()))

    async def run(command):
        return await desk.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command.command, command.arguments))

    plan = await run(next(lens.command for lens in lenses if "$0.06" in lens.command.title))
    assert "2 paid calls, $0.06" in plan and "fast-upscale" in plan
    assert not (desk.folder / "out").exists()
    said = await run(next(lens.command for lens in lenses if "sandbox" in lens.command.title))
    assert "out/cats-1.png" in said and "nothing is billed" in said
    assert (desk.folder / "out/cats-2.png").exists()


async def test_what_is_cached_costs_nothing(desk):
    """As the sandbox bills nothing, a run in it is what the plan for it knows afterwards."""
    from lsp import Server
    await desk.open()
    server = Server(os.environ["IMGFLOW_BINARY"], desk.folder, "--backend", "sandbox")
    try:
        server.initialize()
        server.open("a.imgflow", PROGRAM)
        document = {"textDocument": {"uri": server.uri("a.imgflow")}}
        titles = [one["command"]["title"] for one in server.ask("textDocument/codeLens", document)]
        assert "2 calls, $0.08" in titles
        server.ask("workspace/executeCommand", {
            "command": "imgflow.sandbox", "arguments": [server.uri("a.imgflow")]})
        server.change("a.imgflow", 2, {"text": PROGRAM})
        server.diagnostics("a.imgflow", 2)
        titles = [one["command"]["title"] for one in server.ask("textDocument/codeLens", document)]
        assert "2 calls, $0.00, 2 cached" in titles, titles
    finally:
        server.stop()


async def test_positions_in_utf8_where_the_client_offers_it(tmp_path):
    from lsp import Server
    server = Server(os.environ["IMGFLOW_BINARY"], tmp_path)
    try:
        text = "load 'é😀.png' | rezise 5\n"
        before = text.partition("rezise")[0]
        for offered, chosen, start in [
                (["utf-16", "utf-8"], "utf-8", len(before.encode())),
                (None, "utf-16", len(before.encode("utf-16-le")) // 2)]:
            server.stop()
            server = Server(os.environ["IMGFLOW_BINARY"], tmp_path)
            general = {"positionEncodings": offered} if offered else {}
            assert server.initialize(general=general)["positionEncoding"] == chosen
            found = server.open("a.imgflow", text)
            verb = next(item for item in found if item["code"] == "E020")
            assert verb["range"]["start"]["character"] == start
            server.change("a.imgflow", 2, {"range": verb["range"], "text": "resize"})
            assert "E020" not in [one["code"] for one in server.diagnostics("a.imgflow", 2)]
    finally:
        server.stop()


