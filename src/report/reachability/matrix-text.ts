import picocolors from 'picocolors';
import type { Reachability } from '../../forwarding/reachability.ts';
import { Sample } from '../../forwarding/sample.ts';
import { type Verdict, verdictOf } from '../../forwarding/verdict.ts';
import { type Node, nodeName } from '../../model/lab.ts';
import type { SourceText } from '../../text/source-text.ts';
import { printable } from '../printable.ts';
import { sayVerdict } from './trace-text.ts';

type Answer = ReturnType<Reachability['reaches']>;

/** More kinds of nodes than these make no table that anybody reads. */
const widest = 60;
/** So many pairs of kinds that do not reach each other are asked why. */
const mostAsked = 200;
/** So many reasons are told. */
const mostReasons = 20;

const signs: readonly (readonly [Answer, string, string])[] = [
  [true, '+', 'reaches'],
  [false, '-', 'does not reach'],
  [undefined, '?', 'is not known'],
  [null, ' ', ''],
];

/** Which node reaches which, nodes that are alike in one line, and below it why not: for people. */
export function matrixText(reach: Reachability, source: SourceText, colour: boolean): string {
  const paint = picocolors.createColors(colour);
  const { groups } = reach;
  const found = new Set<Answer>();
  const counts = new Map<Answer, number>();
  const rows = groups.map((from) =>
    groups.map((to) => {
      const answer = between(reach, from, to);
      const pairs = from === to ? from.length * (from.length - 1) : from.length * to.length;
      found.add(answer);
      counts.set(answer, (counts.get(answer) ?? 0) + pairs);
      return answer;
    }),
  );
  const parts: string[] = [];
  if (groups.length <= widest) {
    parts.push(table(groups, rows));
    const legend = signs.filter(([answer, , text]) => text !== '' && found.has(answer));
    parts.push(`${legend.map(([, sign, text]) => `${sign} ${text}`).join(', ')}\n`);
  }
  parts.push(`${total(counts)}\n`);
  parts.push(...reasons(reach, rows, source).map((line) => `${line}\n`));
  return parts.map((part) => part.split('\n').map(paintLine).join('\n')).join('');

  function paintLine(line: string): string {
    const shown = printable(line);
    return line.startsWith('- ') ? paint.red(shown) : line.startsWith('? ') ? paint.yellow(shown) : shown;
  }
}

/** Whether the nodes of one kind reach those of another; of a kind with one node nothing is asked. */
function between(reach: Reachability, from: readonly Node[], to: readonly Node[]): Answer {
  const [one, other] = from === to ? from : [from[0], to[0]];
  return one && other ? reach.reaches(one, other) : null;
}

function table(groups: Reachability['groups'], rows: readonly (readonly Answer[])[]): string {
  const names = groups.map(groupName);
  const width = Math.max(...names.map(({ length }) => length));
  const places = String(groups.length).length;
  const number = (index: number): string => String(index + 1).padStart(places);
  const head = `${' '.repeat(places + 2 + width)} ${groups.map((_, index) => number(index)).join(' ')}`;
  const lines = rows.map((row, index) => {
    const cells = row.map((answer, column) => {
      const sign = index === column && answer === null ? '.' : signs.find(([one]) => one === answer)?.[1];
      return (sign ?? '').padStart(places);
    });
    return `${number(index)}  ${(names[index] ?? '').padEnd(width)} ${cells.join(' ')}`.trimEnd();
  });
  return `${[head, ...lines].join('\n')}\n\n`;
}

function groupName(group: readonly Node[]): string {
  const [first, second] = group;
  if (!first) return '';
  if (!second) return nodeName(first);
  const last = group.at(-1) as Node;
  return group.length === 2
    ? `${nodeName(first)}, ${nodeName(second)}`
    : `${nodeName(first)} … ${nodeName(last)} (${group.length} alike)`;
}

function total(counts: ReadonlyMap<Answer, number>): string {
  const all = [true, false, undefined].reduce((sum, answer) => sum + (counts.get(answer) ?? 0), 0);
  const yes = counts.get(true) ?? 0;
  if (all === 0) return 'there are no two nodes with addresses of one family';
  const open = counts.get(undefined) ?? 0;
  const rest = [
    all - yes - open > 0 ? `${all - yes - open} do not` : '',
    open > 0 ? `of ${open} it is not known` : '',
  ].filter((part) => part !== '');
  if (rest.length === 0) return `all ${all} pairs reach each other`;
  return `of ${all} pairs ${yes} reach each other, ${rest.join(', ')}`;
}

/** Two of two kinds, for all pairs of those. */
interface Failure {
  readonly answer: Answer;
  readonly from: Node;
  readonly to: Node;
  pairs: number;
}

interface Reason extends Failure {
  readonly verdict: Verdict;
}

/** Why pairs do not reach each other, each reason once. */
function reasons(
  reach: Reachability,
  rows: readonly (readonly Answer[])[],
  source: SourceText,
): readonly string[] {
  const { groups } = reach;
  const sample = new Sample<Failure>(mostAsked);
  let left = 0;
  for (const [row, answers] of rows.entries())
    for (const [column, answer] of answers.entries()) {
      if (answer === true || answer === null) continue;
      const [group, others] = [groups[row] ?? [], groups[column] ?? []];
      const pairs = row === column ? group.length * (group.length - 1) : group.length * others.length;
      left += pairs;
      const to = (row === column ? others[1] : others[0]) as Node;
      sample.add({ answer, from: group[0] as Node, to, pairs });
    }
  const found = new Map<string, Reason>();
  for (const { answer, from, to, pairs } of sample.taken) {
    left -= pairs;
    const echo = reach.ask(from, to).echoes.find((one) => one.echo.answered === answer)?.echo;
    const verdict = echo && verdictOf(echo);
    if (!echo || !verdict) continue;
    const key = `${answer} ${echo.why} ${echo.back !== undefined} ${verdict.span.start} ${verdict.cure}`;
    const known = found.get(key);
    if (known) known.pairs += pairs;
    else found.set(key, { answer, verdict, from, to, pairs });
  }
  const all = [...found.values()].sort((a, b) => b.pairs - a.pairs);
  const lines = all.slice(0, mostReasons).map(({ answer, verdict, from, to, pairs }) => {
    const more = pairs > 1 ? ` and ${pairs - 1} more` : '';
    const sign = answer === false ? '-' : '?';
    return `${sign} ${nodeName(from)} to ${nodeName(to)}${more}: ${sayVerdict(verdict, source)}`;
  });
  if (all.length > mostReasons) lines.push(`… and ${all.length - mostReasons} reasons more`);
  if (left > 0) lines.push(`… and ${left} pairs that were not asked why`);
  return lines;
}
