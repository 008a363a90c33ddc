import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';
import { parse } from '../syntax/parse.ts';
import { SourceText } from '../text/source-text.ts';
import { layOut } from './layout.ts';
import { saysTheSame } from './says-the-same.ts';

export interface Formatted {
  /** The text in its one form, or as it was where there are diagnostics. */
  readonly text: string;
  /** What keeps the file from being formatted: errors of syntax. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A lab file in its one form: what it says and its comments stay, the blanks and line breaks follow one law.
 * A file with errors of syntax is left as it is. Formatted once is formatted for good.
 */
export function format(source: SourceText): Formatted {
  const before = parse(source);
  if (before.diagnostics.some(isError)) return { text: source.text, diagnostics: before.diagnostics };
  const text = layOut(source.text, before.tree.statements);
  const after = parse(new SourceText(source.name, text));
  if (saysTheSame({ ...before, text: source.text }, { ...after, text })) return { text, diagnostics: [] };
  return { text: source.text, diagnostics: [fault] };
}

const fault: Diagnostic = {
  rule: 'internal-error',
  severity: 'error',
  span: { start: 0, end: 0 },
  message: 'netgen failed to format this: the result would say something else.',
  help: 'this is a fault in netgen; please report it',
};
