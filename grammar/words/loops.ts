import type { Word } from './word.ts';
import { inDevices, inNodes } from './word.ts';

/** What repeats other statements. */
export const loops: readonly Word[] = [
  {
    keyword: 'for',
    summary: 'its block once for each value of a variable; `{…}` is an expression there',
    standsIn: [...inNodes, ...inDevices, 'route'],
    values: [
      { slot: 'variable', shape: 'variable', what: 'the name of a variable', example: 'i' },
      { slot: 'in', shape: 'name', what: '`in`', example: 'in', choices: ['in'] },
      { slot: 'values', shape: 'item', what: 'a range or values', example: '1..3', list: true },
    ],
    repeatable: true,
    blockOnly: true,
    loop: true,
  },
];
