import { wordsOfHabit } from '../../grammar/near-miss.ts';
import type { Word } from '../../grammar/words/word.ts';
import { keywords } from '../../grammar/words.ts';

/** Words that nothing stands for, by the word that they stand behind. */
const inExpectations: Readonly<Record<string, string>> = {
  can: 'write `expect A reaches B`',
  should: 'write `expect A reaches B`',
  must: 'write `expect A reaches B`',
  does: 'write `expect A cannot reach B`',
  not: 'write `expect A cannot reach B`',
  never: 'write `expect A cannot reach B`',
  and: 'for each of several targets there is an `expect` of its own',
};
const anywhere: Readonly<Record<string, string>> = {
  up: 'remove it: every device that netgen makes is up',
  state: 'remove it: every device that netgen makes is up',
  '/': 'a block ends with `>`',
};

/** What to do about a word that cannot stand where it does; nothing where only the list of words helps. */
export function adviceFor(found: string, owner: Word | undefined): string | undefined {
  const known = owner?.keyword === 'expect' ? inExpectations : anywhere;
  if (Object.hasOwn(known, found)) return known[found];
  if (found === '->' && owner?.keyword === 'bridge')
    return 'draw the cable from its other end: `veth eth0 -> br0`';
  if (found === 'ip' && (!owner || owner.scope))
    return 'write it behind the device that has the address: `veth eth0 -> br0 ip 192.168.1.2/24`';
  const habit = wordsOfHabit(found).find(
    (word) => !owner?.scope && keywords.get(word)?.[0]?.standsIn.includes('ns'),
  );
  return owner && habit && !owner.scope
    ? `\`${habit}\` is a statement of its own: end this one with \`;\``
    : undefined;
}
