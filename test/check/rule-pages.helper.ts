// The pages of the rules: what is derived in them comes from the catalogue and from fixtures/rules/RULE.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RuleEntry, ruleCatalogue } from '../../src/check/catalogue.ts';
import type { Circumstance } from '../../src/check/rule.ts';
import { main } from '../../src/cli/main.ts';
import { root } from '../lab.helper.ts';

const circumstances: Readonly<Record<Circumstance, string>> = {
  'unknown-members':
    'where an uplink is on the segment, so that devices which the lab does not know may be there',
  root: 'in a root namespace, where the lab does not know what else the machine has',
  'nothing-beyond': 'where the lab has nothing behind that node which should be reached',
  'linux-alone': 'where Linux takes what other systems do not',
  unasked: 'where that node sends to its own link alone, and no expectation asks for more',
  'some-ways': 'where it depends on which of several ways a packet takes',
  answered: 'where all that the route leads to answers on the segment itself',
  harmless: 'where the kernel takes it and nothing is lost by it',
  unnumbered: 'where nobody on the segment has the address on-link, or routes of the device say what is',
  nested: 'where one prefix lies in the other, or both interfaces are on one segment',
};

/** Where the fixtures of a rule are. */
function fixturesOf(rule: string): string {
  return join(root, 'fixtures/rules', rule);
}

/** The lab files of a rule by how their names begin: `bad` or `good`. */
export function labsOf(rule: string, stem: 'bad' | 'good'): readonly { file: string; text: string }[] {
  const folder = fixturesOf(rule);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => new RegExp(`^${stem}(-\\d+)?\\.net$`).test(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** What the command line says of a lab: `lint lab.net`, or for the one rule of standard input `build -`. */
export async function outputOf(rule: string, text: string): Promise<string> {
  let said = '';
  const add = (words: string): void => {
    said += words;
  };
  const colour = { out: false, err: false };
  const io = { out: add, err: add, readFile: () => text, readInput: () => text, colour };
  const asked = ruleCatalogue().some(({ name, onRequest }) => name === rule && onRequest);
  const lint = ['lint', 'lab.net', ...(asked ? ['--rule', `${rule}=warning`] : [])];
  await main(rule === 'unnamed-lab' ? ['build', '-'] : lint, io);
  return said.replace(/\n+$/, '\n');
}

/** The page of a rule: all above `## Why` is derived, the rest is what a person wrote. */
export async function rulePage(entry: RuleEntry): Promise<string> {
  const [bad] = labsOf(entry.name, 'bad');
  const [good] = labsOf(entry.name, 'good');
  const blocks =
    bad && good
      ? [
          `## Wrong\n\n${fenced('net', bad.text)}`,
          `## Output\n\n${fenced('text', await outputOf(entry.name, bad.text))}`,
          `## Right\n\n${fenced('net', good.text)}`,
        ]
      : [];
  return [
    `# ${entry.name}\n`,
    `${sentence(entry.summary)}\n`,
    severityLine(entry),
    ...blocks,
    whyOf(entry.name),
  ].join('\n');
}

/** The index of all pages: the section with the table is derived, the rest is what a person wrote. */
export function ruleIndex(): string {
  const [before, after] = written('README').split(/(?<=^## The rules\n).*?(?=^## )/ms);
  return `${before}\n${ruleTables()}\n${after ?? ''}`;
}

function ruleTables(): string {
  const entries = ruleCatalogue();
  return [...new Set(entries.map(({ family }) => family))]
    .map((family) => {
      const rows = entries
        .filter((entry) => entry.family === family)
        .map(({ name, severity, lowered, summary, onRequest }) => {
          const shown = onRequest
            ? `off, or ${severity}`
            : lowered.length > 0
              ? `${severity}, or warning`
              : severity;
          return `| [\`${name}\`](${name}.md) | ${shown} | ${summary} |\n`;
        });
      return `### ${family}\n\n| rule | severity | what is wrong |\n|---|---|---|\n${rows.join('')}`;
    })
    .join('\n');
}

function severityLine({ name, severity, lowered, switchable, onRequest }: RuleEntry): string {
  if (!switchable) return 'Severity: error. It cannot be switched off.\n';
  const less = lowered.map((one) => `; warning ${circumstances[one]}`);
  const request = onRequest ? `; off unless asked for with \`--rule ${name}=${severity}\`` : '';
  return `Severity: ${severity}${less.join('')}${request}.\n`;
}

function sentence(summary: string): string {
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\`\`\`\n`;
}

function whyOf(rule: string): string {
  const page = written(rule);
  const at = page.search(/^## Why$/m);
  return at < 0 ? '## Why\n' : page.slice(at);
}

function written(page: string): string {
  const file = join(root, 'docs/rules', `${page}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
