import type { IToken, ParserMethod } from 'chevrotain';
import type { Name } from '../src/syntax/tree.ts';
import { TableReader } from './table-reader.ts';
import { maskLength, spanOf } from './token-text.ts';
import { Arrow, Close, Comma, Open, Semi, tokens, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';

export type Rule<A extends unknown[], R> = ParserMethod<A, R>;

/** In the place of a word and a slot while chevrotain records the rules. */
export const standIn: Word = { keyword: '', summary: '', standsIn: [], values: [] };
export const standInSlot: Slot = { slot: '', shape: 'name', what: '', example: '' };

/** The rules of values, and of what is skipped. */
export abstract class ValueRules extends TableReader {
  // slot: VALUE (',' VALUE)*, or nothing
  protected readonly slot: Rule<[Word, Slot, IToken], Name[]> = this.RULE(
    'slot',
    (word: Word = standIn, slot: Slot = standInSlot, keyword: IToken | undefined = undefined) => {
      const names = this.OPTION({ GATE: () => this.fits(slot), DEF: () => this.readValues(word, slot) });
      if (names && slot !== standInSlot) return names;
      this.ACTION(() => {
        if (!slot.optional && keyword) this.reportMissing(word, slot, keyword);
      });
      if (slot !== standInSlot && !(slot.list && this.is(Comma) && this.isSameLine())) return [];
      return this.readBehindComma(word, slot);
    },
  );

  // `ip , fd00::2/64`: the rest of the list is still one
  private readBehindComma(word: Word, slot: Slot): Name[] {
    const more = this.OPTION8(() => {
      this.CONSUME8(Comma);
      return this.OPTION9({
        GATE: () => this.fits(slot),
        DEF: () => this.SUBRULE9(this.values, { ARGS: [word, slot] }),
      });
    });
    return more ?? [];
  }

  // values: VALUE (',' VALUE)*
  protected readonly values: Rule<[Word, Slot], Name[]> = this.RULE(
    'values',
    (word: Word = standIn, slot: Slot = standInSlot) => this.readValues(word, slot),
  );

  private readValues(word: Word, slot: Slot): Name[] {
    const names: Name[] = [];
    const first = this.CONSUME(Value);
    this.ACTION(() => {
      this.isQuiet = false;
      names.push(this.name(first));
      if (slot.choices) this.checkChoice(word, slot, first);
    });
    if (slot !== standInSlot && !this.isOdd()) return names;
    this.OPTION1({
      GATE: () => this.isSplitAddress(slot),
      DEF: () => this.SUBRULE(this.splitAddress, { ARGS: [names] }),
    });
    this.OPTION2({
      GATE: () => this.isSplitName(word, slot),
      DEF: () => {
        const second = this.CONSUME3(Value);
        this.ACTION(() => this.joinName(names, second));
      },
    });
    this.MANY2({
      GATE: () => this.isOneTooMany(slot),
      DEF: () => {
        const comma = this.CONSUME2(Comma);
        this.ACTION(() => this.report({ code: 'one-only', span: spanOf(comma), word }));
        const extra = this.CONSUME4(Value);
        this.ACTION(() => this.keep(extra));
      },
    });
    this.MANY({ GATE: () => slot.list === true, DEF: () => this.readNext(word, slot, names) });
    return names;
  }

  private readNext(word: Word, slot: Slot, names: Name[]): void {
    const comma = this.CONSUME(Comma);
    let more = false;
    this.OPTION3({
      GATE: () => this.fits(slot),
      DEF: () => {
        more = true;
        const next = this.CONSUME2(Value);
        this.ACTION(() => names.push(this.name(next)));
      },
    });
    this.ACTION(() => {
      if (!more) this.reportLoneComma(word, slot, comma);
    });
  }

  private joinName(names: Name[], second: IToken): void {
    const { text, span } = names.pop() as Name;
    const whole = { text: `${text}-${second.image}`, span: { start: span.start, end: spanOf(second).end } };
    names.push(whole);
    this.report({ code: 'blank-in-name', span: whole.span, right: whole.text });
  }

  // splitAddress: '/' '24' | '/24' | 'netmask' MASK, behind an address
  protected readonly splitAddress: Rule<[Name[]], void> = this.RULE('splitAddress', (names: Name[]) => {
    const first = this.CONSUME(Value);
    let second: IToken | undefined;
    this.OPTION({
      GATE: () => this.isSameLine() && (first.image === '/' || /^(?:net)?mask$/.test(first.image)),
      DEF: () => {
        second = this.CONSUME2(Value);
      },
    });
    this.ACTION(() => {
      const name = names.pop() as Name;
      const span = { start: name.span.start, end: this.lines.endOf(second ?? first) };
      if (!/^\d*$/.test(first.image.replace('/', ''))) {
        const length = maskLength((second ?? first).image);
        const right = length === undefined ? undefined : `${name.text}/${length}`;
        names.push({ text: right ?? name.text, span });
        this.report({ code: 'netmask', span, right });
      } else {
        const text = `${name.text}${first.image}${second?.image ?? ''}`;
        names.push({ text, span });
        this.report({ code: 'split-address', span, right: text });
      }
    });
  });

  // skipWords: the words behind one that is not known, up to something that is; a block behind them with all it holds
  protected readonly skipWords: Rule<[], void> = this.RULE('skipWords', () => {
    this.MANY({
      GATE: () => this.isSameLine() && !this.isKnownAround(),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const token = this.CONSUME(Value);
              this.ACTION(() => this.keep(token));
            },
          },
          { ALT: () => this.CONSUME(Arrow) },
          { ALT: () => this.CONSUME(Comma) },
        ]),
    });
    this.OPTION({
      GATE: () => this.isSameLine(),
      DEF: () => {
        this.CONSUME(Open);
        this.SUBRULE(this.skip);
        this.OPTION2(() => this.CONSUME(Close));
      },
    });
  });

  // skip: everything up to the `>` that closes the block
  protected readonly skip: Rule<[], void> = this.RULE('skip', () => {
    this.ACTION(() => {
      this.skipDepth = 0;
    });
    this.MANY({
      GATE: () => this.skipDepth > 0 || !this.is(Close),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const token = this.CONSUME(Value);
              this.ACTION(() => this.keep(token));
            },
          },
          {
            ALT: () => {
              this.CONSUME(Open);
              this.ACTION(() => this.skipDepth++);
            },
          },
          {
            ALT: () => {
              this.CONSUME(Close);
              this.ACTION(() => this.skipDepth--);
            },
          },
          { ALT: () => void this.CONSUME(Arrow) },
          { ALT: () => void this.CONSUME(Comma) },
          { ALT: () => void this.CONSUME(Semi) },
          { ALT: () => void this.CONSUME(tokens.ShellLine) },
          { ALT: () => void this.CONSUME(tokens.ForeignLine) },
          { ALT: () => void this.CONSUME(tokens.SlashComment) },
        ]),
    });
  });
}
