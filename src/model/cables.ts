import { toWrite } from '../diagnostic/advice.ts';
import { childOf, type Name, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Declared, duplicate, newDevice } from './declare.ts';
import { type Findings, isReported } from './findings.ts';
import { type Device, deviceName, type Node, nodeName } from './lab.ts';
import { checkName } from './names.ts';
import {
  adoptDevice,
  adoptNamespace,
  bridgeIn,
  findDevice,
  findNamespace,
  namesOfDevices,
  namespaceOn,
  resolveDevice,
  type Scope,
  unknown,
} from './references.ts';

/** More ends in the dark than this are not looked through for each veth. */
const mostLoose = 1000;

interface Drawn {
  readonly end: Device;
  readonly to: Device;
  readonly at: Span;
}

/** Resolves every `->`, `master` and `port`: afterwards each veth has its peer, and each bridge its ports. */
export function plugCables(
  declared: readonly Declared<Device>[],
  scopeOf: (node: Node) => Scope,
  findings: Findings,
): void {
  const veths = declared.filter(({ thing }) => thing.kind === 'veth');
  const drawn = new Map<Device, Drawn>();
  const unresolved = new Set<Device>();
  for (const { thing, statement } of veths) {
    if (!joinMaster(thing, statement, findings)) unresolved.add(thing);
  }
  for (const { thing, statement } of veths) {
    const arrow = childOf(statement, '->');
    if (!arrow) continue;
    const name = valueOf(arrow, 'end');
    const to = name && farEnd(thing, name, scopeOf(thing.node), findings);
    if (name && to) drawn.set(thing, { end: thing, to, at: name.span });
    else {
      unresolved.add(thing);
      thing.loose = true;
    }
  }
  for (const one of drawn.values()) connect(one, drawn, findings);
  // what ends somewhere that could not be read may be the other end of one of the rest
  const loose = veths
    .filter(({ thing, statement }) => !thing.peer && (unresolved.has(thing) || statement.damaged))
    .slice(0, mostLoose);
  for (const { thing, statement } of veths) {
    namePort(thing, statement, findings);
    if (!thing.peer) thing.loose = true;
    if (thing.peer || drawn.has(thing) || unresolved.has(thing) || statement.damaged) continue;
    // a cable to it stands where nothing could be read
    if (findings.wasSkipped(`${thing.node.name}:${thing.name}`)) continue;
    const explained = loose.findIndex((one) => mayEndAt(one, thing));
    if (explained >= 0) {
      loose.splice(explained, 1);
      continue;
    }
    findings.error(
      'unconnected-veth',
      thing.origin,
      `\`${thing.name}\` has no other end: a veth is a cable with two.`,
      {
        help: masterOf(statement)
          ? `if the bridge is its other end, write \`veth ${thing.name} -> ${masterOf(statement)}\``
          : `write \`veth ${thing.name} -> br0\` (a bridge) or \`veth ${thing.name} -> NS:eth0\` (a device of a node)`,
      },
    );
  }
}

function masterOf(statement: Statement): string | undefined {
  const master = childOf(statement, 'master');
  return master && valueOf(master, 'bridge')?.text;
}

/** Whether the end that could not be read may have been this device. */
function mayEndAt({ thing, statement }: Declared<Device>, { name, node }: Device): boolean {
  const arrow = childOf(statement, '->');
  const to = arrow && valueOf(arrow, 'end')?.text;
  if (to === undefined) return true;
  const parts = to.split(/[:/.@]/);
  return parts.length < 2
    ? node === thing.node || node.kind === 'root'
    : parts.includes(name) || parts.includes(node.name);
}

function connect({ end, to, at }: Drawn, drawn: ReadonlyMap<Device, Drawn>, findings: Findings): void {
  if (to.kind === 'bridge') {
    if (end.peer) {
      contradiction(end, at, end.peer, drawn, findings);
      return;
    }
    const port = newDevice('veth', '', to.node, at, 'generated');
    port.master = to;
    port.peer = end;
    end.peer = port;
    to.node.devices.push(port);
    return;
  }
  if (end.peer === to) return;
  const back = drawn.get(to);
  const taken = back && back.to !== end ? back.to : to.peer && to.peer !== end ? to.peer : undefined;
  if (taken) {
    contradiction(to, at, taken, drawn, findings);
  } else if (end.peer) {
    contradiction(end, at, end.peer, drawn, findings);
  } else {
    end.peer = to;
    to.peer = end;
  }
}

