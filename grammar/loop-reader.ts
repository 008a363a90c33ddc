import { EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { foreignLoop } from './foreign-loop.ts';
import { spanOf, textOf } from './token-text.ts';
import { Close, Open, tokens } from './tokens.ts';
import { ValueRules } from './value-rules.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { loopMenu } from './words.ts';

/** Deepest nesting of loops without blocks that is read; each is a mistake. */
const looseLimit = 16;

/** How loops are read, those of other languages and those that lack their block included. */
export abstract class LoopReader extends ValueRules {
  /** Loops that are read although they lack their `<`, and whether `done` ends them. */
  readonly #loose = new WeakMap<IToken, 'do' | 'lines'>();

  /** A shell's loop was read, and its variables are a part of that. */
  #inShellLoop = false;

  protected override begin(text: string, all: IToken[]): void {
    super.begin(text, all);
    this.#inShellLoop = false;
  }

  protected enterBlock(word: Word, keyword: IToken, children: Statement[]): void {
    this.blocks.push(keyword);
    this.enter(this.insideMenu(word), word.loop ? this.owners.at(-1) : word, children);
  }

  protected leaveBlock(): void {
    this.leave();
    this.blocks.pop();
  }

  protected slotsOf(word: Word, keyword: IToken): readonly Slot[] {
    return keyword.tokenType === tokens.LoopHead ? [] : word.values;
  }

  /** Says how the head of a loop of another language is written, and takes its values. */
  protected readHead(keyword: IToken, values: Map<string, readonly Name[]>): void {
    if (keyword.tokenType !== tokens.LoopHead) return;
    const span = spanOf(keyword);
    const { variable, values: items, opens } = foreignLoop(keyword.image) ?? {};
    this.report({ code: 'foreign-loop', span, right: `for ${variable ?? 'i'} in ${items ?? '1..3'} < … >` });
    if (variable !== undefined) values.set('variable', [{ text: variable, span }]);
    if (items !== undefined)
      values.set(
        'values',
        items.split(', ').map((text) => ({ text, span })),
      );
    if (!opens) return;
    this.#loose.set(keyword, opens);
    this.#inShellLoop = true;
  }

  protected reportMissingOpen(word: Word, keyword: IToken, span: Span): void {
    if (word.loop) this.reportLoopBlock(keyword);
    else this.report({ code: 'missing-open', span, word });
  }

  private reportLoopBlock(keyword: IToken): void {
    if (keyword.tokenType === tokens.LoopHead) return;
    const head = this.text.slice(keyword.startOffset, this.lines.endOf(this.LA(0)));
    this.report({ code: 'loop-block', span: spanOf(keyword), head });
  }

  /** A loop without a block: said, and what most likely stands in it is read as if it did. */
  protected isLoose(word: Word, keyword: IToken, hasBlock: boolean): boolean {
    if (!word.loop || hasBlock) return false;
    const shell = this.#loose.get(keyword) === 'do';
    if (!shell) this.#loose.set(keyword, 'lines');
    this.reportLoopBlock(keyword);
    return this.blocks.length < looseLimit && (shell || this.goesOn(word, keyword));
  }

  protected override goesOn(owner: Word | undefined, keyword: IToken | undefined): boolean {
    const loose = keyword && this.#loose.get(keyword);
    if (!loose) return super.goesOn(owner, keyword);
    const next = this.LA(1);
    if (next.tokenType === EOF) return false;
    if (loose === 'do') return next.image !== 'done';
    if (tokenMatcher(next, Close)) return false;
    if (tokenMatcher(next, Open)) return true;
    return (
      this.missing < 0 || this.isSameLine() || this.lines.indentation(next) > this.lines.indentation(keyword)
    );
  }

  /** What ends a loop that nothing has opened: a shell's `done`, or a `>` that is too much. */
  protected endsLoosely(keyword: IToken): boolean {
    if (this.#loose.get(keyword) === 'do') return this.LA(1).image === 'done';
    if (!this.is(Close) || this.missing >= 0) return false;
    this.missing++;
    return true;
  }

  protected override fits(slot: Slot): boolean {
    return slot.slot === 'in' ? textOf(this.LA(1)) === 'in' : super.fits(slot);
  }

  protected override followsWell(word: Word): boolean {
    return super.followsWell(word) && (!word.loop || textOf(this.LA(3)) === 'in');
  }

  protected override reportMisplaced(
    word: Word,
    span: Span,
    behind: Word | undefined,
  ): Statement[] | undefined {
    const around = this.menus.at(-2);
    const isOnce = around?.has(word.keyword) && this.menus.at(-1) === loopMenu(around);
    if (behind || !isOnce || word.repeatable) return super.reportMisplaced(word, span, behind);
    this.report({ code: 'once-in-loop', span, word, owner: this.owners.at(-1) });
    return undefined;
  }

  /** A word as the model reads it: what a shell would have written is read as what is meant. */
  protected override name(token: IToken): Name {
    if (token.tokenType === tokens.BadWord && /\$[{(]?[A-Za-z_]/.test(token.image)) {
      const [span, right] = [spanOf(token), withBraces(token.image)];
      if (!this.problems.some(({ code }) => code === 'shell-variable') && !this.#inShellLoop)
        this.report({ code: 'shell-variable', span, right });
      return { text: right, span };
    }
    const name = super.name(token);
    return token.tokenType === tokens.SpacedRange
      ? { ...name, text: name.text.replace(/[ \t]+/g, '') }
      : name;
  }
}

/** `ns$i` and `ns${i}` as a lab writes them: `ns{i}`. */
function withBraces(text: string): string {
  return text.replace(
    /\$\{([^{}]*)\}|\$\(\(([^{}]*?)\)\)|\$([A-Za-z_]\w*)/g,
    (_, a, b, c) => `{${a ?? b ?? c}}`,
  );
}
