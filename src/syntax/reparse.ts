import { problemLimit } from '../../grammar/parser-state.ts';
import { changeBetween } from '../text/change.ts';
import type { Span } from '../text/span.ts';
import { type Reading, readText } from './reading.ts';
import { isSame, move, shift } from './shift.ts';
import type { Statement } from './tree.ts';

/**
 * So many statements on each side of a change are read again with it. Those beyond them cannot feel it: the parser
 * looks three words ahead, or to the end of a line.
 */
const margin = 3;

export interface Reread {
  readonly reading: Reading;
  /** How many statements of the top level were read. */
  readonly count: number;
}

/** A text in three parts: what stands above what was read again, that, and what stands below, where it stood before. */
interface Parts {
  readonly above: Reading;
  readonly old: Reading;
  readonly fresh: Reading;
  readonly below: Reading;
  /** How far what stands below has moved. */
  readonly by: number;
}

/**
 * Reads a text of which most was read before: only the statements of the top level around what has changed. Nothing
 * where what is wrong there, or was, may concern the rest: then all is to be read.
 */
export function reparse(before: Reading, was: string, text: string): Reread | undefined {
  const parts = readParts(before, was, text);
  if (!parts) return undefined;
  const { above, fresh, below, by } = parts;
  const reading = join(above, fresh, shift(below, by));
  return reading.problems.length < problemLimit ? { reading, count: fresh.statements.length } : undefined;
}

/** What has become of the statements of a text. */
export interface Replaced extends Reread {
  readonly removed: readonly Statement[];
  readonly added: readonly Statement[];
}

/**
 * The same for a text in which nothing is wrong, nor was, and without a copy: all statements that have not changed are those
 * of the version before, which are moved. What was read of that is none any more.
 */
export function replace(before: Reading, was: string, text: string): Replaced | undefined {
  const parts = before.problems.length > 0 ? undefined : readParts(before, was, text);
  if (!parts || parts.fresh.problems.length > 0) return undefined;
  const { above, old, fresh, below, by } = parts;
  const [olds, news] = [old.statements, fresh.statements];
  const least = Math.min(olds.length, news.length);
  let head = 0;
  while (head < least && isSame(olds[head] as Statement, news[head] as Statement, 0)) head++;
  let tail = 0;
  const last = (all: readonly Statement[]): Statement => all[all.length - 1 - tail] as Statement;
  while (tail < least - head && isSame(last(olds), last(news), by)) tail++;
  const kept = [...olds.slice(olds.length - tail), ...below.statements];
  const added = news.slice(head, news.length - tail);
  for (const one of kept) move(one, by);
  const { statements: _, ...rest } = join(above, fresh, shift({ ...below, statements: [] }, by));
  return {
    reading: { ...rest, statements: [...above.statements, ...olds.slice(0, head), ...added, ...kept] },
    count: news.length,
    removed: olds.slice(head, olds.length - tail),
    added,
  };
}

function readParts(before: Reading, was: string, text: string): Parts | undefined {
  if (!before.isLocal) return undefined;
  const change = changeBetween(was, text);
  const by = text.length - was.length;
  const from = beginBefore(before, was, change.start);
  const [to, last] = endBehind(before, was, change.end);
  const above = part(before, 0, from);
  const below = part(before, to, was.length + 1);
  const written = text.slice(from, last + by);
  // a conflict of git ends so, wherever it begins
  if (written.includes('\n>>>>>>>')) return undefined;
  const read = shift(readText(written, above.statements.filter(isSaidOnce)), from);
  if (!read.isLocal || !isAlike(part(before, to, last), part(read, to + by, last + by), by)) return undefined;
  const fresh = part(read, from, to + by);
  // what is missing further down may be something that is said once only
  const old = part(before, from, to);
  const changed = [...old.statements, ...fresh.statements];
  if (below.problems.length > 0 && changed.some(isSaidOnce)) return undefined;
  return { above, old, fresh, below, by };
}

/** Where the lines begin that are read again: so many sound statements before a change. */
function beginBefore({ statements, problems }: Reading, text: string, change: number): number {
  let sound = 0;
  let end = change;
  for (let index = firstFrom(statements, change) - 1; index >= 0; index--) {
    const { span } = statements[index] as Statement;
    if (span.end >= change || problems.some((one) => isWithin(one.span, span.start, end))) sound = 0;
    else if (beginsLine(text, span.start) && ++sound === margin) return lineStart(text, span.start);
    end = span.start;
  }
  return 0;
}

/** Where what has not changed begins again behind a change, and the end of so many sound statements from there on. */
function endBehind({ statements, problems }: Reading, text: string, change: number): [number, number] {
  let sound: number[] = [];
  for (let index = firstFrom(statements, change); index < statements.length; index++) {
    const { start } = (statements[index] as Statement).span;
    const next = statements[index + 1]?.span.start ?? text.length;
    const begin = lineStart(text, start);
    if (begin > change && beginsLine(text, start)) {
      sound.push(begin);
      if (sound.length > margin) return [sound[0] as number, begin];
    }
    if (problems.some((one) => isWithin(one.span, start, next))) sound = [];
  }
  return [text.length, text.length];
}

/** The first statement that begins at an offset or behind it. */
function firstFrom(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle] as Statement).span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL byte is a blank there
const blanks = /^[\s\u0000\u200b\ufeff]*$/;

function beginsLine(text: string, offset: number): boolean {
  return blanks.test(text.slice(lineStart(text, offset), offset));
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at--;
  return at;
}

function isSaidOnce({ word }: Statement): boolean {
  return !word.repeatable;
}

/** The same statements in both, and nothing wrong with any. */
function isAlike(before: Reading, after: Reading, by: number): boolean {
  return (
    after.problems.length === 0 &&
    before.statements.length === after.statements.length &&
    before.statements.every(({ span }, index) => after.statements[index]?.span.start === span.start + by)
  );
}

function part(reading: Reading, from: number, to: number): Reading {
  const inside = <T extends { readonly span: Span }>(all: readonly T[]): readonly T[] =>
    all.filter(({ span }) => isWithin(span, from, to));
  return {
    statements: inside(reading.statements),
    comments: inside(reading.comments),
    blankLines: reading.blankLines.filter((span) => isWithin(span, from, to)),
    problems: inside(reading.problems),
    skipped: inside(reading.skipped),
    lost: reading.lost.filter((span) => isWithin(span, from, to)),
    isLocal: reading.isLocal,
  };
}

function isWithin({ start }: Span, from: number, to: number): boolean {
  return start >= from && start < to;
}

function join(...parts: readonly Reading[]): Reading {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    comments: parts.flatMap(({ comments }) => comments),
    blankLines: parts.flatMap(({ blankLines }) => blankLines),
    problems: parts.flatMap(({ problems }) => problems),
    skipped: parts.flatMap(({ skipped }) => skipped),
    lost: parts.flatMap(({ lost }) => lost),
    isLocal: true,
  };
}
