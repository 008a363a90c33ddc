import { isFirstOnLine, lineStart, nextLine } from '../writing/lines.ts';
import { removal } from '../writing/remove.ts';
import type { Remedy } from './remedy.ts';

/** A comment to the linter that says nothing, left out with its line. */
export const removeComment: Remedy = {
  cautious: true,
  rules: ['unused-ignore'],
  *offers({ span }, { text }) {
    const own = isFirstOnLine(text, span.start);
    const whole = own ? { start: lineStart(text, span.start), end: nextLine(text, span.end) } : span;
    yield { title: 'remove this comment', edits: [removal(whole)] };
  },
};
