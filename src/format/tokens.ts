import { type PieceKind, piecesOf } from '../syntax/pieces.ts';

/** A comment, and what stands in front of it. */
export interface Note {
  readonly text: string;
  /** A line ends before it. */
  readonly ownLine: boolean;
  readonly blankLine: boolean;
}

/** A word or sign that is printed, and what stands between it and the one before. */
export interface Token {
  readonly kind: PieceKind | 'end';
  readonly text: string;
  readonly start: number;
  readonly notes: readonly Note[];
  /** A `;` stands before it that separates. */
  readonly semicolon: boolean;
  /** A line ends right before it, whatever `;` stands there. */
  readonly lineBreak: boolean;
  readonly blankLine: boolean;
}

interface Gap {
  readonly notes: readonly Note[];
  readonly semicolon: boolean;
  readonly lineBreak: boolean;
  readonly blankLine: boolean;
}

const nothing: Gap = { notes: [], semicolon: false, lineBreak: false, blankLine: false };

/** The words and signs of a lab file, without `;`: the last one is its end, which has no text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let gap = nothing;
  let end = 0;
  for (const { kind, text: image, span } of piecesOf(text)) {
    gap = widened(gap, text.slice(end, span.start));
    end = span.end;
    if (kind === 'semicolon') gap = { ...gap, semicolon: true };
    else if (kind === 'comment') gap = withNote(gap, image);
    else {
      tokens.push({ kind, text: image, start: span.start, ...gap });
      gap = nothing;
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, ...widened(gap, text.slice(end)) });
  return behindCommas(tokens).map(withoutNeedlessSemicolon);
}

function widened(gap: Gap, blanks: string): Gap {
  const ends = blanks.match(/\r\n|[\r\n]/g)?.length ?? 0;
  return { ...gap, lineBreak: gap.lineBreak || ends > 0, blankLine: gap.blankLine || ends > 1 };
}

function withNote({ notes, semicolon, lineBreak, blankLine }: Gap, image: string): Gap {
  const note = { text: image.trimEnd(), ownLine: lineBreak, blankLine };
  return { ...nothing, semicolon, notes: [...notes, note] };
}

/** A comma stands at its value: a comment between the two goes behind it. */
function behindCommas(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, index) => {
    const before = tokens[index - 1];
    if (token.kind === 'comma') return { ...token, ...nothing };
    return before?.kind === 'comma' ? { ...token, notes: [...before.notes, ...token.notes] } : token;
  });
}

function withoutNeedlessSemicolon(token: Token, index: number, tokens: readonly Token[]): Token {
  const separates = index > 0 && tokens[index - 1]?.kind !== 'open' && !['close', 'end'].includes(token.kind);
  return separates ? token : { ...token, semicolon: false };
}
