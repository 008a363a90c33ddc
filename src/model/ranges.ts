import { perhaps } from '../diagnostic/advice.ts';
import type { Name, Statement } from '../syntax/tree.ts';
import { shorten } from '../util/shorten.ts';
import type { Findings } from './findings.ts';

/** Statements after expansion; more are refused before anything is expanded. */
export const statementLimit = 1_048_576;

// a range with blanks is none, and the parser has said so
const range = /\{([^{}\s]+)\}/;

/**
 * Expands brace ranges: the outermost statement whose own words hold one is repeated, and the ranges in its
 * block zip with it. Copies keep the spans of their source, so that findings of all copies fall into one.
 */
export function expandRanges(statements: readonly Statement[], findings: Findings): readonly Statement[] {
  let total = 0;
  const ranged = new Set(statements.filter(holdsRange));
  for (const statement of statements) {
    total += ranged.has(statement) ? expandedSize(statement) : plainSize(statement);
    if (total > statementLimit) {
      findings.error(
        'too-many-statements',
        statement.keyword,
        `With its ranges expanded the lab has more than ${statementLimit} statements.`,
        {
          help: 'make the ranges smaller',
        },
      );
      return [];
    }
  }
  if (ranged.size === 0) return statements;
  return statements.flatMap((statement) =>
    ranged.has(statement) ? expand(statement, findings) : [statement],
  );
}

function expand(statement: Statement, findings: Findings): readonly Statement[] {
  if (!ownNames(statement).some(hasRange)) {
    if (!statement.children.some(holdsRange)) return [statement];
    return [{ ...statement, children: statement.children.flatMap((child) => expand(child, findings)) }];
  }
  const words = allNames(statement).filter(hasRange);
  let first: { name: Name; count: number } | undefined;
  for (const name of words) {
    for (const text of rangesIn(name.text)) {
      const count = rangeValues(text)?.length;
      if (count === undefined) {
        noRange(name, text, findings);
        for (const one of words) findings.skip(one.text);
        loseNames(statement, findings);
        findings.lost.push(statement.span);
        return [];
      }
      first ??= { name, count };
      if (count !== first.count) {
        findings.error(
          'range-lengths',
          name.span,
          `\`{${shorten(text)}}\` has ${count} values, but the range that it goes along with has ${first.count}.`,
          {
            help: 'netgen zips ranges (the first with the first, the second with the second …); bash multiplies them',
            related: [{ span: first.name.span, message: `${first.count} values here` }],
          },
        );
        loseNames(statement, findings);
        findings.lost.push(statement.span);
        return [];
      }
    }
  }
  return Array.from({ length: first?.count ?? 0 }, (_, index) => pick(statement, index));
}

function noRange({ span }: Name, text: string, findings: Findings): void {
  const variable = /^[\w+*/%()-]+$/.test(text) ? /[A-Za-z_]\w*/.exec(text)?.[0] : undefined;
  // as other languages write them
  const [, from, to] = /^(-?\d+)[^\d,]{1,3}(-?\d+)$/.exec(text) ?? [];
  findings.error(
    'bad-range',
    span,
    variable === undefined
      ? `\`{${shorten(text)}}\` is no range.`
      : `\`{${shorten(text)}}\` is no range, and no \`for\` around it has a variable \`${shorten(variable)}\`.`,
    {
      help:
        variable === undefined
          ? 'write `{1..3}`, `{01..10}`, `{0..10..2}` or `{a,b}`'
          : `write \`{1..3}\` or \`{a,b}\`, or put it into \`for ${shorten(variable)} in 1..3 < … >\``,
      ...perhaps(from === undefined ? undefined : `{${from}..${to}}`, `{${text}}`),
    },
  );
}

/** What the statement would have named, had its range been one, is not called unknown. */
function loseNames({ values }: Statement, findings: Findings): void {
  for (const name of [...values.values()].flat()) if (hasRange(name)) findings.loseName(name.text);
}

