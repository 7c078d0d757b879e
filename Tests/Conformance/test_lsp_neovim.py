"""Neovim's own client, without a screen: a person opens a program, types, sees what is wrong, applies the fix, renames,
formats. The files of grammar/editors set it up, as `imgflow lsp --help` says."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import pictures
from imgflow import scrubbed

EDITORS = Path(__file__).resolve().parents[2] / "grammar/editors"

# Waits until something holds, in Neovim's own loop.
PRELUDE = '''
local buffer = vim.api.nvim_get_current_buf()
local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\\n") end
local function await(what, holds)
  if not vim.wait(20000, holds, 10) then error("waited in vain for " .. what) end
end
local function codes()
  return vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(buffer))
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  local _, answer = next(answers)
  assert(answer and not answer.error, vim.inspect(answer))
  return answer.result
end
local said = {}
await("the server", function()
  for _, client in pairs(vim.lsp.buf_get_clients(buffer)) do
    if client.initialized then return true end
  end
end)
'''


@pytest.fixture
def nvim(binary, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(pictures.encoded(pictures.landscape(640, 427), "jpeg"))
    home = tmp_path / "home"
    settings = home / ".config/nvim"
    settings.mkdir(parents=True)
    for name in ["ftdetect", "ftplugin", "syntax"]:
        (settings / name).symlink_to(EDITORS / "vim" / name)
    (settings / "plugin").mkdir()
    (settings / "plugin/imgflow.lua").symlink_to(EDITORS / "nvim/imgflow.lua")
    (settings / "init.vim").write_text(
        f"let g:imgflow_command = '{binary}'\nset noswapfile\nfiletype plugin on\nsyntax on\n")

    def run(program, script):
        (tmp_path / "a.imgflow").write_text(program)
        (tmp_path / "script.lua").write_text(
            "local fine, why = pcall(function()\n" + PRELUDE + script
            + f"\nvim.fn.writefile({{ vim.json.encode(said) }}, '{tmp_path}/said')\nend)\n"
            + f"if not fine then vim.fn.writefile({{ tostring(why) }}, '{tmp_path}/why') end\n"
            + "vim.cmd('qa!')\n")
        done = subprocess.run(
            ["nvim", "--headless", "a.imgflow", "-c", "luafile script.lua"], cwd=tmp_path,
            timeout=90, env=scrubbed(os.environ, home) | {"TERM": "dumb"},
            capture_output=True, text=True, stdin=subprocess.DEVNULL)
        why = tmp_path / "why"
        assert not why.exists(), why.read_text() + done.stderr
        return json.loads((tmp_path / "said").read_text())

    return run


def test_one_types_sees_what_is_wrong_and_applies_the_fix(nvim):
    said = nvim('load "photo.jpg" | resize 32 | save "b.png"\n', '''
        said.kind = vim.bo.filetype
        -- What is right has no mistakes: the first that comes is of what is typed.
        vim.api.nvim_win_set_cursor(0, { 1, 19 })
        vim.cmd("normal! cwrezise")
        await("the mistake", function() return #vim.diagnostic.get(buffer) > 0 end)
        local mistake = vim.diagnostic.get(buffer)[1]
        said.mistake = { mistake.code, mistake.lnum, mistake.col, mistake.end_col, mistake.severity }
        vim.api.nvim_win_set_cursor(0, { 1, 20 })
        vim.ui.select = function(items, options, choose) choose(items[1], 1) end
        vim.lsp.buf.code_action()
        await("the fix", function() return text():find("resize 32", 1, true) end)
        await("its end", function() return #vim.diagnostic.get(buffer) == 0 end)
        said.text = text()
    ''')
    assert said == {
        "kind": "imgflow", "mistake": ["E020", 0, 19, 25, 1],
        "text": 'load "photo.jpg" | resize 32 | save "b.png"'}


def test_columns_behind_an_emoji(nvim):
    said = nvim('let a = "é😀"\ncanvas 8x8 | label "é😀" | rezise 5 | show\n', '''
        await("the mistake", function() return vim.tbl_contains(codes(), "E020") end)
        for _, one in ipairs(vim.diagnostic.get(buffer)) do
          if one.code == "E020" then said.start = one.col end
        end
    ''')
    assert said["start"] == len('canvas 8x8 | label "é😀" | '.encode())


def test_renaming_and_formatting(nvim):
    said = nvim('let a=load "photo.jpg"|resize 32\n$a | save "{$a.stem}-b.png"\n', '''
        await("colors", function() return next(ask("textDocument/documentSymbol",
          { textDocument = vim.lsp.util.make_text_document_params() })) ~= nil end)
        vim.api.nvim_win_set_cursor(0, { 2, 1 })
        vim.lsp.buf.rename("picture")
        await("the name", function() return text():find("let picture", 1, true) end)
        said.renamed = text()
        local format = vim.lsp.buf.formatting_sync
        if format then format({}, 20000) else vim.lsp.buf.format({ timeout_ms = 20000 }) end
        said.formatted = text()
    ''')
    assert said == {
        "renamed": 'let picture=load "photo.jpg"|resize 32\n$picture | save "{$picture.stem}-b.png"',
        "formatted": 'let picture = load "photo.jpg" | resize 32\n'
                     '$picture | save "{$picture.stem}-b.png"'}


def test_completion_hover_and_definition(nvim):
    said = nvim('let a = load "photo.jpg"\n$a | re\n', '''
        vim.api.nvim_win_set_cursor(0, { 2, 6 })
        local params = vim.lsp.util.make_position_params()
        params.position.character = 7
        local items = ask("textDocument/completion", params).items
        said.labels = vim.tbl_map(function(one) return one.label end, items)
        vim.api.nvim_win_set_cursor(0, { 1, 9 })
        said.hover = ask("textDocument/hover", vim.lsp.util.make_position_params()).contents.value
        vim.api.nvim_win_set_cursor(0, { 2, 1 })
        vim.lsp.buf.definition()
        await("the definition", function() return vim.api.nvim_win_get_cursor(0)[1] == 1 end)
        said.place = vim.api.nvim_win_get_cursor(0)
    ''')
    assert {"resize", "replace"} <= set(said["labels"])
    assert "load: " in said["hover"]
    assert said["place"] == [1, 4]


def test_prices_above_the_pipelines(nvim):
    said = nvim('generate "a cat" | save "b.png"\n', '''
        vim.lsp.codelens.refresh()
        await("the lenses", function() return #vim.lsp.codelens.get(buffer) > 1 end)
        said.titles = vim.tbl_map(function(one) return one.command.title end,
          vim.lsp.codelens.get(buffer))
        local told
        vim.lsp.handlers["window/showMessage"] = function(_, result) told = result.message end
        ask("workspace/executeCommand", vim.lsp.codelens.get(buffer)[1].command)
        await("the plan", function() return told end)
        said.plan = told
    ''')
    assert said["titles"] == ["1 call, $0.04", "run in the sandbox"]
    assert "1 paid call, $0.04" in said["plan"]
