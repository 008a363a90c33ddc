import type { Word } from './word.ts';
import { inNodes, inRoots } from './word.ts';

/** The lab and its nodes, and what a node does as a whole. */
export const nodes: readonly Word[] = [
  {
    keyword: 'lab',
    summary: 'names the lab; without it the name of the file does',
    standsIn: ['file'],
    values: [{ slot: 'name', shape: 'name', what: 'the name of the lab', example: 'office' }],
  },
  {
    keyword: 'host',
    place: 'host',
    summary: 'a machine of a lab that spans several; its block is what the machine runs',
    standsIn: ['file'],
    values: [{ slot: 'name', shape: 'name', what: 'the name of a machine', example: 'left' }],
    scope: true,
    repeatable: true,
  },
  {
    keyword: 'ns',
    place: 'ns',
    summary: 'a network namespace',
    standsIn: inRoots,
    values: [{ slot: 'name', shape: 'name', what: 'the name of a namespace', example: 'ns1' }],
    scope: true,
    repeatable: true,
  },
  {
    keyword: 'forward',
    summary: 'the node forwards packets, for the families that it has addresses of, or the one that is named',
    standsIn: inNodes,
    values: [
      {
        slot: 'family',
        shape: 'name',
        what: 'a family',
        example: 'inet6',
        optional: true,
        choices: ['inet', 'inet6'],
      },
    ],
    repeatable: true,
  },
  {
    keyword: 'nat',
    place: 'nat',
    summary: 'masquerades what comes from the prefix and leaves through the device',
    standsIn: inNodes,
    values: [
      { slot: 'prefix', shape: 'prefix', what: 'a prefix', example: '192.168.1.0/24', optional: true },
    ],
    repeatable: true,
  },
  {
    keyword: '->',
    summary: 'the device that the packets leave through',
    standsIn: ['nat'],
    values: [{ slot: 'device', shape: 'reference', what: 'a device of this node', example: 'enp0s3' }],
  },
];
