// One rule is a file, a page, fixtures and a line in the table of severities, all under one name.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RuleEntry, ruleCatalogue } from '../../src/check/catalogue.ts';
import { rules } from '../../src/check/rules.ts';
import { type Level, severities } from '../../src/check/severities.ts';
import { analyze, compile } from '../../src/compile.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { rulePages } from '../../src/report/rule-pages.gen.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compiled, root } from '../lab.helper.ts';
import { labsOf, outputOf } from './rule-pages.helper.ts';

const test = suite('rules');
const catalogue = ruleCatalogue();
const names = catalogue.map(({ name }) => name);
/** A fault of netgen has no lab that shows it. */
const shown = catalogue.filter(({ name }) => name !== 'internal-error');

const stems = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, name.length - ending.length))
    .sort();

function described({ rule, severity, message }: Diagnostic): string {
  return `${severity} ${rule}: ${message}`;
}

test('names are unique, kebab-case, and each has one line of summary', () => {
  assert.equal([...new Set(names)], names);
  for (const { name, summary } of catalogue) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    assert.match(summary, /^[^\n]*[^\n.]$/, name);
  }
});

test('every rule is a file of its name, and has its line in the table of severities', () => {
  assert.equal(rules.map(({ name }) => name).sort(), stems('src/check/rules', '.ts'));
  const switchable = catalogue.filter((entry) => entry.switchable).map(({ name }) => name);
  assert.equal(Object.keys(severities), switchable);
});

test('every rule has a page, and every page a rule', () => {
  assert.equal(
    stems('docs/rules', '.md').filter((name) => name !== 'README'),
    [...names].sort(),
  );
  for (const { name } of catalogue) {
    const why = readFileSync(join(root, 'docs/rules', `${name}.md`), 'utf8').split(/^## Why\n/m)[1] ?? '';
    assert.ok(why.trim().length > 80, `docs/rules/${name}.md does not say why`);
  }
});

test('the pages are in the product', () => {
  assert.equal(Object.keys(rulePages), [...names].sort());
  for (const [name, page] of Object.entries(rulePages))
    assert.is(page, readFileSync(join(root, 'docs/rules', `${name}.md`), 'utf8'));
});

test('every rule has fixtures, and all fixtures have a rule', () => {
  assert.equal(readdirSync(join(root, 'fixtures/rules')).sort(), shown.map(({ name }) => name).sort());
  for (const { name } of shown) {
    assert.ok(labsOf(name, 'bad').length > 0, `fixtures/rules/${name}/bad.net`);
    assert.ok(labsOf(name, 'good').length > 0, `fixtures/rules/${name}/good.net`);
  }
});

/** What is said of a lab where a rule has the level that it has when it speaks. */
function findingsIn(text: string, { name, severity, onRequest }: RuleEntry): readonly Diagnostic[] {
  const levels = new Map(onRequest ? [[name, severity]] : []);
  return analyze(new SourceText('lab.net', text), { levels }).diagnostics;
}

for (const entry of shown) {
  const { name, switchable, lowered, severity } = entry;
  test(`${name}: what is wrong gives this finding and no other, in these words`, async () => {
    for (const { file, text } of labsOf(name, 'bad')) {
      const diagnostics = name === 'unnamed-lab' ? compiled(text, '-').diagnostics : findingsIn(text, entry);
      assert.ok(diagnostics.length > 0, file);
      assert.equal(
        diagnostics.map((one) => one.rule),
        diagnostics.map(() => name),
        `${file}: ${diagnostics.map(described).join('; ')}`,
      );
      const expected = file.replace(/\.net$/, '.out');
      const output = await outputOf(name, text);
      if (process.env.UPDATE) writeFileSync(expected, output);
      assert.ok(existsSync(expected), `${expected} is missing: UPDATE=1 writes it`);
      assert.fixture(output, readFileSync(expected, 'utf8'), file);
    }
  });

  test(`${name}: a near miss is without findings`, () => {
    for (const { file, text } of labsOf(name, 'good')) {
      assert.equal(findingsIn(text, entry).map(described), [], file);
      assert.ok(compiled(text).scripts.length > 0, file);
    }
  });

  if (lowered.length > 0)
    test(`${name}: fixtures show the error and the warning`, () => {
      const seen = labsOf(name, 'bad').flatMap(({ text }) => findingsIn(text, entry));
      assert.equal([...new Set(seen.map((one) => one.severity))].sort(), [severity, 'warning']);
    });

  if (switchable)
    test(`${name}: switched off it is silent, and forced there is a script`, () => {
      for (const { file, text } of labsOf(name, 'bad')) {
        const source = new SourceText('lab.net', text);
        // what an expectation says is said where nothing else explains it
        const levels = new Map<string, Level>([
          ['unmet-expectation', 'off'],
          [name, 'off'],
        ]);
        assert.equal(analyze(source, { levels }).diagnostics.map(described), [], file);
        assert.ok(compile(source, { force: true }).scripts.length > 0, file);
      }
    });
}

test.run();
