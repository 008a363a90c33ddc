import { type IToken, tokenMatcher } from 'chevrotain';
import { isHabit } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { lookOf } from './shapes.ts';
import { spanOf, textOf } from './token-text.ts';
import { Arrow, tokens, Value } from './tokens.ts';
import { keywords } from './words.ts';

export type Separator = Extract<Problem, { code: 'separator' }>;

/** A token among the others, and what has been made of those in front of it. */
export interface Place {
  readonly all: readonly IToken[];
  readonly index: number;
  readonly token: IToken;
  /** The token so many before it. */
  readonly before: (back: number) => IToken | undefined;
  readonly isFirstOnLine: (token: IToken) => boolean;
}

/** What stands in the place of a token. */
interface Repair {
  readonly tokens: readonly IToken[];
  /** How many tokens before it go. */
  readonly drops?: number;
  /** How many tokens behind it go. */
  readonly takes?: number;
  readonly problem?: Problem;
  /** The word that a separator stands behind. */
  readonly word?: IToken;
}

type Rule = (place: Place) => Repair | undefined;

/** What stands between a word and its value in ip(8), route(8) and the configurations of routers. */
const fillers: Readonly<Record<string, readonly string[]>> = {
  ip: ['address', 'addr', 'add', 'inet', 'inet6'],
  gw: ['via', 'default', 'is'],
  route: ['add', 'to'],
};

/** `ip address 10.0.0.2/24` */
const filler: Rule = ({ token, before, all, index }) => {
  const [front, next] = [before(1), all[index + 1]];
  if (!front || !next || !isAddress(next) || !Object.hasOwn(fillers, front.image)) return undefined;
  if (!fillers[front.image]?.includes(token.image)) return undefined;
  return { tokens: [], ...separator(token.image, front, next, token) };
};

/** iproute2 says `type veth peer name eth1`, and `peer` is reported. */
const ofIproute2: Rule = ({ token, before, all, index }) => {
  const words = [token.image, all[index + 1]?.image, all[index + 2]?.image].join(' ');
  if (words === 'type veth peer') return { tokens: [], takes: 1 };
  return token.image === 'name' && before(1)?.image === 'peer' ? { tokens: [] } : undefined;
};

/** `br0 -> veth eth0` */
const swapped: Rule = ({ token, before, all, index }) => {
  const [front, veth, device] = [before(1), all[index + 1], all[index + 2]];
  if (!tokenMatcher(token, Arrow) || veth?.image !== 'veth' || !isName(front) || !isName(device))
    return undefined;
  const span = { start: front.startOffset, end: spanOf(device).end };
  const right = `veth ${textOf(device)} -> ${textOf(front)}`;
  const problem: Problem = { code: 'swapped', span, right };
  return { tokens: [veth, device, { ...token, image: '->' }, front], drops: 1, takes: 2, problem };
};

/** `veth eth0 - br0`, `veth eth0 <- br0`, `10.0.0.1/24 and 10.0.0.2/24` */
const likeSigns: Rule = ({ token, before, all, index }) => {
  const [front, next] = [before(1), all[index + 1]];
  const problem = (right: string): Problem => ({
    code: 'look-alike',
    span: spanOf(token),
    found: token.image,
    right,
  });
  if (token.tokenType === tokens.LeftArrow) return { tokens: [token], problem: problem('->') };
  if (/^--?$/.test(token.image) && isName(next) && before(2)?.image === 'veth')
    return { tokens: [asType(token, tokens.LeftArrow)], problem: problem('->') };
  if (/^(?:and|&)$/.test(token.image) && front && next && isAddress(front) && isAddress(next))
    return { tokens: [asType(token, tokens.CommaLike)], problem: problem(',') };
  return undefined;
};

/** `10,0,0,1` */
const decimals: Rule = ({ token, all, index }) => {
  if (!/^\d/.test(token.image) || all[index + 1]?.image !== ',') return undefined;
  const found = joinDecimals(all, index);
  if (!found) return undefined;
  const right = found.joined.image.replaceAll(',', '.');
  const problem: Problem = { code: 'decimal-comma', span: spanOf(found.joined), right };
  return { tokens: [{ ...found.joined, image: right }], takes: found.count, problem };
};

/** `- veth eth0 …` of a list, `+ns …` aside */
const listDash: Rule = ({ token, all, index, isFirstOnLine }) => {
  const next = all[index + 1];
  if (!/^[-*+]$/.test(token.image) || !isFirstOnLine(token) || !next || isFirstOnLine(next)) return undefined;
  return { tokens: [], problem: needless(token) };
};

/** `ip = 10.0.0.1/24`, `ns a = < … >`, `-> b : eth0` */
const loneSign: Rule = ({ token, before, all, index, isFirstOnLine }) => {
  const { image } = token;
  if (!/^(?:=+|:=?)$/.test(image)) return undefined;
  const [front, next] = [before(1), all[index + 1]];
  if (front && isWord(textOf(front))) return { tokens: [], ...separator(image, front, next, token) };
  if (image === '=' && next?.image === '<') return { tokens: [], problem: needless(token) };
  if (image !== ':' || !front || !next || lookOf(next.image) !== 'name' || isFirstOnLine(next))
    return undefined;
  const joined = joinTokens(front, `${front.image}:${next.image}`, next);
  const span = { start: front.startOffset, end: spanOf(next).end };
  return { tokens: [joined], drops: 1, takes: 1, problem: { code: 'torn', span, right: joined.image } };
};

