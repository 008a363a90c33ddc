// What goes wrong in labs, and what is seldom done: one change of a plausible lab each.

import type { Dice } from './dice.ts';
import type { Draft, DraftDevice, DraftFamily, DraftNode, Member } from './draft.ts';
import { addressIn, families, linkLocal, networksOf, newDevice, reference } from './topology.ts';

type Mutation = (draft: Draft, dice: Dice) => void;

const tables = ['100', '200'];

/** A device of some node that packets can leave through. */
function someDevice(draft: Draft, dice: Dice): Member | undefined {
  const all = draft.nodes.flatMap((node) =>
    node.devices.filter((device) => device.kind !== 'lo').map((device) => ({ node, device })),
  );
  return dice.maybe(all.filter(({ device }) => device.ips.length > 0));
}

function someNode(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter((node) => node.devices.some(({ ips }) => ips.length > 0)));
}

function someRouter(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter(({ forward }) => forward));
}

/** Every address of the lab, without lengths. */
function addressesOf(draft: Draft, family?: DraftFamily): readonly string[] {
  return draft.nodes
    .flatMap(({ devices }) => devices.flatMap(({ ips }) => ips))
    .map((ip) => ip.split('/')[0] ?? '')
    .filter((ip) => !ip.startsWith('fe80:') && (!family || ip.includes(':') === (family === 'inet6')));
}

function prefixesOf(draft: Draft, family: DraftFamily): readonly string[] {
  return draft.segments.map((segment) => segment[family]?.prefix).filter((text) => text !== undefined);
}

function usedFamily(draft: Draft, dice: Dice): DraftFamily {
  return dice.maybe(families.filter((family) => prefixesOf(draft, family).length > 0)) ?? 'inet';
}

/** A neighbour of a node on one of its networks, by its address. */
function someNeighbour(
  draft: Draft,
  dice: Dice,
  node: DraftNode,
  family: DraftFamily,
): { via: string; device: DraftDevice; member: Member } | undefined {
  const all = networksOf(draft, node).flatMap((segment) => {
    const own = segment.members.find((one) => one.node === node);
    return segment.members.flatMap((member) => {
      const via = addressIn(member, segment, family);
      return via && own && member.node !== node ? [{ via, device: own.device, member }] : [];
    });
  });
  return dice.maybe(all);
}

/** A prefix that a route may be for: a network of the lab, a part of one, more than one, one address. */
function somePrefix(draft: Draft, dice: Dice, family: DraftFamily): string {
  const address = dice.maybe(addressesOf(draft, family));
  const host = family === 'inet' ? 32 : 128;
  switch (dice.int(1, 6)) {
    case 1:
      return address ? `${address}/${host}` : 'default';
    case 2:
      return 'default';
    case 3:
      return family === 'inet' ? '10.0.0.0/8' : 'fd00::/16';
    case 4:
      return family === 'inet' ? '10.0.0.0/14' : 'fd00::/24';
    default:
      return dice.maybe(prefixesOf(draft, family)) ?? 'default';
  }
}

function isRoute(line: string): boolean {
  return line.startsWith('route ') || line.startsWith('gw ');
}

function withRoutes(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter(({ lines }) => lines.some(isRoute)));
}

function changeRoute(draft: Draft, dice: Dice, change: (line: string) => string | undefined): void {
  const node = withRoutes(draft, dice);
  const line = node && dice.maybe(node.lines.filter(isRoute));
  if (!node || line === undefined) return;
  const changed = change(line);
  node.lines.splice(node.lines.indexOf(line), 1, ...(changed === undefined ? [] : [changed]));
}

function familyOf(line: string): DraftFamily {
  return line.includes(':') ? 'inet6' : 'inet';
}

const metric = (dice: Dice): string => `metric ${dice.pick([5, 10, 50, 256, 1024, 2000])}`;

