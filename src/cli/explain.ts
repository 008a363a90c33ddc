import { ruleCatalogue } from '../check/catalogue.ts';
import { formatPage } from '../report/page.ts';
import { exit, type Io, Unasked } from './io.ts';
import { noRule } from './levels.ts';

/** `netgen explain`: the page of a rule, or the list of all rules. */
export async function explain(rule: string | undefined, io: Io): Promise<number> {
  io.out(rule === undefined ? listOfRules() : formatPage(await pageOf(rule), io.colour.out));
  return exit.yes;
}

async function pageOf(rule: string): Promise<string> {
  const { rulePages } = await import('../report/rule-pages.gen.ts');
  const page = Object.hasOwn(rulePages, rule) ? rulePages[rule] : undefined;
  if (page === undefined) throw new Unasked(`there is ${noRule(rule)}`);
  return page;
}

function listOfRules(): string {
  const entries = ruleCatalogue();
  const width = Math.max(...entries.map(({ name }) => name.length));
  const families = [...new Set(entries.map(({ family }) => family))].map((family) => {
    const own = entries.filter((entry) => entry.family === family);
    const lines = own.map(
      ({ name, severity, summary }) => `  ${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`,
    );
    return `${family}\n${lines.join('')}`;
  });
  return `${families.join('\n')}\nnetgen explain RULE says more of one.\n`;
}
