import type { Severity } from '../diagnostic/diagnostic.ts';
import { fixedRules } from '../diagnostic/fixed-rules.ts';
import { unusedIgnore } from './ignores.ts';
import type { Circumstance } from './rule.ts';
import { ruleFamilies } from './rules.ts';
import { severities } from './severities.ts';

/** What users are told of a rule. */
export interface RuleEntry {
  /** Kebab-case; stable, and never used again for another. */
  readonly name: string;
  /** One line, in Markdown. */
  readonly summary: string;
  readonly severity: Severity;
  /** What makes a warning of an error. */
  readonly lowered: readonly Circumstance[];
  /** Whether it is silent until a call sets its level. */
  readonly onRequest: boolean;
  /** What it is about, in the words of a heading. */
  readonly family: string;
  /** Whether a call or a comment can switch it off. */
  readonly switchable: boolean;
}

/** Every rule that a finding can name, by what it is about: the one list of them. */
export function ruleCatalogue(): readonly RuleEntry[] {
  const fixed = fixedRules.map(({ name, summary }): RuleEntry => {
    return {
      name,
      summary,
      severity: 'error',
      lowered: [],
      onRequest: false,
      family: 'Reading and resolving',
      switchable: false,
    };
  });
  const families = [...ruleFamilies, { title: 'Comments to the linter', rules: [unusedIgnore] }];
  const checked = families.flatMap(({ title, rules }) =>
    rules.map(({ name, summary }) => entryOf(name, summary, title)),
  );
  return [...checked, ...fixed];
}

function entryOf(name: string, summary: string, family: string): RuleEntry {
  const { severity = 'error', lowered = {}, onRequest = false } = severities[name] ?? {};
  return {
    name,
    summary,
    severity,
    lowered: Object.keys(lowered) as Circumstance[],
    onRequest,
    family,
    switchable: true,
  };
}
