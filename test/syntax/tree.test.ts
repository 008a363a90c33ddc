import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '../../src/syntax/parse.ts';
import type { Statement } from '../../src/syntax/tree.ts';
import { SourceText } from '../../src/text/source-text.ts';

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
