// How an editor shows a text, against how the parser reads it.
import type { Shape } from '../../grammar/words/word.ts';
import { parse } from '../../src/syntax/parse.ts';
import type { Statement } from '../../src/syntax/tree.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** What the names that an editor has for the looks of a text have to match. */
export interface Looks {
  readonly keyword: RegExp;
  readonly choice: RegExp;
  readonly bracket: RegExp;
  readonly comment: RegExp;
  readonly shapes: Readonly<Record<Shape, RegExp>>;
}

/** Where an editor says something else than the parser. `shown`: what it says of each character. */
export function* disagreements(text: string, shown: readonly string[], looks: Looks): Generator<string> {
  const { tree } = parse(new SourceText('lab.net', text));
  const check = function* (start: number, end: number, what: string, wanted: RegExp): Generator<string> {
    for (let at = start; at < end; at++)
      if (!wanted.test(shown[at] ?? '')) {
        yield `${what} \`${text.slice(start, end)}\` at ${start} is ${shown[at]}`;
        return;
      }
  };
  const visit = function* ({ word, keyword, values, block, children }: Statement): Generator<string> {
    yield* check(keyword.start, keyword.end, 'the keyword', looks.keyword);
    for (const { slot, shape, choices } of word.values)
      for (const { span } of values.get(slot) ?? [])
        yield* check(span.start, span.end, slot, choices ? looks.choice : looks.shapes[shape]);
    for (const bracket of block ? [block.open, block.close] : [])
      if (bracket) yield* check(bracket.start, bracket.end, 'the bracket', looks.bracket);
    for (const child of children) yield* visit(child);
  };
  for (const statement of tree.statements) yield* visit(statement);
  for (const { span } of tree.comments) yield* check(span.start, span.end, 'the comment', looks.comment);
}
