import type { Word } from './word.ts';
import { inDevices, inNodes, inRoots } from './word.ts';

const name = { slot: 'name', shape: 'name', what: 'the name of a device', example: 'eth0' } as const;

/** The kinds of device. */
const kinds: readonly Word[] = [
  {
    keyword: 'bridge',
    place: 'bridge',
    summary: 'an Ethernet bridge; cables end at it with `-> NAME`',
    standsIn: inNodes,
    values: [{ ...name, example: 'br0' }],
    repeatable: true,
  },
  {
    keyword: 'veth',
    place: 'veth',
    summary: 'one end of a cable; `->` says where the other end is',
    standsIn: inNodes,
    values: [name],
    repeatable: true,
  },
  {
    keyword: 'lo',
    place: 'lo',
    summary: 'the loopback device that every node has, for more addresses on it',
    standsIn: inNodes,
    values: [],
    repeatable: true,
  },
  {
    keyword: 'uplink',
    place: 'uplink',
    summary:
      'a device of the machine that exists already: checked against, never created, changed or deleted',
    standsIn: inRoots,
    values: [{ ...name, example: 'enp0s3' }],
    repeatable: true,
  },
];

/** What may be said of a device, behind it or in its block. */
const attributes: readonly Word[] = [
  {
    keyword: '->',
    summary: 'where the other end is: a bridge, a device of a node, or another cable end',
    standsIn: ['veth'],
    values: [
      { slot: 'end', shape: 'reference', what: 'where the cable ends', example: 'br0` or `-> ns2:eth0' },
    ],
  },
  {
    keyword: 'ip',
    summary: 'an address with the length of its prefix',
    standsIn: inDevices,
    values: [
      {
        slot: 'address',
        shape: 'interface-address',
        what: 'an address',
        example: '192.168.1.2/24',
        list: true,
      },
    ],
    repeatable: true,
  },
  {
    keyword: 'mtu',
    summary: 'the largest packet in bytes',
    standsIn: ['bridge', 'veth', 'uplink'],
    values: [{ slot: 'bytes', shape: 'number', what: 'a number of bytes', example: '1500' }],
  },
  {
    keyword: 'mac',
    summary: 'the link-layer address',
    standsIn: ['bridge', 'veth', 'uplink'],
    values: [{ slot: 'address', shape: 'mac', what: 'a MAC address', example: '02:00:00:00:00:01' }],
  },
  {
    keyword: 'up',
    summary: 'the uplink must be up',
    standsIn: ['uplink'],
    values: [],
  },
  {
    keyword: 'master',
    summary: 'the bridge that this end is a port of',
    standsIn: ['veth'],
    values: [{ slot: 'bridge', shape: 'reference', what: 'a bridge of this node', example: 'br1' }],
  },
  {
    keyword: 'port',
    summary: 'the name of the bridge port that netgen makes at the other end',
    standsIn: ['veth'],
    values: [{ ...name, what: 'the name of the port', example: 'port1' }],
  },
];

export const devices: readonly Word[] = [...kinds, ...attributes];