/** `end` cannot end where the arrow at `at` says, for it ends at `other` already. */
function contradiction(
  end: Device,
  at: Span,
  other: Device,
  drawn: ReadonlyMap<Device, Drawn>,
  findings: Findings,
): void {
  // its name is no name, and that has been said
  if (other.name === '' && !other.master) return;
  const where = drawn.get(end)?.at !== at ? drawn.get(end)?.at : undefined;
  const related = where ?? drawn.get(other)?.at ?? end.origin;
  findings.error(
    'contradicting-ends',
    at,
    `\`${deviceName(end)}\` is connected to \`${named(other)}\` already: a cable has two ends.`,
    {
      related: [{ span: related, message: `drawn to \`${where ? named(other) : deviceName(end)}\` here` }],
    },
  );
}

function named(device: Device): string {
  return device.name ? deviceName(device) : deviceName(device.master as Device);
}

/** What the text behind `->` means, seen from the end that it is drawn from. */
function farEnd(end: Device, name: Name, scope: Scope, findings: Findings): Device | undefined {
  if (isReported(name)) return undefined;
  const { text } = name;
  const colon = text.indexOf(':');
  if (colon < 0) return nearEnd(end, name, findings);
  const node = nodeOfEnd(end, name, text.slice(0, colon), scope, findings);
  if (!node) return undefined;
  const device = { text: text.slice(colon + 1), span: name.span };
  const known =
    findDevice(node, device.text) ?? adoptDevice(node, device, findings, (one) => one !== end && isEnd(one));
  if (known) {
    findings.mentions.refer(name, 'device', known, 'device');
    return canEnd(end, known, name, findings) ? known : undefined;
  }
  if (device.text === '') {
    const message = 'Behind the colon the name of a device is missing.';
    findings.error('bad-name', name.span, message, toWrite(`-> ${text}eth0`));
    return undefined;
  }
  if (!checkName(device, 'device', findings)) return undefined;
  // an end that nobody writes is made without attributes
  const made = newDevice('veth', device.text, node, name.span, 'implied');
  node.devices.push(made);
  findings.mentions.declare(name, 'device', made, 'device');
  return made;
}

function nodeOfEnd(
  end: Device,
  name: Name,
  text: string,
  scope: Scope,
  findings: Findings,
): Node | undefined {
  const host = end.node.host;
  const [before, rest] = text.includes('/') ? (text.split('/', 2) as [string, string]) : [undefined, text];
  const other = scope.hosts.find(
    (one) => one.name !== undefined && one.name === (before ?? rest) && one !== host,
  );
  if (other && (before !== undefined || !findNamespace(host, rest))) {
    findings.error(
      'cable-leaves-host',
      name.span,
      `A cable never leaves its machine, and \`${other.name}\` is another one.`,
      {
        help: 'machines are joined by their uplinks: give both an `uplink` with an address in a common prefix',
      },
    );
    return undefined;
  }
  if (before !== undefined && before !== host.name && scope.hosts.every((one) => one.name !== '')) {
    const hosts = scope.hosts.flatMap((one) => one.name ?? []);
    unknown(findings, { ...name, text: before }, { what: 'host' }, hosts);
    return undefined;
  }
  if (before !== undefined && before === host.name) findings.mentions.refer(name, 'host', host, 'host');
  if (before === undefined && rest === host.name) {
    findings.mentions.refer(name, 'host', host, 'host');
    return host.root;
  }
  if (rest === 'root') {
    findings.mentions.refer(name, 'namespace', host.root, 'namespace');
    return host.root;
  }
  const node = findNamespace(host, rest) ?? adoptNamespace(host, { text: rest, span: name.span }, findings);
  const device = /:(.+)$/.exec(name.text)?.[1] ?? '';
  const swapped =
    before === undefined && findNamespace(host, device) ? toWrite(`-> ${device}:${rest}`) : undefined;
  if (node) findings.mentions.refer(name, 'namespace', node, 'namespace');
  else
    unknown(
      findings,
      { ...name, text: rest },
      { what: 'namespace', declared: namespaceOn(host, rest) },
      [...host.namespaces.map((one) => one.name), 'root'],
      swapped,
    );
  return node;
}

