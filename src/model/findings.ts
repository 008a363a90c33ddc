import type { Diagnostic, Related } from '../diagnostic/diagnostic.ts';
import type { FixedRule } from '../diagnostic/fixed-rules.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

/** Collects what cannot be resolved while a model is built. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly #skipped: ReadonlySet<string>;

  /** `skipped`: words in places that the parser could not read; what is named there is not called unknown. */
  constructor(skipped: ReadonlySet<string>) {
    this.#skipped = skipped;
  }

  error(
    rule: FixedRule,
    span: Span,
    message: string,
    more: { help?: string; related?: readonly Related[] } = {},
  ): void {
    this.diagnostics.push({ rule, severity: 'error', span, message, ...more });
  }

  wasSkipped(name: string): boolean {
    return this.#skipped.has(name);
  }
}

/** The parser has said already that this word is none: anything more would be a second message for one mistake. */
export function isReported(name: Name): boolean {
  return !/^[A-Za-z0-9_.:+/=%@*-]*$/.test(name.text);
}
