import type { Statement } from '../syntax/tree.ts';
import { type Block, behindOf, type Places } from './places.ts';
import type { Token } from './tokens.ts';

/**
 * Tells of each token whether a line begins with it however narrow everything is: a comment ends the line before
 * it, an attribute stands on a line of its own in the source, or it is in a block that is broken there.
 */
export function turnsOf(places: Places, statements: readonly Statement[]): readonly boolean[] {
  const broken = runningTotal(places.tokens.map(({ lineBreak, notes }) => lineBreak || notes.length > 0));
  const turns = places.tokens.map(({ notes }) => notes.length > 0);
  const isBroken = ({ open, close }: Block) =>
    (broken[close] ?? 0) > (broken[open] ?? 0) && !isEmpty(places.tokens, open);
  const visit = (statement: Statement): void => {
    for (const child of behindOf(statement)) {
      if (places.tokens[places.first(child)]?.lineBreak) turns[places.first(child)] = true;
    }
    const block = places.block(statement);
    if (block && isBroken(block)) for (const index of [block.open + 1, block.close]) turns[index] = true;
    statement.children.forEach(visit);
  };
  statements.forEach(visit);
  return turns;
}

function isEmpty(tokens: readonly Token[], open: number): boolean {
  const next = tokens[open + 1];
  return next?.kind === 'close' && next.notes.length === 0;
}

/** How many of the flags up to each are set. */
export function runningTotal(flags: readonly boolean[]): readonly number[] {
  let total = 0;
  return flags.map((flag) => {
    total += flag ? 1 : 0;
    return total;
  });
}
