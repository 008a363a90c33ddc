// Plausible labs: a shape, addresses for each of its networks, and routes that lead everywhere.

import type { Dice } from './dice.ts';
import type { Draft, DraftDevice, DraftFamily, DraftNode, DraftSegment, Member, Subnet } from './draft.ts';

export const families = ['inet', 'inet6'] as const;

type Shape = 'star' | 'chain' | 'ring' | 'tree' | 'two-routers' | 'mesh';

/** Which nodes are on which network, before either has names. */
type Sketch = number[][];

function sketch(dice: Dice): Sketch {
  const shape: Shape = dice.pick(['star', 'chain', 'ring', 'tree', 'two-routers', 'mesh']);
  const nodes = dice.int(2, shape === 'star' ? 8 : 9);
  switch (shape) {
    case 'star':
      return dice.chance(60)
        ? [range(0, nodes)]
        : [range(0, Math.ceil(nodes / 2) + 1), [0, ...range(Math.ceil(nodes / 2) + 1, nodes)]];
    case 'chain':
      return range(1, nodes).map((i) => [i - 1, i]);
    case 'ring':
      return nodes < 3 ? [[0, 1]] : [...range(1, nodes).map((i) => [i - 1, i]), [nodes - 1, 0]];
    case 'tree':
      return range(1, nodes).map((i) => [dice.int(0, i - 1), i]);
    case 'two-routers': {
      const left = dice.int(1, 3);
      const right = dice.int(1, 3);
      return [
        [0, 1],
        [0, ...range(2, 2 + left)],
        [1, ...range(2 + left, 2 + left + right)],
      ];
    }
    case 'mesh': {
      const networks: Sketch = [[0, 1]];
      for (let i = 2; i < nodes; i++) {
        const network = dice.chance(50) ? dice.maybe(networks) : undefined;
        if (network) network.push(i);
        else networks.push([dice.int(0, i - 1), i]);
      }
      for (let extra = dice.int(0, 2); extra > 0; extra--) {
        const a = dice.int(0, nodes - 1);
        const b = dice.int(0, nodes - 1);
        if (a !== b) networks.push([a, b]);
      }
      return networks;
    }
    default:
      return shape satisfies never;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

export function topology(dice: Dice): Draft {
  const plan = sketch(dice);
  const count = Math.max(...plan.flat()) + 1;
  const names = dice.pick([
    ['n', 'sw'],
    ['ns', 'b'],
    ['h', 'x'],
  ]);
  const rootIs = dice.chance(25) ? dice.int(0, count - 1) : -1;
  const nodes: DraftNode[] = range(0, count).map((i) => ({
    name: i === rootIs ? 'root' : `${names[0]}${i + 1}`,
    forward: '',
    devices: [],
    lines: [],
  }));
  // the names of a root namespace come first in a file, and exist even where it is no member
  if (rootIs < 0) nodes.unshift({ name: 'root', forward: '', devices: [], lines: [] });
  const root = nodes.find(({ name }) => name === 'root');
  if (!root) throw new Error('a lab has a root namespace');
  const draft: Draft = { nodes, segments: [], expectations: [] };
  const used = dice.pick(['inet', 'inet', 'inet6', 'both', 'both']);
  for (const [index, members] of plan.entries()) {
    const present = members.map((i) => nodes[rootIs < 0 ? i + 1 : i]).filter((node) => node !== undefined);
    const inet = used !== 'inet6' && (used === 'inet' || dice.chance(90));
    const inet6 = used !== 'inet' && (used === 'inet6' || !inet || dice.chance(90));
    const pair = present.length === 2;
    const segment: DraftSegment = {
      members: [],
      inet: inet ? subnet4(dice, index, pair) : undefined,
      inet6: inet6 ? subnet6(dice, index, pair) : undefined,
    };
    if (pair && dice.chance(75)) cable(dice, segment, present);
    else lan(dice, draft, segment, present, root, `${names[1]}${index + 1}`, index);
    number(dice, segment);
    draft.segments.push(segment);
  }
  for (const node of nodes) {
    if (networksOf(draft, node).length > 1) node.forward = 'forward';
    if (dice.chance(10)) {
      const addresses = [
        ...(used === 'inet6' ? [] : [`10.255.0.${nodes.indexOf(node) + 1}/32`]),
        ...(used === 'inet' ? [] : [`fd00:ff::${nodes.indexOf(node) + 1}/128`]),
      ];
      if (node.name !== 'root' && !node.isSwitch)
        node.devices.push({ name: 'lo', kind: 'lo', ips: addresses, words: [] });
    }
  }
  for (const family of families) for (const node of nodes) addRoutes(dice, draft, node, family);
  return draft;
}

function subnet4(dice: Dice, index: number, pair: boolean): Subnet {
  const some = (base: string, length: number, first = 1): Subnet => ({
    prefix: `${base}.0/${length}`,
    length,
    host: (i) => `${base}.${first + i}`,
  });
  const kind = dice.int(1, pair ? 12 : 8);
  if (kind <= 4) return some(`10.0.${index + 1}`, 24);
  if (kind <= 6) return some(`192.168.${index + 1}`, 28);
  if (kind === 7) return some(`10.${index + 1}.0`, 16);
  if (kind === 8) return some(`172.16.${index * 4}`, 22, 9);
  if (kind <= 10) return some(`172.20.${index + 1}`, 30);
  return some(`10.9.${index + 1}`, 31, 0);
}

function subnet6(dice: Dice, index: number, pair: boolean): Subnet {
  const some = (base: string, length: number, first = 1): Subnet => ({
    prefix: `${base}::/${length}`,
    length,
    host: (i) => `${base}::${(first + i).toString(16)}`,
  });
  const kind = dice.int(1, pair ? 9 : 7);
  if (kind <= 5) return some(`fd00:${index + 1}`, 64);
  if (kind === 6) return some(`2001:db8:${index + 1}`, 112);
  if (kind === 7) return some(`fd01:${index + 1}`, 48);
  if (kind === 8) return some(`fd00:99:${index + 1}`, 126);
  return some(`fd00:98:${index + 1}`, 127, 0);
}

/** The next free name of a device; the root namespace leaves the names of real ones alone. */
export function newDevice(node: DraftNode, kind: 'veth' | 'bridge' = 'veth'): DraftDevice {
  const start = kind === 'bridge' ? 'br' : node.name === 'root' ? 'v' : 'eth';
  const name = `${start}${node.devices.filter((one) => one.kind === kind).length}`;
  const device: DraftDevice = { name, kind, ips: [], words: [] };
  node.devices.push(device);
  return device;
}

export function reference(from: DraftNode, to: DraftNode, device: DraftDevice): string {
  if (from === to) return device.name;
  return `${to.name}:${device.name}`;
}

function cable(dice: Dice, segment: DraftSegment, [a, b]: readonly DraftNode[]): void {
  if (!a || !b) return;
  const near = newDevice(a);
  const far = newDevice(b);
  near.cable = reference(a, b, far);
  if (dice.chance(30)) far.cable = reference(b, a, near);
  segment.members.push({ node: a, device: near }, { node: b, device: far });
}

function lan(
  dice: Dice,
  draft: Draft,
  segment: DraftSegment,
  members: readonly DraftNode[],
  root: DraftNode,
  name: string,
  index: number,
): void {
  const own = members.includes(root) ? root : dice.chance(25) ? dice.maybe(members) : undefined;
  let holder = own ?? root;
  if (!own && dice.chance(50)) {
    holder = { name, isSwitch: true, forward: '', devices: [], lines: [] };
    draft.nodes.push(holder);
  }
  const first = { node: holder, device: newDevice(holder, 'bridge') };
  const bridges: Member[] = [];
  if (dice.chance(15)) {
    // two bridges, one network: the second beside the first, or in a namespace of its own
    const beside = dice.chance(50);
    const other: DraftNode = beside
      ? holder
      : { name: `${name}b`, isSwitch: true, forward: '', devices: [], lines: [] };
    if (!beside) draft.nodes.push(other);
    const bridge = newDevice(other, 'bridge');
    const joint: DraftDevice = {
      name: `j${index}`,
      kind: 'veth',
      cable: reference(other, holder, first.device),
      ips: [],
      words: [`master ${bridge.name}`],
    };
    other.devices.push(joint);
    bridges.push({ node: other, device: bridge });
  }
  for (const node of members) {
    if (node === own) {
      segment.members.push(first);
      continue;
    }
    const bridge = dice.pick([first, ...bridges]);
    const device = newDevice(node);
    device.cable = reference(node, bridge.node, bridge.device);
    segment.members.push({ node, device });
  }
}

/** Addresses for the members of a network. */
function number(dice: Dice, segment: DraftSegment): void {
  const turned = dice.chance(30);
  for (const family of families) {
    const subnet = segment[family];
    if (!subnet) continue;
    for (const [i, { device }] of segment.members.entries()) {
      const at = turned ? segment.members.length - 1 - i : i;
      device.ips.push(`${subnet.host(at)}/${subnet.length}`);
    }
  }
}

/** The networks that a node is on. */
export function networksOf(draft: Draft, node: DraftNode): readonly DraftSegment[] {
  return draft.segments.filter(({ members }) => members.some((one) => one.node === node));
}

/** The address of a member of a network in a family, without its length. */
export function addressIn(member: Member, segment: DraftSegment, family: DraftFamily): string | undefined {
  const subnet = segment[family];
  if (!subnet) return undefined;
  const known = segment.members.map((_, i) => subnet.host(i));
  return member.device.ips.map((ip) => ip.split('/')[0] ?? '').find((ip) => known.includes(ip));
}

/** The first hop of a shortest way from a node to each network of a family. */
function waysFrom(
  draft: Draft,
  node: DraftNode,
  family: DraftFamily,
): Map<DraftSegment, { member: Member; segment: DraftSegment } | undefined> {
  const ways = new Map<DraftSegment, { member: Member; segment: DraftSegment } | undefined>();
  for (const segment of networksOf(draft, node)) if (segment[family]) ways.set(segment, undefined);
  for (const [segment, first] of ways) {
    for (const member of segment.members) {
      if (member.node === node) continue;
      for (const beyond of networksOf(draft, member.node))
        if (beyond[family] && !ways.has(beyond)) ways.set(beyond, first ?? { member, segment });
    }
  }
  return ways;
}

function addRoutes(dice: Dice, draft: Draft, node: DraftNode, family: DraftFamily): void {
  const far = [...waysFrom(draft, node, family)].filter(([, first]) => first !== undefined);
  const single = new Set(far.map(([, first]) => first?.member)).size === 1;
  const byDefault = single && dice.chance(node.forward ? 40 : 80);
  for (const [target, first] of byDefault ? far.slice(0, 1) : far) {
    if (!first) continue;
    const via = addressIn(first.member, first.segment, family);
    const prefix = target[family]?.prefix;
    if (!via || !prefix) continue;
    const own = first.segment.members.find((one) => one.node === node);
    if (family === 'inet6' && own && dice.chance(12)) {
      // by the link-local address of the next hop, which then needs one that is known
      const local = linkLocal(first.member);
      node.lines.push(`route ${byDefault ? 'default6' : prefix} via ${local} dev ${own.device.name}`);
    } else if (byDefault) node.lines.push(dice.chance(70) ? `gw ${via}` : `route default via ${via}`);
    else node.lines.push(`route ${prefix} via ${via}`);
  }
  // `default` is of the family of its next hop
  for (const [i, line] of node.lines.entries()) node.lines[i] = line.replace('default6', 'default');
  addRoutesToLoopbacks(dice, draft, node, family);
}

/** Routes to the loopback addresses of neighbours. */
function addRoutesToLoopbacks(dice: Dice, draft: Draft, node: DraftNode, family: DraftFamily): void {
  for (const segment of networksOf(draft, node)) {
    for (const member of segment.members) {
      const via = addressIn(member, segment, family);
      const lo = member.node.devices.find(({ kind }) => kind === 'lo');
      const address = lo?.ips.find((ip) => ip.includes(':') === (family === 'inet6'))?.split('/')[0];
      if (via && address && member.node !== node && dice.chance(70))
        node.lines.push(`route ${address} via ${via}`);
    }
  }
}

/** The link-local address that a device is given so that others may name it. */
export function linkLocal({ node, device }: Member): string {
  const known = device.ips.find((ip) => ip.startsWith('fe80:'));
  if (known) return known.split('/')[0] ?? '';
  const text = `${node.name}:${device.name}`;
  const number = [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 65535, 7);
  device.ips.push(`fe80::${number.toString(16)}/64`);
  return `fe80::${number.toString(16)}`;
}
