import { wordsOfHabit } from '../../grammar/near-miss.ts';
import type { Word } from '../../grammar/words/word.ts';
import { keywords } from '../../grammar/words.ts';
import type { Said } from './said.ts';

type Help = Required<Pick<Said, 'help'>> & Pick<Said, 'advice'>;

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
/** These a lab never says. */
const needless = new Set(['up', 'state']);

/** What to do about a word that cannot stand where it does; nothing where only the list of words helps. */
export function adviceFor(found: string, owner: Word | undefined): Help | undefined {
  if (owner?.keyword !== 'expect' && needless.has(found))
    return { help: 'remove it: every device that netgen makes is up', advice: { remove: true } };
  const help = wordsFor(found, owner);
  return help === undefined ? undefined : { help };
}

function wordsFor(found: string, owner: Word | undefined): string | undefined {
  if (owner?.keyword === 'expect' && Object.hasOwn(inExpectations, found)) return inExpectations[found];
  if (owner?.keyword !== 'expect' && found === '/') return 'a block ends with `>`';
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
