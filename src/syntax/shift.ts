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
