// Text as it is while somebody types: at every prefix each feature has an answer, and one that fits the text.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Analysis, analyze } from '../../src/compile.ts';
import { definition } from '../../src/service/definition.ts';
import { folding } from '../../src/service/folding.ts';
import { highlights } from '../../src/service/highlights.ts';
import { references } from '../../src/service/references.ts';
import { prepareRename, rename } from '../../src/service/rename.ts';
import { selection } from '../../src/service/selection.ts';
import { semanticTokens } from '../../src/service/semantic-tokens.ts';
import { documentSymbols } from '../../src/service/symbols.ts';
import { workspaceSymbols } from '../../src/service/workspace-symbols.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Span } from '../../src/text/span.ts';
import { fixtureLab } from '../lab.helper.ts';
import { analysisOf } from './cursor.helper.ts';

const test = suite('half-written text');

function expectInside({ source }: Analysis, spans: readonly Span[], what: string): void {
  for (const { start, end } of spans)
    assert.ok(start >= 0 && start <= end && end <= source.text.length, `${what}: ${start}-${end}`);
}

/** Asks everything that has to do with one offset. */
function ask(analysis: Analysis, offset: number): void {
  expectInside(analysis, definition(analysis, offset), 'definition');
  const found = references(analysis, offset, { declaration: true });
  expectInside(analysis, found, 'references');
  assert.is(highlights(analysis, offset).length, found.length);
  const steps = selection(analysis, offset);
  expectInside(analysis, steps, 'selection');
  for (const [index, { start, end }] of steps.entries()) {
    const inner = steps[index - 1];
    if (inner) assert.ok(start <= inner.start && inner.end <= end && end - start > inner.end - inner.start);
  }
  const asked = prepareRename(analysis, offset);
  if (!asked || 'why' in asked) return;
  const result = rename(analysis, offset, 'fresh', (source) => analyze(source, { before: analysis }));
  if ('why' in result) assert.ok(result.why.length > 10);
  else
    expectInside(
      analysis,
      result.edits.map(({ span }) => span),
      'rename',
    );
}

for (const lab of ['point-to-point', 'users-line', 'ranges', 'two-machines', 'ring']) {
  test(`every prefix of ${lab}`, () => {
    const { text } = fixtureLab(lab);
    let before: Analysis | undefined;
    for (let end = 0; end <= text.length; end++) {
      const analysis = analyze(new SourceText('lab.net', text.slice(0, end)), { before });
      before = analysis;
      const tokens = semanticTokens(analysis);
      expectInside(
        analysis,
        tokens.map(({ span }) => span),
        'tokens',
      );
      for (const [index, { span }] of tokens.entries())
        assert.ok(span.start >= (tokens[index - 1]?.span.end ?? 0) && span.end > span.start);
      expectInside(
        analysis,
        folding(analysis).map(({ span }) => span),
        'folding',
      );
      expectInside(
        analysis,
        workspaceSymbols([analysis], '').map(({ symbol }) => symbol.nameSpan),
        'symbols',
      );
      assert.ok(documentSymbols(analysis).every(({ name }) => name !== ''));
      ask(analysis, end);
      ask(analysis, Math.min(end, (end * 31) % 97));
    }
  });
}

test('every offset of a text with mistakes of many kinds', () => {
  const text =
    'lab\nns < >\nns a\nns a < veth e -> b:; veth -> x bridge b{ >\nfor in 1.. < ns n{i >\nhost "x y <\nexpect a reaches\n> route via\nveth 😀 -> 😀:e master -> -> >';
  const analysis = analysisOf(text);
  for (let offset = 0; offset <= text.length + 1; offset++) ask(analysis, offset);
});

test.run();