/** A routing policy: a table with a route, and what is looked up in it. */
function addRule(draft: Draft, dice: Dice): void {
  const node = someNode(draft, dice);
  const family = usedFamily(draft, dice);
  const hop = node && someNeighbour(draft, dice, node, family);
  if (!node || !hop) return;
  const table = dice.maybe(tables) ?? '100';
  node.lines.push(`route ${somePrefix(draft, dice, family)} via ${hop.via} table ${table}`);
  const own = node.devices.flatMap(({ ips }) => ips).map((ip) => ip.split('/')[0] ?? '');
  const from = dice.maybe(own.filter((ip) => ip.includes(':') === (family === 'inet6')));
  const prefix = dice.maybe(prefixesOf(draft, family)) ?? 'all';
  const address = dice.maybe(addressesOf(draft, family)) ?? 'all';
  const priority = dice.chance(40) ? ` priority ${dice.pick([100, 200, 32_766, 40_000])}` : '';
  const rule = dice.pick([
    `from ${dice.pick([from ?? 'all', prefix])} lookup ${table}`,
    `to ${prefix} lookup ${table}`,
    `to ${address} lookup main`,
    `from ${address} ${dice.pick(['prohibit', 'blackhole', 'unreachable'])}`,
    `iif ${hop.device.name} lookup ${table}`,
    `iif lo to ${prefix} lookup ${table}`,
    `oif ${hop.device.name} to ${address} lookup ${table}`,
    `not from ${from ?? prefix} to ${prefix} lookup ${table}`,
    `from ${prefix} to ${address} ${dice.pick(['prohibit', 'blackhole', 'unreachable'])}`,
    `to ${prefix} lookup main suppress_prefixlength ${dice.pick([0, 8, 16, 24])}`,
  ]);
  node.lines.push(`rule ${rule}${priority}`);
}

