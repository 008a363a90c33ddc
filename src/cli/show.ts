import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { exit } from './io.ts';

/** Diagnostics as text for people. The formatter is loaded when there is something to say. */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: SourceText,
  write: (text: string) => void,
  colour: boolean,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { formatText } = await import('../report/text.ts');
  write(diagnostics.map((diagnostic) => formatText(diagnostic, source, colour)).join('\n'));
}

/** The exit code that findings give. */
export function exitCodeOf(diagnostics: readonly Diagnostic[], strict: boolean): number {
  if (diagnostics.some(({ rule }) => rule === 'internal-error')) return exit.internal;
  return diagnostics.some((diagnostic) => strict || isError(diagnostic)) ? exit.no : exit.yes;
}
