import type { Statement } from '../syntax/tree.ts';
import type { Token } from './tokens.ts';

/** The indexes of the brackets of a block among the tokens. */
export interface Block {
  readonly open: number;
  readonly close: number;
}

/** Where the statements of a tree stand among the tokens of its file. */
export class Places {
  readonly tokens: readonly Token[];
  readonly #byStart: ReadonlyMap<number, number>;
  readonly #byEnd: ReadonlyMap<number, number>;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.#byStart = new Map(tokens.map(({ start }, index) => [start, index]));
    this.#byEnd = new Map(tokens.map(({ start, text }, index) => [start + text.length, index]));
  }

  /** The index of the keyword of a statement. */
  first({ keyword }: Statement): number {
    return known(this.#byStart.get(keyword.start));
  }

  /** The index of the last token of a statement. */
  last({ span }: Statement): number {
    return known(this.#byEnd.get(span.end));
  }

  block({ block }: Statement): Block | undefined {
    if (!block?.close) return undefined;
    return {
      open: known(this.#byStart.get(block.open.start)),
      close: known(this.#byStart.get(block.close.start)),
    };
  }
}

function known(index: number | undefined): number {
  if (index === undefined) throw new Error('the tree has a place that no word stands at');
  return index;
}

/** The attributes of a statement that stand behind it, before its block. */
export function behindOf({ children, block }: Statement): readonly Statement[] {
  return block ? children.filter(({ keyword }) => keyword.start < block.open.start) : children;
}

/** The statements in the block of a statement. */
export function insideOf({ children, block }: Statement): readonly Statement[] {
  return block ? children.filter(({ keyword }) => keyword.start > block.open.start) : [];
}
