import type { Analysis } from '../../compile.ts';
import type { Diagnostic, Edit } from '../../diagnostic/diagnostic.ts';
import { fixSource } from '../../diagnostic/fix-source.ts';
import type { SourceText } from '../../text/source-text.ts';
import type { CodeAction } from '../code-actions.ts';

/** All that a machine may mend without asking: of the whole file, and of each rule that has several here. */
export function* fixAll(
  analysis: Analysis,
  findings: readonly Diagnostic[],
  again: (source: SourceText) => Analysis,
): Generator<CodeAction> {
  const fixable = analysis.diagnostics.filter(({ fix }) => fix);
  if (fixable.length === 0) return;
  for (const rule of new Set(findings.map((one) => one.rule))) {
    const ofRule = fixable.filter((one) => one.rule === rule);
    const edits = ofRule.length > 1 ? mended(analysis, again, (one) => one.rule === rule) : [];
    if (edits.length > 0) yield { title: `fix all ${ofRule.length} of ${rule}`, kind: 'quickfix', edits };
  }
  const edits = mended(analysis, again, () => true);
  if (edits.length > 0) yield { title: 'fix all that has one right answer', kind: 'source.fixAll', edits };
}

function mended(
  { source, diagnostics }: Analysis,
  again: (source: SourceText) => Analysis,
  wanted: (finding: Diagnostic) => boolean,
): readonly Edit[] {
  const find = (one: SourceText): readonly Diagnostic[] =>
    one === source ? diagnostics : again(one).diagnostics;
  return difference(source.text, fixSource(source, find, wanted).source.text);
}

/** One edit that makes one text of another. */
function difference(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return [{ span: { start, end: before.length - same }, text: after.slice(start, after.length - same) }];
}
