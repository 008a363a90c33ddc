import { SourceText } from '../text/source-text.ts';
import { applyFixes } from './apply-fixes.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface Fixed {
  readonly source: SourceText;
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fixed: number;
  /** The fixes would have made text that cannot be read: none is made, and netgen is at fault. */
  readonly broken: boolean;
}

/** Two fixes that undo each other must not go on for ever. */
const rounds = 10;

/** Makes fixes and looks again, until nothing is left that can be fixed. `wanted`: the findings that are to be fixed. */
export function fixSource(
  source: SourceText,
  find: (source: SourceText) => readonly Diagnostic[],
  wanted: (diagnostic: Diagnostic) => boolean,
): Fixed {
  const before = find(source);
  let now: Fixed = { source, diagnostics: before, fixed: 0, broken: false };
  for (let round = 0; round < rounds; round++) {
    const { text, applied } = applyFixes(now.source.text, now.diagnostics.filter(wanted));
    if (applied.length === 0) break;
    const next = new SourceText(source.name, text);
    const diagnostics = find(next);
    if (unreadable(diagnostics) > unreadable(now.diagnostics))
      return { source, diagnostics: before, fixed: 0, broken: true };
    now = { source: next, diagnostics, fixed: now.fixed + applied.length, broken: false };
  }
  return now;
}

function unreadable(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ rule }) => rule === 'syntax').length;
}
