import { harmless } from '../../grammar/parser-state.ts';
import type { Problem } from '../../grammar/problem.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { notALab } from './not-a-lab.ts';
import { type Reading, readText } from './reading.ts';
import { reparse } from './reparse.ts';
import { syntaxError } from './syntax-errors.ts';
import type { Tree } from './tree.ts';

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
  return { source, tree, diagnostics, reading, reread: again?.count ?? statements.length };
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
