import type { Name, Statement, Tree } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import { placeAt } from '../place.ts';

/** The statements around a place, from the outermost to the innermost. */
export function statementsAt(tree: Tree, offset: number): readonly Statement[] {
  const path: Statement[] = [];
  let inside: readonly Statement[] = tree.statements;
  for (;;) {
    const next = inside.find(({ span }) => span.start <= offset && offset < span.end);
    if (!next) return path;
    path.push(next);
    inside = next.children;
  }
}

/** A value as it is written: the statement and the slot that it stands in. */
export interface Written {
  readonly name: Name;
  readonly slot: string;
  /** Of the slot, this one included. */
  readonly all: readonly Name[];
  readonly statement: Statement;
  /** The statements around, from the outermost to its own. */
  readonly path: readonly Statement[];
}

/** The value that begins at or covers a place. */
export function valueAt(tree: Tree, { start }: Span): Written | undefined {
  const place = placeAt(tree, start);
  if (!place?.value) return undefined;
  const { path, statement, value } = place;
  return { ...value, all: statement.values.get(value.slot) ?? [], statement, path };
}
