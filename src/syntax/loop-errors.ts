import type { Problem } from '../../grammar/problem.ts';
import { toWrite } from '../diagnostic/advice.ts';
import { shorten } from '../util/shorten.ts';
import type { Said } from './said.ts';

type LoopProblem = Extract<
  Problem,
  { code: 'foreign-loop' | 'loop-block' | 'once-in-loop' | 'shell-variable' }
>;

/** Says what is wrong with a loop and its variables. */
export function sayOfLoop(problem: LoopProblem): Said {
  switch (problem.code) {
    case 'foreign-loop':
      return {
        message: 'A loop is not written so in a lab.',
        ...toWrite(problem.right, 60),
      };
    case 'loop-block':
      return {
        message: 'What `for` repeats stands in its block, and here is none.',
        help: `write \`${shorten(problem.head.replace(/\s+/g, ' '), 60)} < … >\``,
      };
    case 'once-in-loop': {
      const { word, owner } = problem;
      return {
        message: `\`${word.keyword}\` is said once of ${owner ? `a ${owner.keyword}` : 'a lab'}: it cannot stand in a \`for\`.`,
        help: 'write it before the `for`',
      };
    }
    case 'shell-variable':
      return {
        message: 'A variable stands in braces, without `$`.',
        ...toWrite(problem.right),
      };
  }
}
