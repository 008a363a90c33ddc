import { type Name, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { shorten } from '../util/shorten.ts';
import { type Findings, isReported } from './findings.ts';
import { type Device, type DeviceKind, type Host, type Node, nodeName } from './lab.ts';
import { checkName } from './names.ts';

/** A device or node and the statement that makes it: later steps read the rest of the statement. */
export interface Declared<T> {
  readonly thing: T;
  readonly statement: Statement;
}

export interface Declarations {
  readonly hosts: Host[];
  /** Every node with all the statements that stand in it. */
  readonly nodes: { readonly node: Node; readonly statements: readonly Statement[] }[];
  readonly devices: Declared<Device>[];
  /** `expect` statements and the host in whose block they stand. */
  readonly expectations: { readonly statement: Statement; readonly host: Host | undefined }[];
}

const deviceKinds: readonly string[] = ['bridge', 'veth', 'lo', 'uplink'] satisfies readonly DeviceKind[];

/** Declares everything that has a name: hosts, namespaces, devices. References are resolved afterwards. */
export function declare(statements: readonly Statement[], findings: Findings): Declarations {
  const result: Declarations = { hosts: [], nodes: [], devices: [], expectations: [] };
  const hosts = statements.filter(({ word }) => word.keyword === 'host');
  const loose = statements.filter(({ word }) => !['host', 'lab', 'expect'].includes(word.keyword));
  for (const statement of statements) {
    if (statement.word.keyword === 'expect') result.expectations.push({ statement, host: undefined });
  }
  const first = hosts[0];
  if (!first) {
    declareHost(undefined, statements[0]?.span ?? { start: 0, end: 0 }, loose, result, findings);
    return result;
  }
  for (const statement of loose) {
    findings.error(
      'outside-hosts',
      statement.keyword,
      `In a lab of several hosts a ${statement.word.keyword} stands in a host.`,
      {
        related: [{ span: first.keyword, message: 'the lab has hosts' }],
      },
    );
  }
  for (const statement of hosts) {
    const name = valueOf(statement, 'name');
    if (!name || !canDeclare(name, 'host', findings)) continue;
    const known = result.hosts.find((host) => host.name === name.text);
    if (known) {
      duplicate(findings, name, `a host \`${name.text}\``, known.origin);
      continue;
    }
    declareHost(name.text, name.span, statement.children, result, findings);
  }
  return result;
}

function declareHost(
  name: string | undefined,
  origin: Span,
  statements: readonly Statement[],
  result: Declarations,
  findings: Findings,
): void {
  const namespaces: Node[] = [];
  const host = { name, origin, namespaces } as { -readonly [K in keyof Host]: Host[K] };
  const drawn = statements
    .filter(({ word }) => ['bridge', 'veth'].includes(word.keyword))
    .map(({ span }) => span);
  host.root = newNode('root', 'root', host, origin, drawn);
  result.hosts.push(host);
  declareInside(host.root, statements, result, findings);
  const known = new Map<string, Node>();
  for (const statement of statements) {
    if (statement.word.keyword === 'expect' && name !== undefined)
      result.expectations.push({ statement, host });
    if (statement.word.keyword !== 'ns') continue;
    const nsName = valueOf(statement, 'name');
    if (!nsName || !canDeclare(nsName, 'namespace', findings)) continue;
    const before = known.get(nsName.text);
    if (before) {
      duplicate(findings, nsName, `a namespace \`${nsName.text}\``, before.origin);
      continue;
    }
    const node = newNode('ns', nsName.text, host, nsName.span, [statement.span]);
    known.set(nsName.text, node);
    namespaces.push(node);
    declareInside(node, statement.children, result, findings);
  }
}

function newNode(kind: Node['kind'], name: string, host: Host, origin: Span, drawing: readonly Span[]): Node {
  return {
    kind,
    name,
    host,
    origin,
    drawing,
    unsure: false,
    forwards: [],
    devices: [],
    routes: [],
    neighbours: [],
    nats: [],
    forward: {},
  };
}

function declareInside(
  node: Node,
  statements: readonly Statement[],
  result: Declarations,
  findings: Findings,
): void {
  result.nodes.push({ node, statements });
  const known = new Map<string, Device>();
  for (const statement of statements) {
    const kind = statement.word.keyword;
    if (!deviceKinds.includes(kind)) continue;
    const name = kind === 'lo' ? { text: 'lo', span: statement.keyword } : valueOf(statement, 'name');
    if (!name || (kind !== 'lo' && !canDeclare(name, 'device', findings))) continue;
    const before = known.get(name.text);
    if (before && kind !== 'lo') {
      duplicate(findings, name, `a device \`${name.text}\` in ${nodeName(node)}`, before.origin);
      continue;
    }
    const device = before ?? newDevice(kind as DeviceKind, name.text, node, name.span);
    if (!before) {
      known.set(name.text, device);
      node.devices.push(device);
    }
    result.devices.push({ thing: device, statement });
  }
}

/** What has a name that it cannot have is declared all the same: those who name it are not wrong. */
function canDeclare(name: Name, sort: 'host' | 'namespace' | 'device', findings: Findings): boolean {
  return checkName(name, sort, findings) || !isReported(name);
}

export function newDevice(
  kind: DeviceKind,
  name: string,
  node: Node,
  origin: Span,
  written: Device['written'] = 'written',
): Device {
  return { kind, name, node, origin, addresses: [], written };
}

export function duplicate(findings: Findings, name: Name, what: string, first: Span): void {
  findings.error('duplicate-name', name.span, `There is ${shorten(what, 80)} already.`, {
    related: [{ span: first, message: 'first declared here' }],
  });
}
