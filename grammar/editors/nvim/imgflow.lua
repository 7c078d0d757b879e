-- imgflow's language server in Neovim 0.7 and later, without other plugins. Put it into ~/.config/nvim/plugin; the
-- files of ../vim go into ~/.config/nvim.

local function root(file)
  local found = vim.fs and vim.fs.find({ ".git" }, { path = file, upward = true })[1]
  return found and vim.fn.fnamemodify(found, ":h") or vim.fn.fnamemodify(file, ":p:h")
end

local function start(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  local folder = root(file)
  local options = {
    name = "imgflow",
    cmd = { vim.g.imgflow_command or "imgflow", "lsp" },
    root_dir = folder,
    workspace_folders = { { uri = vim.uri_from_fname(folder), name = folder } },
    on_attach = function(_, attached)
      vim.lsp.codelens.refresh()
      vim.api.nvim_create_autocmd({ "BufEnter", "CursorHold", "InsertLeave" }, {
        buffer = attached,
        callback = function() vim.lsp.codelens.refresh() end,
      })
    end,
  }
  if vim.lsp.start then
    return vim.lsp.start(options, { bufnr = buffer })
  end
  -- Before 0.8 one server is started for each folder.
  vim.g.imgflow_clients = vim.g.imgflow_clients or {}
  local clients = vim.g.imgflow_clients
  local id = clients[folder]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(options)
    clients[folder] = id
    vim.g.imgflow_clients = clients
  end
  if id then vim.lsp.buf_attach_client(buffer, id) end
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = "imgflow",
  callback = function(event)
    local buffer = event.buf
    start(buffer)
    vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
    local function map(keys, action)
      vim.keymap.set("n", keys, action, { buffer = buffer })
    end
    map("K", vim.lsp.buf.hover)
    map("gd", vim.lsp.buf.definition)
    map("gr", vim.lsp.buf.references)
    map("<leader>rn", vim.lsp.buf.rename)
    map("<leader>ca", vim.lsp.buf.code_action)
    map("<leader>f", vim.lsp.buf.format or vim.lsp.buf.formatting)
    map("<leader>cl", vim.lsp.codelens.run)
  end,
})
