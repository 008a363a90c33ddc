import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { shorten } from '../../util/shorten.ts';
import { removal, removeStatement } from '../writing/remove.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** More names than these are no choice. */
const most = 4;

/** What a finding itself advises: to write something else where it stands, or nothing. */
export const asAdvised: Remedy = {
  *offers({ span, advice = {} }, bench) {
    for (const right of (advice.write ?? []).slice(0, most)) yield* instead(span, right, advice.of, bench);
    if (advice.remove) yield* without(span, bench);
  },
};

function* instead(
  span: Diagnostic['span'],
  right: string,
  part: string | undefined,
  bench: Bench,
): Generator<Offer> {
  const title = `write \`${shorten(right, 60)}\``;
  yield { title, edits: [{ span, text: right }] };
  const value = valueAt(bench.tree, span);
  const arrow = /^-> (.+)/.exec(right)?.[1];
  if (arrow !== undefined && value) {
    const whole = value.statement.word.keyword === '->' ? value.name.span : value.statement.span;
    yield { title, edits: [{ span: whole, text: whole === value.name.span ? arrow : right }] };
  }
  // of `ns2:eth0` one part is meant
  const now = bench.slice(span);
  if (part !== undefined && part !== now) yield { title, edits: [{ span, text: now.replace(part, right) }] };
}

/** The word alone, or with what stands behind it. */
function* without({ start, end }: Diagnostic['span'], { text }: Bench): Generator<Offer> {
  const shown = text.slice(start, end);
  yield { title: `remove \`${shown}\``, edits: [removeStatement(text, { start, end })] };
  const next = /^[ \t]+[^\s<>;,#]+/.exec(text.slice(end))?.[0];
  if (next)
    yield { title: `remove \`${shown}${next}\``, edits: [removal({ start, end: end + next.length })] };
}