/** A bare name: another bridge or cable end of the same namespace, then of the root namespace around. */
function nearEnd(end: Device, name: Name, findings: Findings): Device | undefined {
  const nodes = end.node.kind === 'root' ? [end.node] : [end.node, end.node.host.root];
  for (const node of nodes) {
    const found = findDevice(node, name.text);
    if (found && found !== end && isEnd(found)) {
      findings.mentions.refer(name, 'device', found);
      return found;
    }
  }
  for (const node of nodes) {
    const found = findDevice(node, name.text)
      ? undefined
      : adoptDevice(node, name, findings, (one) => one !== end && isEnd(one));
    if (found) {
      findings.mentions.refer(name, 'device', found);
      return found;
    }
  }
  const itself = nodes.map((node) => findDevice(node, name.text)).find((device) => device !== undefined);
  if (itself && !canEnd(end, itself, name, findings)) return undefined;
  const candidates = nodes
    .flatMap((node) => namesOfDevices(node))
    .filter((one) => one !== end.name && one !== 'lo');
  const { host } = end.node;
  const sought = { what: 'bridge or cable end', declared: bridgeIn(host.root, name.text) };
  const namespace = findNamespace(host, name.text);
  const [one = '', other = ''] = name.text.split(/[/.@]/);
  const right = findNamespace(host, one)
    ? `${one}:${other}`
    : findNamespace(host, other)
      ? `${other}:${one}`
      : '';
  if (right !== '' && one !== '' && other !== '') {
    unknown(findings, name, sought, candidates, toWrite(`-> ${right}`));
    return undefined;
  }
  const help = namespace
    ? { help: `\`${name.text}\` is a namespace: name the device in it, \`-> ${name.text}:eth0\`` }
    : undefined;
  unknown(findings, name, sought, candidates, help);
  return undefined;
}

function isEnd({ kind }: Device): boolean {
  return kind === 'bridge' || kind === 'veth';
}

function canEnd(end: Device, device: Device, name: Name, findings: Findings): boolean {
  if (device === end) {
    findings.error('contradicting-ends', name.span, `\`${deviceName(end)}\` cannot end at itself.`);
    return false;
  }
  if (isEnd(device)) return true;
  findings.error(
    'not-a-cable-end',
    name.span,
    `No cable can end at \`${deviceName(device)}\`: it is ${device.kind === 'lo' ? 'the loopback device' : 'an uplink'}.`,
    {
      help: 'a cable ends at a bridge or at another veth',
      related: [{ span: device.origin, message: 'declared here' }],
    },
  );
  return false;
}

/** Says so, and gives false, where there is no such bridge. */
function joinMaster(device: Device, statement: Statement, findings: Findings): boolean {
  const child = childOf(statement, 'master');
  const name = child && valueOf(child, 'bridge');
  if (!child) return true;
  device.loose = true;
  if (!name || isReported(name)) return false;
  const { node } = device;
  if (!childOf(statement, '->') && !findDevice(node, name.text) && findDevice(node.host.root, name.text)) {
    const message = `There is no bridge \`${name.text}\` in ${nodeName(node)}: the one outside is the other end of the cable.`;
    findings.error('unknown-name', name.span, message, toWrite(`-> ${name.text}`));
    return false;
  }
  const master = resolveDevice(name, node, findings, bridgeIn(node, name.text));
  if (!master) return false;
  if (master.kind === 'bridge') {
    device.master = master;
    device.loose = false;
  } else if (!child.damaged) {
    findings.error('not-a-bridge', name.span, `\`${name.text}\` is no bridge, so nothing can be its port.`, {
      related: [{ span: master.origin, message: `it is a ${master.kind}` }],
    });
  }
  return true;
}

function namePort(device: Device, statement: Statement, findings: Findings): void {
  const port = childOf(statement, 'port');
  const name = port && valueOf(port, 'name');
  if (!port || !name || !checkName(name, 'device', findings)) return;
  if (device.peer?.written !== 'generated') {
    if (!device.peer) return;
    findings.error(
      'not-plugged',
      port.keyword,
      `\`port\` names a bridge port, and \`${device.name}\` does not end at a bridge.`,
    );
    return;
  }
  const known = findDevice(device.peer.node, name.text);
  if (known) duplicate(findings, name, `a device \`${name.text}\` in ${device.peer.node.name}`, known.origin);
  else {
    device.peer.name = name.text;
    findings.mentions.declare(name, 'device', device.peer);
  }
}
