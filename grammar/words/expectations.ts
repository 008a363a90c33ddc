import type { Word } from './word.ts';
import { inRoots } from './word.ts';

const target = {
  slot: 'target',
  shape: 'reference',
  what: 'a node, a device of a node, or an address',
  example: 'ns2',
} as const;

/** What the lab is expected to do. */
export const expectations: readonly Word[] = [
  {
    keyword: 'expect',
    place: 'expect',
    summary: 'an expectation that `verify` proves with pings',
    standsIn: inRoots,
    values: [{ slot: 'from', shape: 'reference', what: 'a node', example: 'ns1' }],
    repeatable: true,
    oneOf: ['reaches', 'reach', 'cannot'],
  },
  {
    keyword: 'reaches',
    summary: 'every address of the target answers',
    standsIn: ['expect'],
    values: [target],
  },
  {
    keyword: 'reach',
    summary: 'as `reaches`, behind `all`',
    standsIn: ['expect'],
    values: [target],
  },
  {
    keyword: 'cannot',
    summary: 'no address of the target answers',
    standsIn: ['expect'],
    values: [{ slot: 'verb', shape: 'name', what: '`reach`', example: 'reach', choices: ['reach'] }, target],
  },
  {
    keyword: 'via',
    summary: 'the nodes that forward the packet on its way there, in order, and no others',
    standsIn: ['expect'],
    values: [{ slot: 'nodes', shape: 'reference', what: 'a node', example: 'ns-router', list: true }],
  },
];
