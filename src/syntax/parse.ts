import { harmless } from '../../grammar/parser-state.ts';
import type { Problem } from '../../grammar/problem.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { notALab } from './not-a-lab.ts';
import { type Reading, readText } from './reading.ts';
import { reparse, replace } from './reparse.ts';
import { syntaxError } from './syntax-errors.ts';
import type { Statement, Tree } from './tree.ts';

export interface Syntax {
  readonly source: SourceText;
  readonly tree: Tree;
  readonly diagnostics: readonly Diagnostic[];
  /** What the text gave; missing where it is no lab. */
  readonly reading?: Reading;
  /** How many statements of the top level were read for it; the others are those of the version before. */
  readonly reread: number;
}

/**
 * Reads a lab file: a tree of what could be read, and what could not. Never throws, whatever the text is. Of a file
 * that was read before only what has changed is read again; the outcome is the same.
 */
export function parse(source: SourceText, before?: Syntax): Syntax {
  const foreign = notALab(source.text);
  if (foreign) return { source, tree: emptyTree, diagnostics: [foreign], reread: 0 };
  const again = before?.reading && reparse(before.reading, before.source.text, source.text);
  const reading = again?.reading ?? readText(source.text);
  return syntaxOf(source, reading, again?.count ?? reading.statements.length);
}

/** What a text has become of a version before that is none any more, and the statements that are others now. */
export interface Continued extends Syntax {
  readonly removed: readonly Statement[];
  readonly added: readonly Statement[];
}

/**
 * The same for a lab in which nothing is wrong, nor was, but of what was read before as much as can be is used up: what
 * has not changed is not copied, and `before` is of no use afterwards. Nothing where that cannot be done; `before` is
 * untouched then.
 */
export function continueParsing(source: SourceText, before: Syntax): Continued | undefined {
  if (!before.reading || before.diagnostics.length > 0 || notALab(source.text)) return undefined;
  const { statements, skipped, lost } = before.reading;
  if (skipped.length > 0 || lost.length > 0 || statements.some(({ plain }) => !plain)) return undefined;
  const again = replace(before.reading, before.source.text, source.text);
  if (!again) return undefined;
  const { reading, count, removed, added } = again;
  return { ...syntaxOf(source, reading, count), removed, added };
}

function syntaxOf(source: SourceText, reading: Reading, reread: number): Syntax {
  const { statements, comments, blankLines, problems, skipped, lost } = reading;
  const nul = source.text.indexOf('\0');
  const diagnostics = problems.map((problem) => syntaxError(problem, source));
  if (nul >= 0) diagnostics.push(nulByte(nul));
  const tree: Tree = {
    statements,
    comments,
    blankLines,
    skipped: new Set(skipped.map(({ text }) => text)),
    faults: problems.flatMap(faultOf),
    lost,
  };
  return { source, tree, diagnostics, reading, reread };
}

const emptyTree: Tree = {
  statements: [],
  comments: [],
  blankLines: [],
  skipped: new Set(),
  faults: [],
  lost: [],
};

/** What a problem may have cost. Where a bracket is missing, everything outside of the blocks may be elsewhere, too. */
function faultOf({ code, span }: Problem): readonly Span[] {
  if (['missing-close', 'missing-open', 'loop-block', 'stray-close'].includes(code))
    return [{ start: -1, end: -1 }, span];
  return harmless.has(code) ? [] : [span];
}

function nulByte(offset: number): Diagnostic {
  return {
    rule: 'syntax',
    severity: 'error',
    span: { start: offset, end: offset + 1 },
    message: 'The file holds NUL bytes: it is no text.',
    help: 'save it as UTF-8',
  };
}
