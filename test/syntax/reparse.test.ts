// What is read again after a change gives the tree and the findings that the whole text gives.

import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse, type Syntax } from '../../src/syntax/parse.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { cleanLab, edited, editedTexts, random } from '../edits.helper.ts';

const test = suite('reading again what has changed');

const read = (text: string, before?: Syntax): Syntax => parse(new SourceText('lab.net', text), before);

/** Everything that a text has given, but how. */
const given = ({ tree, diagnostics, reading }: Syntax): unknown => ({
  tree: { ...tree, skipped: [...tree.skipped] },
  diagnostics,
  reading,
});

function same(again: Syntax, text: string, was: string): void {
  const whole = read(text);
  if (isDeepStrictEqual(given(again), given(whole))) return;
  assert.equal(given(again), given(whole), `${JSON.stringify(was)}\n${JSON.stringify(text)}`);
}

test('random edits, each of the outcome of the last', () => {
  const count = { edits: 0, again: 0, statements: 0, read: 0 };
  const edits = Number(process.env.NETGEN_EDITS ?? 3);
  const seed = Number(process.env.NETGEN_SEED ?? 1);
  for (const [index, first] of editedTexts().entries()) {
    const dice = random(index * 1000 + seed);
    let text = first;
    let syntax = read(text);
    for (let edit = 0; edit < edits; edit++) {
      // most of the time a sound text is edited: two or three mistakes at once
      const [was, old] = edit % 4 === 0 ? [first, read(first)] : [text, syntax];
      text = edited(was, dice);
      syntax = read(text, old);
      same(syntax, text, was);
      count.edits++;
      if (syntax.tree.statements.length === 0) continue;
      count.again += syntax.reread < syntax.tree.statements.length ? 1 : 0;
      count.statements += syntax.tree.statements.length;
      count.read += syntax.reread;
    }
  }
  console.log(
    `# FIGURES edits ${count.edits}, not all read again ${count.again}, read ${count.read} of ${count.statements} statements`,
  );
  assert.ok(count.again > count.edits / 5);
});

test('only the statements around a change are read', () => {
  const text = cleanLab(600);
  const before = read(text);
  assert.is(before.reread, 600);
  for (const [was, is] of [
    ['bridge br40 ip', 'bridge br40x ip'],
    ['ns a50 <', 'ns a50 < forward'],
    ['ns a50 <', 'ns new <\n>\nns a50 <'],
    ['10.0.60.3/24', '10.0.60.3/2'],
    ['10.0.60.3/24', '10.0.60.3/24 foo bar'],
    ['10.0.60.3/24', 'mtu 1400'],
    ['# a70', '# a70, and a comment'],
    ['\n\n# next\nbridge br30 ', '\n\n\n\n# next\nbridge br30 '],
  ] as const) {
    const changed = text.replace(was, is);
    assert.is.not(changed, text);
    const again = read(changed, before);
    same(again, changed, text);
    assert.ok(again.reread <= 12, `${was}: ${again.reread}`);
  }
});

test('what stands before a change is not even copied', () => {
  const text = cleanLab(60);
  const before = read(text);
  const again = read(`${text}ns last\n`, before);
  assert.is(again.tree.statements[0], before.tree.statements[0]);
  assert.is(again.tree.statements[50], before.tree.statements[50]);
});

test('an unclosed block has all read again', () => {
  const text = cleanLab(60);
  const changed = text.replace('ns a5 < veth', 'ns a5 veth');
  const again = read(changed, read(text));
  same(again, changed, text);
  assert.is(again.reread, again.tree.statements.length);
});

test.run();
