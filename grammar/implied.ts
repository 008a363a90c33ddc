import { type Look, lookOf } from './shapes.ts';
import { tableNames } from './words/tables.ts';
import type { Word } from './words/word.ts';
import { behindMenu, blockMenu, keywords, type Menu } from './words.ts';

/** The words ahead on the same line: the first, the second, …; brackets and commas as they are, then nothing. */
export type Ahead = (index: number) => string | undefined;

const verbs: readonly (string | undefined)[] = ['reaches', 'reach', 'cannot'];
const ofRoutes: readonly (string | undefined)[] = ['via', 'dev', 'nexthop'];

/**
 * The word of a menu that is most likely missing in front of what comes: `10.0.0.2/24` lacks an `ip`,
 * `eth0 -> br0` a `veth`. Nothing where the looks do not tell.
 */
export function impliedWord(menu: Menu, ahead: Ahead, isSaid: (word: Word) => boolean): Word | undefined {
  const [first, second] = [ahead(1), ahead(2)];
  if (first === undefined) return undefined;
  const look = lookOf(first);
  if (menu.has('reaches')) return impliedByTarget(menu, look, second);
  const route = menu.get('route');
  if (first === 'default' && ofRoutes.includes(second)) return route;
  if (route?.values.some(({ choices }) => choices?.includes(first))) return route;
  const unsaid = (...names: readonly string[]): Word | undefined =>
    names.map((name) => menu.get(name)).find((word) => word !== undefined && !isSaid(word));
  if (menu.has('lookup')) {
    if (look === 'prefix' || look === 'address') return unsaid('from', 'to');
    return look === 'number' || Object.hasOwn(tableNames, first) ? unsaid('lookup') : undefined;
  }
  if (look === 'prefix' || look === 'address') return impliedByAddress(menu, look, second, unsaid);
  if (look === 'mac') return unsaid('lladdr', 'mac');
  return look === 'name' ? impliedByName(menu, first, ahead, unsaid) : undefined;
}

type Unsaid = (...names: readonly string[]) => Word | undefined;

function impliedByTarget(menu: Menu, look: Look, second: string | undefined): Word | undefined {
  const ends = second === undefined || second === 'via' || second === '>' || second === ';';
  return ends && ['name', 'address'].includes(look) ? menu.get('reaches') : undefined;
}

function impliedByAddress(
  menu: Menu,
  look: Look,
  second: string | undefined,
  unsaid: Unsaid,
): Word | undefined {
  const ofRoute = menu.has('via') && look === 'address' ? unsaid('via', 'src') : undefined;
  if (ofRoute) return ofRoute;
  if (ofRoutes.includes(second)) return menu.get('route');
  if (second === 'lladdr') return menu.get('neigh');
  if (second === '->') return menu.get('nat');
  return look === 'prefix' ? menu.get('ip') : menu.get('gw');
}

function impliedByName(menu: Menu, first: string, ahead: Ahead, unsaid: Unsaid): Word | undefined {
  const second = ahead(2);
  if (verbs.includes(second)) return menu.get('expect');
  if ((menu.has('->') || menu.has('dev')) && isUnknownWord(first, second)) return undefined;
  if (menu.has('->')) {
    const arrow = unsaid('->');
    if (second === '->') return arrow && unsaid('master');
    if (arrow && !arrowFollows(ahead)) return arrow;
    return /\d/.test(first) ? unsaid('master') : undefined;
  }
  if (second === '->') return menu.get('veth');
  if (menu.has('dev')) return unsaid('dev');
  if (second === '<') return impliedByBlock(menu, ahead(3));
  // `br0` alone on its line
  if (second === undefined) return /\d/.test(first) ? menu.get('bridge') : undefined;
  if (!isAttribute(second)) return undefined;
  return arrowFollows(ahead) ? menu.get('veth') : menu.get('bridge');
}

/** With a value behind it: the word of an attribute that nobody knows. */
function isUnknownWord(first: string, second: string | undefined): boolean {
  if (second === undefined || !/^[\w.:]/.test(second) || keywords.has(second)) return false;
  return !/[\d:]/.test(first) || !['prefix', 'address', 'mac'].includes(lookOf(second));
}

function arrowFollows(ahead: Ahead): boolean {
  for (
    let index = 2, word = ahead(index);
    word !== undefined && word !== '>' && word !== ';';
    word = ahead(++index)
  ) {
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
