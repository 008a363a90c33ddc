// What goes wrong in labs, and what is seldom done: one change of a plausible lab each.

import type { Dice } from './dice.ts';
import type { Draft } from './draft.ts';
import {
  addRule,
  addressesOf,
  changeRoute,
  familyOf,
  metric,
  prefixesOf,
  someDevice,
  someNeighbour,
  someNode,
  somePrefix,
  someRouter,
  usedFamily,
} from './picks.ts';
import { linkLocal, networksOf, newDevice, reference } from './topology.ts';

type Mutation = (draft: Draft, dice: Dice) => void;

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
