// SARIF against the schema of the standard. The schema is that of the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT).
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../src/report/report.ts';
import { sarif } from '../../src/report/sarif.ts';
import { root } from '../lab.helper.ts';
import { fileOf, findingAt, reportOf, spanOf } from './report.helper.ts';

const test = suite('sarif');

const schema = JSON.parse(readFileSync(`${root}test/report/sarif-2.1.0-rtm.5.json`, 'utf8'));
// of draft 4 it uses only what later drafts have as well
const { $schema: _, id: __, ...rules } = schema;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const check = ajv.compile(rules);
const validate = (log: unknown): boolean => check(log);

// biome-ignore lint/suspicious/noExplicitAny: what the schema describes
function valid(report: Report): any {
  const log = JSON.parse(sarif(report));
  assert.ok(validate(log), ajv.errorsText(check.errors));
  return log.runs[0];
}

const source = 'bridge br0\nns a < veth 😀 e -> {br1} >\n';
const finding = findingAt(source, '{br1}', {
  message: 'There is no `{br1}`.',
  help: 'write `br0`',
  related: [{ span: spanOf(source, 'br0'), message: 'this one' }],
  fix: { title: 'write `br0`', edits: [{ span: spanOf(source, '{br1}'), text: 'br0' }] },
});

test('the schema finds what is wrong', () => {
  const log = JSON.parse(sarif(reportOf([fileOf('lab.net', source, finding)])));
  log.runs[0].results[0].level = 'fatal';
  assert.not.ok(validate(log));
  log.runs[0].results[0].level = 'error';
  assert.ok(validate(log));
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  assert.not.ok(validate(log));
});

test('a whole result', () => {
  const run = valid(reportOf([fileOf('./la b/lab.net', source, finding)]));
  assert.equal(run.tool.driver, {
    name: 'netgen',
    semanticVersion: '1.2.3',
    rules: [{ id: 'a-rule', shortDescription: { text: 'a rule' }, defaultConfiguration: { level: 'error' } }],
  });
  assert.is(run.columnKind, 'unicodeCodePoints');
  assert.equal(run.invocations, [{ executionSuccessful: true }]);
  const [{ partialFingerprints, ...result }] = run.results;
  const artifactLocation = { uri: 'la%20b/lab.net' };
  const region = { startLine: 2, startColumn: 20, endLine: 2, endColumn: 25 };
  assert.match(partialFingerprints['findingHash/v1'], /^[0-9a-f]{16}:1$/);
  assert.equal(result, {
    ruleId: 'a-rule',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'There is no `{{br1}}`.\nhelp: write `br0`' },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    relatedLocations: [
      {
        id: 1,
        physicalLocation: {
          artifactLocation,
          region: { startLine: 1, startColumn: 8, endLine: 1, endColumn: 11 },
        },
        message: { text: 'this one' },
      },
    ],
    fixes: [
      {
        description: { text: 'write `br0`' },
        artifactChanges: [
          { artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: 'br0' } }] },
        ],
      },
    ],
  });
});

test('nothing found, nothing read, nothing at all', () => {
  assert.equal(valid(reportOf([])).results, []);
  assert.equal(valid(reportOf([fileOf('-', source)])).results, []);
  const [invocation] = valid(
    reportOf([], { unread: [{ name: '/a b', why: 'there is no such file' }] }),
  ).invocations;
  assert.is(invocation.executionSuccessful, false);
  const [notification] = invocation.toolExecutionNotifications;
  assert.is(notification.message.text, 'cannot read /a b: there is no such file');
  assert.is(notification.locations[0].physicalLocation.artifactLocation.uri, 'file:///a%20b');
});

test('rules: each once, in order, with the texts that are known of them', () => {
  const other = findingAt(source, 'ns', { rule: 'another', severity: 'warning' });
  const text = { summary: 'something else', page: '# Another\n' };
  const run = valid(
    reportOf([fileOf('a.net', source, finding, other), fileOf('b.net', source, other)], {
      rules: new Map([['another', text]]),
    }),
  );
  assert.equal(
    run.tool.driver.rules.map(({ id }: { id: string }) => id),
    ['a-rule', 'another'],
  );
  assert.equal(run.tool.driver.rules[1], {
    id: 'another',
    shortDescription: { text: 'something else' },
    help: { text: '# Another\n', markdown: '# Another\n' },
    defaultConfiguration: { level: 'warning' },
  });
  assert.equal(
    run.results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex),
    [0, 1, 1],
  );
});

test('fingerprints stay when lines move, and tell copies apart', () => {
  const prints = (text: string, words: readonly string[]): readonly string[] =>
    valid(reportOf([fileOf('a.net', text, ...words.map((word) => findingAt(text, word)))])).results.map(
      (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['findingHash/v1'],
    );
  const before = prints('ns a\nns b\n', ['a', 'b']);
  assert.equal(prints('# new\n\n  ns  a\nns b\n', ['a', 'b']), before);
  assert.is.not(before[0], before[1]);
  const copies = prints('ns a\n', ['a', 'a']);
  assert.is(copies[0], before[0]);
  assert.is(copies[1], copies[0]?.replace(':1', ':2'));
});

test.run();
