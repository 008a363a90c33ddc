import { lastTable, tableNames } from './tables.ts';
import type { Place, Word } from './word.ts';
import { inDevices, inNodes } from './word.ts';

const anywhere: readonly Place[] = [...inNodes, ...inDevices];
const address = { slot: 'address', shape: 'address', what: 'an address', example: '192.168.1.1' } as const;
const anyPrefix = { slot: 'prefix', shape: 'prefix', what: 'a prefix', example: '192.168.1.0/24' } as const;
const table = {
  slot: 'table',
  shape: 'number',
  what: `the number of a table, from 1 to ${lastTable}, or ${Object.entries(tableNames)
    .map(([name, number]) => `\`${name}\` (${number})`)
    .join(', ')}`,
  example: '100',
} as const;
const device = {
  slot: 'device',
  shape: 'reference',
  what: 'a device of this node',
  example: 'eth0',
} as const;

/** Routes, rules and neighbours, in the words of ip-route(8), ip-rule(8) and ip-neighbour(8). */
export const routing: readonly Word[] = [
  {
    keyword: 'route',
    place: 'route',
    summary: 'a route; at a device, that device completes short addresses',
    standsIn: anywhere,
    values: [
      {
        slot: 'type',
        shape: 'name',
        what: 'a route type',
        example: 'blackhole',
        optional: true,
        choices: ['blackhole', 'unreachable', 'prohibit'],
      },
      { slot: 'prefix', shape: 'prefix', what: 'a prefix', example: '192.168.2.0/24', list: true },
    ],
    repeatable: true,
  },
  {
    keyword: 'gw',
    place: 'gw',
    summary: 'the default gateway: `gw X` is `route default via X`',
    standsIn: anywhere,
    values: [{ ...address, list: true }],
    repeatable: true,
  },
  {
    keyword: 'via',
    summary: 'the next hop',
    standsIn: ['route', 'nexthop'],
    values: [address],
  },
  {
    keyword: 'dev',
    summary: 'the device that the packets leave through',
    standsIn: ['route', 'gw', 'nexthop', 'neigh'],
    values: [device],
  },
  {
    keyword: 'metric',
    summary: 'the preference of the route: the lowest wins',
    standsIn: ['route', 'gw'],
    values: [{ slot: 'number', shape: 'number', what: 'a number', example: '100' }],
  },
  {
    keyword: 'table',
    summary: 'the routing table that the route is in; `local` is filled by the kernel alone',
    standsIn: ['route', 'gw'],
    values: [table],
  },
  {
    keyword: 'src',
    summary: 'the source address that the node prefers on this route',
    standsIn: ['route', 'gw'],
    values: [address],
  },
  {
    keyword: 'onlink',
    summary: 'the next hop is on this link although no prefix covers it',
    standsIn: ['route', 'gw', 'nexthop'],
    values: [],
  },
  {
    keyword: 'mtu',
    summary: 'the largest packet in bytes on this route',
    standsIn: ['route', 'gw'],
    values: [{ slot: 'bytes', shape: 'number', what: 'a number of bytes', example: '1400' }],
    blockOnly: true,
  },
  {
    keyword: 'nexthop',
    place: 'nexthop',
    summary: 'one of several ways of a multipath route',
    standsIn: ['route'],
    values: [],
    repeatable: true,
  },
  {
    keyword: 'weight',
    summary: 'the share of this way among the next hops',
    standsIn: ['nexthop'],
    values: [{ slot: 'number', shape: 'number', what: 'a number from 1 to 256', example: '2' }],
  },
  {
    keyword: 'rule',
    place: 'rule',
    summary: 'a rule of the routing policy: which table is asked for which packets',
    standsIn: anywhere,
    values: [],
    repeatable: true,
    oneOf: ['lookup', 'table', 'blackhole', 'unreachable', 'prohibit'],
  },
  {
    keyword: 'not',
    summary: 'the rule is for all packets but those that it names',
    standsIn: ['rule'],
    values: [],
  },
  {
    keyword: 'from',
    summary: 'packets from this prefix, or `all`',
    standsIn: ['rule'],
    values: [anyPrefix],
  },
  {
    keyword: 'to',
    summary: 'packets to this prefix, or `all`',
    standsIn: ['rule'],
    values: [anyPrefix],
  },
  {
    keyword: 'iif',
    summary: 'packets that come in through this device; `lo`: those that the node sends itself',
    standsIn: ['rule'],
    values: [device],
  },
  {
    keyword: 'oif',
    summary: 'packets from sockets that are bound to this device',
    standsIn: ['rule'],
    values: [device],
  },
  {
    keyword: 'priority',
    summary: 'the place of the rule: the lowest is asked first',
    standsIn: ['rule'],
    values: [{ slot: 'number', shape: 'number', what: 'a number', example: '1000' }],
  },
  {
    keyword: 'pref',
    summary: 'the same as `priority`',
    standsIn: ['rule'],
    values: [{ slot: 'number', shape: 'number', what: 'a number', example: '1000' }],
  },
  {
    keyword: 'lookup',
    summary: 'asks this table',
    standsIn: ['rule'],
    values: [table],
  },
  {
    keyword: 'table',
    summary: 'the same as `lookup`',
    standsIn: ['rule'],
    values: [table],
  },
  {
    keyword: 'suppress_prefixlength',
    summary: 'what the table answers with a prefix of this length or a shorter one does not count',
    standsIn: ['rule'],
    values: [{ slot: 'length', shape: 'number', what: 'a number of bits', example: '0' }],
  },
  {
    keyword: 'blackhole',
    summary: 'drops the packets',
    standsIn: ['rule'],
    values: [],
  },
  {
    keyword: 'unreachable',
    summary: 'refuses the packets: the sender is told that the network is unreachable',
    standsIn: ['rule'],
    values: [],
  },
  {
    keyword: 'prohibit',
    summary: 'refuses the packets: the sender is told that it is prohibited',
    standsIn: ['rule'],
    values: [],
  },
  {
    keyword: 'neigh',
    place: 'neigh',
    summary: 'a permanent neighbour entry',
    standsIn: anywhere,
    values: [address],
    repeatable: true,
    oneOf: ['lladdr'],
  },
  {
    keyword: 'lladdr',
    summary: 'the link-layer address of the neighbour',
    standsIn: ['neigh'],
    values: [{ slot: 'address', shape: 'mac', what: 'a MAC address', example: '02:00:00:00:00:01' }],
  },
];
