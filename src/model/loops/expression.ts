/** What stands in braces in a loop: integers, variables, `+ - * / % ( )`. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** `index`: which of the loops around has the variable, the outermost being 0. `at`: where it stands in the word. */
  | { readonly kind: 'variable'; readonly name: string; readonly index: number; readonly at: number }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: Operator; readonly left: Expression; readonly right: Expression };

type Operator = '+' | '-' | '*' | '/' | '%';

/** Why a text is no expression. */
export type Fault =
  | { readonly code: 'unknown-variable'; readonly name: string }
  /** `at`: what could not be read; empty where the text ends too early. */
  | { readonly code: 'unreadable'; readonly at: string };

const token = /\d+|[A-Za-z_]\w*|[\s\S]/g;
const deepest = 100;
const longest = 500;

/** Reads an expression, which begins at `at` in its word; the variables are those of the loops around, the outermost first. */
export function parseExpression(text: string, variables: readonly string[], at = 0): Expression | Fault {
  const tokens = text.match(token) ?? [];
  if (tokens.length > longest) return { code: 'unreadable', at: tokens[longest] ?? '' };
  const reader = new Reader(tokens, variables, at);
  const sum = reader.sum(0);
  return reader.fault ?? (reader.rest === '' ? sum : { code: 'unreadable', at: reader.rest });
}

export function isFault(read: Expression | Fault): read is Fault {
  return 'code' in read;
}

const zero: Expression = { kind: 'number', value: 0 };

/** Recursive descent; after the first fault it reads on without meaning anything. */
class Reader {
  fault: Fault | undefined;
  #at = 0;
  /** Where what has been read ends in its word. */
  #end: number;
  readonly #tokens: readonly string[];
  readonly #variables: readonly string[];

  constructor(tokens: readonly string[], variables: readonly string[], start: number) {
    this.#tokens = tokens;
    this.#variables = variables;
    this.#end = start;
  }

  /** What has not been read yet. */
  get rest(): string {
    return this.#tokens[this.#at] ?? '';
  }

  sum(depth: number): Expression {
    return this.#chain(['+', '-'], () => this.#product(depth));
  }

  #product(depth: number): Expression {
    return this.#chain(['*', '/', '%'], () => this.#factor(depth));
  }

  #chain(operators: readonly Operator[], next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const operator = operators.find((one) => one === this.rest);
      if (!operator || this.fault) return left;
      this.#next();
      left = { kind: operator, left, right: next() };
    }
  }

  #factor(depth: number): Expression {
    const start = this.#end;
    const found = this.#next();
    if (depth > deepest) return this.#fail({ code: 'unreadable', at: found });
    if (/^\d/.test(found)) return { kind: 'number', value: Number(found) };
    if (/^[A-Za-z_]/.test(found)) return this.#variable(found, start);
    if (found === '-') return { kind: 'negative', of: this.#factor(depth + 1) };
    if (found !== '(') return this.#fail({ code: 'unreadable', at: found });
    const inner = this.sum(depth + 1);
    if (this.rest !== ')') return this.#fail({ code: 'unreadable', at: this.rest });
    this.#next();
    return inner;
  }

  #next(): string {
    const token = this.rest;
    this.#at++;
    this.#end += token.length;
    return token;
  }

  #variable(name: string, at: number): Expression {
    const index = this.#variables.indexOf(name);
    return index < 0 ? this.#fail({ code: 'unknown-variable', name }) : { kind: 'variable', name, index, at };
  }

  #fail(fault: Fault): Expression {
    this.fault ??= fault;
    return zero;
  }
}
