import { parseLab } from '../../grammar/parser.ts';
import { harmless } from '../../grammar/parser-state.ts';
import type { Problem } from '../../grammar/problem.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { notALab } from './not-a-lab.ts';
import { syntaxError } from './syntax-errors.ts';
import type { Comment, Tree } from './tree.ts';

export interface Syntax {
  readonly tree: Tree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a lab file: a tree of what could be read, and what could not. Never throws, whatever the text is. */
export function parse(source: SourceText): Syntax {
  const foreign = notALab(source.text);
  if (foreign) return { tree: emptyTree, diagnostics: [foreign] };
  const { statements, comments, problems, skipped, lost } = parseLab(source.text);
  const nul = source.text.indexOf('\0');
  const diagnostics = problems.map((problem) => syntaxError(problem, source));
  if (nul >= 0) diagnostics.push(nulByte(nul));
  const tree: Tree = {
    statements,
    comments: comments.map((span) => comment(source.text, span)),
    blankLines: blankLines(source.text),
    skipped,
    faults: problems.flatMap(faultOf),
    lost,
  };
  return { tree, diagnostics };
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

function nulByte(offset: number): Diagnostic {
  return {
    rule: 'syntax',
    severity: 'error',
    span: { start: offset, end: offset + 1 },
    message: 'The file holds NUL bytes: it is no text.',
    help: 'save it as UTF-8',
  };
}