/** `ip=10.0.0.1/24`, `gw.1`, `10.0.0.2/24gw` */
const joinedWords: Rule = ({ token, before, all, index }) => {
  const parts = partsOf(token.image, before(1));
  if (!parts) return undefined;
  const [head, sign, tail] = parts;
  const word = piece(token, 0, head.length);
  const value = tail === '' ? undefined : piece(token, head.length + sign.length, token.image.length);
  const both = value ? [word, value] : [word];
  if (sign !== '') return { tokens: both, ...separator(sign, word, value ?? all[index + 1], token) };
  // a length that is torn off is said as that
  if (token.image.startsWith('/')) return { tokens: both };
  return { tokens: both, problem: { code: 'glued', span: spanOf(token), right: `${head} ${tail}` } };
};

/** In the order in which they are asked. */
export const separatorRules: readonly Rule[] = [
  swapped,
  likeSigns,
  filler,
  ofIproute2,
  decimals,
  listDash,
  loneSign,
  joinedWords,
];

function separator(
  found: string,
  word: IToken,
  value: IToken | undefined,
  whole: IToken,
): Omit<Repair, 'tokens'> {
  const from = whole.image === found ? whole.startOffset : Math.min(word.startOffset, whole.startOffset);
  const span = { start: from, end: spanOf(whole).end };
  const problem: Separator = {
    code: 'separator',
    span,
    found,
    word: textOf(word),
    value: value && textOf(value),
  };
  return { problem, word };
}

function needless(token: IToken): Problem {
  return { code: 'separator', span: spanOf(token), found: token.image, word: '', value: undefined };
}

function asType(token: IToken, tokenType: typeof tokens.LeftArrow): IToken {
  return { ...token, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number };
}

function isName(token: IToken | undefined): token is IToken {
  return token !== undefined && tokenMatcher(token, Value) && !keywords.has(token.image);
}

function isAddress({ image }: IToken): boolean {
  return ['prefix', 'address'].includes(lookOf(image));
}

interface Joined {
  readonly joined: IToken;
  readonly count: number;
}

/** `192,168.1.2/24`: numbers with commas and no blanks between that make four. */
function joinDecimals(all: readonly IToken[], from: number): Joined | undefined {
  let text = '';
  for (let index = from; index < from + 8 && index < all.length; index++) {
    const token = all[index] as IToken;
    if (index > from && token.startOffset !== (all[from] as IToken).startOffset + text.length) break;
    text += token.image;
    if (/^\d+([.,]\d+){3}(\/\d+)?$/.test(text) && text.includes(',') && index > from)
      return { joined: joinTokens(all[from] as IToken, text, token), count: index - from };
    if (!/^[\d.,]+$/.test(text)) break;
  }
  return undefined;
}

function joinTokens(first: IToken, image: string, last: IToken): IToken {
  return { ...first, image, endOffset: spanOf(last).end - 1 };
}

function partsOf(image: string, before: IToken | undefined): [string, string, string] | undefined {
  const assigned = /^([A-Za-z_-]+)(=+|:=?)(.*)$/.exec(image);
  if (assigned) {
    const [, head = '', sign = '', tail = ''] = assigned;
    if (!isWord(head)) return undefined;
    if (sign === ':' && tail !== '' && (namesSomething(before) || !/^[\d.:]/.test(tail))) return undefined;
    return [head, sign, tail];
  }
  const behind = /^((?:\d+\.\d+\.\d+\.\d+)?\/\d{1,3})([a-z]+)$/.exec(image);
  if (behind && keywords.has(behind[2] ?? '')) return [behind[1] ?? '', '', behind[2] ?? ''];
  const front = /^([a-z]+)(\.?\d[\d./]*)$/.exec(image);
  if (!front || namesSomething(before)) return undefined;
  const [, head = '', tail = ''] = front;
  const fits =
    head === 'ip' ? lookOf(tail) === 'prefix' : ['gw', 'via', 'src'].includes(head) && tail.includes('.');
  return fits ? [head, '', tail] : undefined;
}

/** A name stands behind this word: it may look as it likes. */
function namesSomething(before: IToken | undefined): boolean {
  if (!before) return false;
  const word = keywords.get(before.image)?.[0];
  return word
    ? word.values.some(({ shape }) => shape === 'name' || shape === 'reference')
    : /[->→,]$/.test(before.image);
}

function isWord(text: string): boolean {
  return keywords.has(text.toLowerCase()) || isHabit(text);
}

function piece(token: IToken, from: number, to: number): IToken {
  return {
    ...token,
    image: token.image.slice(from, to),
    startOffset: token.startOffset + from,
    endOffset: token.startOffset + to - 1,
  };
}
