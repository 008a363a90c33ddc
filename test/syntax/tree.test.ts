import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '../../src/syntax/parse.ts';
import type { Statement } from '../../src/syntax/tree.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { allTexts, prefixesOf } from '../server/half-written.helper.ts';

const test = suite('syntax tree');

const text = `# the office
bridge br0 ip 10.0.0.1/24, fd00::1/64 < mtu 1400 > # switch


ns a <
  veth e -> br0 route 10.1.0.0/16 via .1 metric 5 < mtu 1300 >
>
`;

function outline(statement: Statement): string {
  const values = [...statement.values.values()].flat().map((name) => name.text);
  const inside = statement.children.map(outline);
  return `${[statement.word.keyword, ...values].join(' ')}${inside.length ? ` (${inside.join('; ')})` : ''}`;
}

test('attributes belong to the innermost word that knows them', () => {
  const { tree, diagnostics } = parse(new SourceText('lab.net', text));
  assert.equal(diagnostics, []);
  assert.equal(tree.statements.map(outline), [
    'bridge br0 (ip 10.0.0.1/24 fd00::1/64; mtu 1400)',
    'ns a (veth e (-> br0; route 10.1.0.0/16 (via .1; metric 5; mtu 1300)))',
  ]);
});

test('every word has the span it was written at', () => {
  const { tree } = parse(new SourceText('lab.net', text));
  const check = (statement: Statement): void => {
    assert.is(text.slice(statement.keyword.start, statement.keyword.end), statement.word.keyword);
    assert.is(statement.span.start, statement.keyword.start);
    for (const name of [...statement.values.values()].flat())
      assert.is(text.slice(name.span.start, name.span.end), name.text);
    if (statement.block) assert.is(text.slice(statement.block.open.start, statement.block.open.end), '<');
    if (statement.block?.close) assert.is(statement.block.close.end, statement.span.end);
    statement.children.forEach(check);
  };
  tree.statements.forEach(check);
});

test('a cable that is drawn from the wrong end begins where it is written, and ends there', () => {
  const spans = (drawn: string): readonly string[] => {
    const shown = ({ span, children }: Statement): readonly string[] => [
      drawn.slice(span.start, span.end),
      ...children.flatMap(shown),
    ];
    return parse(new SourceText('lab.net', drawn)).tree.statements.flatMap(shown);
  };
  assert.equal(spans('br0 -> veth e'), ['br0 -> veth e', 'br0 ->']);
  assert.equal(spans('ns a < br0 -> veth e'), ['ns a < br0 -> veth e', 'br0 -> veth e', 'br0 ->']);
  assert.equal(spans('br0 -> veth e mtu 1400'), ['br0 -> veth e mtu 1400', 'br0 ->', 'mtu 1400']);
});

test('no statement ends before it begins, and none without its own words, while a text is written', () => {
  let turned = 0;
  const check = (part: string, { keyword, span, values, children }: Statement): void => {
    const words = [keyword, ...[...values.values()].flat().map((name) => name.span)];
    for (const { start, end } of [span, ...words])
      assert.ok(start <= end && span.start <= start && end <= span.end && end <= part.length, part);
    if (words.some(({ start }) => start < keyword.start)) turned++;
    for (const child of children) check(part, child);
  };
  let index = 0;
  for (const part of prefixesOf(allTexts())) {
    if (index++ % 9 > 0) continue;
    for (const statement of parse(new SourceText('lab.net', part)).tree.statements) check(part, statement);
  }
  assert.ok(turned > 10, `${turned} are drawn from the wrong end`);
});

test('comments and blank lines are kept', () => {
  const { tree } = parse(new SourceText('lab.net', text));
  assert.equal(
    tree.comments.map(({ span, ownLine }) => [text.slice(span.start, span.end), ownLine]),
    [
      ['# the office', true],
      ['# switch', false],
    ],
  );
  assert.equal(
    tree.blankLines.map(({ start, end }) => text.slice(start, end)),
    ['\n\n'],
  );
});

test('positions count lines from 1 and columns in code points', () => {
  const source = new SourceText('lab.net', 'a\r\n😀b\rc\n');
  assert.equal(source.positionAt(0), { line: 1, column: 1 });
  assert.equal(source.positionAt(source.text.indexOf('b')), { line: 2, column: 2 });
  assert.equal(source.positionAt(source.text.indexOf('c')), { line: 3, column: 1 });
  assert.is(source.slice(source.lineSpan(2)), '😀b');
});

test.run();