/** The copy of a statement with the value that each range has at one index. */
function pick(statement: Statement, index: number): Statement {
  const values = new Map<string, readonly Name[]>();
  for (const [slot, names] of statement.values) {
    values.set(
      slot,
      names.map((name) =>
        hasRange(name) ? { text: pickText(name.text, index), span: name.span, written: name.text } : name,
      ),
    );
  }
  return { ...statement, values, children: statement.children.map((child) => pick(child, index)) };
}

function pickText(text: string, index: number): string {
  return text.replace(/\{([^{}]*)\}/g, (_, inner: string) => rangeValues(inner)?.[index] ?? '');
}

/** The names of a statement itself: its values, and those of attributes that it can have only one of. */
function ownNames(statement: Statement): readonly Name[] {
  const names = [...statement.values.values()].flat();
  for (const child of statement.children) if (!child.word.repeatable) names.push(...ownNames(child));
  return names;
}

function allNames(statement: Statement): readonly Name[] {
  return [...[...statement.values.values()].flat(), ...statement.children.flatMap(allNames)];
}

function hasRange(name: Name): boolean {
  return name.text.includes('{') && range.test(name.text);
}

function holdsRange(statement: Statement): boolean {
  if (statement.plain) return false;
  for (const names of statement.values.values()) if (names.some(hasRange)) return true;
  return statement.children.some(holdsRange);
}

function rangesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

/** How many statements a statement becomes. */
function expandedSize(statement: Statement): number {
  const own = ownNames(statement).filter(hasRange);
  const inside = statement.children.reduce(
    (sum, child) => sum + (own.length ? plainSize(child) : expandedSize(child)),
    0,
  );
  const copies = Math.max(
    1,
    ...own.flatMap((name) => rangesIn(name.text).map((text) => rangeCount(text) ?? 1)),
  );
  return copies * (1 + inside);
}

function plainSize(statement: Statement): number {
  if (statement.plain) return statement.plain;
  return 1 + statement.children.reduce((sum, child) => sum + plainSize(child), 0);
}

const numeric = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;

/** Whether a range has more values than there may be statements: those of such a range are never made. */
export function isTooLong(text: string): boolean {
  return (rangeCount(text) ?? 0) > statementLimit;
}

/** How many values a range has, without making them. */
export function rangeCount(text: string): number | undefined {
  const numbers = numeric.exec(text);
  if (!numbers) return rangeValues(text)?.length;
  const step = Math.max(1, Math.abs(Number(numbers[3] ?? 1)));
  return Math.floor(Math.abs(Number(numbers[2]) - Number(numbers[1])) / step) + 1;
}

const cache = new Map<string, readonly string[] | undefined>();

/** The values of a range as bash's brace expansion has them: `1..3`, `01..10`, `0..10..2`, `a..e`, `a,b`. */
export function rangeValues(text: string): readonly string[] | undefined {
  if (!cache.has(text)) {
    if (cache.size > 64) cache.clear();
    cache.set(text, computeItems(text));
  }
  return cache.get(text);
}

function computeItems(text: string): readonly string[] | undefined {
  if (text.includes(',')) return text.split(',');
  const letters = /^([A-Za-z])\.\.([A-Za-z])$/.exec(text);
  if (letters) {
    const [from, to] = [(letters[1] ?? '').charCodeAt(0), (letters[2] ?? '').charCodeAt(0)];
    return count(from, to, 1).map((code) => String.fromCharCode(code));
  }
  const numbers = numeric.exec(text);
  if (!numbers) return undefined;
  const [, from = '', to = '', step = '1'] = numbers;
  if ((rangeCount(text) ?? 0) > statementLimit) return undefined;
  const padded = [from, to].some((end) => /^-?0\d/.test(end));
  const digits = padded ? Math.max(from.length, to.length) : 0;
  return count(Number(from), Number(to), Math.max(1, Math.abs(Number(step)))).map((value) =>
    value < 0 ? `-${String(-value).padStart(digits - 1, '0')}` : String(value).padStart(digits, '0'),
  );
}

function count(from: number, to: number, step: number): number[] {
  const length = Math.floor(Math.abs(to - from) / step) + 1;
  return Array.from({ length }, (_, index) => from + (from <= to ? 1 : -1) * step * index);
}
