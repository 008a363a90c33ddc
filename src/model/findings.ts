import type { Diagnostic, Fix, Related } from '../diagnostic/diagnostic.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

/** Collects what cannot be resolved while a model is built. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly #skipped: ReadonlySet<string>;
  readonly #skippedWords = new Set<string>();
  /** How such words begin and end that hold braces. */
  readonly #skippedForms = new Map<string, readonly [start: string, end: string]>();

  /** `skipped`: words in places that the parser could not read; what is named there is not called unknown. */
  constructor(skipped: ReadonlySet<string>) {
    this.#skipped = skipped;
    for (const text of skipped) if (text.includes('{')) this.skip(text);
  }

  error(
    rule: string,
    span: Span,
    message: string,
    more: { help?: string; related?: readonly Related[]; fix?: Fix } = {},
  ): void {
    this.diagnostics.push({ rule, severity: 'error', span, message, ...more });
  }

  /** What `text` may have named is not called unknown; its braces may have stood for anything. */
  skip(text: string): void {
    if (text.length > 1000 || this.#skippedForms.size > 100) return;
    if (!text.includes('{')) {
      this.#skippedWords.add(text);
      return;
    }
    const form = [text.replace(/\{.*/s, ''), text.replace(/.*\{[^{}]*\}?/s, '')] as const;
    this.#skippedForms.set(text, form);
  }

  wasSkipped(name: string): boolean {
    if (this.#skipped.has(name) || this.#skippedWords.has(name)) return true;
    for (const [start, end] of this.#skippedForms.values())
      if (name.startsWith(start) && name.endsWith(end)) return true;
    return false;
  }
}

/** Help that is a fix as well: to write something else for a word. What a range made of a word is not in the source. */
export function rewrite({ text, span }: Name, right: string): { help: string; fix?: Fix } {
  const help = `write \`${right}\``;
  if (span.end - span.start !== text.length) return { help };
  return { help, fix: { title: help, edits: [{ span, text: right }] } };
}

/** The parser has said already that this word is none: anything more would be a second message for one mistake. */
export function isReported(name: Name): boolean {
  return !/^[A-Za-z0-9_.:+/=%@*-]*$/.test(name.text);
}
