import type { Statement } from '../syntax/tree.ts';
import { Places } from './places.ts';
import { type Token, tokensOf } from './tokens.ts';
import { runningTotal, turnsOf } from './turns.ts';

/** The tokens of a lab file, with what the layout asks of them before it decides. */
export class Sheet extends Places {
  /** Where each token would end if all stood on one line. */
  readonly #ends: readonly number[];
  readonly #turns: readonly boolean[];
  readonly #turnsUpTo: readonly number[];
  readonly #structure: ReadonlySet<number>;

  constructor(text: string, statements: readonly Statement[]) {
    super(tokensOf(text));
    this.#ends = endsOf(this.tokens);
    this.#turns = turnsOf(this, statements);
    this.#turnsUpTo = runningTotal(this.#turns);
    this.#structure = structureOf(this, statements);
  }

  at(index: number): Token {
    return this.tokens[index] as Token;
  }

  /** Tells whether a statement begins here, a bracket stands here, or the file ends; else it is a value or a comma. */
  isStructure(index: number): boolean {
    return this.#structure.has(index);
  }

  /** How wide the tokens from one index up to another are in one line. */
  width(from: number, to: number): number {
    return (this.#ends[to] ?? 0) - (this.#ends[from] ?? 0) + this.at(from).text.length;
  }

  /** The first token behind one index, up to another, that begins a line however narrow everything is. */
  turn(behind: number, to: number): number | undefined {
    if (this.#turnsUpTo[behind] === this.#turnsUpTo[to]) return undefined;
    const index = this.#turns.indexOf(true, behind + 1);
    return index < 0 ? undefined : index;
  }
}

function endsOf(tokens: readonly Token[]): readonly number[] {
  let end = 0;
  return tokens.map(({ kind, text, semicolon }) => {
    end += (kind === 'comma' ? 0 : semicolon ? 2 : 1) + text.length;
    return end;
  });
}

function structureOf(places: Places, statements: readonly Statement[]): ReadonlySet<number> {
  const found = new Set([places.tokens.length - 1]);
  const visit = (statement: Statement): void => {
    found.add(places.first(statement));
    const block = places.block(statement);
    if (block) found.add(block.open).add(block.close);
    statement.children.forEach(visit);
  };
  statements.forEach(visit);
  return found;
}
