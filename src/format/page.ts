import type { Note } from './tokens.ts';

const step = '  ';
const beforeNote = '  ';

/** The text as it is written, line by line. Nothing on it has blanks at its end. */
export class Page {
  readonly #lines: string[] = [];
  #line = '';
  #level = 0;
  #noted = false;
  #afterOpen = true;

  /** Tells the current line from every other. */
  get lineNumber(): number {
    return this.#lines.length;
  }

  /** How deep the current line is indented. */
  get level(): number {
    return this.#level;
  }

  get column(): number {
    return this.#line.length;
  }

  /** Goes on in a new line, behind a blank one if wanted; at the start of a block there is none. */
  turn(level: number, blankLine = false): void {
    if (this.#line !== '') this.#lines.push(this.#line);
    if (blankLine && !this.#afterOpen) this.#lines.push('');
    this.#line = '';
    this.#level = level;
    this.#noted = false;
    this.#afterOpen = false;
  }

  word(text: string): void {
    this.#line += this.#line === '' ? `${step.repeat(this.#level)}${text}` : ` ${text}`;
  }

  /** What stands right behind a word: `,` and `;`. */
  sign(text: string): void {
    this.#line += text;
  }

  /** Says that the next line is the first of a block. */
  opened(): void {
    this.#afterOpen = true;
  }

  /** Comments, behind what stands on the line or on lines of their own. Tells whether there were any. */
  notes(notes: readonly Note[], level: number): boolean {
    for (const { text, ownLine, blankLine } of notes) {
      if (!ownLine && !this.#noted && this.#line !== '') this.#line += beforeNote + text;
      else {
        this.turn(level, blankLine);
        this.word(text);
      }
      this.#noted = true;
    }
    return notes.length > 0;
  }

  text(): string {
    this.turn(0);
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}
