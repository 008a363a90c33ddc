import { type Name, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { shorten } from '../util/shorten.ts';
import type { Findings } from './findings.ts';
import { type Device, type DeviceKind, type Host, type Node, nodeName } from './lab.ts';
import { checkName } from './names.ts';

/** A device or node and the statement that makes it: later steps read the rest of the statement. */
export interface Declared<T> {
  readonly thing: T;
  readonly statement: Statement;
}

export interface Declarations {
  readonly hosts: Host[];
  /** Every node with all the statements that stand in it, and the devices that some of them make. */
  readonly nodes: {
    readonly node: Node;
    readonly statements: readonly Statement[];
    readonly devices: readonly Declared<Device>[];
  }[];
  readonly devices: Declared<Device>[];
  /** `expect` statements and the host in whose block they stand. */
  readonly expectations: { readonly statement: Statement; readonly host: Host | undefined }[];
}

/** More things without a name of their own than this are not read: each has its message. */
const mostNameless = 100;

const deviceKinds: ReadonlySet<string> = new Set<DeviceKind>(['bridge', 'veth', 'lo', 'uplink']);

/** Whether a statement makes a device. */
export function isDevice({ word }: Statement): boolean {
  return deviceKinds.has(word.keyword);
}

/** Declares everything that has a name: hosts, namespaces, devices. References are resolved afterwards. */
export function declare(statements: readonly Statement[], findings: Findings): Declarations {
  const result: Declarations = { hosts: [], nodes: [], devices: [], expectations: [] };
  const hosts: Statement[] = [];
  const loose: Statement[] = [];
  for (const statement of statements) {
    const { keyword } = statement.word;
    if (keyword === 'host') hosts.push(statement);
    else if (keyword === 'expect') result.expectations.push({ statement, host: undefined });
    else if (keyword !== 'lab') loose.push(statement);
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
    if (!name || !checkName(name, 'host', findings)) {
      const host = declareHost('', statement.keyword, statement.children, result, findings);
      if (name) findings.mentions.declare(name, 'host', host);
      continue;
    }
    const known = result.hosts.find((host) => host.name === name.text);
    if (known) {
      duplicate(findings, name, `a host \`${name.text}\``, known.origin);
      continue;
    }
    const host = declareHost(name.text, name.span, statement.children, result, findings);
    findings.mentions.declare(name, 'host', host);
  }
  return result;
}

function declareHost(
  name: string | undefined,
  origin: Span,
  statements: readonly Statement[],
  result: Declarations,
  findings: Findings,
): Host {
  const namespaces: Node[] = [];
  const host = { name, origin, namespaces } as { -readonly [K in keyof Host]: Host[K] };
  const drawn = statements
    .filter(({ word: { keyword } }) => keyword === 'bridge' || keyword === 'veth')
    .map(({ span }) => span);
  host.root = newNode('root', 'root', host, origin, drawn);
  result.hosts.push(host);
  declareInside(host.root, statements, result, findings);
  const known = new Map<string, Node>();
  let nameless = 0;
  for (const statement of statements) {
    if (statement.word.keyword === 'expect' && name !== undefined)
      result.expectations.push({ statement, host });
    if (statement.word.keyword !== 'ns') continue;
    const nsName = valueOf(statement, 'name');
    const isGood = nsName && checkName(nsName, 'namespace', findings);
    const before = isGood && known.get(nsName.text);
    if (before) duplicate(findings, nsName, `a namespace \`${nsName.text}\``, before.origin);
    // what has no name of its own is read, too, and has the name that somebody else knows it by
    const own = isGood && !before ? nsName : { text: '', span: nsName?.span ?? statement.keyword };
    if (own.text === '' && ++nameless > mostNameless) continue;
    const node = newNode('ns', own.text, host, own.span, [statement.span]);
    if (nsName) findings.mentions.declare(nsName, 'namespace', node);
    if (own.text === '') node.damaged = true;
    if (own.text === '' && !before) node.unsure = true;
    if (own.text !== '') known.set(own.text, node);
    namespaces.push(node);
    declareInside(node, statement.children, result, findings);
  }
  return host;
}

export function newNode(
  kind: Node['kind'],
  name: string,
  host: Host,
  origin: Span,
  drawing: readonly Span[],
): Node {
  return {
    kind,
    name,
    host,
    origin,
    drawing,
    unsure: false,
    damaged: false,
    forwards: [],
    devices: [],
    routes: [],
    rules: [],
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
  const devices: Declared<Device>[] = [];
  result.nodes.push({ node, statements, devices });
  const known = new Map<string, Device>();
  for (const statement of statements) {
    const kind = statement.word.keyword;
    if (!isDevice(statement)) continue;
    const name = kind === 'lo' ? { text: 'lo', span: statement.keyword } : valueOf(statement, 'name');
    const isGood = name && (kind === 'lo' || checkName(name, 'device', findings));
    const before = isGood ? known.get(name.text) : undefined;
    // copies of a range in a node that has lost its own
    const isCopy = node.name === '' && before?.origin.start === name?.span.start;
    if (before && name && kind !== 'lo' && !isCopy)
      duplicate(findings, name, `a device \`${name.text}\` in ${nodeName(node)}`, before.origin);
    const own =
      isGood && !(before && kind !== 'lo') ? name : { text: '', span: name?.span ?? statement.keyword };
    if (own.text === '' && !keepNameless(node, findings)) continue;
    const again = kind === 'lo' ? before : undefined;
    const device = again ?? newDevice(kind as DeviceKind, own.text, node, own.span);
    if (!again) {
      if (own.text === '') {
        device.loose = true;
        findings.nameless.get(node)?.push(device);
      } else known.set(own.text, device);
      node.devices.push(device);
    }
    if (name) findings.mentions.declare(name, 'device', device);
    const declared = { thing: device, statement };
    devices.push(declared);
    result.devices.push(declared);
  }
}

/** Whether one more device of a node may go without a name of its own. */
function keepNameless(node: Node, { nameless }: Findings): boolean {
  const known = nameless.get(node) ?? [];
  nameless.set(node, known);
  return known.length < mostNameless;
}

/** Every property is there from the begin: what reads thousands of devices is faster where all have one shape. */
export function newDevice(
  kind: DeviceKind,
  name: string,
  node: Node,
  origin: Span,
  written: Device['written'] = 'written',
): Device {
  return {
    kind,
    name,
    node,
    origin,
    addresses: [],
    mtu: undefined,
    mtuOrigin: undefined,
    mac: undefined,
    macOrigin: undefined,
    up: false,
    master: undefined,
    loose: false,
    peer: undefined,
    written,
  };
}

export function duplicate(findings: Findings, name: Name, what: string, first: Span): void {
  findings.error('duplicate-name', name.span, `There is ${shorten(what, 80)} already.`, {
    related: [{ span: first, message: 'first declared here' }],
  });
}
