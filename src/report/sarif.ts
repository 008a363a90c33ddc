import type { Diagnostic, Fix } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { fingerprints } from './fingerprint.ts';
import { placeOf } from './place.ts';
import type { FileReport, Report, UnreadFile } from './report.ts';
import { uriOf } from './uri.ts';

/** The rules of a run, by name, each with its place in the list. */
type Rules = ReadonlyMap<string, number>;

/** SARIF 2.1.0, as GitHub's code scanning takes it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. */
export function sarif(report: Report): string {
  const found = report.files.flatMap(({ diagnostics }) => diagnostics);
  const names = [...new Set(found.map(({ rule }) => rule))].sort();
  const rules = new Map(names.map((name, index) => [name, index]));
  const run = {
    tool: {
      driver: {
        name: 'netgen',
        semanticVersion: report.version,
        rules: names.map((name) => ruleOf(name, found, report)),
      },
    },
    invocations: [invocation(report.unread)],
    columnKind: 'unicodeCodePoints',
    results: report.files.flatMap((file) => resultsOf(file, rules)),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, found: readonly Diagnostic[], { rules }: Report): object {
  const text = rules.get(id);
  const errors = found.some(({ rule, severity }) => rule === id && severity === 'error');
  return {
    id,
    shortDescription: { text: text?.summary ?? id.replaceAll('-', ' ') },
    ...(text?.page === undefined ? {} : { help: { text: text.page, markdown: text.page } }),
    defaultConfiguration: { level: errors ? 'error' : 'warning' },
  };
}

function invocation(unread: readonly UnreadFile[]): object {
  if (unread.length === 0) return { executionSuccessful: true };
  return {
    executionSuccessful: false,
    toolExecutionNotifications: unread.map(({ name, why }) => ({
      level: 'error',
      message: { text: literal(`cannot read ${name}: ${why}`) },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(name) } } }],
    })),
  };
}

function resultsOf({ source, diagnostics }: FileReport, rules: Rules): readonly object[] {
  const prints = fingerprints(diagnostics, source);
  return diagnostics.map(({ rule, severity, message, help, span, related, fix }, index) => ({
    ruleId: rule,
    ruleIndex: rules.get(rule),
    level: severity,
    message: { text: literal(help === undefined ? message : `${message}\nhelp: ${help}`) },
    locations: [location(source, span)],
    ...(related
      ? {
          relatedLocations: related.map((one, id) => ({
            id: id + 1,
            ...location(source, one.span),
            message: { text: literal(one.message) },
          })),
        }
      : {}),
    ...(fix ? { fixes: [fixOf(fix, source)] } : {}),
    partialFingerprints: { 'findingHash/v1': prints[index] },
  }));
}

function fixOf({ title, edits }: Fix, source: SourceText): object {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: regionOf(source, span),
    ...(text === '' ? {} : { insertedContent: { text } }),
  }));
  return {
    description: { text: literal(title) },
    artifactChanges: [{ artifactLocation: { uri: uriOf(source.name) }, replacements }],
  };
}

function location(source: SourceText, span: Span): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(source.name) },
      region: regionOf(source, span),
    },
  };
}

function regionOf(source: SourceText, span: Span): object {
  const { line, column, endLine, endColumn } = placeOf(source, span);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** § 3.11.5: braces hold the place of an argument, unless they are doubled. */
function literal(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}
