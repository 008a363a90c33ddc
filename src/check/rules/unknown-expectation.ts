import { ask } from '../../forwarding/ask.ts';
import { verdictOf } from '../../forwarding/verdict.ts';
import { nodeName } from '../../model/lab.ts';
import { askingsOf, reaches } from '../askings.ts';
import type { Rule } from '../rule.ts';

export const unknownExpectation: Rule = {
  name: 'unknown-expectation',
  summary: 'the lab does not tell whether an expectation holds',
  *check({ lab, network }) {
    // nothing else leaves a lab
    if (!network.segments.all.some(({ open }) => open)) return;
    for (const expectation of lab.expectations) {
      for (const asking of askingsOf(expectation, network)) {
        if (reaches(asking, network) !== undefined) continue;
        const { from, to } = asking;
        const echo = ask(network, from, to).echoes.find((one) => one.echo.answered === undefined)?.echo;
        const verdict = echo && verdictOf(echo);
        // of the others there is another finding
        if (!verdict || echo.why !== 'leaves-the-lab') continue;
        yield {
          span: expectation.origin,
          message: `Whether ${nodeName(from)} reaches ${to.text} is not known before it is tried: ${verdict.message}.`,
          related: [{ span: verdict.span, message: 'here' }],
        };
        break;
      }
    }
  },
};
