import type { Device, Host, Lab, Node } from '../model/lab.ts';
import { type Statement, valueOf } from '../syntax/tree.ts';

/** What of the lab a place in the source is in; where it was copied, the first copy. */
export interface Standing {
  readonly host: Host | undefined;
  readonly node: Node | undefined;
  readonly device: Device | undefined;
}

const deviceKinds: readonly string[] = ['bridge', 'veth', 'lo', 'uplink'];

/** What the statements around a place stand for, the outermost first. */
export function standingOf(lab: Lab, path: readonly Statement[]): Standing {
  const last = (keywords: readonly string[]): Statement | undefined =>
    path.findLast(({ word }) => keywords.includes(word.keyword));
  const [hostStatement, nsStatement, deviceStatement] = [last(['host']), last(['ns']), last(deviceKinds)];
  const host = hostStatement ? lab.hosts.find((one) => isOf(one.origin, hostStatement)) : onlyHost(lab);
  const node = nsStatement ? host?.namespaces.find((one) => isOf(one.origin, nsStatement)) : host?.root;
  const device = deviceStatement && node?.devices.find((one) => isOf(one.origin, deviceStatement));
  return { host, node, device };
}

function onlyHost({ hosts }: Lab): Host | undefined {
  return hosts[0]?.name === undefined ? hosts[0] : undefined;
}

function isOf(origin: { readonly start: number }, statement: Statement): boolean {
  return origin.start === (valueOf(statement, 'name')?.span ?? statement.keyword).start;
}
