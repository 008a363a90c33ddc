import { type IToken, tokenMatcher } from 'chevrotain';
import { Close, Comma, labLexer, Open, Semi } from '../../grammar/tokens.ts';
import type { Span } from '../text/span.ts';

export type PieceKind = 'word' | 'open' | 'close' | 'comma' | 'semicolon' | 'comment';

/** A stretch of a lab file that is no blank. */
export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
  readonly span: Span;
}

const signs = [
  [Open, 'open'],
  [Close, 'close'],
  [Comma, 'comma'],
  [Semi, 'semicolon'],
] as const;

/** All of a lab file but its blanks, in source order: every word, sign and comment, each once. */
export function piecesOf(text: string): readonly Piece[] {
  const { tokens, groups } = labLexer().tokenize(text);
  const words = tokens.map((token) => piece(token, kindOf(token)));
  const comments = (groups.comments ?? []).map((token) => piece(token, 'comment'));
  return [...words, ...comments].sort((one, other) => one.span.start - other.span.start);
}

function piece({ image, startOffset }: IToken, kind: PieceKind): Piece {
  return { kind, text: image, span: { start: startOffset, end: startOffset + image.length } };
}

function kindOf(token: IToken): PieceKind {
  return signs.find(([type]) => tokenMatcher(token, type))?.[1] ?? 'word';
}
