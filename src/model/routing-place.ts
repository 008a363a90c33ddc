import { childOf, type Statement, valueOf } from '../syntax/tree.ts';
import { type Findings, isReported } from './findings.ts';
import type { Device, Node } from './lab.ts';
import { resolveDevice } from './references.ts';
import { numberIn } from './values.ts';

/** rt_tables: the table that a route goes to when nothing is said. */
export const mainTable = 254;

/** A routing statement and the device that it stands at, if any. */
export interface Place {
  readonly node: Node;
  readonly at: Device | undefined;
  readonly statement: Statement;
}

/** The device that a statement names with `dev`. */
export function explicitDevice(
  { node }: Place,
  statement: Statement,
  findings: Findings,
): Device | undefined {
  const child = childOf(statement, 'dev');
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
