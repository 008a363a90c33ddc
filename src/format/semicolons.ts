import { behindMenu, type Menu } from '../../grammar/words.ts';
import type { Statement } from '../syntax/tree.ts';

/** Tells whether a statement would take the next one for its own, were there no `;` between them. */
export function wouldTake(statement: Statement, next: Statement): boolean {
  return openMenus(statement).some((menu) => menu.has(next.word.keyword));
}

/** What may still be said behind a statement. A block ends it, and its last attribute is asked first. */
function openMenus({ word, children, block }: Statement): readonly Menu[] {
  if (block) return [];
  const last = children.at(-1);
  return [...(last ? openMenus(last) : []), ...(word.scope ? [] : [behindMenu(word.place)])];
}
