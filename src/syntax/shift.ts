import type { Problem } from '../../grammar/problem.ts';
import type { Span } from '../text/span.ts';
import type { Reading } from './reading.ts';
import type { Comment, Name, Statement } from './tree.ts';

/** A reading as if its text stood further on by so many characters. */
export function shift(reading: Reading, by: number): Reading {
  if (by === 0) return reading;
  const moved = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  const name = ({ text, span }: Name): Name => ({ text, span: moved(span) });
  const comment = ({ span, ownLine }: Comment): Comment => ({ span: moved(span), ownLine });
  const statement = ({
    word,
    keyword,
    values,
    children,
    block,
    damaged,
    plain,
    span,
  }: Statement): Statement => {
    const names = new Map<string, readonly Name[]>();
    for (const [slot, some] of values) names.set(slot, some.map(name));
    return {
      word,
      keyword: moved(keyword),
      values: names,
      children: children.map(statement),
      ...(block && {
        block: block.close
          ? { open: moved(block.open), close: moved(block.close) }
          : { open: moved(block.open) },
      }),
      ...(damaged && { damaged }),
      span: moved(span),
      ...(plain && { plain }),
    };
  };
  const problem = (one: Problem): Problem => ({
    ...one,
    span: moved(one.span),
    ...('first' in one && { first: moved(one.first) }),
    ...('open' in one && { open: moved(one.open) }),
    ...(one.also && { also: one.also.map(problem) }),
  });
  return {
    statements: reading.statements.map(statement),
    comments: reading.comments.map(comment),
    blankLines: reading.blankLines.map(moved),
    problems: reading.problems.map(problem),
    skipped: reading.skipped.map(name),
    lost: reading.lost.map(moved),
    isLocal: reading.isLocal,
  };
}

/** Moves a statement by so many characters, with all that stands in it: whoever knows it sees it move. */
export function move(statement: Statement, by: number): void {
  if (by === 0) return;
  const moved = (span: { -readonly [K in keyof Span]: Span[K] }): void => {
    span.start += by;
    span.end += by;
  };
  const { keyword, values, children, block, span } = statement;
  moved(span);
  moved(keyword);
  for (const names of values.values()) for (const name of names) moved(name.span);
  if (block) moved(block.open);
  if (block?.close) moved(block.close);
  for (const child of children) move(child, by);
}

/** Whether a statement is another that stands so many characters further on. */
export function isSame(one: Statement, other: Statement, by: number): boolean {
  const isMoved = (a: Span | undefined, b: Span | undefined): boolean =>
    a === undefined || b === undefined ? a === b : a.start + by === b.start && a.end + by === b.end;
  const names = [...one.values].flatMap(([slot, all]) => all.map((name) => ({ slot, name })));
  const others = [...other.values].flatMap(([slot, all]) => all.map((name) => ({ slot, name })));
  return (
    one.word === other.word &&
    one.damaged === other.damaged &&
    isMoved(one.span, other.span) &&
    isMoved(one.keyword, other.keyword) &&
    isMoved(one.block?.open, other.block?.open) &&
    isMoved(one.block?.close, other.block?.close) &&
    names.length === others.length &&
    names.every(({ slot, name }, index) => {
      const same = others[index];
      return slot === same?.slot && name.text === same.name.text && isMoved(name.span, same.name.span);
    }) &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => isSame(child, other.children[index] as Statement, by))
  );
}
