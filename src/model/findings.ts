import { type Advice, type Advised, toWrite } from '../diagnostic/advice.ts';
import type { Diagnostic, Fix, Related } from '../diagnostic/diagnostic.ts';
import type { FixedRule } from '../diagnostic/fixed-rules.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { CompletedAddress, Device } from './lab.ts';
import { Mentions } from './mentions.ts';

/** More names than this are not worth the time: they have a message each. */
const mostLost = 100;

/** Collects what cannot be resolved while a model is built, and what the names that can be stand for. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly mentions: Mentions;
  /** The offsets of names that something without a name of its own explains. */
  readonly explained = new Set<number>();
  /** Devices without a name of their own, which is said: they have the one that somebody else knows them by. */
  readonly nameless = new Map<object, Device[]>();
  /** Where statements could not be expanded: what they would have said is not known. */
  readonly lost: Span[] = [];
  /** Short addresses, as they were completed in each part of the lab that was begun. */
  readonly completed: CompletedAddress[][] = [[]];
  readonly #lostNames: string[] = [];
  readonly #skipped: ReadonlySet<string>;
  readonly #skippedWords = new Set<string>();
  /** How such words begin and end that hold braces. */
  readonly #skippedForms = new Map<string, readonly [start: string, end: string]>();

  /** `skipped`: words in places that the parser could not read; what is named there is not called unknown. */
  constructor(skipped: ReadonlySet<string>, mentions = new Mentions()) {
    this.mentions = mentions;
    this.#skipped = skipped;
    for (const text of skipped) if (text.includes('{')) this.skip(text);
  }

  /** For what is only half there: what it names is kept, and nothing is said of it. */
  quiet(): Findings {
    return new Findings(this.#skipped, this.mentions);
  }

  /** What is found from now on is of another part of the lab. */
  begin(): void {
    this.completed.push([]);
    this.mentions.begin();
  }

  error(
    rule: FixedRule,
    span: Span,
    message: string,
    more: { help?: string; advice?: Advice; related?: readonly Related[]; fix?: Fix } = {},
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

  /** Keeps a name with a range that is none: what it was to give is not called unknown. */
  loseName(name: string): void {
    if (this.#lostNames.length < mostLost) this.#lostNames.push(name);
  }

  wasSkipped(name: string): boolean {
    if (this.#skipped.has(name) || this.#skippedWords.has(name)) return true;
    for (const [start, end] of this.#skippedForms.values())
      if (name.startsWith(start) && name.endsWith(end)) return true;
    return this.#lostNames.some((lost) => isOneOf(name, lost));
  }
}

/** Help that is a fix as well: to write something else for a word. What a range made of a word is not in the source. */
export function rewrite({ text, span, written }: Name, right: string): Advised & { fix?: Fix } {
  const said = toWrite(right);
  if (written !== undefined || span.end - span.start !== text.length) return said;
  return { ...said, fix: { title: said.help, edits: [{ span, text: right }] } };
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
