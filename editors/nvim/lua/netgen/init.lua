-- The language server of netgen in Neovim 0.7 and later: require('netgen').setup()
local M = {}

local options = {
  cmd = { 'netgen', 'lsp' },
  -- how much rules weigh: { ['small-mtu'] = 'off' }
  rules = {},
  -- called with the client and the buffer, for your key maps
  on_attach = nil,
}
local client_id

--- Starts the server for every lab that is opened, and offers :NetgenBuild, :NetgenTrace and :NetgenReach.
--- @param given table|nil cmd, rules, on_attach
function M.setup(given)
  options = vim.tbl_deep_extend('force', options, given or {})
  local group = vim.api.nvim_create_augroup('netgen', {})
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'netgen',
    callback = function(event)
      M.attach(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].filetype == 'netgen' then
      M.attach(buffer)
    end
  end
end

--- Gives a buffer to the server, which is started where none runs.
function M.attach(buffer)
  if not client_id or not vim.lsp.get_client_by_id(client_id) then
    client_id = vim.lsp.start_client({
      name = 'netgen',
      cmd = options.cmd,
      root_dir = vim.fn.getcwd(),
      settings = { netgen = { rules = options.rules } },
      init_options = { rules = options.rules },
      on_attach = options.on_attach,
    })
  end
  if not client_id then
    return
  end
  vim.lsp.buf_attach_client(buffer, client_id)
  local function command(name, run, extra)
    vim.api.nvim_buf_create_user_command(buffer, name, run, extra or {})
  end
  command('NetgenBuild', function()
    M.show('netgen.build', {}, 'sh')
  end)
  command('NetgenTrace', function(call)
    M.show('netgen.trace', { from = call.fargs[1], to = call.fargs[2] }, 'text')
  end, { nargs = '+' })
  command('NetgenReach', function()
    M.show('netgen.reach', {}, 'text')
  end)
end

--- Asks the server something of the lab in front, and shows the answer in a window of its own.
function M.show(command, argument, filetype)
  argument.uri = vim.uri_from_bufnr(0)
  vim.lsp.buf_request(0, 'workspace/executeCommand', { command = command, arguments = { argument } }, function(err, text)
    if err then
      vim.notify(err.message, vim.log.levels.ERROR)
      return
    end
    vim.cmd('new')
    vim.bo.buftype = 'nofile'
    vim.bo.bufhidden = 'wipe'
    vim.bo.filetype = filetype
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, '\n', { trimempty = true }))
  end)
end

return M
