// Findings for programs: every format is a whole document, and says what the finding says.
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { formatNames, formats } from '../../src/report/formats.ts';
import { github } from '../../src/report/github.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/report.ts';
import { sarif } from '../../src/report/sarif.ts';
import { unix } from '../../src/report/unix.ts';
import { root } from '../lab.helper.ts';
import { fileOf, findingAt, reportOf, spanOf } from './report.helper.ts';

const test = suite('formats');

const source = 'bridge br0\nns a < veth e -> br1 >\n';
const finding = findingAt(source, 'br1', {
  message: 'There is no `br1`: 100%.',
  help: 'write `br0`',
  related: [{ span: spanOf(source, 'br0'), message: 'this one' }],
  fix: { title: 'write `br0`', edits: [{ span: spanOf(source, 'br1'), text: 'br0' }] },
});

/** Findings with any words in any file. */
const anyReport: fc.Arbitrary<Report> = fc
  .array(
    fc.tuple(
      fc.string({ unit: 'binary', maxLength: 20, minLength: 1 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.tuple(fc.nat(60), fc.nat(9), fc.string({ unit: 'binary' }), fc.boolean()), {
        maxLength: 3,
      }),
    ),
    { maxLength: 3 },
  )
  .map((files) =>
    reportOf(
      files.map(([name, text, findings]) =>
        fileOf(
          name,
          text,
          ...findings.map(([start, length, words, warns]): Diagnostic => {
            const span = { start, end: start + length };
            const severity = warns ? 'warning' : 'error';
            return {
              rule: 'a-rule',
              severity,
              span,
              message: words,
              help: words,
              related: [{ span, message: words }],
            };
          }),
        ),
      ),
    ),
  );

test('every format is a file of its own of that name', async () => {
  const files = readdirSync(`${root}src/report`);
  for (const name of formatNames) {
    assert.ok(files.includes(`${name}.ts`), name);
    assert.type(await formats[name](), 'function');
  }
});

test('json: one array, with the fix', () => {
  assert.equal(JSON.parse(json(reportOf([]))), []);
  assert.equal(JSON.parse(json(reportOf([fileOf('lab.net', source, finding), fileOf('x.net', '')]))), [
    {
      file: 'lab.net',
      rule: 'a-rule',
      severity: 'error',
      message: 'There is no `br1`: 100%.',
      line: 2,
      column: 18,
      endLine: 2,
      endColumn: 21,
      help: 'write `br0`',
      related: [{ line: 1, column: 8, endLine: 1, endColumn: 11, message: 'this one' }],
      fix: {
        title: 'write `br0`',
        edits: [{ line: 2, column: 18, endLine: 2, endColumn: 21, text: 'br0' }],
      },
    },
  ]);
});

test('github: one command each, escaped as the runner reads it', () => {
  assert.is(github(reportOf([])), '');
  assert.is(
    github(reportOf([fileOf('./a,b:c%.net', source, finding)])),
    '::error file=a%2Cb%3Ac%25.net,line=2,endLine=2,col=18,endColumn=21,title=a-rule::There is no `br1`: 100%25.%0Ahelp: write `br0`%0Anote: this one (./a,b:c%25.net:1:8)\n',
  );
});

test('github: no columns of a place over several lines', () => {
  const long = findingAt(source, 'br0\nns', { severity: 'warning' });
  assert.is(
    github(reportOf([fileOf('lab.net', source, long)])),
    '::warning file=lab.net,line=1,endLine=2,title=a-rule::It is wrong.\n',
  );
});

test('github: no words of a file become a command', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const count = report.files.flatMap(({ diagnostics }) => diagnostics).length;
      const lines = github(report).split(/[\r\n]/);
      assert.is(lines.pop(), '');
      assert.is(lines.length, count);
      for (const line of lines)
        assert.match(
          line,
          /^::(error|warning) file=[^,:]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=a-rule::/,
        );
    }),
    { seed: 3 },
  );
});

test('unix: one line each', () => {
  assert.is(unix(reportOf([])), '');
  assert.is(
    unix(
      reportOf([fileOf('-', source, finding), fileOf('b.net', source, { ...finding, severity: 'warning' })]),
    ),
    '<stdin>:2:18: error: There is no `br1`: 100%. [a-rule]\nb.net:2:18: warning: There is no `br1`: 100%. [a-rule]\n',
  );
  fc.assert(
    fc.property(anyReport, (report) => {
      const count = report.files.flatMap(({ diagnostics }) => diagnostics).length;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      assert.is(unix(report).split(/[\u0000-\u001f\u0085\u2028\u2029]/).length, count + 1);
    }),
    { seed: 4 },
  );
});

test('junit: a suite for each file; a clean one passes, one that cannot be read is an error', () => {
  const report = reportOf([fileOf('a&b.net', source, finding), fileOf('clean.net', source)], {
    unread: [{ name: 'none.net', why: 'there is no such file' }],
  });
  assert.is(
    junit(report),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="netgen" tests="3" failures="1" errors="1">
  <testsuite name="a&amp;b.net" tests="1" failures="1" errors="0">
    <testcase name="a-rule 2:18" classname="a&amp;b.net" file="a&amp;b.net" line="2">
      <failure message="There is no \`br1\`: 100%." type="error">a&amp;b.net:2:18: error: There is no \`br1\`: 100%.
note: this one (line 1)
help: write \`br0\`</failure>
    </testcase>
  </testsuite>
  <testsuite name="clean.net" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="clean.net"/>
  </testsuite>
  <testsuite name="none.net" tests="1" failures="0" errors="1">
    <testcase name="can be read" classname="none.net">
      <error message="there is no such file" type="unread"/>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});

/** Whether a text is XML 1.0, in the small part of it that is needed here. */
function isXml(text: string): boolean {
  // https://www.w3.org/TR/xml/#charsets
  if (!/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(text)) return false;
  const open: string[] = [];
  let nests = true;
  const tag = /<(\/?)(\w+)((?: \w+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos);)*")*)(\/?)>/g;
  const rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '').replace(tag, (...parts) => {
    const [, closes, name, , empty] = parts as string[];
    if (closes) nests &&= open.pop() === name;
    else if (!empty) open.push(name ?? '');
    return '';
  });
  return nests && open.length === 0 && /^(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*$/.test(rest);
}

test('junit: XML, whatever the words', () => {
  for (const wrong of ['<a b="&"/>', '<a></b>', '<a>', '<a>&</a>', '<a>\u0001</a>'])
    assert.not.ok(isXml(wrong), wrong);
  assert.ok(isXml(junit(reportOf([]))));
  fc.assert(
    fc.property(anyReport, (report) => assert.ok(isXml(junit(report)))),
    { seed: 5 },
  );
});

test('json and sarif: JSON, whatever the words', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const count = report.files.flatMap(({ diagnostics }) => diagnostics).length;
      assert.is(JSON.parse(json(report)).length, count);
      assert.is(JSON.parse(sarif(report)).runs[0].results.length, count);
    }),
    { seed: 6 },
  );
});

test.run();
