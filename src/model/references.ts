import { type Advised, perhaps } from '../diagnostic/advice.ts';
import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { didYouMean, nearest } from '../util/did-you-mean.ts';
import { shorten } from '../util/shorten.ts';
import { newDevice } from './declare.ts';
import { type Findings, isReported } from './findings.ts';
import { type Device, type Host, type Node, nodeName } from './lab.ts';
import { nameFault } from './names.ts';
import { managedName } from './port-names.ts';

/** Where names are looked up from: the hosts of the lab, and the host and node around. */
export interface Scope {
  readonly hosts: readonly Host[];
  readonly host: Host | undefined;
}

/** What a name was to stand for. */
export interface Sought {
  readonly what: string;
  readonly where?: string;
  /** How one of this name would be declared, and where. */
  readonly declared?: string | undefined;
}

/** Says that nothing has a name, with the nearest that there is. */
export function unknown(
  findings: Findings,
  name: Name,
  { what, where, declared }: Sought,
  candidates: readonly string[],
  known?: Partial<Advised>,
): void {
  if (isReported(name) || findings.wasSkipped(name.text) || findings.explained.has(name.span.start)) return;
  const named = candidates.filter((candidate) => candidate !== '');
  const best = nearest(name.text, named);
  const hint = didYouMean(best);
  const there = hint ? perhaps(best, name.text) : withoutNear(named, name.text, declared);
  findings.error(
    'unknown-name',
    name.span,
    `There is no ${what} \`${shorten(name.text)}\`${where ? ` ${where}` : ''}${hint || '.'}`,
    known ?? there,
  );
}

function withoutNear(names: readonly string[], text: string, declared: string | undefined): Partial<Advised> {
  const there: Partial<Advised> = names.length === 0 ? {} : some(names, text);
  const writing = declared && `write ${declared} to declare it`;
  const help = [there.help, writing].filter((one) => one !== undefined).join('; ');
  return help === '' ? {} : { ...there, help };
}

/** How a bridge is declared in a node, as the end of a cable or beside its port; nothing where none can be called so. */
export function bridgeIn(node: Node, name: string): string | undefined {
  if (nameFault(name, 'device') !== undefined) return undefined;
  if (node.kind === 'root' && managedName.test(name)) return undefined;
  return `\`bridge ${shorten(name)}\` in ${nodeName(node)}`;
}

/** How a namespace is declared on a host; nothing where none can be called so. */
export function namespaceOn(host: Host, name: string): string | undefined {
  if (nameFault(name, 'namespace') !== undefined) return undefined;
  return `\`ns ${shorten(name)} < … >\`${host.name ? ` in ${host.name}` : ''}`;
}

function some(names: readonly string[], of: string): Partial<Advised> {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > 5 ? `, … (${names.length} in all)` : '';
  return {
    help: `there ${names.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${more}`,
    // of many none is the likeliest
    ...(more ? {} : { advice: { write: names, of } }),
  };
}

interface Namespaces {
  readonly count: number;
  readonly byName: ReadonlyMap<string, Node>;
  /** Those without a name of their own that nobody has asked for yet. */
  readonly nameless: readonly Node[];
}
const namespacesOf = new WeakMap<Host, Namespaces>();

function indexOf(host: Host): Namespaces {
  const known = namespacesOf.get(host);
  if (known?.count === host.namespaces.length) return known;
  const index = {
    count: host.namespaces.length,
    byName: new Map(host.namespaces.map((node) => [node.name, node])),
    nameless: host.namespaces.filter(({ name }) => name === ''),
  };
  namespacesOf.set(host, index);
  return index;
}

export function findNamespace(host: Host, name: string): Node | undefined {
  return name === '' ? undefined : indexOf(host).byName.get(name);
}

/**
 * The namespace that a name most likely means which no namespace has: one whose own name is missing, wrong or
 * another's, which has been said. Each of them explains one name.
 */
export function adoptNamespace(host: Host, { text, span }: Name, findings: Findings): Node | undefined {
  const node = indexOf(host).nameless[0];
  if (!node) return undefined;
  findings.explained.add(span.start);
  (node as { name: string }).name = text;
  namespacesOf.delete(host);
  return node;
}

/** As `adoptNamespace`, of a device that `accepts`. */
export function adoptDevice(
  node: Node,
  { text, span }: Name,
  findings: Findings,
  accepts: (device: Device) => boolean = () => true,
): Device | undefined {
  const nameless = findings.nameless.get(node) ?? [];
  const device = nameless.find((one) => one.name === '' && accepts(one));
  if (!device) return undefined;
  findings.explained.add(span.start);
  device.name = text;
  devicesOf.delete(node);
  return device;
}

const devicesOf = new WeakMap<Node, { count: number; byName: Map<string, Device> }>();

/** The device of a node with a name; ports that have no name yet are not found. */
export function findDevice(node: Node, name: string): Device | undefined {
  if (name === '') return undefined;
  // nearly all nodes have few: an index of each costs more than it saves
  if (node.devices.length < 8) return node.devices.findLast((device) => device.name === name);
  const index = devicesOf.get(node) ?? { count: 0, byName: new Map<string, Device>() };
  devicesOf.set(node, index);
  for (; index.count < node.devices.length; index.count++) {
    const device = node.devices[index.count];
    if (device?.name) index.byName.set(device.name, device);
  }
  return index.byName.get(name);
}

