// Vim's syntax file in a real Vim, over every fixture: it says what the parser says. And :make fills the quickfix list.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { vimSyntax } from '../../grammar/highlighting/vim.ts';
import { keywords } from '../../grammar/words.ts';
import { exampleLab, fixtureLabs, forwardingFixtures, root } from '../lab.helper.ts';
import { netlists } from '../netlists.helper.ts';
import { disagreements, type Looks } from './agreement.helper.ts';
import { Vim } from './vim.helper.ts';

const test = suite('Vim');
const vim = new Vim();
const { folder } = vim;
test.after(() => vim.remove());

const there = vim.has("has('syntax')");
if (!there) process.stdout.write('# SKIP the syntax file and the compiler of Vim: no vim with +syntax\n');
const when = there ? test : test.skip;

const looks: Looks = {
  keyword: /^netgen(?:Declaration|Keyword|Loop)$/,
  choice: /^netgen(?:Keyword|Loop|Choice)$/,
  bracket: /^netgenBracket$/,
  comment: /^netgenComment$/,
  shapes: {
    name: /^netgen(?:Name|Range)$/,
    reference: /^netgen(?:Reference|Number|Range)$/,
    variable: /^netgenName$/,
    item: /^netgen(?:Reference|Number|Range|Separator)$/,
    address: /^netgen(?:Number|Range)$/,
    'interface-address': /^netgen(?:Number|Range)$/,
    prefix: /^netgen(?:Number|Range|Choice)$/,
    number: /^netgen(?:Number|Range|Choice)$/,
    mac: /^netgen(?:Number|Range)$/,
  },
};

const dump = `
function! Shown()
  let lines = []
  for l in range(1, line('$'))
    let names = []
    for c in range(1, len(getline(l)))
      call add(names, synIDattr(synID(l, c, 1), 'name'))
    endfor
    call add(lines, names)
  endfor
  return lines
endfunction
`;

/** What a name of a group is in the end: groups of chains lead to those that they are shown as. */
function shownAs(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const out = join(folder, 'shown.json');
  const steps = files.map((file) => `edit ${file}\nlet all[expand('%:p')] = [&filetype, Shown()]`);
  vim.run(`${dump}let all = {}\n${steps.join('\n')}\ncall writefile([json_encode(all)], '${out}')`);
  const all = JSON.parse(readFileSync(out, 'utf8')) as Record<string, [string, string[][]]>;
  const links = new Map(
    [...vimSyntax().matchAll(/^highlight default link (\S+) (netgen\S+)$/gm)].map(
      ([, from = '', to = '']) => [from, to],
    ),
  );
  return new Map(
    Object.entries(all).map(([file, [filetype, lines]]) => {
      assert.is(filetype, 'netgen', file);
      const names = lines.flatMap((line) => [...line, 'line end']);
      return [file, names.map((name) => links.get(name) ?? name)];
    }),
  );
}

test('the syntax files are what the table of words says: npm run docs', () => {
  for (const editor of ['vim', 'nvim'])
    assert.ok(readFileSync(`${root}editors/${editor}/syntax/netgen.vim`, 'utf8') === vimSyntax(), editor);
});

when('every fixture is shown as the parser reads it', () => {
  const labs = [...fixtureLabs(), exampleLab(), ...forwardingFixtures()];
  const shown = shownAs(labs.map(({ file }) => file));
  for (const { file, text } of labs) {
    // Vim counts bytes
    const bytes = Buffer.from(text).toString('latin1');
    assert.equal([...disagreements(bytes, shown.get(file) ?? [], looks)], [], file);
  }
});

when('a name that is a keyword elsewhere is a name; what is wrong is found', () => {
  const text = 'ns gw < veth ip -> br0 ip 10.0.0.1/24 >\nbridge br0\n';
  const file = join(folder, 'names.net');
  writeFileSync(file, text);
  assert.equal([...disagreements(text, shownAs([file]).get(file) ?? [], looks)], []);
  writeFileSync(file, text.replace('gw', '# '));
  assert.ok([...disagreements(text, shownAs([file]).get(file) ?? [], looks)].length > 3);
});

when('what belongs to other programs is left alone', () => {
  const words = [...keywords.keys()].filter((word) => word !== '->');
  const texts = {
    pajek: '*Vertices 3\n',
    kicad: '(export (version D))\n',
    ...Object.fromEntries(Object.values(netlists).map((text, index) => [`spice${index}`, text])),
    ...Object.fromEntries(words.map((word) => [`word-${word}`, `a title\n${word} a b c\n.end\n`])),
    empty: '',
    lab: '\n# a lab\nns a\n',
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, `${name}.net`), text);
  const steps = Object.keys(texts).map(
    (name) => `edit ${name}.net\ncall add(found, expand('%:r') . ' ' . &filetype)`,
  );
  vim.run(`let found = []\n${steps.join('\n')}\ncall writefile(found, 'found')`);
  const foreign = /^(?:pajek|kicad|spice)/;
  const right = Object.keys(texts).map((name) => `${name} ${foreign.test(name) ? '' : 'netgen'}\n`);
  assert.is(readFileSync(join(folder, 'found'), 'utf8'), right.join(''));
  const nvim = readFileSync(join(root, 'editors/nvim/ftdetect/netgen.vim'), 'utf8');
  assert.is(nvim, readFileSync(join(root, 'editors/vim/ftdetect/netgen.vim'), 'utf8'));
});

when(':make fills the quickfix list', () => {
  writeFileSync(
    join(folder, "a lab's.net"),
    'bridge br0\nns a < veth e -> br1 >\nns b < veth e -> br0 ip 10.0.0.1 >\n',
  );
  vim.run(`edit a\\ lab's.net
silent make
let found = []
for one in getqflist()
  call add(found, [bufname(one.bufnr), one.lnum, one.col, one.type, one.text])
endfor
call writefile([json_encode(found)], 'found')`);
  const found = JSON.parse(readFileSync(join(folder, 'found'), 'utf8')) as unknown[][];
  assert.equal(
    found.map((one) => one.slice(0, 4)),
    [
      ["a lab's.net", 2, 18, 'e'],
      ["a lab's.net", 3, 25, 'w'],
    ],
  );
  assert.match(
    String(found[0]?.[4]),
    /^There is no bridge or cable end `br1`; did you mean `br0`\? \[unknown-name\]$/,
  );
});

test.run();
