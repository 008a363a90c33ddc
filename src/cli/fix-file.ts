import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Fixed, fixSource } from '../diagnostic/fix-source.ts';
import { printable, shownName } from '../report/printable.ts';
import type { SourceText } from '../text/source-text.ts';

import { exit, type Io, Unasked } from './io.ts';
import { writeWhole } from './write-whole.ts';

/** A file that was looked at, and mended where that was asked for. */
export interface Checked extends Omit<Fixed, 'broken'> {
  /** What went wrong beside the findings. */
  readonly code: number;
}

/** Mends a file in its place, or standard input onto standard output; says why where that cannot be. */
export function fixFile(
  source: SourceText,
  find: (source: SourceText) => readonly Diagnostic[],
  wanted: (diagnostic: Diagnostic) => boolean,
  io: Io,
): Checked {
  const toOutput = source.name === '-';
  const asItWas = (why: string, code: number): Checked => {
    io.err(`netgen: ${shownName(source.name)} is not fixed: ${why}\n`);
    if (toOutput) io.out(source.text);
    return { source, diagnostics: find(source), fixed: 0, code };
  };
  // written back, what could not be decoded would be lost
  if (source.text.includes('\ufffd')) return asItWas('it is no UTF-8', exit.yes);
  const { broken, ...fixed } = fixSource(source, find, wanted);
  if (broken) return asItWas('the fixes would break it; please report it with the lab file', exit.internal);
  if (toOutput) io.out(fixed.source.text);
  else if (fixed.fixed > 0) {
    try {
      writeWhole(source.name, fixed.source.text, undefined);
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      return asItWas(printable(error.message), exit.unasked);
    }
  }
  return { ...fixed, code: exit.yes };
}
