import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import type { FileReport, Report } from '../../src/report/report.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** A finding at the first place where words stand in a text. */
export function findingAt(text: string, words: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { rule: 'a-rule', severity: 'error', span: spanOf(text, words), message: 'It is wrong.', ...more };
}

export function spanOf(text: string, words: string): Diagnostic['span'] {
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`not there: ${words}`);
  return { start, end: start + words.length };
}

export function fileOf(name: string, text: string, ...diagnostics: readonly Diagnostic[]): FileReport {
  return { source: new SourceText(name, text), diagnostics, left: [] };
}

export function reportOf(files: readonly FileReport[], more: Partial<Report> = {}): Report {
  return { files, unread: [], fixed: 0, colour: false, version: '1.2.3', rules: new Map(), ...more };
}
