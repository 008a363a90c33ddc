import type { Analysis } from '../../compile.ts';
import type { Diagnostic, Edit } from '../../diagnostic/diagnostic.ts';

/** What a change makes of a finding: answered, and nothing else said; answered, and more to do; or still there. */
export type Outcome = 'clean' | 'progress' | 'none';

/** Tells by what is found before and after. */
export function outcomeOf(
  finding: Diagnostic,
  edits: readonly Edit[],
  before: Analysis,
  after: Analysis,
): Outcome {
  const { rule } = finding;
  const now = after.diagnostics.filter((one) => one.rule === rule);
  const place = mapped(finding.span.start, edits);
  const isThere =
    place === undefined
      ? now.length >= before.diagnostics.filter((one) => one.rule === rule).length
      : now.some(({ span }) => span.start === place);
  const saying = sayingOf(finding);
  const times = ({ diagnostics }: Analysis): number =>
    diagnostics.filter((one) => sayingOf(one) === saying).length;
  // one that is said of another place now is not answered
  if (isThere || times(after) >= times(before) || after.broken.length > before.broken.length) return 'none';
  const known = new Set(before.diagnostics.map(sayingOf));
  if (after.diagnostics.every((one) => one.rule === rule || known.has(sayingOf(one)))) return 'clean';
  // what could not be read or resolved may have hidden more
  const isLess = rule === 'syntax' || after.broken.length < before.broken.length;
  return isLess && before.broken.includes(finding) ? 'progress' : 'none';
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
