// The pages for users say what the code does: what can be derived is compared, what is an example is tried.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { syntaxPage } from '../grammar/syntax-page.ts';
import { ruleCatalogue } from '../src/check/catalogue.ts';
import { analyze } from '../src/compile.ts';
import { formatNames, formats } from '../src/report/formats.ts';
import { SourceText } from '../src/text/source-text.ts';
import { ruleIndex, rulePage } from './check/rule-pages.helper.ts';
import { compiled, root } from './lab.helper.ts';

const test = suite('docs');

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'grammar/README.md',
  ...filesOf('docs', '.md'),
];

function filesOf(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

/** The fenced blocks of a page in one language. */
function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(/^```(\S*)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');
}

/** The sections of a page by the text of their heading. */
function sections(page: string): ReadonlyMap<string, string> {
  return new Map(page.split(/^## /m).map((text) => [text.split('\n')[0] ?? '', text]));
}

/** A heading as a link names it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

test('the page of the syntax says which tables there are, and these are taken', () => {
  const says = /^\| `TABLE` \| (.*) \|$/m.exec(syntaxPage())?.[1] ?? '';
  const [first, last] = (/from (\d+) to (\d+)/.exec(says) ?? []).slice(1).map(Number) as [number, number];
  const named = [...says.matchAll(/`(\w+)` \((\d+)\)/g)].map(([, name = '', number = '']) => [name, number]);
  assert.equal(named.flat(), ['main', '254', 'local', '255', 'default', '253']);
  const tables = (table: unknown): readonly unknown[] => {
    const { diagnostics, lab } = analyze(new SourceText('lab.net', `rule from 10.0.0.1 lookup ${table}`));
    return diagnostics.some(({ rule }) => rule === 'bad-number')
      ? []
      : lab.hosts.flatMap(({ root }) => root.rules.map((rule) => rule.table));
  };
  for (const [name, number] of named) assert.equal(tables(name), [Number(number)]);
  for (const number of [first, last]) assert.equal(tables(number), [number]);
  for (const wrong of [first - 1, last + 1, 'office', 'constructor'])
    assert.equal(tables(wrong), [], `${wrong}`);
});

test('docs/syntax.md is what the table of words says: npm run docs', () => {
  assert.ok(read('docs/syntax.md') === syntaxPage(), 'docs/syntax.md is out of step; run: npm run docs');
});

test('the pages of the rules are what catalogue and fixtures say: npm run docs', async () => {
  for (const entry of ruleCatalogue()) {
    const page = `docs/rules/${entry.name}.md`;
    assert.fixture(read(page), await rulePage(entry), page);
  }
  assert.fixture(read('docs/rules/README.md'), ruleIndex());
});

test('labs in the other pages are without findings', () => {
  // what shows how labs are laid out is about no network
  for (const file of pages.filter((name) => !/^docs\/(?:rules\/[a-z]|format\.md)/.test(name))) {
    for (const text of blocks(read(file), 'net')) {
      const { diagnostics } = compiled(text);
      assert.equal(
        diagnostics.map(({ rule, message }) => `${rule}: ${message}`),
        [],
        `${file}:\n${text}`,
      );
    }
  }
});

test('README.md shows what really stands in the script of its lab', () => {
  const page = read('README.md');
  const [lab] = blocks(page, 'net');
  const [excerpt] = blocks(page, 'sh');
  let rest = compiled(lab ?? '', 'gateway.net').scripts[0]?.text ?? '';
  const parts = (excerpt ?? '').split(/^ *…\n/m).map((part) => part.trim());
  assert.ok(parts.length > 1);
  for (const part of parts) {
    assert.ok(rest.includes(part), part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
});

test('docs/lint.md shows what every format really gives', async () => {
  const page = read('docs/lint.md');
  const [lab = ''] = blocks(sections(page).get('Formats') ?? '', 'text');
  const { source, diagnostics } = compiled(lab);
  const files = [{ source, diagnostics, left: [] }];
  const report = { files, unread: [], fixed: 0, colour: false, version: '0', rules: new Map() };
  const shown = new Map(page.split(/^### /m).map((text) => [text.split('\n')[0] ?? '', text]));
  assert.equal([...shown.keys()].slice(1), formatNames);
  for (const name of formatNames) {
    const [, example] = /^```\S+\n(.*?)^```$/ms.exec(shown.get(name)?.split(/^## /m)[0] ?? '') ?? [];
    if (name !== 'sarif') assert.is(example, (await formats[name]())(report), name);
  }
});

test('local links lead somewhere', () => {
  for (const file of pages) {
    for (const [, target = ''] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', part] = target.split('#');
      const place = path === '' ? file : join(dirname(file), path);
      assert.ok(existsSync(join(root, place)), `${file}: ${target}`);
      if (part === undefined) continue;
      const headings = [...read(place).matchAll(/^#+ (.*)$/gm)].map((match) => anchor(match[1] ?? ''));
      assert.ok(headings.includes(part), `${file}: ${target}`);
    }
  }
});

test('the example in docs/repositories.md is that of fixtures/repository', () => {
  const files = ['.pre-commit-config.yaml', '.github/workflows/labs.yml'];
  const example = files.map((file) => read(`fixtures/repository/${file}`));
  assert.equal(blocks(read('docs/repositories.md'), 'yaml'), example);
});

test('the table of dependencies in README.md names those of package.json', () => {
  const { devDependencies, dependencies } = JSON.parse(read('package.json'));
  const table = sections(read('README.md')).get('Dependencies') ?? '';
  const named = [...table.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
  assert.equal([...named].sort(), Object.keys(devDependencies).sort());
  assert.is(dependencies, undefined);
});

test.run();
