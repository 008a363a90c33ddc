// A real Neovim without a screen, with editors/nvim and nothing of the user's.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { root } from '../lab.helper.ts';

/** Functions for what is tried: each waits for what it asks for, so that no test has to sleep. */
const preamble = `
vim.opt.runtimepath:prepend('${root}editors/nvim')
vim.opt.swapfile = false
vim.cmd('filetype plugin on | syntax on')
require('netgen').setup({ cmd = { '${process.execPath}', '${root}dist/bundle/netgen.cjs', 'lsp' } })

local t = {}
function t.wait(what, condition)
  if not vim.wait(60000, condition, 20) then error('waited in vain for ' .. what) end
end
-- opens a lab, and waits until its findings are there
function t.open(file)
  local published = false
  local before = vim.lsp.handlers['textDocument/publishDiagnostics']
  vim.lsp.handlers['textDocument/publishDiagnostics'] = function(...)
    published = true
    return before(...)
  end
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  t.wait('findings of ' .. file, function() return published end)
end
function t.lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end
function t.findings()
  return vim.tbl_map(function(one) return { one.lnum + 1, one.col + 1, one.severity, one.code or vim.NIL, one.message } end,
    vim.diagnostic.get(0))
end
-- puts the cursor at the nth place of a text
function t.at(text, nth)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  for _ = 1, nth or 1 do
    if vim.fn.search('\\\\V' .. text, 'cW') == 0 then error('there is no ' .. text) end
    if _ < (nth or 1) then vim.cmd('normal! l') end
  end
end
-- what stands in the floating window that opens
function t.float(open)
  local window
  open()
  t.wait('a window', function()
    for _, one in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(one).relative ~= '' then window = one end
    end
    return window ~= nil
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, '\\n')
end
-- what the server answers, by the request that an editor makes of the cursor's place
function t.request(method, more)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(), more or {})
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, 60000))
  for _, answer in pairs(answers) do return answer.result end
end
-- waits until the text is another one
function t.change(run)
  local before = table.concat(t.lines(), '\\n')
  run()
  t.wait('a change', function() return table.concat(t.lines(), '\\n') ~= before end)
end
`;

/** What `neovim` runs in; it is gone at the end. */
export class Neovim {
  readonly folder = mkdtempSync(join(tmpdir(), 'netgen-nvim-'));

  /** Whether there is one. */
  static isThere(): boolean {
    return spawnSync('nvim', ['--version']).status === 0;
  }

  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs a program in Lua and gives what it puts into the table \`out\`. */
  run<T>(program: string): T {
    const result = join(this.folder, 'result.json');
    rmSync(result, { force: true });
    const script = this.file(
      'script.lua',
      `local out = {}
local ok, why = pcall(function()
${preamble}
${program}
end)
if not ok then out = { failed = why } end
vim.fn.writefile({ vim.json.encode(out) }, '${result}')
vim.cmd('qall!')
`,
    );
    const { status, stderr, error } = spawnSync(
      'nvim',
      ['--headless', '--clean', '-n', '-c', `luafile ${script}`],
      {
        cwd: this.folder,
        encoding: 'utf8',
        timeout: 150_000,
        env: { ...process.env, HOME: this.folder, XDG_STATE_HOME: this.folder, NVIM_LOG_FILE: '/dev/null' },
      },
    );
    assert.is(status, 0, `${error?.message ?? ''}${stderr}`);
    const out = JSON.parse(readFileSync(result, 'utf8'));
    assert.is(out.failed, undefined, `${out.failed}${stderr}`);
    return out;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
