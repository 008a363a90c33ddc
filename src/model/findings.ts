import type { Diagnostic, Related } from '../diagnostic/diagnostic.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { Device } from './lab.ts';

/** More names than this are not worth the time: they have a message each. */
const mostLost = 100;

/** Collects what cannot be resolved while a model is built. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  /** Nodes with an address that could not be read: what it might have covered is not called missing. */
  readonly unsure = new Set<object>();
  /** The offsets of names that something without a name of its own explains. */
  readonly explained = new Set<number>();
  /** Devices without a name of their own, which is said: they have the one that somebody else knows them by. */
  readonly nameless = new Map<object, Device[]>();
  readonly #lostNames: string[] = [];
  readonly #skipped: ReadonlySet<string>;

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

  /** Keeps a name with a range that is none: what it was to give is not called unknown. */
  loseName(name: string): void {
    if (this.#lostNames.length < mostLost) this.#lostNames.push(name);
  }

  get losesNames(): boolean {
    return this.#lostNames.length > 0;
  }

  wasSkipped(name: string): boolean {
    return this.#skipped.has(name) || this.#lostNames.some((lost) => isOneOf(name, lost));
  }
}

/** Whether a name may be one of those that a range such as `n{1-3}` or `n1..3` was to give. */
function isOneOf(name: string, lost: string): boolean {
  const [before = ''] = lost.split(/\{|\d+\.\./, 1);
  const rest = name.slice(before.length);
  return name.startsWith(before) && /^\w/.test(rest);
}

/** The parser has said already that this word is none: anything more would be a second message for one mistake. */
export function isReported(name: Name): boolean {
  return !/^[A-Za-z0-9_.:+/=%@*-]*$/.test(name.text);
}