/**
 * A node by its reference: `ns1` and `root` on the host around, `left` for a host's root, `left/ns1`.
 * Says so where there is none.
 */
export function resolveNode(name: Name, text: string, scope: Scope, findings: Findings): Node | undefined {
  const [before, after] = text.includes('/') ? (text.split('/', 2) as [string, string]) : [undefined, text];
  const spanned = { text: text, span: name.span };
  const several = scope.hosts.some((host) => host.name !== undefined);
  if (before !== undefined) {
    const host =
      scope.hosts.find((one) => one.name === before) ??
      adoptHost(scope, { text: before, span: name.span }, findings);
    if (!host) {
      unknown(findings, { ...spanned, text: before }, { what: 'host' }, hostNames(scope));
      return undefined;
    }
    findings.mentions.refer(name, 'host', host, 'host');
    const node = nodeOn(host, after, spanned, findings);
    if (node) findings.mentions.refer(name, 'namespace', node, 'namespace');
    return node;
  }
  const own = scope.host ?? (several ? undefined : scope.hosts[0]);
  if (own) {
    const found = after === 'root' ? own.root : findNamespace(own, after);
    if (found) {
      findings.mentions.refer(name, 'namespace', found, 'namespace');
      return found;
    }
  }
  const host = scope.hosts.find((one) => one.name !== undefined && one.name === after);
  if (host) {
    findings.mentions.refer(name, 'host', host, 'host');
    return host.root;
  }
  const nameless = own && adoptNamespace(own, { text: after, span: name.span }, findings);
  if (nameless) {
    findings.mentions.refer(name, 'namespace', nameless, 'namespace');
    return nameless;
  }
  const candidates = [
    ...(own ? [...own.namespaces.map((node) => node.name), 'root'] : []),
    ...scope.hosts.flatMap((one) =>
      one.name === undefined ? [] : [one.name, ...one.namespaces.map((node) => `${one.name}/${node.name}`)],
    ),
  ];
  const elsewhere = scope.hosts
    .filter((one) => findNamespace(one, after))
    .map((one) => `${one.name}/${after}`);
  const help = `write ${elsewhere.map((one) => `\`${one}\``).join(' or ')}`;
  const known = elsewhere.length > 0 ? { help, advice: { write: elsewhere, of: text } } : undefined;
  const declared = own && namespaceOn(own, after);
  unknown(findings, spanned, { what: 'node', declared }, candidates, known);
  return undefined;
}

/** As `adoptNamespace`, of a host. */
function adoptHost({ hosts }: Scope, { text, span }: Name, findings: Findings): Host | undefined {
  const host = hosts.find((one) => one.name === '');
  if (!host) return undefined;
  findings.explained.add(span.start);
  (host as { name: string }).name = text;
  return host;
}

function nodeOn(host: Host, text: string, name: Name, findings: Findings): Node | undefined {
  const node =
    text === 'root'
      ? host.root
      : (findNamespace(host, text) ?? adoptNamespace(host, { text, span: name.span }, findings));
  if (!node)
    unknown(
      findings,
      { ...name, text },
      { what: 'namespace', where: `on ${host.name}`, declared: namespaceOn(host, text) },
      host.namespaces.map((one) => one.name),
    );
  return node;
}

function hostNames(scope: Scope): readonly string[] {
  return scope.hosts.flatMap((host) => host.name ?? []);
}

/** Looks all names of a node's devices up anew: its ports have got theirs. */
export function reindexDevices(node: Node): void {
  devicesOf.delete(node);
}

/** A device of one node by its name alone; says so where there is none. */
export function resolveDevice(
  name: Name,
  node: Node,
  findings: Findings,
  declared?: string,
): Device | undefined {
  const isLong = name.text.startsWith(`${node.name}:`);
  const own = isLong ? name.text.slice(node.name.length + 1) : name.text;
  const device =
    findDevice(node, own) ??
    (own === 'lo'
      ? addLoopback(node, name.span)
      : adoptDevice(node, { text: own, span: name.span }, findings));
  if (isLong) findings.mentions.refer(name, 'namespace', node, 'namespace');
  if (device) findings.mentions.refer(name, 'device', device, isLong ? 'device' : 'whole');
  else unknown(findings, name, { what: 'device', where: `in ${node.name}`, declared }, namesOfDevices(node));
  return device;
}

/** Every node has a loopback device, whether the lab says anything of it or not. */
export function addLoopback(node: Node, span: Span): Device {
  const lo = newDevice('lo', 'lo', node, span, 'implied');
  node.devices.push(lo);
  return lo;
}

/** The names of a node's devices, ports that netgen makes aside. */
export function namesOfDevices(node: Node): readonly string[] {
  return node.devices.flatMap((device) =>
    device.written === 'generated' || !device.name ? [] : [device.name],
  );
}
