import type { Diagnostic, Related } from '../diagnostic/diagnostic.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

/** Collects what cannot be resolved while a model is built. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  /** Nodes with an address that could not be read: what it might have covered is not called missing. */
  readonly unsure = new Set<object>();
  readonly #skipped: ReadonlySet<string>;
  readonly #skippedForms = new Map<string, RegExp>();

  /** `skipped`: words in places that the parser could not read; what is named there is not called unknown. */
  constructor(skipped: ReadonlySet<string>) {
    this.#skipped = skipped;
  }

  error(
    rule: string,
    span: Span,
    message: string,
    more: { help?: string; related?: readonly Related[] } = {},
  ): void {
    this.diagnostics.push({ rule, severity: 'error', span, message, ...more });
  }

  /** What `text` may have named is not called unknown; its braces may have stood for anything. */
  skip(text: string): void {
    if (text.length > 1000 || this.#skippedForms.size > 100) return;
    const literal = text.split(/\{[^{}]*\}?/).map((part) => part.replace(/[^\w]/g, '\\$&'));
    this.#skippedForms.set(text, new RegExp(`^${literal.join('.*')}$`));
  }

  wasSkipped(name: string): boolean {
    if (this.#skippedForms.size === 0) return this.#skipped.has(name);
    return this.#skipped.has(name) || [...this.#skippedForms.values()].some((form) => form.test(name));
  }
}

/** The parser has said already that this word is none: anything more would be a second message for one mistake. */
export function isReported(name: Name): boolean {
  return !/^[A-Za-z0-9_.:+/=%@*-]*$/.test(name.text);
}
