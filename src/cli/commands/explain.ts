import { ruleCatalogue } from '../../check/catalogue.ts';
import { noRule } from '../../check/level-words.ts';
import { formatPage } from '../../report/page.ts';
import type { Command } from '../command.ts';
import { exit, type Io, Unasked } from '../io.ts';

export const explainCommand: Command = {
  name: 'explain',
  declare: (cli, choose) =>
    cli.command(
      'explain [rule]',
      'Say what a rule is about, with an example; without a rule, list them all',
      (command) =>
        command
          .usage('$0 explain [RULE]\n\nPrints the page of a rule, or the list of all rules.')
          .positional('rule', {
            type: 'string',
            describe: 'the name that stands in brackets behind a finding',
          })
          .example('$0 explain no-forward', 'what it means that a node does not forward'),
      (args) => {
        choose((io) => explain(args.rule ?? args._[1]?.toString(), io));
      },
    ),
};

/** `netgen explain`: the page of a rule, or the list of all rules. */
async function explain(rule: string | undefined, io: Io): Promise<number> {
  io.out(rule === undefined ? listOfRules() : formatPage(await pageOf(rule), io.colour.out));
  return exit.yes;
}

async function pageOf(rule: string): Promise<string> {
  const { rulePages } = await import('../../report/rule-pages.gen.ts');
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
