import { EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { ParserState } from './parser-state.ts';
import { lookOf } from './shapes.ts';
import { spanOf, textOf } from './token-text.ts';
import { Arrow, Close, tokens, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu } from './words.ts';

/** How the rules of the parser say what is wrong, and what they keep of what cannot be read. */
export abstract class ProblemReporter extends ParserState {
  protected name(token: IToken): Name {
    const span = spanOf(token);
    if (token.tokenType === tokens.BadWord && !this.badWords.has(token.image)) {
      this.badWords.add(token.image);
      this.report({ code: 'bad-word', span, found: token.image });
    }
    if (token.tokenType === tokens.OpenRange) this.report({ code: 'open-range', span, found: token.image });
    if (token.tokenType === tokens.SpacedRange)
      this.report({ code: 'spaced-range', span, found: token.image });
    const isSpaced = token.tokenType === tokens.SpacedRange;
    return { text: isSpaced ? token.image.replace(/\s+/g, '') : textOf(token), span };
  }

  protected checkChoice(word: Word, value: Slot, token: IToken): void {
    const found = textOf(token);
    if (value.choices && !value.choices.includes(found))
      this.report({ code: 'wrong-choice', span: spanOf(token), word, value, found });
  }

  protected checkKeyword(word: Word, token: IToken): void {
    if (tokenMatcher(token, Arrow) || textOf(token) === word.keyword) return;
    const separated = this.separated?.byWord.get(token.startOffset);
    if (separated) {
      separated.word = word.keyword;
      return;
    }
    this.report({ code: 'repaired', span: spanOf(token), found: token.image, word });
    this.isQuiet = false;
  }

  protected checkChildren(word: Word, keyword: IToken, children: readonly Statement[]): void {
    const first = new Map<string, Span>();
    for (const child of children) {
      const known = first.get(child.word.keyword);
      if (known && !child.word.repeatable) {
        this.report({ code: 'said-twice', span: child.keyword, word: child.word, owner: word, first: known });
      } else first.set(child.word.keyword, child.keyword);
    }
    if (word.oneOf && !word.oneOf.some((needed) => first.has(needed))) {
      this.report({ code: 'missing-word', span: spanOf(keyword), word });
    }
  }

  /** A comma with nothing behind it: said of the value that is missing, or of all commas between attributes. */
  protected reportLoneComma(word: Word, slot: Slot, comma: IToken): void {
    if (slot.shape === 'interface-address') this.lost.push(spanOf(comma));
    if (this.isKnownAround() || this.is(Close)) this.strayToken(comma, { code: 'stray-comma' });
    else this.report({ code: 'missing-after-comma', span: spanOf(comma), word, value: slot });
  }

  protected reportMissing(word: Word, slot: Slot, keyword: IToken): void {
    const next = this.LA(1);
    if (slot.choices && tokenMatcher(next, Value) && this.isSameLine()) {
      this.report({ code: 'wrong-choice', span: spanOf(next), word, value: slot, found: next.image });
      return;
    }
    if (slot.shape === 'interface-address') this.lost.push(spanOf(keyword));
    // a word that cannot stand here at all needs no value
    if (this.problems.at(-1)?.span.start === keyword.startOffset) return;
    const found = this.isSameLine() && next.tokenType !== EOF ? next.image : undefined;
    this.report({ code: 'missing-value', span: spanOf(keyword), word, value: slot, found });
  }

  protected reportMissingClose(word: Word, keyword: IToken, open: IToken, last: IToken): void {
    this.missing--;
    if (last === open) this.lost.push(spanOf(open));
    const end = this.lines.endOf(last);
    const related = { start: keyword.startOffset, end: this.lines.endOf(open) };
    this.report({ code: 'missing-close', span: { start: last.startOffset, end }, word, open: related });
  }

  /** Reports a word of another place; gives what it most likely belongs to, where that is a block just closed. */
  protected reportMisplaced(word: Word, span: Span, behind: Word | undefined): Statement[] | undefined {
    const owner = behind ?? this.owners.at(-1);
    const closed = this.lastClosed;
    if (closed && this.LA(0) === closed.close && this.isSameLine()) {
      const { place } = closed.word;
      if (behindMenu(place).has(word.keyword) || blockMenu(place).has(word.keyword)) {
        this.report({ code: 'behind-block', span, word, owner: closed.word });
        return closed.children;
      }
    }
    this.report({ code: 'misplaced', span, word, owner, isInside: behind === undefined });
    return undefined;
  }

  protected reportUnknown(token: IToken, behind: Word | undefined): void {
    this.keep(token);
    // of a route at a device, the device: it is what most is said of
    let level = this.menus.length - 1;
    while (behind && level > 1 && !this.isBlock(level - 1)) level--;
    const expected = [...(this.menus[level]?.keys() ?? [])];
    const owner = behind && this.owners[level];
    this.report({ code: 'unknown-word', span: spanOf(token), found: textOf(token), owner, expected });
  }

  protected reportMissingKeyword(word: Word, owner: Word | undefined): void {
    const span = spanOf(this.LA(1));
    this.report({ code: 'missing-keyword', span, word, found: textOf(this.LA(1)), owner });
  }

  protected strayToken(
    token: IToken,
    problem: { code: 'stray-arrow' | 'stray-comma' | 'stray-close' | 'slash-comment' | 'foreign-line' },
  ): void {
    this.ACTION(() => {
      this.report({ ...problem, span: spanOf(token) });
    });
  }

  /** Keeps the words of a line that is not read. */
  protected keepText(token: IToken): void {
    for (const word of token.image.slice(0, 1000).split(/[\s;]+/)) {
      this.skipped.push({ text: word, span: spanOf(token) });
      if (['prefix', 'address'].includes(lookOf(word))) this.lost.push(spanOf(token));
    }
  }

  /** Keeps what is known of a word that is not read. */
  protected keep(token: IToken): void {
    this.skipped.push({ text: token.image, span: spanOf(token) });
    if (['prefix', 'address'].includes(lookOf(token.image))) this.lost.push(spanOf(token));
  }

  /** A statement that stands in the wrong block still declares what it names. */
  protected hoist(word: Word, read: readonly Statement[], into: Statement[]): void {
    if (word.standsIn.includes('file') && word.scope) into.push(...read);
    for (const statement of read) {
      for (const name of [...statement.values.values()].flat()) this.skipped.push(name);
      if (['ip', 'veth', 'bridge', 'uplink'].includes(statement.word.keyword)) this.lost.push(statement.span);
    }
  }
}
