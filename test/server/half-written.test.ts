// Whatever is typed, every feature gives an answer: at each step of writing a lab, and after edits of any kind.
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Analysis } from '../../src/compile.ts';
import { smallFixtureLabs } from '../lab.helper.ts';
import { allTexts, askEverything, askForActions, prefixesOf } from './half-written.helper.ts';

const test = suite('half-written labs');

/** Every one is tried by `node tools/soak.mjs half-written`. */
const sampled = 31;

test('every prefix of the short labs, letter by letter', () => {
  const texts = smallFixtureLabs().flatMap(({ text }) => (text.length <= 400 ? [text] : []));
  let prefixes = 0;
  let before: Analysis | undefined;
  for (const text of prefixesOf(texts)) {
    before = askEverything(text, text.length, before);
    if (prefixes % 50 === 0) askForActions(before, text.length);
    prefixes++;
  }
  console.log(`# FIGURES ${prefixes} prefixes of short labs, all features each,`);
});

test('a sample of the prefixes of all fixtures', () => {
  let prefixes = 0;
  let before: Analysis | undefined;
  for (const [index, text] of [...prefixesOf(allTexts())].entries()) {
    if (index % sampled > 0) continue;
    before = askEverything(text, text.length, before);
    if (prefixes % 10 === 0) askForActions(before, text.length);
    prefixes++;
  }
  console.log(`# FIGURES ${prefixes} prefixes of all fixtures, one of ${sampled}, all features each,`);
});

test('prefixes are given once, each with all of its letters', () => {
  assert.equal([...prefixesOf(['ab', 'abc', 'ad', 'b'])], ['', 'a', 'ab', 'abc', 'ad', 'b']);
});

test('random edits', () => {
  const texts = smallFixtureLabs().map(({ text }) => text);
  const words = [
    '<',
    '>',
    '{',
    '{1..3}',
    '}',
    ' ns ',
    ' -> ',
    ',',
    ';',
    '\n',
    '# ',
    '.1',
    '::1/',
    'for i in ',
    '\0',
    '😀',
  ];
  const edit = fc.tuple(fc.nat(), fc.nat(30), fc.constantFrom(...words, ''));
  void fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
      let text = start;
      let before: Analysis | undefined;
      for (const [at, length, word] of edits) {
        const from = at % (text.length + 1);
        text = `${text.slice(0, from)}${word}${text.slice(from + length)}`;
        const cursor = from + word.length;
        before = askEverything(text, cursor, before);
      }
      if (before) askForActions(before, text.length);
    }),
    { numRuns: 30 },
  );
});

test.run();
