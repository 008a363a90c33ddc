import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { FileReport } from './report.ts';

/** What of the findings somebody wants to hear. */
export interface Choice {
  /** Of errors alone. */
  readonly quiet: boolean;
  /** Every finding is as bad as an error. */
  readonly strict: boolean;
  /** So many are shown at most, over all files. */
  readonly max: number;
}

/** Whether a finding counts at all. */
export function wanted(diagnostic: Diagnostic, { quiet, strict }: Choice): boolean {
  return !quiet || strict || isError(diagnostic);
}

/** The findings that count, and which of them are shown. */
export function choose(
  files: readonly { readonly source: SourceText; readonly diagnostics: readonly Diagnostic[] }[],
  choice: Choice,
): readonly FileReport[] {
  let room = choice.max;
  return files.map(({ source, diagnostics }) => {
    const counted = diagnostics.filter((diagnostic) => wanted(diagnostic, choice));
    const shown = counted.slice(0, room);
    room -= shown.length;
    return { source, diagnostics: shown, left: counted.slice(shown.length) };
  });
}
