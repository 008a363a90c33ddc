import { EmbeddedActionsParser, EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { type Brackets, readBrackets } from './brackets.ts';
import { type Ahead, impliedWord } from './implied.ts';
import { Lines } from './lines.ts';
import { nearMiss } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { separate } from './separators.ts';
import { lookOf } from './shapes.ts';
import { spanOf, textOf, wordText } from './token-text.ts';
import { Arrow, Close, Comma, Open, tokens, tokenTypes, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu, keywords, type Menu } from './words.ts';

/** Problems after which the rest of a file is read in silence. */
const problemLimit = 1000;

/** Problems behind which everything is known that would be known without them. */
const harmless = new Set<Problem['code']>([
  'repaired',
  'split-address',
  'slash-comment',
  'stray-comma',
  'look-alike',
  'quoted',
  'missing-close',
  'missing-open',
  'needs-block',
  'separator',
  'wrong-choice',
  'behind-block',
  'foreign-line',
  'shell-line',
  'spaced-range',
  'netmask',
  'one-only',
  'blank-in-name',
]);

/** Habits from elsewhere: one mistake, however often it shows. */
const habits = new Set<Problem['code']>([
  'separator',
  'slash-comment',
  'foreign-line',
  'stray-comma',
  'decimal-comma',
]);

/** What the rules of the parser ask the table of words in their gates, and how they say what is wrong. */
export abstract class TableReader extends EmbeddedActionsParser {
  protected text = '';
  protected lines = new Lines('');
  protected problems: Problem[] = [];
  protected skipped = new Set<string>();
  /** Where an address may have stood that could not be read. */
  protected lost: Span[] = [];
  /** The menus around, the innermost last. */
  protected menus: Menu[] = [];
  protected owners: (Word | undefined)[] = [];
  /** What has been read in each of them. */
  protected read: (readonly Statement[])[] = [];
  /** The keywords of the blocks around. */
  protected blocks: IToken[] = [];
  protected brackets: Brackets = { unclosed: 0, extra: new Set(), strays: [] };
  private habits = new Map<string, Problem>();
  /** The last namespace or host that lacks the brackets of its block. */
  private blockless: IToken | undefined;
  private badWords = new Set<string>();
  /** How many `>` the file lacks. */
  protected missing = 0;
  protected skipDepth = 0;
  /** Something was said, and nothing has been read since: what follows at once is the same mistake. */
  protected isQuiet = false;
  private quietLine = -1;
  /** Problems that cost something: what stood there could not be read. */
  protected wounds = 0;
  /** The block that has just been closed. */
  protected lastClosed: { readonly word: Word; readonly children: Statement[] } | undefined;
  private separated: ReturnType<typeof separate> | undefined;

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
    this.read = [[]];
    this.lost = [];
    this.wounds = 0;
    this.badWords = new Set();
    this.habits = new Map();
    this.blocks = [];
    this.isQuiet = false;
    this.blockless = undefined;
    this.lastClosed = undefined;
    this.brackets = readBrackets(all, this.lines);
    this.missing = this.brackets.unclosed;
    this.separated = separate(all, (token) => this.lines.isFirstOnLine(token));
    for (const problem of this.separated.problems) this.add(problem);
    this.input = this.separated.tokens;
  }

  // ---- What the gates ask.

  protected enter(menu: Menu | undefined, owner: Word | undefined, read: readonly Statement[]): void {
    this.menus.push(menu ?? new Map());
    this.owners.push(owner);
    this.read.push(read);
  }

  protected leave(): void {
    this.menus.pop();
    this.owners.pop();
    this.read.pop();
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
    // `route default gw X`, as in route(8)
    if (found === 'gw' && this.LA(0).image === 'default' && this.owners.at(-1)?.keyword === 'route')
      return menu.get('via');
    if (menu.size === 0 || this.isKnownAround() || keywords.has(found)) return undefined;
    const near = nearMiss(found, menu);
    if (near && this.followsWell(near)) return near;
    return near ? undefined : this.wrongWord(menu);
  }

  /** A word that nobody knows before a value that only one word takes: `ipp 10.0.0.2/24`. */
  private wrongWord(menu: Menu): Word | undefined {
    const next = this.ahead(2);
    if (next === undefined || !/^[A-Za-z_-]+$/.test(this.LA(1).image)) return undefined;
    if (!['prefix', 'address', 'mac'].includes(lookOf(next)) || this.implied() !== undefined)
      return undefined;
    const level = this.menus.length - 1;
    const word = impliedWord(
      menu,
      (index) => this.ahead(index + 1),
      (other) => this.isSaid(other, level),
    );
    return word && !this.isSaid(word, level) ? word : undefined;
  }

  /** The words to come on this line, and the first of a block: brackets and commas as they are. */
  protected readonly ahead: Ahead = (index) => {
    if (index > 40) return undefined;
    for (let one = 1; one <= index; one++) {
      const token = this.LA(one);
      const isBehindOpen = one > 1 && tokenMatcher(this.LA(one - 1), Open);
      if (token.tokenType === EOF || (one > 1 && !isBehindOpen && this.lines.isFirstOnLine(token)))
        return undefined;
    }
    const token = this.LA(index);
    return (
      wordText(token) ?? (tokenMatcher(token, Open) ? '<' : tokenMatcher(token, Close) ? '>' : token.image)
    );
  };

  /** The word that is missing before the next token, and in which of the menus it stands. */
  protected implied(): { readonly word: Word; readonly level: number } | undefined {
    if (!this.is(Value)) return undefined;
    for (let level = this.menus.length - 1; level >= 0; level--) {
      const menu = this.menus[level] as Menu;
      const word =
        menu.size > 0 ? impliedWord(menu, this.ahead, (one) => this.isSaid(one, level)) : undefined;
      if (word && !this.isSaid(word, level)) return { word, level };
      // what stands in a block is never meant for what is around it, nor is what belongs to an expectation
      if (this.isBlock(level) || menu.has('reaches')) return undefined;
    }
    return undefined;
  }

  private isBlock(level: number): boolean {
    const owner = this.owners[level];
    return this.menus[level] === blockMenu(owner ? owner.place : 'file');
  }

  private isSaid(word: Word, level: number): boolean {
    return !word.repeatable && (this.read[level] ?? []).some((statement) => statement.word === word);
  }

  /** The word that is missing before the next token, where it is the innermost menu's. */
  protected impliedHere(): Word | undefined {
    const implied = this.implied();
    return implied?.level === this.menus.length - 1 ? implied.word : undefined;
  }

  /** A `<` is missing here: a `>` further on has none, and what lies between looks like a block. */
  protected lacksOpen(word: Word, keyword: IToken): boolean {
    const { strays, extra } = this.brackets;
    if ((strays.length + extra.size === 0 && this.missing >= 0) || !word.place || this.is(Open)) return false;
    const next = this.LA(1);
    const found = wordText(next);
    if (found === undefined || !blockMenu(word.place).has(found)) return false;
    const isAhead = (offset: number): boolean => offset > next.startOffset;
    if (!this.isSameLine()) {
      const stray = strays.find(isAhead);
      return (
        stray !== undefined &&
        this.lines.indentation(next) > this.lines.indentation(keyword) &&
        this.lines.holds(keyword, next, stray)
      );
    }
    if (!word.scope && behindMenu(word.place).has(found)) return false;
    const stray = [...strays, ...extra].find(
      (offset) => isAhead(offset) && this.lines.startOf(offset) === this.lines.startOf(next.startOffset),
    );
    if (stray !== undefined) extra.delete(stray);
    return stray !== undefined || (this.missing < 0 && this.closesOnLine());
  }

  /** A `>` further on this line has no `<` on it. */
  private closesOnLine(): boolean {
    let depth = 0;
    for (let index = 1, word = this.ahead(index); word !== undefined; word = this.ahead(++index)) {
      if (word === '<') depth++;
      else if (word === '>' && --depth < 0) return true;
    }
    return false;
  }

  /** The next `>` is too much where it stands. */
  protected isExtra(): boolean {
    return this.brackets.extra.size > 0 && this.is(Close) && this.brackets.extra.has(this.LA(1).startOffset);
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
    // a device may be called `up`
    if (this.ahead(2) === '->' && !this.isKnownAround() && this.impliedHere()) return undefined;
    const found = wordText(this.LA(1));
    if (found === undefined) return undefined;
    const outer = [...this.menus].reverse().find((menu) => menu.has(found));
    return outer?.get(found) ?? keywords.get(found)?.[0];
  }

  protected goesOn(owner: Word | undefined, keyword: IToken | undefined): boolean {
    const next = this.LA(1);
    if (next.tokenType === EOF) return false;
    if (!owner || !keyword) return true;
    if (tokenMatcher(next, Close)) return this.isExtra();
    return !this.closesSilently(keyword);
  }

  /** The file lacks a `>`, and here is where it most likely belongs. */
  protected closesSilently(keyword: IToken): boolean {
    const found = wordText(this.LA(1));
    if (found === undefined) return false;
    const inner = this.menus.at(-1)?.has(found);
    if (this.missing <= 0 && inner) return false;
    const outer = !inner && this.menus.slice(0, -1).some((menu) => menu.has(found));
    if (this.missing > 0 && outer) return true;
    if (this.missing <= 0 && !outer) return false;
    return (
      this.lines.isFirstOnLine(this.LA(1)) &&
      this.lines.indentation(this.LA(1)) <= this.lines.indentation(keyword)
    );
  }

  protected takesBehind(word: Word, keyword: IToken): boolean {
    const menu = this.menus.at(-1);
    if (!menu?.size || this.endsSilently(word, keyword)) return false;
    if (this.resolve()) return true;
    // a word nobody knows, on the same line: most likely meant for the innermost word that can have more
    if (!this.isSameLine()) return false;
    // `bridge br0 -> eth0`, and `-> br0, ip …`
    if (this.is(Arrow)) return menu.has('ip');
    if (this.is(Comma)) return menu.has(this.ahead(2) ?? '');
    if (!this.is(Value) || this.isKnownAround()) return false;
    const implied = this.implied();
    return implied === undefined || implied.level === this.menus.length - 1;
  }

  /** The next line belongs to a block whose `<` is missing, or to none because a `>` is. */
  private endsSilently(word: Word, keyword: IToken): boolean {
    if (this.missing <= 0 && this.brackets.strays.length === 0) return false;
    if (this.isSameLine() || !this.is(Value)) return false;
    if (this.lacksOpen(word, keyword)) return true;
    const block = this.blocks.at(-1);
    return (
      this.missing > 0 &&
      block !== undefined &&
      this.lines.indentation(this.LA(1)) <= this.lines.indentation(block)
    );
  }

  protected takesOnSameLine(
    word: Word,
    keyword: IToken,
    values: ReadonlyMap<string, readonly Name[]>,
    hasBlock: boolean,
  ): boolean {
    if (!word.scope || hasBlock || !this.isSameLine() || !this.resolve()) return false;
    if (this.blockless === keyword) return true;
    this.blockless = keyword;
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
    if (slot.choices) return slot.choices.includes(found) || (!slot.optional && this.isWrongChoice(found));
    const isKeyword = keywords.has(found);
    if (slot.shape === 'name')
      return !(isKeyword && (this.lines.isFirstOnLine(next) || this.beginsAttribute(found)));
    if (slot.shape === 'reference') return !isKeyword || (this.isSameLine() && !this.beginsAttribute(found));
    return !isKeyword;
  }

  /** Another word stands where one of a few must, and what follows it fits. */
  private isWrongChoice(found: string): boolean {
    const next = this.ahead(2);
    return /^[a-z]+$/i.test(found) && this.isSameLine() && next !== undefined && /^[\w.:]/.test(next);
  }

  /** A keyword where a name could stand: what follows tells whether it is one, or begins an attribute. */
  private beginsAttribute(found: string): boolean {
    const slot = keywords.get(found)?.[0]?.values.find(({ optional }) => !optional);
    const next = this.ahead(2);
    return slot !== undefined && next !== undefined && tokenMatcher(this.LA(2), Value) && !keywords.has(next);
  }

  /** `-> br0, br1`: a comma and one more value where there can be one only. */
  protected isOneTooMany(slot: Slot): boolean {
    if (slot.list || !this.is(Comma) || !this.isSameLine()) return false;
    const next = this.ahead(2);
    return next !== undefined && tokenMatcher(this.LA(2), Value) && !keywords.has(next);
  }

  /** `ns web server < … >` */
  protected isSplitName(word: Word, slot: Slot): boolean {
    if (!word.scope || slot.shape !== 'name' || !this.is(Value) || !this.isSameLine()) return false;
    return this.ahead(2) === '<' && !keywords.has(this.LA(1).image) && /^\w/.test(this.LA(1).image);
  }

  protected isSplitAddress(slot: Slot): boolean {
    const next = this.LA(1);
    if (slot.shape !== 'interface-address' && slot.shape !== 'prefix') return false;
    if (!this.isSameLine() || !tokenMatcher(next, Value)) return false;
    if (this.LA(0).image.endsWith('/')) return /^\d/.test(next.image);
    return /^\/|^(?:net)?mask$|^255\.[\d.]+$/.test(next.image);
  }

  // ---- What is said.

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
    if (closed && this.LA(0).tokenType !== EOF && tokenMatcher(this.LA(0), Close) && this.isSameLine()) {
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
    this.skip1(token);
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
  protected skipText(token: IToken): void {
    for (const word of token.image.slice(0, 1000).split(/[\s;]+/)) {
      this.skipped.add(word);
      if (['prefix', 'address'].includes(lookOf(word))) this.lost.push(spanOf(token));
    }
  }

  /** Keeps what is known of a word that is not read. */
  protected skip1(token: IToken): void {
    this.skipped.add(token.image);
    if (['prefix', 'address'].includes(lookOf(token.image))) this.lost.push(spanOf(token));
  }

  /** A statement that stands in the wrong block still declares what it names. */
  protected hoist(word: Word, read: readonly Statement[], into: Statement[]): void {
    if (word.standsIn.includes('file') && word.scope) into.push(...read);
    for (const statement of read) {
      for (const name of [...statement.values.values()].flat()) this.skipped.add(name.text);
      if (['ip', 'veth', 'bridge', 'uplink'].includes(statement.word.keyword)) this.lost.push(statement.span);
    }
  }

  protected report(problem: Problem): void {
    if (!harmless.has(problem.code)) this.wounds++;
    const line = this.lines.startOf(problem.span.start);
    if (this.isQuiet && line === this.quietLine) return;
    this.isQuiet = !harmless.has(problem.code);
    this.quietLine = line;
    this.add(problem);
  }

  private add(problem: Problem): void {
    // a habit is said once, with how often it is seen
    const key = problem.code === 'separator' ? `separator ${problem.found}` : problem.code;
    const known = this.habits.get(key);
    if (known) known.times = (known.times ?? 1) + 1;
    else if (this.problems.length === problemLimit)
      this.problems.push({ code: 'too-many', span: problem.span });
    else if (this.problems.length < problemLimit) {
      this.problems.push(problem);
      if (habits.has(problem.code)) this.habits.set(key, problem);
    }
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
