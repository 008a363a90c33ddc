import { type IToken, tokenMatcher } from 'chevrotain';
import { isHabit } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { lookOf } from './shapes.ts';
import { spanOf, textOf } from './token-text.ts';
import { Arrow, tokens, Value } from './tokens.ts';
import { keywords } from './words.ts';

type Separator = Extract<Problem, { code: 'separator' }>;

/** The tokens as if words were parted as they should be, and what was wrong with them. */
export interface Separated {
  readonly tokens: IToken[];
  readonly problems: readonly Problem[];
  /** By the offset of the word in front of it. */
  readonly byWord: ReadonlyMap<number, Separator>;
}

/** What stands between a word and its value in ip(8), route(8) and the configurations of routers. */
const fillers: Readonly<Record<string, readonly string[]>> = {
  ip: ['address', 'addr', 'add', 'inet', 'inet6'],
  gw: ['via', 'default', 'is'],
  route: ['add', 'to'],
};

/** Takes `ip=10.0.0.1/24`, `ip: …`, `ip = …`, `- ip …`, `gw.1` and `10.0.0.2/24gw` apart, and puts `10,0,0,1` together. */
export function separate(all: readonly IToken[], isFirstOnLine: (token: IToken) => boolean): Separated {
  const out: IToken[] = [];
  const problems: Problem[] = [];
  const byWord = new Map<number, Separator>();
  const separator = (found: string, word: IToken, value: IToken | undefined, whole: IToken): void => {
    const span = { start: Math.min(word.startOffset, whole.startOffset), end: spanOf(whole).end };
    const problem: Separator = {
      code: 'separator',
      span: whole.image === found ? spanOf(whole) : span,
      found,
      word: textOf(word),
      value: value && textOf(value),
    };
    problems.push(problem);
    byWord.set(word.startOffset, problem);
  };
  for (let index = 0; index < all.length; index++) {
    const token = all[index] as IToken;
    const { image } = token;
    const before = out.at(-1);
    const next = all[index + 1];
    const isWordToken = token.tokenType === tokens.PlainWord;
    if (isWordToken && before && next && isFiller(before.image, image) && isAddress(next)) {
      separator(image, before, next, token);
    } else if (
      isWordToken &&
      image === 'type' &&
      next?.image === 'veth' &&
      all[index + 2]?.image === 'peer'
    ) {
      index++;
    } else if (
      tokenMatcher(token, Arrow) &&
      next?.image === 'veth' &&
      before &&
      isName(before) &&
      isName(all[index + 2])
    ) {
      const device = all[index + 2] as IToken;
      out.splice(-1, 1, next, device, { ...token, image: '->' }, before);
      const span = { start: before.startOffset, end: spanOf(device).end };
      problems.push({ code: 'swapped', span, right: `veth ${textOf(device)} -> ${textOf(before)}` });
      index += 2;
    } else if (isWordToken && /^--?$/.test(image) && isName(next) && out.at(-2)?.image === 'veth') {
      const arrow = { tokenType: tokens.LeftArrow, tokenTypeIdx: tokens.LeftArrow.tokenTypeIdx as number };
      out.push({ ...token, ...arrow });
      problems.push({ code: 'look-alike', span: spanOf(token), found: image, right: '->' });
    } else if (
      isWordToken &&
      /^(?:and|&)$/.test(image) &&
      before &&
      isAddress(before) &&
      next &&
      isAddress(next)
    ) {
      const comma = { tokenType: tokens.CommaLike, tokenTypeIdx: tokens.CommaLike.tokenTypeIdx as number };
      out.push({ ...token, ...comma });
      problems.push({ code: 'look-alike', span: spanOf(token), found: image, right: ',' });
    } else if (token.tokenType === tokens.LeftArrow) {
      out.push(token);
      problems.push({ code: 'look-alike', span: spanOf(token), found: image, right: '->' });
    } else if (isWordToken && image === 'name' && before?.image === 'peer') {
      // iproute2 says `peer name eth1`, and `peer` is reported
    } else if (!isWordToken || !mayJoin(image)) {
      out.push(token);
    } else if (/^\d/.test(image) && next?.image === ',' && joinDecimals(all, index)) {
      const { joined, count } = joinDecimals(all, index) as Joined;
      out.push(joined);
      problems.push({
        code: 'decimal-comma',
        span: spanOf(joined),
        right: joined.image.replaceAll(',', '.'),
      });
      joined.image = joined.image.replaceAll(',', '.');
      index += count;
    } else if (/^[-*+]$/.test(image)) {
      if (isFirstOnLine(token) && next && !isFirstOnLine(next))
        problems.push({ code: 'separator', span: spanOf(token), found: image, word: '', value: undefined });
      else out.push(token);
    } else if (/^(?:=+|:=?)$/.test(image)) {
      if (before && isWord(textOf(before))) separator(image, before, next, token);
      else if (image === ':' && before && next && lookOf(next.image) === 'name' && !isFirstOnLine(next)) {
        out[out.length - 1] = joinTokens(before, `${before.image}:${next.image}`, next);
        const span = { start: before.startOffset, end: spanOf(next).end };
        problems.push({ code: 'torn', span, right: `${before.image}:${next.image}` });
        index++;
      } else if (image !== '=' || next?.image !== '<') out.push(token);
      else
        problems.push({ code: 'separator', span: spanOf(token), found: image, word: '', value: undefined });
    } else {
      const parts = partsOf(image, before);
      if (!parts) {
        out.push(token);
        continue;
      }
      const [head, sign, tail] = parts;
      const word = piece(token, 0, head.length);
      const value = tail === '' ? undefined : piece(token, head.length + sign.length, image.length);
      out.push(word, ...(value ? [value] : []));
      if (sign !== '') separator(sign, word, value ?? next, token);
      // a length that is torn off is said as that
      else if (!image.startsWith('/'))
        problems.push({ code: 'glued', span: spanOf(token), right: `${head} ${tail}` });
    }
  }
  return { tokens: out, problems, byWord };
}

function isFiller(word: string, image: string): boolean {
  return Object.hasOwn(fillers, word) && fillers[word]?.includes(image) === true;
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

/** Whether a word is worth a closer look. */
function mayJoin(image: string): boolean {
  if (image.length > 100) return false;
  return /[=:]|^[-*+]$|^[a-z]*\d*[./]|^\d+$|\d[a-z]+$/.test(image);
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
