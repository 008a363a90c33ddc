import { type IToken, tokenMatcher } from 'chevrotain';
import type { Lines } from './lines.ts';
import { Close, Open } from './tokens.ts';

/** What is wrong with the brackets of a file. */
export interface Brackets {
  /** How many `>` it lacks. */
  readonly unclosed: number;
  /** The offsets of each `>` that is too much where it stands. */
  readonly extra: Set<number>;
  /** The offsets of each `>` that no `<` stands before. */
  readonly strays: readonly number[];
}

/**
 * Matches brackets before anything is parsed. A `>` too many is found at the end of the file at the earliest;
 * where an earlier one ends a block whose lines go on behind it, that one is too much.
 */
export function readBrackets(all: readonly IToken[], lines: Lines): Brackets {
  const { unclosed, strays: some } = match(all, undefined);
  return some.length === 0 ? { unclosed, extra: new Set(), strays: [] } : match(all, lines);
}

function match(all: readonly IToken[], lines: Lines | undefined): Brackets {
  const open: IToken[] = [];
  const early: number[] = [];
  const strays: number[] = [];
  const extra = new Set<number>();
  for (const [index, token] of all.entries()) {
    if (tokenMatcher(token, Open)) open.push(token);
    else if (tokenMatcher(token, Close)) {
      const partner = open.pop();
      if (partner) {
        if (lines && endsEarly(partner, token, all[index + 1], lines)) early.push(token.startOffset);
        continue;
      }
      const culprit = early.pop();
      if (culprit === undefined) strays.push(token.startOffset);
      else extra.add(culprit);
    }
  }
  return { unclosed: open.length, extra, strays };
}

/** A `>` in the middle of a line ends a block of an earlier line, and the next line is indented as its inside is. */
function endsEarly(open: IToken, close: IToken, next: IToken | undefined, lines: Lines): boolean {
  if (!next || tokenMatcher(next, Close) || !lines.isFirstOnLine(next) || lines.isFirstOnLine(close))
    return false;
  if (lines.startOf(open.startOffset) === lines.startOf(close.startOffset)) return false;
  return lines.indentation(next) > lines.indentation(open);
}
