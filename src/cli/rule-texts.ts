import { ruleCatalogue } from '../check/catalogue.ts';
import type { Report } from '../report/report.ts';

/** Summary and page of every rule, for a format that carries them along. */
export async function ruleTexts(): Promise<Report['rules']> {
  const { rulePages } = await import('../report/rule-pages.gen.ts');
  return new Map(
    ruleCatalogue().map(({ name, summary }) => [name, { summary, page: rulePages[name] ?? summary }]),
  );
}
