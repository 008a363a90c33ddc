// Whatever blanks, line breaks, `;` and comments a lab has: the plan stays, the comments stay, and once is enough.
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Value, Word } from '../../grammar/words/word.ts';
import { behindMenu, blockMenu, type Menu } from '../../grammar/words.ts';
import { compile } from '../../src/compile.ts';
import { format } from '../../src/format/format.ts';
import { behindOf } from '../../src/format/places.ts';
import { saysTheSame } from '../../src/format/says-the-same.ts';
import { parse } from '../../src/syntax/parse.ts';
import { piecesOf } from '../../src/syntax/pieces.ts';
import type { Statement } from '../../src/syntax/tree.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLabs } from '../lab.helper.ts';

const test = suite('properties of format');

const sourceOf = (text: string): SourceText => new SourceText('lab.net', text);
const read = (text: string) => ({ text, ...parse(sourceOf(text)) });

/** The digests of the scripts of a lab, which places in its text do not count for. */
const digests = (text: string): readonly string[] =>
  compile(sourceOf(text)).scripts.map(({ plan }) => plan.digest);

const commentsOf = (text: string): readonly string[] =>
  piecesOf(text)
    .filter(({ kind }) => kind === 'comment')
    .map((comment) => comment.text.trimEnd());

/** Every law that holds of every lab; returns what became of it. */
function obeys(text: string): string {
  const { text: once, diagnostics } = format(sourceOf(text));
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
    text,
  );
  assert.is(format(sourceOf(once)).text, once, text);
  assert.equal(commentsOf(once), commentsOf(text), text);
  assert.ok(saysTheSame(read(text), read(once)), text);
  looksRight(once);
  return once;
}

function looksRight(whole: string): void {
  const text = whole.replace(/#.*/g, '#');
  assert.not.match(text, /\t|\r|\ufeff|^\n|\n\n\n|\n\n$|<\n\n|\n\n *>/, text);
  assert.ok(text === '' || text.endsWith('\n'), text);
  for (const line of text.split('\n')) {
    const code = line.replace(/ *#/, '');
    assert.match(line, /^(?:(?: {2})*[^ ](?:.*\S)?)?$/);
    // only a list of values has no place to be broken at
    assert.ok(code.length <= 100 || !canBeBroken(code), line);
  }
}

function canBeBroken(code: string): boolean {
  const words = code
    .trim()
    .replace(/ [<>;]$/, '')
    .split(/(?<!,) /);
  return words.length > 3;
}

/** What may stand between two words or signs, a few of them in every file. */
const blanks = fc.constantFrom(' ', ' ', ' ', '  ', '\t', '\n', '\n', '\r\n', '\n\n\n', '\n  \n', ' \f');
const comments = fc.stringMatching(/^[ -~]{0,12}$/).map((text) => ` #${text}\n`);
const gaps = fc.array(fc.oneof({ weight: 12, arbitrary: blanks }, { weight: 1, arbitrary: comments }), {
  minLength: 1,
  maxLength: 3,
});
const randomGap = gaps.map((parts) => parts.join(''));

/** The starts of the statements of all blocks: a `;` may stand before each of them. */
function startsOf(statements: readonly Statement[]): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (all: readonly Statement[], inBody: boolean): void => {
    for (const statement of all) {
      if (inBody) found.add(statement.keyword.start);
      const behind = behindOf(statement);
      visit(behind, false);
      visit(statement.children.slice(behind.length), true);
    }
  };
  visit(statements, true);
  return found;
}

/** A lab with other blanks, comments and `;`: another text, and maybe another lab, or none. */
function respaced(text: string): fc.Arbitrary<string> {
  const pieces = piecesOf(text).filter(({ kind }) => kind !== 'comment');
  const starts = startsOf(parse(sourceOf(text)).tree.statements);
  const count = pieces.length + 1;
  const arrays = fc.tuple(
    fc.array(fc.option(randomGap, { freq: 3 }), { minLength: count, maxLength: count }),
    fc.array(fc.nat(3), { minLength: count, maxLength: count }),
  );
  return arrays.map(([some, semicolons]) => {
    const parts = pieces.flatMap((piece, index) => {
      const { text: word, span } = piece;
      const before = text.slice(pieces[index - 1]?.span.end ?? 0, span.start).replace(/#.*/g, '');
      const semicolon = starts.has(span.start) && semicolons[index] === 0 ? ';' : '';
      const gap = some[index] ?? before;
      return [semicolon === '' ? gap : `${gap};${some[index + 1] ?? ' '}`, word];
    });
    return [...parts, some.at(-1) ?? '\n'].join('');
  });
}

const isClean = (text: string): boolean => parse(sourceOf(text)).diagnostics.length === 0;

for (const { name, text } of fixtureLabs()) {
  test(`${name}, spaced at random`, () => {
    let labs = 0;
    let clean = 0;
    fc.assert(
      fc.property(respaced(text), (other) => {
        labs++;
        if (!isClean(other)) return assert.is(format(sourceOf(other)).text, other);
        clean++;
        const before = digests(other);
        assert.equal(digests(obeys(other)), before, other);
      }),
      { numRuns: 80, seed: 20261124 },
    );
    assert.ok(clean > labs / 4, `${clean} of ${labs} are labs`);
  });

  test(`${name} as it stands keeps its digest`, () => {
    const before = digests(text);
    assert.ok(before.length > 0);
    assert.equal(digests(obeys(text)), before);
  });
}

/** Values as the table gives them as examples; a range now and then. */
function valueOf({ example, choices, list, optional }: Value): fc.Arbitrary<string> {
  const one = fc.constantFrom(...(choices ?? [example]));
  const several = list ? fc.array(one, { minLength: 1, maxLength: 9 }).map((all) => all.join(',')) : one;
  return optional ? fc.option(several, { nil: '' }) : several;
}

/** A statement of each word of a menu, with attributes behind it and a block, as the table allows. */
function statementOf(menu: Menu, depth: number): fc.Arbitrary<string> {
  return fc.constantFrom(...menu.values()).chain((word) => {
    const values = fc.tuple(...word.values.map(valueOf)).map((all) => [word.keyword, ...all].join(' '));
    return fc.tuple(values, behind(word, depth), block(word, depth)).map((parts) => parts.join(' '));
  });
}

function behind(word: Word, depth: number): fc.Arbitrary<string> {
  const menu = word.scope ? new Map<string, Word>() : behindMenu(word.place);
  return menu.size === 0 || depth === 0 ? fc.constant('') : distinct(menu, depth, ' ');
}

function block(word: Word, depth: number): fc.Arbitrary<string> {
  const menu = blockMenu(word.place);
  if (menu.size === 0 || depth === 0) return fc.constant('');
  return fc.option(
    distinct(menu, depth, ';').map((inside) => `<${inside}>`),
    { nil: word.scope ? '<>' : '' },
  );
}

function distinct(menu: Menu, depth: number, glue: string): fc.Arbitrary<string> {
  return fc.array(statementOf(menu, depth - 1), { maxLength: 4 }).map((all) => all.join(glue));
}

test('labs of all words of the table, spaced at random', () => {
  let clean = 0;
  const labs = fc
    .array(statementOf(blockMenu('file'), 3), { maxLength: 6 })
    .map((all) => all.join(';'))
    .filter(isClean)
    .chain((text) => respaced(text));
  fc.assert(
    fc.property(labs, (text) => {
      if (!isClean(text)) return;
      clean++;
      obeys(text);
    }),
    { numRuns: 800, seed: 20261124 },
  );
  assert.ok(clean > 300, `${clean} are labs`);
});

test.run();
