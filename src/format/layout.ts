import type { Statement } from '../syntax/tree.ts';
import { Page } from './page.ts';
import { type Block, behindOf, insideOf } from './places.ts';
import { wouldTake } from './semicolons.ts';
import { Sheet } from './sheet.ts';
import type { Note, Token } from './tokens.ts';

/** The widest line, comments at its end not counted. */
const widest = 100;

/** The text of a lab file in its one form, from its text and the statements that stand in it. */
export function layOut(text: string, statements: readonly Statement[]): string {
  return new Layout(new Sheet(text, statements)).file(statements);
}

/**
 * Writes the tokens of a lab file in their order, each once, and turns the line where a law says so.
 * `level` is how deep a statement is indented; `tail` is how wide that is which has to follow it on its line.
 */
class Layout {
  readonly #sheet: Sheet;
  readonly #page = new Page();
  /** The index of the next token that is to be written. */
  #index = 0;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  file(statements: readonly Statement[]): string {
    this.#body(statements, 0);
    this.#page.notes(this.#next.notes, 0);
    return this.#page.text();
  }

  /** Statements, each on a line of its own. */
  #body(statements: readonly Statement[], level: number): void {
    for (const [index, statement] of statements.entries()) {
      this.#page.notes(this.#next.notes, level);
      this.#page.turn(level, this.#next.blankLine);
      const next = statements[index + 1];
      const ends = next !== undefined && wouldTake(statement, next);
      this.#statement(statement, level, ends ? 1 : 0);
      if (ends) this.#page.sign(';');
    }
  }

  #statement(statement: Statement, level: number, tail: number): void {
    const line = this.#page.lineNumber;
    const block = this.#sheet.block(statement);
    const attributes = behindOf(statement);
    this.#word();
    this.#words(level + 1);
    let turned = false;
    for (const [index, attribute] of attributes.entries()) {
      const last = index === attributes.length - 1;
      const follows = !last ? 0 : block ? 2 : tail;
      if (turned || !this.#mayStay(attribute, last, follows)) this.#turn(level + 1);
      const before = this.#page.lineNumber;
      this.#statement(attribute, level + 1, follows);
      this.#words(level + 1);
      turned = this.#page.lineNumber !== before;
    }
    if (block) this.#block(statement, block, { level, tail, apart: this.#page.lineNumber !== line });
  }

  /** Tells whether an attribute that comes next goes on in the line. */
  #mayStay(attribute: Statement, last: boolean, tail: number): boolean {
    const { notes, lineBreak } = this.#next;
    if (notes.length > 0 || lineBreak) return false;
    const end = this.#sheet.last(attribute);
    const turn = this.#sheet.turn(this.#index, end);
    if (turn === undefined) return this.#fits(end, tail);
    // what is broken is its block, and nothing follows that
    return last && this.#sheet.at(turn - 1).kind === 'open' && this.#fits(turn - 1, 0);
  }

  /** A block goes on in the line of its statement; if that takes several lines, the block stands `apart` from them. */
  #block(
    statement: Statement,
    { open, close }: Block,
    { level, tail, apart }: { readonly level: number; readonly tail: number; readonly apart: boolean },
  ): void {
    if (apart) this.#turn(level);
    const { notes } = this.#next;
    const whole = (apart || notes.length === 0) && this.#sheet.turn(open, close) === undefined;
    const inLine = whole && this.#fits(close, tail);
    const base = this.#page.level;
    this.#word();
    if (inLine) this.#inLine(insideOf(statement));
    else this.#broken(insideOf(statement), base, apart ? [] : notes);
    this.#word();
  }

  /** What is in a block that stands on one line. */
  #inLine(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.#next.semicolon) this.#page.sign(';');
      this.#statement(statement, 0, 0);
    }
  }

  /** What is in a block that stands on several lines. A comment that stood before the `<` stands behind it. */
  #broken(statements: readonly Statement[], level: number, notes: readonly Note[]): void {
    this.#page.opened();
    this.#page.notes(notes, level + 1);
    this.#body(statements, level + 1);
    this.#page.notes(this.#next.notes, level + 1);
    this.#page.turn(level);
  }

  /** The words up to where an attribute, a bracket or another statement is. */
  #words(level: number): void {
    while (!this.#sheet.isStructure(this.#index)) {
      if (this.#next.notes.length > 0) this.#turn(level);
      this.#word();
    }
  }

  #word(): void {
    const { kind, text } = this.#next;
    if (kind === 'comma') this.#page.sign(text);
    else this.#page.word(text);
    this.#index++;
  }

  /** Goes on in a new line, behind the comments that stand before the next token. */
  #turn(level: number): void {
    this.#page.notes(this.#next.notes, level);
    this.#page.turn(level);
  }

  #fits(to: number, tail: number): boolean {
    return this.#page.column + 1 + this.#sheet.width(this.#index, to) + tail <= widest;
  }

  get #next(): Token {
    return this.#sheet.at(this.#index);
  }
}
