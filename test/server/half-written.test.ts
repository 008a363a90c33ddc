// Whatever is typed, every feature gives an answer: at each step of writing a lab, and after edits of any kind.

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Analysis, analyze } from '../../src/compile.ts';
import { codeActions } from '../../src/service/code-actions.ts';
import { completions } from '../../src/service/completion.ts';
import { definition } from '../../src/service/definition.ts';
import { folding } from '../../src/service/folding.ts';
import { formatting } from '../../src/service/formatting.ts';
import { highlights } from '../../src/service/highlights.ts';
import { hover } from '../../src/service/hover.ts';
import { inlayHints } from '../../src/service/inlay-hints.ts';
import { lenses, lensTitle } from '../../src/service/lenses.ts';
import { prepareRename, rename } from '../../src/service/rename.ts';
import { selection } from '../../src/service/selection.ts';
import { semanticTokens } from '../../src/service/semantic-tokens.ts';
import { documentSymbols } from '../../src/service/symbols.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Span } from '../../src/text/span.ts';
import { fixtureFiles, smallFixtureLabs } from '../lab.helper.ts';

const test = suite('half-written labs');

/** Asks everything about a text that an editor may ask of it while the cursor is at a place. */
function askEverything(text: string, offset: number, before?: Analysis): Analysis {
  const analysis = analyze(new SourceText('lab.net', text), { before });
  const faults = analysis.diagnostics.filter(({ rule }) => rule === 'internal-error');
  assert.equal(faults, [], text);
  const all = { start: 0, end: text.length };
  const line = { start: text.lastIndexOf('\n', offset - 1) + 1, end: offset };
  const answers: readonly { readonly span?: Span }[] = [
    ...completions(analysis, offset),
    ...[offset, offset - 1].flatMap((at) => hover(analysis, at) ?? []),
    ...inlayHints(analysis, line).map(({ offset: start }) => ({ span: { start, end: start } })),
    ...lenses(analysis),
    ...formatting(analysis, line),
    ...definition(analysis, offset).map((span) => ({ span })),
    ...highlights(analysis, offset),
    ...selection(analysis, offset).map((span) => ({ span })),
    ...folding(analysis),
    ...documentSymbols(analysis),
    ...semanticTokens(analysis),
  ];
  prepareRename(analysis, offset);
  for (const lens of lenses(analysis)) lensTitle(analysis, lens);
  for (const { span = all } of answers)
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, text);
  return analysis;
}

/** What reads the changed text again. */
function askForActions(analysis: Analysis, offset: number): void {
  rename(analysis, offset, 'other', (source) => analyze(source, { before: analysis }));
  const { text } = analysis.source;
  for (const { edits } of codeActions(analysis, { start: Math.max(offset - 20, 0), end: offset }))
    for (const { span } of edits)
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, text);
}

test('every prefix of the labs, letter by letter where they are short', () => {
  let prefixes = 0;
  for (const { text } of smallFixtureLabs()) {
    let before: Analysis | undefined;
    const step = text.length <= 400 ? 1 : 11;
    for (let end = 0; end <= text.length; end += step) {
      before = askEverything(text.slice(0, end), end, before);
      if (end % 100 === 0) askForActions(before, end);
      prefixes++;
    }
  }
  console.log(`# FIGURES ${prefixes} prefixes of the labs, all features each,`);
});

test('prefixes of the fixtures of rules and forwarding', () => {
  let prefixes = 0;
  for (const [index, file] of fixtureFiles().entries()) {
    const text = readFileSync(file, 'utf8');
    let before: Analysis | undefined;
    for (let end = index % 61; end <= text.length; end += 61) {
      before = askEverything(text.slice(0, end), end, before);
      if (end % 9 === 0) askForActions(before, end);
      prefixes++;
    }
  }
  console.log(`# FIGURES ${prefixes} prefixes of other fixtures, all features each,`);
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
