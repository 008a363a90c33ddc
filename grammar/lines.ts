import { EOF, type IToken } from 'chevrotain';

// what the lexer skips
// biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL byte is a blank there
const blank = /[\s\u0000\u200b\ufeff]/;

/** Where tokens stand in the lines of a text. Blanks before a token tell its line: a comment always ends its own. */
export class Lines {
  readonly #text: string;
  #starts: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  isFirstOnLine(token: IToken): boolean {
    if (token.tokenType === EOF) return true;
    for (let i = token.startOffset - 1; i >= 0; i--) {
      const code = this.#text.charCodeAt(i);
      if (code === 10 || code === 13) return true;
      if (code !== 32 && code !== 9 && !blank.test(this.#text.charAt(i))) return false;
    }
    return true;
  }

  startOf(offset: number): number {
    if (this.#starts.length === 0) {
      this.#starts.push(0);
      for (const end of this.#text.matchAll(/\r\n|[\r\n]/g)) this.#starts.push(end.index + end[0].length);
    }
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#starts[low] as number;
  }

  indentation(token: IToken): number {
    const start = this.startOf(token.startOffset);
    let at = start;
    while (this.#text.charCodeAt(at) === 32 || this.#text.charCodeAt(at) === 9) at++;
    return at - start;
  }

  /** Every line from a token on is indented deeper than a keyword, up to an offset or to a `>` below that keyword. */
  holds(keyword: IToken, from: IToken, offset: number): boolean {
    const depth = this.indentation(keyword);
    let start = this.startOf(from.startOffset);
    for (let count = 0; count < 200 && start < this.#text.length; count++) {
      const line = this.#text.slice(start, start + 1000).split(/[\r\n]/, 1)[0] ?? '';
      const inside = line.trimStart();
      const indentation = line.length - inside.length;
      if (inside !== '' && !inside.startsWith('#') && indentation <= depth)
        return indentation === depth && /^[>}]/.test(inside);
      const next = this.#after(start);
      if (offset >= start && offset < next) return true;
      start = next;
    }
    return false;
  }

  #after(start: number): number {
    const end = this.#text.indexOf('\n', start);
    return end < 0 ? this.#text.length : end + 1;
  }

  endOf(token: IToken): number {
    return Number.isFinite(token.startOffset) ? token.startOffset + token.image.length : this.#text.length;
  }
}
