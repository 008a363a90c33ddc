import type { Analysis } from '../compile.ts';
import { networkOf } from '../forwarding/network.ts';
import { printable } from '../report/printable.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Judgement, judge } from './judgement.ts';

/** A place where something is said about an expectation; what it is, is asked when it is shown. */
export interface Lens {
  /** The keyword of the statement. */
  readonly span: Span;
}

/** One for each `expect` of the text that can be judged. Cheap: nothing is sent. */
export function lenses({ tree, lab }: Analysis): readonly Lens[] {
  const read = new Set(lab.expectations.map(({ origin }) => origin.start));
  return expectsIn(tree.statements).flatMap(({ keyword }) =>
    read.has(keyword.start) ? [{ span: keyword }] : [],
  );
}

function expectsIn(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((one) =>
    one.word.keyword === 'expect' ? [one] : one.word.scope || one.word.loop ? expectsIn(one.children) : [],
  );
}

/** What a lens says: `holds`, `does not hold: why`, `not known: why`, with how many pairs where there are several. */
export function lensTitle(analysis: Analysis, { span }: Lens): string | undefined {
  const judgement = judgementAt(analysis, span);
  return judgement && titleOf(judgement);
}

/** Whether what an `expect` at a place says holds; undefined where it could not be read. */
export function judgementAt({ lab }: Analysis, keyword: Span): Judgement | undefined {
  const expectations = lab.expectations.filter(({ origin }) => origin.start === keyword.start);
  return expectations.length > 0 ? judge(expectations, networkOf(lab)) : undefined;
}

export function titleOf({ holds, pairs, against, why }: Judgement): string {
  const count = pairs > 1 ? ` (${against > 0 ? `${against} of ` : ''}${pairs} pairs)` : '';
  const said = holds ? 'holds' : holds === false ? 'does not hold' : 'not known before it is tried';
  return printable(`${said}${count}${why === undefined ? '' : `: ${why}`}`);
}
