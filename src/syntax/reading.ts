import { parseLab } from '../../grammar/parser.ts';
import type { Problem } from '../../grammar/problem.ts';
import type { Span } from '../text/span.ts';
import type { Comment, Name, Statement } from './tree.ts';

/** What a text gives, each thing with its place in it. */
export interface Reading {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly blankLines: readonly Span[];
  readonly problems: readonly Problem[];
  /** Words in places that could not be read. */
  readonly skipped: readonly Name[];
  readonly lost: readonly Span[];
  /** Every statement of the top level could be read alone. */
  readonly isLocal: boolean;
}

/** Reads a whole text, or a part that stands below other statements of the top level. */
export function readText(text: string, above: readonly Statement[] = []): Reading {
  const { comments, statements, ...parsed } = parseLab(text, above);
  return {
    ...parsed,
    statements: statements.map((one) => {
      const plain = plainSize(one);
      return plain > 0 ? { ...one, plain } : one;
    }),
    comments: comments.map((span) => comment(text, span)),
    blankLines: blankLines(text),
  };
}

/** How many statements it is; 0 where a range or a loop stands in it. */
function plainSize({ word, values, children }: Statement): number {
  if (word.loop) return 0;
  for (const names of values.values()) if (names.some(({ text }) => text.includes('{'))) return 0;
  let size = 1;
  for (const child of children) {
    const inside = plainSize(child);
    if (inside === 0) return 0;
    size += inside;
  }
  return size;
}

function comment(text: string, span: Span): Comment {
  let at = span.start;
  while (at > 0 && (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at - 1) === 9)) at--;
  return { span, ownLine: at === 0 || text.charCodeAt(at - 1) === 10 || text.charCodeAt(at - 1) === 13 };
}

function blankLines(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(/(?:^|\n)((?:[ \t\r]*\n)+)/g)) {
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    found.push({ start, end: start + (match[1]?.length ?? 0) });
  }
  return found;
}
