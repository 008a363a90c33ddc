import type { Analysis } from '../../compile.ts';
import type { Diagnostic, Edit } from '../../diagnostic/diagnostic.ts';

/** Whether a change has answered a finding, and brought no other. */
export function answers(
  finding: Diagnostic,
  edits: readonly Edit[],
  before: Analysis,
  after: Analysis,
): boolean {
  const { rule } = finding;
  const now = after.diagnostics.filter((one) => one.rule === rule);
  const place = mapped(finding.span.start, edits);
  const isThere =
    place === undefined
      ? now.length >= before.diagnostics.filter((one) => one.rule === rule).length
      : now.some(({ span }) => span.start === place);
  if (isThere) return false;
  // what could not be read or resolved may have hidden more
  if (rule === 'syntax') return after.broken.length <= before.broken.length;
  if (before.broken.includes(finding)) return after.broken.length < before.broken.length;
  const known = new Set(before.diagnostics.map(sayingOf));
  return (
    after.broken.length <= before.broken.length &&
    after.diagnostics.every((one) => one.rule === rule || known.has(sayingOf(one)))
  );
}

function sayingOf({ rule, message }: Diagnostic): string {
  return `${rule} ${message}`;
}

/** Where a place is after edits; undefined where it is taken away. */
function mapped(offset: number, edits: readonly Edit[]): number | undefined {
  let moved = offset;
  for (const { span, text } of edits) {
    if (span.start > offset || (span.start === offset && span.end > offset && text !== '')) continue;
    if (span.start <= offset && offset < span.end) return text === '' ? undefined : moved;
    moved += text.length - (span.end - span.start);
  }
  return moved;
}
