import type { Diagnostic } from './diagnostic.ts';

/**
 * The order in which everybody sees findings: by place, then rule, then message. What several copies
 * of one place have to say (a place that a brace range has expanded) is one finding that counts the others.
 */
export function tidy(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = new Map<string, { first: Diagnostic; messages: Set<string> }>();
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.rule} ${diagnostic.span.start} ${diagnostic.span.end}`;
    const known = byPlace.get(key);
    if (known) known.messages.add(diagnostic.message);
    else byPlace.set(key, { first: diagnostic, messages: new Set([diagnostic.message]) });
  }
  return [...byPlace.values()]
    .map(({ first, messages }) => (messages.size === 1 ? first : merged(first, messages.size - 1)))
    .sort(
      (a, b) =>
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        compare(a.rule, b.rule) ||
        compare(a.message, b.message),
    );
}

/** What would mend the first need not mend the others. */
function merged({ fix: _, ...first }: Diagnostic, others: number): Diagnostic {
  return { ...first, message: `${first.message} (and ${others} more)` };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
