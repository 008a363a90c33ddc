// editors/vim with ALE in a real Vim: findings come when a lab is opened, and while it is typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixtureLabs } from '../lab.helper.ts';
import { Vim } from './vim.helper.ts';

const test = suite('Vim with ALE');
const vim = new Vim();
test.after(() => vim.remove());

const there = vim.has("exists(':ALELint') == 2");
if (!there) process.stdout.write('# SKIP editors/vim with ALE: no vim that has ALE\n');
const when = there ? test : test.skip;

type Finding = readonly [line: number, column: number, type: string, linter: string, text: string];

/** Waits until ALE has linted and there are as many findings as are said, and keeps them. */
const preamble = `
let g:ale_lint_on_text_changed = 'always'
let g:kept = []
let g:linted = 0
autocmd User ALELintPost let g:linted += 1
function! Keep(count)
  for _ in range(1200)
    let found = ale#engine#GetLoclist(bufnr(''))
    if g:linted > 0 && len(found) == a:count
      break
    endif
    sleep 50m
  endfor
  let g:linted = 0
  call add(g:kept, map(copy(found), '[v:val.lnum, v:val.col, v:val.type, v:val.linter_name, v:val.text]'))
endfunction
`;

/** The findings that are kept by a program in Vim's language. */
function kept(program: string): readonly (readonly Finding[])[] {
  vim.run(`${preamble}${program}\ncall writefile([json_encode(g:kept)], 'kept')`);
  return JSON.parse(readFileSync(join(vim.folder, 'kept'), 'utf8'));
}

when('what is wrong with a lab is found when it is opened', () => {
  vim.file("a lab's.net", 'bridge br0\nns a < veth e -> br1 >\nns b < veth e -> br0 ip 10.0.0.1 >\n');
  const [findings = []] = kept(`edit a\\ lab's.net\ncall Keep(2)`);
  assert.equal(
    findings.map((one) => one.slice(0, 4)),
    [
      [2, 18, 'E', 'netgen'],
      [3, 25, 'W', 'netgen'],
    ],
  );
  const [, , , , text = ''] = findings[0] ?? [];
  assert.is(text, 'There is no bridge or cable end `br1`; did you mean `br0`? [unknown-name]');
});

when('a mistake in a canonical lab is found while it is typed, and is gone when it is mended', () => {
  vim.file('lab.net', fixtureLabs().find(({ name }) => name === 'bridge')?.text ?? '');
  const [before, typed, mended] = kept(`edit lab.net
call Keep(0)
execute "normal! 2G/virtual-bridge\\<CR>cwvirtual-brige\\<Esc>"
doautocmd TextChanged
call Keep(1)
undo
doautocmd TextChanged
call Keep(0)`);
  assert.equal([before, mended], [[], []]);
  assert.equal(typed?.[0]?.slice(0, 3), [2, 27, 'E']);
});

test.run();
