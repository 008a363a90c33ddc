// editors/nvim in a real Neovim: what a user does to a lab, on the canonical ones.
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixtureLabs } from '../lab.helper.ts';
import { netlists } from '../netlists.helper.ts';
import { Neovim } from './nvim.helper.ts';

const test = suite('Neovim');
const neovim = new Neovim();
test.after(() => neovim.remove());

const there = Neovim.isThere();
if (!there) process.stdout.write('# SKIP editors/nvim: the command nvim is missing\n');
const when = there ? test : test.skip;

const canonical = ['point-to-point', 'bridge', 'router', 'root-router', 'two-machines'];
const labs = fixtureLabs().filter(({ name }) => canonical.includes(name));
const textOf = (name: string): string => labs.find((lab) => lab.name === name)?.text ?? '';
const lines = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

when(
  'opened, the canonical labs have no findings; formatted, they stay as they are; other programs have theirs',
  () => {
    assert.is(labs.length, canonical.length);
    const files = labs.map(({ name, text }) => neovim.file(`${name}.net`, text));
    neovim.file('pajek.net', '*Vertices 3\n');
    neovim.file('spice.net', netlists.LTspice ?? '');
    const out = neovim.run<Record<string, [string, unknown[], string[]?]>>(`
for _, file in ipairs({ ${files.map((file) => `'${file}'`).join(', ')} }) do
  t.open(file)
  local findings = t.findings()
  vim.lsp.buf.formatting_sync(nil, 60000)
  out[vim.fn.expand('%:t:r')] = { vim.bo.filetype, findings, t.lines() }
end
vim.cmd('edit pajek.net')
out.pajek = { vim.bo.filetype, vim.lsp.buf_get_clients(0), t.lines() }
vim.cmd('edit spice.net')
out.spice = { vim.bo.filetype, vim.lsp.buf_get_clients(0) }
`);
    for (const { name, text } of labs) assert.equal(out[name], ['netgen', [], lines(text)], name);
    assert.equal(out.pajek, ['', [], ['*Vertices 3']]);
    assert.equal(out.spice, ['', []]);
  },
);

when(
  'a mistake is a finding while it is typed, with the rule as its code, and is gone when it is mended',
  () => {
    const out = neovim.run<{ typed: unknown[][]; mended: unknown[] }>(`
t.open('${neovim.file('lab.net', textOf('bridge'))}')
t.at('virtual-bridge', 2)
vim.cmd('normal! cwvirtual-brige')
t.wait('a finding', function() return #vim.diagnostic.get(0) > 0 end)
out.typed = t.findings()
vim.cmd('undo')
t.wait('no finding', function() return #vim.diagnostic.get(0) == 0 end)
out.mended = t.findings()
`);
    assert.equal(out.mended, []);
    const [line, column, severity, code] = out.typed[0] ?? [];
    assert.equal([line, column, severity, code], [2, 27, 1, 'unknown-name']);
  },
);

when('hover explains an address, a name, a keyword and an expectation', () => {
  const out = neovim.run<Record<string, string>>(`
t.open('${neovim.file('lab.net', textOf('router'))}')
local hover = function(text, nth)
  t.at(text, nth)
  return t.float(vim.lsp.buf.hover)
end
out.address = hover('.1 >')
out.name = hover('ns-router', 3)
out.keyword = hover('forward')
out.expect = hover('expect')
`);
  assert.match(out.address ?? '', /192\.168\.1\.1/);
  assert.match(out.name ?? '', /veth-ns1-router/);
  assert.match(out.keyword ?? '', /forwards packets/);
  assert.match(out.expect ?? '', /ns-router/);
});

