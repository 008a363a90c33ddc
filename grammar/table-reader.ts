import { EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name } from '../src/syntax/tree.ts';
import { impliedWord } from './implied.ts';
import { isHabit, nearMiss } from './near-miss.ts';
import { ProblemReporter } from './problem-reporter.ts';
import { lookOf } from './shapes.ts';
import { spanOf, wordText } from './token-text.ts';
import { Arrow, Close, Comma, Open, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu, keywords, loopMenu, type Menu } from './words.ts';

/** What the rules of the parser ask the table of words in their gates. */
export abstract class TableReader extends ProblemReporter {
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
    if (menu.size === 0 || this.isKnownAround() || isElsewhere(found)) return undefined;
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

  /** The word that is missing before the next token, where it is the innermost menu's. */
  protected impliedHere(): Word | undefined {
    const implied = this.implied();
    return implied?.level === this.menus.length - 1 ? implied.word : undefined;
  }

  /** The words that may stand in the block of a word. */
  protected insideMenu(word: Word): Menu {
    const around = this.menus.at(-1);
    return word.loop && around ? loopMenu(around) : blockMenu(word.place);
  }

  protected mayLackOpen(word: Word): boolean {
    const { strays, extra } = this.brackets;
    return (
      (word.place !== undefined || word.loop === true) && (strays.length + extra.size > 0 || this.missing < 0)
    );
  }

  /** A `<` is missing here: a `>` further on has none, and what lies between looks like a block. */
  protected lacksOpen(word: Word, keyword: IToken): boolean {
    const { strays, extra } = this.brackets;
    if (!this.mayLackOpen(word) || this.is(Open)) return false;
    const next = this.LA(1);
    const found = wordText(next);
    if (found === undefined || !this.insideMenu(word).has(found)) return false;
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
    if (outer) return outer.get(found);
    // a device may be called `up`, and `blackhole` may lack its `route`
    const isChoice = (word: Word | undefined): boolean =>
      word?.values.some(({ choices }) => choices?.includes(found)) ?? false;
    if (this.ahead(2) === '->' ? this.impliedHere() : isChoice(this.impliedHere())) return undefined;
    return isElsewhere(found) ? keywords.get(found)?.[0] : undefined;
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
  ): boolean {
    if (!this.isSameLine() || !this.resolve()) return false;
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
    if (slot.shape === 'name' || slot.shape === 'item' || slot.shape === 'variable')
      return !(
        isKeyword &&
        (this.lines.isFirstOnLine(next) || (slot.shape === 'name' && this.beginsAttribute(found)))
      );
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

  /** What follows a value is neither a word of the language nor a bracket. */
  protected isOdd(): boolean {
    return this.is(Comma) || (this.is(Value) && !keywords.has(this.LA(1).image));
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
}

/** A word of the language, and none that people bring along from elsewhere: `veth eth0 to br0`. */
function isElsewhere(found: string): boolean {
  return keywords.has(found) && !isHabit(found);
}
