import type { Name, Statement, Tree } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

/** What stands at an offset: a keyword or a value, and the statements around it. */
export interface Place {
  /** The outermost first; the last is the one whose word it is. */
  readonly path: readonly Statement[];
  readonly statement: Statement;
  readonly span: Span;
  /** Undefined for a keyword. */
  readonly value: { readonly slot: string; readonly name: Name } | undefined;
}

/** The word of the tree at an offset, the one behind which it is included. */
export function placeAt(tree: Tree, offset: number): Place | undefined {
  return within(tree.statements, offset, []);
}

function within(
  statements: readonly Statement[],
  offset: number,
  around: readonly Statement[],
): Place | undefined {
  let touching: Place | undefined;
  for (const statement of statements) {
    if (!holds(statement.span, offset)) continue;
    const path = [...around, statement];
    const found = ownWord(statement, offset, path) ?? within(statement.children, offset, path);
    if (found && offset < found.span.end) return found;
    touching ??= found;
  }
  return touching;
}

function ownWord(statement: Statement, offset: number, path: readonly Statement[]): Place | undefined {
  let touching: Place | undefined;
  for (const [slot, names] of statement.values)
    for (const name of names) {
      if (!holds(name.span, offset)) continue;
      const place = { path, statement, span: name.span, value: { slot, name } };
      if (offset < name.span.end) return place;
      touching = place;
    }
  if (holds(statement.keyword, offset) && !touching)
    return { path, statement, span: statement.keyword, value: undefined };
  return touching;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
