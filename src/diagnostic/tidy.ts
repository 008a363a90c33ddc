import type { Copy, Span } from '../text/span.ts';
import type { Diagnostic, Related } from './diagnostic.ts';

/**
 * The order in which everybody sees findings: by place, then rule, then message. What several copies
 * of one place have to say (a place that a brace range or a loop has expanded) is one finding that counts the
 * others; in a loop it names the values of the variables, unless all copies say the same.
 */
export function tidy(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = new Map<
    string,
    { first: Diagnostic; messages: Set<string>; copies: Set<Copy | undefined> }
  >();
  for (const diagnostic of diagnostics) {
    const { rule, span, message } = diagnostic;
    const key = `${rule} ${span.start} ${span.end}`;
    const known = byPlace.get(key);
    if (known) {
      known.messages.add(message);
      known.copies.add(span.copy);
    } else
      byPlace.set(key, { first: diagnostic, messages: new Set([message]), copies: new Set([span.copy]) });
  }
  return [...byPlace.values()]
    .map(({ first, messages, copies }) => merged(first, messages.size, copies.size))
    .sort(byPosition);
}

function merged(first: Diagnostic, messages: number, copies: number): Diagnostic {
  const { copy } = first.span;
  const related = first.related?.map((one) => placed(one, copy));
  const alike = messages === 1 && copies > 1;
  const value = copy && !alike ? `With ${valuesOf(copy)}: ` : '';
  const others = messages === 1 ? 0 : Math.max(messages, copies) - 1;
  const more = others > 0 ? ` (and ${others} more)` : '';
  if (!copy && !more && !first.related?.some(({ span }) => span.copy)) return first;
  const message = `${value}${first.message}${more}`;
  // what would mend the first need not mend the others
  const { fix: _, ...rest } = first;
  return { ...rest, span: plain(first.span), message, ...(related ? { related } : {}) };
}

/** A related place in another copy says in which. */
function placed({ span, message }: Related, copy: Copy | undefined): Related {
  const where = span.copy && span.copy !== copy ? `, with ${valuesOf(span.copy)}` : '';
  return { span: plain(span), message: `${message}${where}` };
}

function valuesOf({ variable, value, around }: Copy): string {
  return `${around ? `${valuesOf(around)}, ` : ''}${variable} = ${value}`;
}

function plain({ start, end }: Span): Span {
  return { start, end };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
