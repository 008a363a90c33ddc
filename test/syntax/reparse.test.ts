// What is read again after a change gives the tree and the findings that the whole text gives.

import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze, analyzing } from '../../src/compile.ts';
import { parse, type Syntax } from '../../src/syntax/parse.ts';
import { readText } from '../../src/syntax/reading.ts';
import { shift } from '../../src/syntax/shift.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { cleanLab, edited, editedTexts, oddLines, random, said } from '../edits.helper.ts';

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

test('what is wrong in one place, and comes and goes in another', () => {
  const lines = cleanLab(24).split('\n');
  const half = lines.indexOf('# next') + 1;
  const join = (head: string, tail: string): string =>
    [lines[0], head, ...lines.slice(1, half), ...lines.slice(half), tail, 'bridge last\n'].join('\n');
  for (const [index, one] of oddLines.entries()) {
    const [above, below] = [join(one, ''), join('', one)];
    const [syntaxAbove, syntaxBelow] = [read(above), read(below)];
    // each beside itself, and beside every fourth other
    for (const other of oddLines.filter((line, at) => line === one || (at + index) % 4 === 0)) {
      const text = join(one, other);
      const both = read(text, syntaxAbove);
      same(both, text, above);
      same(read(above, both), above, text);
      const turned = join(other, one);
      const again = read(turned, syntaxBelow);
      same(again, turned, below);
      same(read(below, again), below, turned);
    }
  }
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

test('the findings of a version are the same with the one before at hand', () => {
  const first = cleanLab(80);
  const dice = random(7);
  let text = first;
  let before = analyze(new SourceText('lab.net', text));
  for (let edit = 0; edit < 60; edit++) {
    text = edited(edit % 5 === 0 ? first : text, dice);
    const source = new SourceText('lab.net', text);
    before = analyze(source, { before });
    assert.equal(before.diagnostics, analyze(source).diagnostics, text);
  }
});

test('whole analyses of the fixtures over random edits: the tree, the lab, and what all rules find', () => {
  const edits = Number(process.env.NETGEN_EDITS ?? 2);
  const seed = Number(process.env.NETGEN_SEED ?? 1);
  let found = 0;
  for (const [index, first] of editedTexts().entries()) {
    if (index % 13 !== seed % 13) continue;
    const dice = random(index * 1000 + seed + 500);
    let before = analyze(new SourceText('lab.net', first));
    let text = first;
    for (let edit = 0; edit < edits; edit++) {
      const was = text;
      text = edited(text, dice);
      const source = new SourceText('lab.net', text);
      const again = analyze(source, { before });
      const whole = analyze(source);
      const place = `${JSON.stringify(was)}\n${JSON.stringify(text)}`;
      assert.equal(again.diagnostics, whole.diagnostics, place);
      assert.ok(said(again) === said(whole), place);
      found += again.diagnostics.length;
      before = again;
    }
  }
  assert.ok(found > 100, `${found} findings compared`);
});

test('a mistake that is said once for all its places is moved with all of them', () => {
  const by = 7;
  let several = 0;
  for (const text of editedTexts().concat('bridge b ip = 10.0.0.1/24 mtu = 1400\n// one\n// two\n')) {
    const { problems } = readText(text);
    if (!problems.some(({ also }) => also)) continue;
    several++;
    assert.equal(shift(readText(text), by).problems, readText('\n'.repeat(by) + text).problems, text);
  }
  assert.ok(several > 1, `${several} such texts`);
});

test('an analysis that is left in the middle leaves nothing behind', () => {
  const source = new SourceText('lab.net', cleanLab(40).replace('10.0.1.3/24', '10.0.1.2/24'));
  const whole = analyze(source);
  assert.ok(whole.diagnostics.length > 0);
  for (let most = 1; most < 60; most += 7) {
    const steps = analyzing(source);
    for (let step = 0; step < most; step++) steps.next();
    assert.equal(analyze(source).diagnostics, whole.diagnostics);
  }
});

test('an unclosed block has all read again', () => {
  const text = cleanLab(60);
  const changed = text.replace('ns a5 < veth', 'ns a5 veth');
  const again = read(changed, read(text));
  same(again, changed, text);
  assert.is(again.reread, again.tree.statements.length);
});

test.run();
