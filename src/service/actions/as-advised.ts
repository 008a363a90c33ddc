import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { whatWasMeant } from '../../util/did-you-mean.ts';
import { removal, removeStatement } from '../writing/remove.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** What a finding asks or advises in its own words: to write something else where it stands, or nothing. */
export const asAdvised: Remedy = {
  *offers(finding, bench) {
    for (const right of advised(finding)) yield* instead(finding, right, bench);
    if (/^remove (?:it|this)\b/.test(finding.help ?? '')) yield* without(finding, bench);
  },
};

/** More names than these are no choice. */
const most = 4;

function advised({ message, help = '' }: Diagnostic): readonly string[] {
  const meant = [message, help].flatMap((text) => whatWasMeant(text) ?? []);
  // `write A`, `write A or B`, `write A, or B if …`
  const texts = [
    /^(?:.*: )?write ((?:`[^`…]+`(?:,? or )?)+)/.exec(help)?.[1],
    /^a short address is written (.*)/.exec(help)?.[1],
    /^in a lab this is (`[^`…]+`)$/.exec(help)?.[1],
    /: a range is written (`[^`]+`)/.exec(message)?.[1],
    help.includes('in all)') ? undefined : /^there (?:is|are) (.*)/.exec(help)?.[1],
  ];
  return [...meant, ...texts.flatMap((text = '') => quoted(text).slice(0, most))];
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
}

function* instead({ span, message }: Diagnostic, right: string, bench: Bench): Generator<Offer> {
  // a word in capitals stands for one that is to be chosen
  if (/\b[A-Z]{2,}\b/.test(right)) return;
  const now = bench.slice(span);
  // an example of what could stand behind a word is no answer
  if (right.startsWith(`${now} `) && !right.endsWith(' <')) return;
  const title = `write \`${right}\``;
  yield { title, edits: [{ span, text: right }] };
  const value = valueAt(bench.tree, span);
  const arrow = /^-> (.+)/.exec(right)?.[1];
  if (arrow !== undefined && value) {
    const whole = value.statement.word.keyword === '->' ? value.name.span : value.statement.span;
    yield { title, edits: [{ span: whole, text: whole === value.name.span ? arrow : right }] };
  }
  // of `ns2:eth0` one part is meant
  const part = quoted(message).find((text) => now !== text && now.includes(text));
  if (part !== undefined) yield { title, edits: [{ span, text: now.replace(part, right) }] };
}

/** The word alone, or with what stands behind it. */
function* without({ span }: Diagnostic, { text }: Bench): Generator<Offer> {
  const shown = text.slice(span.start, span.end);
  yield { title: `remove \`${shown}\``, edits: [removeStatement(text, span)] };
  const next = /^[ \t]+[^\s<>;,#]+/.exec(text.slice(span.end))?.[0];
  if (next)
    yield {
      title: `remove \`${shown}${next}\``,
      edits: [removal({ start: span.start, end: span.end + next.length })],
    };
}