const mutations: readonly (readonly [weight: number, Mutation])[] = [
  // what is missing
  [3, (draft, dice) => changeRoute(draft, dice, () => undefined)],
  [
    2,
    (draft, dice) => {
      const router = someRouter(draft, dice);
      if (router) router.forward = dice.pick(['', 'forward inet', 'forward inet6']);
    },
  ],
  [1, (draft, dice) => void someDevice(draft, dice)?.device.ips.shift()],
  [1, (draft, dice) => void someDevice(draft, dice)?.device.ips.pop()],
  // what is wrong
  [
    2,
    (draft, dice) => {
      changeRoute(draft, dice, (line) => {
        const other = dice.maybe(addressesOf(draft, familyOf(line)));
        return other && line.replace(/(via|gw) [0-9a-f.:]+/, `$1 ${other}`);
      });
    },
  ],
  [
    1,
    (draft, dice) => {
      // a next hop that nobody has
      changeRoute(draft, dice, (line) => line.replace(/((?:via|gw) [0-9a-f.:]+[.:])[0-9a-f]+/, '$177'));
    },
  ],
  [
    1,
    (draft, dice) => {
      const node = someNode(draft, dice);
      if (node) node.forward = dice.pick(['forward', 'forward inet', 'forward inet6']);
    },
  ],
  [
    1,
    (draft, dice) => {
      // an address on the wrong side
      const a = someDevice(draft, dice)?.device;
      const b = someDevice(draft, dice)?.device;
      if (!a || !b || a === b) return;
      const moved = a.ips.splice(0);
      a.ips.push(...b.ips.splice(0));
      b.ips.push(...moved);
    },
  ],
  [
    1,
    (draft, dice) => {
      // the address of somebody else
      const a = someDevice(draft, dice)?.device;
      const ip = dice.maybe(someDevice(draft, dice)?.device.ips ?? []);
      if (a && ip && !a.ips.includes(ip)) a.ips.push(ip);
    },
  ],
  [
    2,
    (draft, dice) => {
      // another length
      const device = someDevice(draft, dice)?.device;
      const ip = device && dice.maybe(device.ips);
      if (!device || !ip) return;
      const length = ip.includes(':')
        ? dice.pick([16, 32, 60, 120, 127, 128])
        : dice.pick([8, 16, 25, 29, 31, 32]);
      device.ips[device.ips.indexOf(ip)] = ip.replace(/\/.*/, `/${length}`);
    },
  ],
  // more addresses
  [
    2,
    (draft, dice) => {
      const device = someDevice(draft, dice)?.device;
      const like = device && dice.maybe(device.ips.filter((ip) => !ip.startsWith('fe80')));
      if (!device || !like) return;
      const length = dice.pick([like.split('/')[1] ?? '24', '32']);
      device.ips.push(`${like.replace(/([0-9a-f]+)\/.*/, dice.pick(['7', '19', '13']))}/${length}`);
    },
  ],
  [
    1,
    (draft, dice) => {
      const device = someDevice(draft, dice)?.device;
      if (!device) return;
      const i = dice.int(1, 9);
      device.ips.push(
        dice.pick([`10.77.0.${i}/24`, `10.0.${i}.77/16`, `fd00:77::${i}/64`, `10.0.77.${i}/8`]),
      );
    },
  ],
  [
    1,
    (draft, dice) => {
      const node = dice.maybe(
        draft.nodes.filter(({ name, devices }) => name !== 'root' && devices.length > 0),
      );
      const i = dice.int(1, 9);
      node?.devices.push({
        name: 'lo',
        kind: 'lo',
        ips: [dice.pick([`10.254.0.${i}/32`, `fd00:fe::${i}/128`, `10.253.0.${i}/24`])],
        words: [],
      });
    },
  ],
  // more routes
  [
    3,
    (draft, dice) => {
      const node = someNode(draft, dice);
      const family = usedFamily(draft, dice);
      const hop = node && someNeighbour(draft, dice, node, family);
      if (!node || !hop) return;
      const tail = dice.chance(40) ? ` ${metric(dice)}` : '';
      node.lines.push(`route ${somePrefix(draft, dice, family)} via ${hop.via}${tail}`);
    },
  ],
  [1, (draft, dice) => changeRoute(draft, dice, (line) => `${line} ${metric(dice)}`)],
  [
    1,
    (draft, dice) => {
      // a link-local next hop
      const node = someNode(draft, dice);
      const hop = node && someNeighbour(draft, dice, node, 'inet6');
      if (!node || !hop) return;
      const prefix = somePrefix(draft, dice, 'inet6');
      node.lines.push(`route ${prefix} via ${linkLocal(hop.member)} dev ${hop.device.name}`);
    },
  ],
  [
    1,
    (draft, dice) => {
      const node = someNode(draft, dice);
      const family = usedFamily(draft, dice);
      const prefix = somePrefix(draft, dice, family);
      if (!node) return;
      const of = prefix === 'default' ? (family === 'inet' ? '0.0.0.0/0' : '::/0') : prefix;
      const type = dice.pick(['blackhole', 'unreachable', 'prohibit']);
      node.lines.push(`route ${type} ${of}${dice.chance(30) ? ` ${metric(dice)}` : ''}`);
    },
  ],
  [
    1,
    (draft, dice) => {
      // several ways
      const node = someNode(draft, dice);
      const family = usedFamily(draft, dice);
      const a = node && someNeighbour(draft, dice, node, family);
      const b = node && someNeighbour(draft, dice, node, family);
      if (!node || !a || !b || a.via === b.via) return;
      const prefix = somePrefix(draft, dice, family);
      node.lines.push(
        `route ${prefix} nexthop via ${a.via} dev ${a.device.name} nexthop via ${b.via} dev ${b.device.name}`,
      );
    },
  ],
  [
    1,
    (draft, dice) => {
      // which source
      changeRoute(draft, dice, (line) => {
        if (line.includes('blackhole') || line.includes('nexthop')) return line;
        const node = draft.nodes.find(({ lines }) => lines.includes(line));
        const own = node?.devices.flatMap(({ ips }) => ips).map((ip) => ip.split('/')[0] ?? '') ?? [];
        const src = dice.maybe(own.filter((ip) => ip.includes(':') === line.includes(':')));
        return src ? `${line} src ${src}` : line;
      });
    },
  ],
  [
    1,
    (draft, dice) => {
      const at = someDevice(draft, dice);
      const family = usedFamily(draft, dice);
      const via = dice.maybe(addressesOf(draft, family));
      if (!at || !via) return;
      at.node.lines.push(`route ${somePrefix(draft, dice, family)} via ${via} dev ${at.device.name} onlink`);
    },
  ],
  [
    1,
    (draft, dice) => {
      // a device route
      const at = someDevice(draft, dice);
      const family = usedFamily(draft, dice);
      const to = dice.maybe(addressesOf(draft, family));
      if (!at || !to) return;
      at.node.lines.push(
        `route ${dice.chance(50) ? to : somePrefix(draft, dice, family)} dev ${at.device.name}`,
      );
    },
  ],
  [1, (draft, dice) => changeRoute(draft, dice, (line) => `${line} table ${dice.pick(['100', '200'])}`)],
  [
    2,
    (draft, dice) => {
      // two links without addresses between, each host an address of its own
      const a = someDevice(draft, dice);
      const network =
        a && networksOf(draft, a.node).find(({ members }) => members.some((m) => m.device === a.device));
      const i = dice.int(1, 9);
      for (const member of network?.members ?? []) {
        for (const other of network?.members ?? [])
          if (other !== member)
            member.node.lines.push(
              `route 10.88.0.${i + (network?.members.indexOf(other) ?? 0)} dev ${member.device.name}`,
            );
        member.device.ips.push(`10.88.0.${i + (network?.members.indexOf(member) ?? 0)}/32`);
      }
    },
  ],
  [3, addRule],
  [
    1,
    (draft, dice) =>
      changeRoute(draft, dice, (line) =>
        /blackhole|unreachable|prohibit|nexthop/.test(line) ? line : `${line} mtu=${dice.pick([1280, 1400])}`,
      ),
  ],
  // neighbours and translation
  [
    1,
    (draft, dice) => {
      const node = someNode(draft, dice);
      const hop = node && someNeighbour(draft, dice, node, usedFamily(draft, dice));
      if (!node || !hop) return;
      const mac = '02:00:00:00:00:0a';
      if (
        dice.chance(60) &&
        hop.member.device.kind !== 'uplink' &&
        !hop.member.device.words.some((word) => word.startsWith('mac'))
      )
        hop.member.device.words.push(`mac ${mac}`);
      node.lines.push(`neigh ${hop.via} lladdr ${mac} dev ${hop.device.name}`);
    },
  ],
  [
    2,
    (draft, dice) => {
      const node = someRouter(draft, dice);
      const device = node && dice.maybe(node.devices.filter(({ kind }) => kind !== 'lo'));
      const prefix = dice.maybe(prefixesOf(draft, usedFamily(draft, dice)));
      if (!node || !device) return;
      node.lines.push(
        dice.pick([`nat -> ${device.name}`, `nat ${prefix} -> ${device.name}`, `nat ${prefix}`]),
      );
    },
  ],
  [
    1,
    (draft, dice) => {
      // one MAC address twice on a network
      const members = dice.maybe(draft.segments)?.members ?? [];
      const [a, b] = [dice.maybe(members)?.device, dice.maybe(members)?.device];
      for (const device of new Set([a, b]))
        if (a !== b && device && device.kind !== 'uplink')
          device.words.splice(
            0,
            device.words.length,
            ...device.words.filter((word) => !word.startsWith('mac')),
            'mac 02:00:00:00:00:0b',
          );
    },
  ],
  // more wires
  [
    1,
    (draft, dice) => {
      // a second device of a node on a network that it is on already, or a new one between two nodes
      const bridge = dice.maybe(
        draft.nodes.flatMap((node) =>
          node.devices.filter(({ kind }) => kind === 'bridge').map((device) => ({ node, device })),
        ),
      );
      const node = someNode(draft, dice);
      if (!bridge || !node || (node === bridge.node && dice.chance(70))) return;
      const device = newDevice(node);
      device.cable = reference(node, bridge.node, bridge.device);
      const like = dice.maybe(addressesOf(draft));
      if (!like) return;
      device.ips.push(`${like.replace(/[0-9a-f]+$/, '66')}/${like.includes(':') ? 64 : 24}`);
    },
  ],
  [
    1,
    (draft, dice) => {
      const device = someDevice(draft, dice)?.device;
      if (device?.kind === 'veth' && !device.words.some((word) => word.startsWith('mtu')))
        device.words.push(`mtu ${dice.pick([1000, 1280, 1400, 1400, 9000])}`);
    },
  ],
];

const weighted: readonly Mutation[] = mutations.flatMap(([weight, mutation]) =>
  Array.from({ length: weight }, () => mutation),
);

export function mutate(draft: Draft, dice: Dice): void {
  dice.maybe(weighted)?.(draft, dice);
}
