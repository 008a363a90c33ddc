import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';

/** What was found in one file: nothing, in a clean one. */
export interface FileReport {
  readonly source: SourceText;
  readonly diagnostics: readonly Diagnostic[];
  /** What is counted and not shown, because only so many findings were asked for. */
  readonly left: readonly Diagnostic[];
}

/** A file that could not be read, and why: a sentence without its full stop. */
export interface UnreadFile {
  readonly name: string;
  readonly why: string;
}

/** What a format may say of a rule beside its name. */
interface RuleText {
  readonly summary: string;
  /** The page of the rule, as Markdown. */
  readonly page?: string;
}

/** Everything that a run has to say, in the order in which it is said. */
export interface Report {
  readonly files: readonly FileReport[];
  readonly unread: readonly UnreadFile[];
  /** How many fixes were made before this was found. */
  readonly fixed: number;
  readonly colour: boolean;
  readonly version: string;
  readonly rules: ReadonlyMap<string, RuleText>;
}

/** A way of telling: a complete document, for an empty report as well. */
export type Format = (report: Report) => string;
