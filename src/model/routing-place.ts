import { lastTable, tableNames } from '../../grammar/words/tables.ts';
import { childOf, type Name, type Statement, valueOf } from '../syntax/tree.ts';
import { type Findings, isReported } from './findings.ts';
import type { Device, Node } from './lab.ts';
import { resolveDevice } from './references.ts';
import { numberIn } from './values.ts';

/** rt_tables: the table that a route goes to when nothing is said. */
export const mainTable = 254;
/** The kernel's own, which it fills from the addresses. */
export const localTable = 255;

/** A routing statement and the device that it stands at, if any. */
export interface Place {
  readonly node: Node;
  readonly at: Device | undefined;
  readonly statement: Statement;
}

/** The device that a statement names with `dev`, or another word. */
export function explicitDevice(
  { node }: Place,
  statement: Statement,
  findings: Findings,
  keyword = 'dev',
): Device | undefined {
  const child = childOf(statement, keyword);
  const name = child && valueOf(child, 'device');
  return name && !isReported(name) ? resolveDevice(name, node, findings) : undefined;
}

/** The number behind an attribute. */
export function numberOf(
  statement: Statement,
  keyword: string,
  slot: string,
  from: number,
  to: number,
  findings: Findings,
): number | undefined {
  const child = childOf(statement, keyword);
  const name = child && valueOf(child, slot);
  return name && numberIn(name, from, to, keyword === 'mtu' ? 'MTU' : keyword, findings);
}

/** The number of a table that is named or numbered. */
export function readTable(name: Name, findings: Findings): number | undefined {
  if (Object.hasOwn(tableNames, name.text)) return tableNames[name.text];
  return numberIn(name, 1, lastTable, 'table', findings, ', or `main`, `local` or `default`');
}

/** A table as ip-rule(8) names it: by number, but for those that every machine has. */
export function tableName(table: number): string {
  return Object.keys(tableNames).find((name) => tableNames[name] === table) ?? String(table);
}
