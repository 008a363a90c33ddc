import type { Analysis } from '../../compile.ts';
import type { Diagnostic, Edit } from '../../diagnostic/diagnostic.ts';
import { fixSource } from '../../diagnostic/fix-source.ts';
import type { SourceText } from '../../text/source-text.ts';
import type { CodeAction } from '../code-actions.ts';

/** All that a machine may mend without asking: of the whole file, and of each rule that has several here. */
export function fixAll(
  analysis: Analysis,
  findings: readonly Diagnostic[],
  again: (source: SourceText) => Analysis,
): readonly CodeAction[] {
  const fixable = analysis.diagnostics.filter(({ fix }) => fix);
  if (fixable.length === 0) return [];
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const ofRules = rules.flatMap((rule): readonly CodeAction[] => {
    const isOfRule = (one: Diagnostic): boolean => one.rule === rule;
    const count = fixable.filter(isOfRule).length;
    if (count < 2) return [];
    return [
      { title: `fix all ${count} of ${rule}`, kind: 'quickfix', edits: mended(analysis, again, isOfRule) },
    ];
  });
  const title = 'fix all that has one right answer';
  const all: CodeAction = { title, kind: 'source.fixAll', edits: mended(analysis, again, () => true) };
  return [...ofRules, all].filter(({ edits }) => edits.length > 0);
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
