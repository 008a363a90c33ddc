import { type IToken, tokenMatcher } from 'chevrotain';
import type { Span } from '../src/text/span.ts';
import { Arrow, tokens, Value } from './tokens.ts';

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

/** The token as a word: an arrow of any look is `->`, quotes are dropped; brackets and commas are none. */
export function wordText(token: IToken): string | undefined {
  if (tokenMatcher(token, Arrow)) return '->';
  return tokenMatcher(token, Value) ? textOf(token) : undefined;
}

export function textOf(token: IToken): string {
  if (token.tokenType === tokens.LoopHead) return 'for';
  if (token.tokenType !== tokens.Quoted) return token.image;
  return token.image.replace(/^["'\u2018-\u201f]|["'\u2018-\u201f]$/g, '');
}

/** The length of a netmask in dotted decimal, if it is one. */
export function maskLength(mask: string): number | undefined {
  const octets = mask.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return undefined;
  const bits = octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}
