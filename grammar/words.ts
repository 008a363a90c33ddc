import { devices } from './words/devices.ts';
import { expectations } from './words/expectations.ts';
import { loops } from './words/loops.ts';
import { nodes } from './words/nodes.ts';
import { routing } from './words/routing.ts';
import type { Place, Word } from './words/word.ts';

/** Every word of the language, in the order of its documentation. A new word is one entry in one of these. */
export const words: readonly Word[] = [...nodes, ...devices, ...routing, ...expectations, ...loops];

/** The words that may stand in one place, by keyword. */
export type Menu = ReadonlyMap<string, Word>;

const places = new Set<Place>(
  words.flatMap((word) => [...word.standsIn, ...(word.place ? [word.place] : [])]),
);

function menuOf(place: Place, behind: boolean): Menu {
  const here = words.filter((word) => word.standsIn.includes(place) && !(behind && word.blockOnly));
  return new Map(here.map((word) => [word.keyword, word]));
}

const blockMenus = new Map([...places].map((place) => [place, menuOf(place, false)]));
const behindMenus = new Map([...places].map((place) => [place, menuOf(place, true)]));
const nothing: Menu = new Map();

/** The words that may stand in the block of `place` (or at the top level, for `file`). */
export function blockMenu(place: Place | undefined): Menu {
  return (place && blockMenus.get(place)) ?? nothing;
}

/** The words that may stand behind the word of `place`, without a block. */
export function behindMenu(place: Place | undefined): Menu {
  return (place && behindMenus.get(place)) ?? nothing;
}

const loopMenus = new Map<Menu, Menu>();

/** The words that may stand in a loop, where `around` may stand around it: what may be said again. */
export function loopMenu(around: Menu): Menu {
  const known = loopMenus.get(around);
  if (known) return known;
  const menu = new Map([...around].filter(([, word]) => word.repeatable));
  loopMenus.set(around, menu);
  return menu;
}

/** Every declaration of each keyword: `via` is one word behind `route` and another behind `expect`. */
export const keywords: ReadonlyMap<string, readonly Word[]> = new Map(
  words.map((word) => [word.keyword, words.filter((other) => other.keyword === word.keyword)]),
);