when('completion knows what may stand at the cursor', () => {
  const out = neovim.run<{ ends: string[]; words: string[] }>(`
t.open('${neovim.file('lab.net', 'bridge br0 ip 10.0.0.1/24\nns ns1 < veth eth0 ->  >\n')}')
local labels = function()
  local result = t.request('textDocument/completion')
  return vim.tbl_map(function(one) return one.label end, result.items or result)
end
vim.api.nvim_win_set_cursor(0, { 2, 22 })
out.ends = labels()
vim.api.nvim_buf_set_lines(0, 1, 2, false, { 'ns ns1 < veth eth0 -> br0  >' })
vim.api.nvim_win_set_cursor(0, { 2, 26 })
out.words = labels()
`);
  assert.ok(out.ends.includes('br0'), String(out.ends));
  for (const word of ['ip', 'gw', 'mtu']) assert.ok(out.words.includes(word), String(out.words));
});

when('rename changes a device at both ends of its cable; a name that is taken is refused', () => {
  const out = neovim.run<{ lines: string[]; refused: string[]; after: string[] }>(`
t.open('${neovim.file('lab.net', textOf('point-to-point'))}')
t.at('veth-ns1')
t.change(function() vim.lsp.buf.rename('left') end)
out.lines = t.lines()
local said
vim.notify = function(text) said = text end
vim.api.nvim_echo = function(chunks) said = said or chunks[1][1] end
t.at('ns1')
local params = vim.lsp.util.make_position_params()
params.newName = 'ns2'
local answers = vim.lsp.buf_request_sync(0, 'textDocument/rename', params, 60000)
for _, answer in pairs(answers) do
  out.refused = { answer.error and answer.error.message or 'not refused' }
end
out.after = t.lines()
`);
  assert.equal(out.lines, lines(textOf('point-to-point').replaceAll('veth-ns1', 'left')));
  assert.match(out.refused[0] ?? '', /ns2/);
  assert.equal(out.after, out.lines);
});

when('a code action mends what it is offered for', () => {
  const text = textOf('router').replace(/^ *forward\n/m, '');
  const out = neovim.run<{ titles: string[]; lines: string[]; left: unknown[] }>(`
t.open('${neovim.file('lab.net', text)}')
out.titles = {}
vim.ui.select = function(items, options, choose)
  for _, item in ipairs(items) do
    local action = item[2] or item.action or item
    table.insert(out.titles, action.title)
  end
  for _, item in ipairs(items) do
    local action = item[2] or item.action or item
    if action.title:match('forward') then return choose(item) end
  end
end
local place = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { place.lnum + 1, place.col })
t.change(function() vim.lsp.buf.code_action() end)
t.wait('no finding', function() return #vim.diagnostic.get(0) == 0 end)
out.lines = t.lines()
out.left = t.findings()
`);
  assert.ok(
    out.titles.some((title) => /forward/.test(title)),
    String(out.titles),
  );
  assert.ok(
    out.lines.some((line) => /^\s*forward\b/.test(line) || /< forward\b/.test(line)),
    out.lines.join('\n'),
  );
  assert.equal(out.left, []);
});

when('formatting brings a lab into its one form', () => {
  const out = neovim.run<{ lines: string[] }>(`
t.open('${neovim.file('lab.net', textOf('router').replaceAll(' < ', '   <  ').replace(/^ {2}/gm, '\t'))}')
vim.lsp.buf.formatting_sync(nil, 60000)
out.lines = t.lines()
`);
  assert.equal(out.lines, lines(textOf('router')));
});

when('the commands show a script, a way, and who reaches whom', () => {
  const out = neovim.run<Record<string, string[]>>(`
t.open('${neovim.file('lab.net', textOf('router'))}')
local lab = vim.api.nvim_get_current_buf()
local show = function(command)
  vim.cmd(command)
  t.wait('an answer', function() return vim.api.nvim_get_current_buf() ~= lab end)
  local lines = t.lines()
  vim.cmd('close')
  return lines
end
out.script = show('NetgenBuild')
out.trace = show('NetgenTrace ns1 ns2')
out.reach = show('NetgenReach')
`);
  assert.is(out.script?.[0], '#!/bin/bash');
  assert.match(out.trace?.join('\n') ?? '', /ns-router/);
  assert.match(out.reach?.join('\n') ?? '', /ns1[\s\S]*ns2/);
});

test.run();
