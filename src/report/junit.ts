import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { FileReport, Report, UnreadFile } from './report.ts';

/** A report of tests: a suite for each file, in which every finding is a failed case, and a clean file a passed one. */
export function junit({ files, unread }: Report): string {
  const failures = files.flatMap(({ diagnostics }) => diagnostics).length;
  const clean = files.filter(({ diagnostics }) => diagnostics.length === 0).length;
  const tests = failures + clean + unread.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'netgen', tests, failures, errors: unread.length })}>`,
    ...files.flatMap(suite),
    ...unread.flatMap(unreadSuite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ source, diagnostics }: FileReport): readonly string[] {
  const name = fileName(source.name);
  const counts = { tests: Math.max(1, diagnostics.length), failures: diagnostics.length, errors: 0 };
  const cases = diagnostics.flatMap((diagnostic) => failedCase(diagnostic, source));
  return [
    `  <testsuite${attributes({ name, ...counts })}>`,
    ...(cases.length > 0
      ? cases
      : [`    <testcase${attributes({ name: 'no findings', classname: name })}/>`]),
    '  </testsuite>',
  ];
}

function failedCase(diagnostic: Diagnostic, source: SourceText): readonly string[] {
  const { rule, severity, message, span, help, related = [] } = diagnostic;
  const { line, column } = source.positionAt(span.start);
  const file = fileName(source.name);
  const details = [
    `${file}:${line}:${column}: ${severity}: ${message}`,
    ...related.map((one) => `note: ${one.message} (line ${source.positionAt(one.span.start).line})`),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ];
  return [
    `    <testcase${attributes({ name: `${rule} ${line}:${column}`, classname: file, file, line })}>`,
    `      <failure${attributes({ message, type: severity })}>${escaped(details.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

function unreadSuite({ name, why }: UnreadFile): readonly string[] {
  return [
    `  <testsuite${attributes({ name, tests: 1, failures: 0, errors: 1 })}>`,
    `    <testcase${attributes({ name: 'can be read', classname: name })}>`,
    `      <error${attributes({ message: why, type: 'unread' })}/>`,
    '    </testcase>',
    '  </testsuite>',
  ];
}

function fileName(name: string): string {
  return name === '-' ? '<stdin>' : name;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escaped(String(value)).replace(/[\t\n\r]/g, ' ')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0, which has no way to write most control characters: they are left out. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be kept out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replace(/[&<>"']/g, (character) => entities[character] ?? '')
  );
}
