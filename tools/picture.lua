-- Run by tools/picture.mjs in a Neovim without a screen: what its screen would show, as JSON into a file.
local file, out = vim.env.NETGEN_LAB, vim.env.NETGEN_PICTURE
vim.o.columns, vim.o.lines = 118, 21
vim.o.termguicolors, vim.o.background = true, 'dark'
vim.o.signcolumn, vim.o.laststatus, vim.o.ruler, vim.o.showmode = 'yes:1', 2, false, false
vim.o.statusline = ' %t'
vim.cmd('filetype plugin on | syntax on')
local netgen = require('netgen')
netgen.setup({ cmd = { 'node', vim.env.NETGEN_BUNDLE, 'lsp' } })
vim.cmd('edit ' .. file)

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

--- The characters and colours of a grid of cells.
local function cells(grid, height, width)
  local rows = {}
  for row = 0, height - 1 do
    rows[row + 1] = {}
    for column = 0, width - 1 do
      local cell = vim.api.nvim__inspect_cell(grid, row, column)
      local look = cell[2] or {}
      rows[row + 1][column + 1] = { cell[1], look.foreground or vim.NIL, look.background or vim.NIL, look.underline or look.undercurl or false, look.bold or false, look.reverse or false }
    end
  end
  return rows
end

--- The grid of a floating window: the newest that is there.
local function gridOf(window)
  local height, width = vim.api.nvim_win_get_height(window), vim.api.nvim_win_get_width(window)
  for grid = 40, 2, -1 do
    if pcall(vim.api.nvim__inspect_cell, grid, height - 1, width - 1) then
      local at = vim.api.nvim_win_get_position(window)
      return { row = at[1], column = at[2], cells = cells(grid, height, width) }
    end
  end
end

local ok, why = pcall(function()
  wait('a finding', function()
    return #vim.diagnostic.get(0) > 0
  end)
  vim.fn.search([[\V.1 >]], 'b')
  vim.lsp.buf.hover()
  local float
  wait('a window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        float = window
      end
    end
    return float ~= nil
  end)
  vim.cmd('redraw!')
  local normal = vim.api.nvim_get_hl_by_name('Normal', true)
  local picture = { normal = { normal.foreground or 14737632, normal.background or 1710618 }, cells = cells(1, vim.o.lines - 1, vim.o.columns), float = gridOf(float) }
  vim.fn.writefile({ vim.json.encode(picture) }, out)
end)
if not ok then
  io.stderr:write(why .. '\n')
  vim.cmd('cquit!')
end
vim.cmd('qall!')
