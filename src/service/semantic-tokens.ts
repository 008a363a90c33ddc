import type { Shape } from '../../grammar/words/word.ts';
import type { Analysis } from '../compile.ts';
import { parseAddress } from '../model/address.ts';
import type { Statement } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { namesOf } from './names.ts';

export type TokenKind =
  | 'keyword'
  | 'lab'
  | 'host'
  | 'namespace'
  | 'device'
  | 'variable'
  | 'address'
  | 'number'
  | 'range'
  | 'operator'
  | 'comment';

export interface SemanticToken {
  readonly span: Span;
  readonly kind: TokenKind;
  /** Only of names. */
  readonly isDeclaration: boolean;
}

/** What each word of a file is, in source order and without overlaps. What has no meaning yet is left out. */
export function semanticTokens(analysis: Analysis): readonly SemanticToken[] {
  const { source, tree } = analysis;
  const tokens: SemanticToken[] = [];
  for (const { span, mentions } of namesOf(analysis).places) {
    const [first] = mentions;
    const isDeclaration = mentions.some((one) => one.isDeclaration);
    // the word around a variable is cut where it stands, and the statement `lo` is a keyword
    if (!first || (first.sort === 'variable' && !isDeclaration)) continue;
    if (isDeclaration && first.sort === 'device' && first.thing.kind === 'lo') continue;
    tokens.push(...tokensOf(source.slice(span), span.start, first.sort, isDeclaration));
  }
  for (const statement of tree.statements) addStatement(statement, source, tokens);
  for (const { span } of tree.comments) tokens.push(token('comment', span.start, span.end));
  return withoutOverlaps(tokens, source);
}

function addStatement(statement: Statement, source: SourceText, into: SemanticToken[]): void {
  const { word, keyword, values, block, children } = statement;
  for (const { slot, shape, choices } of word.values) {
    for (const { span } of values.get(slot) ?? []) {
      const text = source.slice(span);
      const kind = choices ? 'keyword' : kindOf(text, shape);
      if (kind) into.push(...tokensOf(text, span.start, kind, false));
    }
  }
  into.push(token(word.keyword === '->' ? 'operator' : 'keyword', keyword.start, keyword.end));
  for (const bracket of [block?.open, block?.close])
    if (bracket) into.push(token('operator', bracket.start, bracket.end));
  for (const child of children) addStatement(child, source, into);
}

/** What a value is that names nothing. */
function kindOf(text: string, shape: Shape): TokenKind | undefined {
  switch (shape) {
    case 'number':
    case 'address':
    case 'interface-address':
    case 'prefix':
    case 'mac':
      // `default`, `all`, `main`
      if (/^[a-z]+$/.test(text)) return 'keyword';
      return shape === 'number' ? 'number' : 'address';
    case 'item':
      if (/^-?\d+$/.test(text)) return 'number';
      return text.includes('..') ? 'range' : undefined;
    case 'reference':
      if (text === 'all') return 'keyword';
      return parseAddress(text) ? 'address' : undefined;
    default:
      return undefined;
  }
}

/** The tokens of a word: one, or those of what stands in braces in it and of what stands around. */
function tokensOf(
  text: string,
  start: number,
  kind: TokenKind,
  isDeclaration: boolean,
): readonly SemanticToken[] {
  const found: SemanticToken[] = [];
  let at = start;
  for (const part of text.split(/(\{[^{}]*\})/)) {
    if (!part.startsWith('{')) found.push(token(kind, at, at + part.length, isDeclaration));
    else if (/\.\.|,/.test(part)) found.push(token('range', at, at + part.length));
    else found.push(...expressionTokens(part, at));
    at += part.length;
  }
  return found;
}

function expressionTokens(text: string, start: number): readonly SemanticToken[] {
  return [...text.matchAll(/\d+|[A-Za-z_]\w*|[-+*/%(){}]/g)].map(({ 0: found, index }) => {
    const kind = /^\d/.test(found) ? 'number' : /^\w/.test(found) ? 'variable' : 'operator';
    return token(kind, start + index, start + index + found.length);
  });
}

function token(kind: TokenKind, start: number, end: number, isDeclaration = false): SemanticToken {
  return { span: { start, end }, kind, isDeclaration };
}

/** In source order; of two that meet in one place the one that was found first, and none over more than a line. */
function withoutOverlaps(tokens: readonly SemanticToken[], source: SourceText): readonly SemanticToken[] {
  let end = 0;
  return tokens
    .toSorted((a, b) => a.span.start - b.span.start)
    .filter(({ span }) => {
      if (span.start < end || span.start >= span.end || /[\r\n]/.test(source.slice(span))) return false;
      end = span.end;
      return true;
    });
}
