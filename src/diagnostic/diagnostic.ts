import type { Span } from '../text/span.ts';
import type { Advice } from './advice.ts';

export type Severity = 'error' | 'warning';

/** Another place that explains a finding, such as the first declaration of a name. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** A text to put in the place of a stretch of source. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A change that a machine may make: where there is one right answer, and only there. */
export interface Fix {
  /** What it does, as an editor's menu says it: "write `192.168.1.0/24`". */
  readonly title: string;
  /** In source order, none overlapping another. */
  readonly edits: readonly Edit[];
}

/** What netgen has to say about a place in a lab file: plain data, never thrown. */
export interface Diagnostic {
  /** The kebab-case name of the rule; stable, and never used again for something else. */
  readonly rule: string;
  readonly severity: Severity;
  /** The smallest piece of source that is worth underlining. */
  readonly span: Span;
  /** One sentence: what is wrong, in the user's own words. */
  readonly message: string;
  /** What to do, with the text to write where there is one. */
  readonly help?: string;
  /** As data, what message and help say of it. */
  readonly advice?: Advice;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}
