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

/** What was read since the last token. */
interface Gap {
  readonly notes: Note[];
  semicolon: boolean;
  lineBreak: boolean;
  blankLine: boolean;
}

const emptyGap = (): Gap => ({ notes: [], semicolon: false, lineBreak: false, blankLine: false });

/** The words and signs of a lab file, without `;`: the last one is its end, which has no text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let gap = emptyGap();
  let end = 0;
  for (const { kind, text: image, span } of piecesOf(text)) {
    addBlanks(gap, text.slice(end, span.start));
    end = span.end;
    if (kind === 'semicolon') gap.semicolon = true;
    else if (kind === 'comment') addNote(gap, image);
    else {
      tokens.push({ kind, text: image, start: span.start, ...gap });
      gap = emptyGap();
    }
  }
  addBlanks(gap, text.slice(end));
  tokens.push({ kind: 'end', text: '', start: text.length, ...gap });
  return behindCommas(tokens).map(withoutNeedlessSemicolon);
}

function addBlanks(gap: Gap, blanks: string): void {
  const ends = blanks.match(/\r\n|[\r\n]/g)?.length ?? 0;
  gap.lineBreak ||= ends > 0;
  gap.blankLine ||= ends > 1;
}

function addNote(gap: Gap, image: string): void {
  gap.notes.push({ text: image.trimEnd(), ownLine: gap.lineBreak, blankLine: gap.blankLine });
  gap.lineBreak = false;
  gap.blankLine = false;
}

/** A comma stands at its value: a comment between the two goes behind it. */
function behindCommas(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, index) => {
    const before = tokens[index - 1];
    if (token.kind === 'comma') return { ...token, ...emptyGap() };
    return before?.kind === 'comma' ? { ...token, notes: [...before.notes, ...token.notes] } : token;
  });
}

function withoutNeedlessSemicolon(token: Token, index: number, tokens: readonly Token[]): Token {
  const separates = index > 0 && tokens[index - 1]?.kind !== 'open' && !['close', 'end'].includes(token.kind);
  return separates ? token : { ...token, semicolon: false };
}
