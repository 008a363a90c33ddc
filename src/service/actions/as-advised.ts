import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { whatWasMeant } from '../../util/did-you-mean.ts';
import type { Bench } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** What a finding asks or advises in its own words: to write something else where it stands. */
export const asAdvised: Remedy = {
  *offers(finding, bench) {
    for (const right of advised(finding)) yield* instead(finding, right, bench);
  },
};

function advised({ message, help = '' }: Diagnostic): readonly string[] {
  const meant = [message, help].flatMap((text) => whatWasMeant(text) ?? []);
  // `write A`, `write A or B`, `write A, or B if …`
  const written = /^(?:.*: )?write ((?:`[^`…]+`(?:,? or )?)+)/.exec(help)?.[1] ?? '';
  return [...meant, ...[...written.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)];
}

function* instead({ span, message }: Diagnostic, right: string, bench: Bench): Generator<Offer> {
  // a word in capitals stands for one that is to be chosen
  if (/\b[A-Z]{2,}\b/.test(right)) return;
  const now = bench.slice(span);
  // an example of what could stand behind a word is no answer
  if (right.startsWith(`${now} `) && !right.endsWith(' <')) return;
  const title = `write \`${right}\``;
  yield { title, edits: [{ span, text: right }] };
  // of `ns2:eth0` one part is meant
  const part = [...message.matchAll(/`([^`]+)`/g)]
    .map(([, text = '']) => text)
    .find((text) => now !== text && now.includes(text));
  if (part !== undefined) yield { title, edits: [{ span, text: now.replace(part, right) }] };
}
