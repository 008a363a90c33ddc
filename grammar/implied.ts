import { lookOf } from './shapes.ts';
import type { Word } from './words/word.ts';
import { behindMenu, blockMenu, type Menu } from './words.ts';

/** The words ahead on the same line: the first, the second, …; brackets and commas as they are, then nothing. */
export type Ahead = (index: number) => string | undefined;

const verbs: readonly (string | undefined)[] = ['reaches', 'reach', 'cannot'];
const ofRoutes: readonly (string | undefined)[] = ['via', 'dev', 'nexthop'];

/**
 * The word of a menu that is most likely missing in front of what comes: `10.0.0.2/24` lacks an `ip`,
 * `eth0 -> br0` a `veth`. Nothing where the looks do not tell.
 */
export function impliedWord(
  menu: Menu,
  ahead: Ahead,
  isSaid: (word: Word) => boolean,
): Word | undefined {
  const [first, second] = [ahead(1), ahead(2)];
  if (first === undefined) return undefined;
  switch (lookOf(first)) {
    case 'prefix':
    case 'address':
      return impliedByAddress(menu, first, second);
    case 'mac':
      return menu.get('lladdr') ?? menu.get('mac');
    case 'name':
      return impliedByName(menu, second, ahead, isSaid);
    default:
      return undefined;
  }
}

function impliedByAddress(menu: Menu, first: string, second: string | undefined): Word | undefined {
  if (ofRoutes.includes(second)) return menu.get('route');
  if (second === 'lladdr') return menu.get('neigh');
  if (second === '->') return menu.get('nat');
  return lookOf(first) === 'prefix' ? menu.get('ip') : (menu.get('via') ?? menu.get('gw'));
}

function impliedByName(
  menu: Menu,
  second: string | undefined,
  ahead: Ahead,
  isSaid: (word: Word) => boolean,
): Word | undefined {
  if (verbs.includes(second)) return menu.get('expect');
  const arrow = menu.get('->');
  if (arrow && second !== '->') {
    if (!isSaid(arrow) && !arrowFollows(ahead)) return arrow;
    const master = menu.get('master');
    return master && !isSaid(master) ? master : undefined;
  }
  if (menu.has('reaches')) return second === undefined || second === 'via' ? menu.get('reaches') : undefined;
  if (second === '->') return menu.get('veth');
  if (second === '<') return impliedByBlock(menu, ahead(3));
  if (second === undefined || !isAttribute(second)) return undefined;
  return arrowFollows(ahead) ? menu.get('veth') : menu.get('bridge');
}

function arrowFollows(ahead: Ahead): boolean {
  for (let index = 2, word = ahead(index); word !== undefined && word !== '>' && word !== ';'; word = ahead(++index)) {
    if (word === '->') return true;
    // the arrow of the next cable
    if (word === 'veth') return false;
  }
  return false;
}

function isAttribute(word: string): boolean {
  return behindMenu('bridge').has(word) || behindMenu('veth').has(word);
}

/** Whose block it is that begins with a word. */
function impliedByBlock(menu: Menu, first: string | undefined): Word | undefined {
  if (first === undefined || first === '>') return menu.get('ns') ?? menu.get('bridge');
  if (isAttribute(first)) return menu.get('bridge');
  return blockMenu('ns').has(first) ? (menu.get('ns') ?? menu.get('bridge')) : menu.get('host');
}
