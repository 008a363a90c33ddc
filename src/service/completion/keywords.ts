import type { Word } from '../../../grammar/words/word.ts';
import { type Statement, type Tree, valueOf } from '../../syntax/tree.ts';
import { wordMarkdown } from '../hover/word.ts';
import { snippetOf } from '../word-example.ts';
import type { Context } from './context.ts';
import type { Offer } from './offer.ts';

const block: Offer = { kind: 'keyword', text: '<', snippet: '< $0 >', detail: 'what is in it' };

/** What may stand outside of the hosts of a lab that has some. */
const besideHosts: readonly string[] = ['lab', 'host', 'expect', 'for'];

/** The keywords that may stand at a place: of each the meaning that it has there. */
export function keywordOffers({ menus, needsBlock, ownLine, span }: Context, tree: Tree): readonly Offer[] {
  if (needsBlock) return [block];
  const seen = new Set<string>();
  const hasHosts = tree.statements.some(({ word }) => word.keyword === 'host');
  const groups = menus.map(({ menu, owner }) => {
    // a word that the innermost statement knows is its own, whether it can be said once more or not
    const words = [...menu.values()].filter(({ keyword }) => !seen.has(keyword));
    for (const { keyword } of words) seen.add(keyword);
    const said = (owner?.children ?? tree.statements).filter(({ keyword }) => keyword.start !== span.start);
    const isOutside = (word: Word): boolean => !owner && hasHosts && !besideHosts.includes(word.keyword);
    return words
      .filter(
        (word) => !isOutside(word) && !isForAll(word, owner) && !isSaid(word, said, owner?.word.oneOf ?? []),
      )
      .map(offerOf);
  });
  // what begins a line most likely begins a statement
  return (ownLine ? groups.toReversed() : groups).flat();
}

/** `reach`, behind one node. */
function isForAll({ keyword }: Word, owner: Statement | undefined): boolean {
  return keyword === 'reach' && owner !== undefined && valueOf(owner, 'from')?.text !== 'all';
}

function isSaid(word: Word, said: readonly Statement[], oneOf: readonly string[]): boolean {
  if (word.repeatable) return false;
  const others = oneOf.includes(word.keyword) ? oneOf : [word.keyword];
  return said.some((one) => others.includes(one.word.keyword));
}

function offerOf(word: Word): Offer {
  const snippet = snippetOf(word);
  return {
    kind: 'keyword',
    text: word.keyword,
    ...(snippet === word.keyword ? {} : { snippet }),
    detail: word.summary,
    markdown: wordMarkdown(word),
  };
}
