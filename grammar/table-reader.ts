import { EmbeddedActionsParser, EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { Lines } from './lines.ts';
import { nearMiss } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { bracketBalance, spanOf, textOf, wordText } from './token-text.ts';
import { Arrow, Close, tokens, tokenTypes, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu, keywords, type Menu } from './words.ts';

/** Problems after which the rest of a file is read in silence. */
const problemLimit = 1000;

/** What the rules of the parser ask the table of words in their gates, and how they say what is wrong. */
export abstract class TableReader extends EmbeddedActionsParser {
  protected text = '';
  protected lines = new Lines('');
  protected problems: Problem[] = [];
  protected skipped = new Set<string>();
  /** The menus around, the innermost last. */
  protected menus: Menu[] = [];
  protected owners: (Word | undefined)[] = [];
  protected depth = 0;
  /** How many `>` the file lacks. */
  protected missing = 0;
  protected skipDepth = 0;
  /** The start of a line that something was said of, until something on it was read cleanly again. */
  protected noisyLine = -1;
  protected lastClosed: Word | undefined;
  constructor(validate: boolean) {
    super(tokenTypes, { maxLookahead: 1, skipValidations: !validate, recoveryEnabled: false });
  }

  /** Makes ready for a text. */
  protected begin(text: string, all: IToken[]): void {
    this.text = text;
    this.lines = new Lines(text);
    this.problems = [];
    this.skipped = new Set();
    this.menus = [blockMenu('file')];
    this.owners = [undefined];
    this.depth = 0;
    this.noisyLine = -1;
    this.lastClosed = undefined;
    this.missing = bracketBalance(all);
    this.input = all;
  }

  // ---- What the gates ask.

  protected enter(menu: Menu | undefined, owner: Word | undefined): void {
    this.menus.push(menu ?? new Map());
    this.owners.push(owner);
  }

  protected leave(): void {
    this.menus.pop();
    this.owners.pop();
  }

  protected is(type: typeof Value): boolean {
    return tokenMatcher(this.LA(1), type);
  }

  /** The word of the innermost menu that the next token is, or most likely stands for. */
  protected resolve(): Word | undefined {
    const token = this.LA(1);
    const menu = this.menus.at(-1);
    if (!menu) return undefined;
    const found = wordText(token);
    if (found === undefined) return undefined;
    const exact = menu.get(found);
    if (exact) return exact;
    if (menu.size === 0 || this.isKnownAround() || keywords.has(found)) return undefined;
    const near = nearMiss(found, menu);
    return near && this.followsWell(near) ? near : undefined;
  }

  /** One of the menus around has the next word. */
  protected isKnownAround(): boolean {
    const found = wordText(this.LA(1));
    return found !== undefined && this.menus.some((menu) => menu.has(found));
  }

  /** What follows the next token could be the first value of `word`. */
  protected followsWell(word: Word): boolean {
    const next = this.LA(2);
    const slot = word.values[0];
    if (!slot || slot.optional) return true;
    if (!tokenMatcher(next, Value)) return false;
    return slot.choices
      ? slot.choices.includes(next.image)
      : slot.shape === 'name' || !keywords.has(next.image);
  }

  /** The next token is a word of the language that stands elsewhere. */
  protected misplaced(): Word | undefined {
    const found = wordText(this.LA(1));
    if (found === undefined) return undefined;
    const outer = [...this.menus].reverse().find((menu) => menu.has(found));
    return outer?.get(found) ?? keywords.get(found)?.[0];
  }

  protected goesOn(owner: Word | undefined, keyword: IToken | undefined): boolean {
    const next = this.LA(1);
    if (next.tokenType === EOF) return false;
    if (!owner || !keyword) return true;
    if (tokenMatcher(next, Close)) return false;
    return !(this.missing > 0 && this.closesSilently(keyword));
  }

  /** The file lacks a `>`, and here is where it most likely belongs. */
  protected closesSilently(keyword: IToken): boolean {
    const found = wordText(this.LA(1));
    if (found === undefined) return false;
    const outer = this.menus.slice(0, -1).some((menu) => menu.has(found));
    if (outer && !this.menus.at(-1)?.has(found)) return true;
    return (
      this.lines.isFirstOnLine(this.LA(1)) &&
      this.lines.indentation(this.LA(1)) <= this.lines.indentation(keyword)
    );
  }

  protected takesBehind(): boolean {
    const menu = this.menus.at(-1);
    if (!menu?.size) return false;
    if (this.resolve()) return true;
    // a word nobody knows, on the same line: most likely meant for the innermost word that can have more
    return this.isSameLine() && this.is(Value) && !this.isKnownAround();
  }

  protected takesOnSameLine(
    word: Word,
    values: ReadonlyMap<string, readonly Name[]>,
    hasBlock: boolean,
  ): boolean {
    if (!word.scope || hasBlock || !this.isSameLine() || !this.resolve()) return false;
    const name = values.get('name')?.[0]?.text ?? 'NAME';
    const start = this.LA(1).startOffset;
    const lineEnd = this.text.slice(start, start + 200).split(/[\r\n]/)[0] ?? '';
    this.report({
      code: 'needs-block',
      span: spanOf(this.LA(1)),
      word,
      name,
      rest: lineEnd.replace(/\s*#.*$/, '').trim(),
    });
    return true;
  }

  protected fits(slot: Slot): boolean {
    const next = this.LA(1);
    if (!tokenMatcher(next, Value)) return false;
    const found = next.image;
    if (slot.choices) return slot.optional ? slot.choices.includes(found) : this.isSameLine();
    const isKeyword = keywords.has(found);
    if (slot.shape === 'name' || slot.shape === 'item' || slot.shape === 'variable')
      return !(isKeyword && this.lines.isFirstOnLine(next));
    if (slot.shape === 'reference') return !isKeyword || (this.isSameLine() && !this.beginsAttribute(found));
    return !isKeyword;
  }

  /** A keyword where a name could stand: what follows tells whether it is one, or begins an attribute. */
  private beginsAttribute(found: string): boolean {
    const word = this.menus.at(-1)?.get(found);
    if (!word) return false;
    const next = this.LA(2);
    return word.values.length > 0 && tokenMatcher(next, Value) && !keywords.has(textOf(next));
  }

  protected isSplitAddress(slot: Slot): boolean {
    const next = this.LA(1);
    if (slot.shape !== 'interface-address' && slot.shape !== 'prefix') return false;
    if (!this.isSameLine() || !tokenMatcher(next, Value)) return false;
    return next.image.startsWith('/') || next.image === 'netmask' || this.LA(0).image.endsWith('/');
  }

  // ---- What is said.

  protected name(token: IToken): Name {
    const span = spanOf(token);
    if (token.tokenType === tokens.BadWord) this.report({ code: 'bad-word', span, found: token.image });
    if (token.tokenType === tokens.OpenRange) this.report({ code: 'open-range', span, found: token.image });
    if (token.tokenType === tokens.SpacedRange)
      this.report({ code: 'spaced-range', span, found: token.image });
    return { text: textOf(token), span };
  }

  protected checkKeyword(word: Word, token: IToken): void {
    if (tokenMatcher(token, Arrow) || textOf(token) === word.keyword) return;
    const noisy = this.noisyLine;
    this.report({ code: 'repaired', span: spanOf(token), found: token.image, word });
    this.noisyLine = noisy;
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

  protected reportMissing(word: Word, slot: Slot, keyword: IToken): void {
    const next = this.LA(1);
    if (slot.choices && tokenMatcher(next, Value) && this.isSameLine()) {
      this.report({ code: 'wrong-choice', span: spanOf(next), word, value: slot, found: next.image });
      return;
    }
    const found = this.isSameLine() && next.tokenType !== EOF ? next.image : undefined;
    this.report({ code: 'missing-value', span: spanOf(keyword), word, value: slot, found });
  }

  protected reportMissingClose(word: Word, keyword: IToken, open: IToken, last: IToken): void {
    if (this.missing > 0) this.missing--;
    const end = this.lines.endOf(last);
    const related = { start: keyword.startOffset, end: this.lines.endOf(open) };
    this.report({ code: 'missing-close', span: { start: last.startOffset, end }, word, open: related });
  }

  protected reportMisplaced(word: Word, span: Span, behind: Word | undefined): void {
    const owner = behind ?? this.owners.at(-1);
    const closed = this.lastClosed;
    if (closed && this.LA(0).tokenType !== EOF && tokenMatcher(this.LA(0), Close) && this.isSameLine()) {
      if (behindMenu(closed.place).has(word.keyword) || blockMenu(closed.place).has(word.keyword)) {
        this.report({ code: 'behind-block', span, word, owner: closed });
        return;
      }
    }
    this.report({ code: 'misplaced', span, word, owner });
  }

  protected reportUnknown(token: IToken, behind: Word | undefined): void {
    this.skipped.add(token.image);
    const expected = [...(this.menus.at(-1)?.keys() ?? [])];
    this.report({ code: 'unknown-word', span: spanOf(token), found: textOf(token), owner: behind, expected });
  }

  protected strayToken(
    token: IToken,
    problem: { code: 'stray-arrow' | 'stray-comma' | 'stray-close' | 'slash-comment' },
  ): void {
    this.ACTION(() => {
      if (problem.code !== 'slash-comment' || !this.problems.some(({ code }) => code === problem.code)) {
        this.report({ ...problem, span: spanOf(token) });
      }
    });
  }

  /** A statement that stands in the wrong block still declares what it names. */
  protected hoist(word: Word, read: readonly Statement[], into: Statement[]): void {
    if (word.standsIn.includes('file') && word.scope) into.push(...read);
    for (const name of read.flatMap((statement) => [...statement.values.values()].flat()))
      this.skipped.add(name.text);
  }

  protected report(problem: Problem): void {
    const line = this.lines.startOf(problem.span.start);
    if (line === this.noisyLine) return;
    this.noisyLine = line;
    if (this.problems.length === problemLimit) this.problems.push({ code: 'too-many', span: problem.span });
    else if (this.problems.length < problemLimit) this.problems.push(problem);
  }

  protected internal(text: string, token: IToken | undefined, offset?: number): void {
    const start = offset ?? token?.startOffset ?? this.text.length;
    const at = Number.isFinite(start) ? start : this.text.length;
    this.problems.push({ code: 'internal', span: { start: at, end: at }, text });
  }

  protected isSameLine(): boolean {
    return !this.lines.isFirstOnLine(this.LA(1));
  }
}
