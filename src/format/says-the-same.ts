import type { Syntax } from '../syntax/parse.ts';
import type { Statement, Tree } from '../syntax/tree.ts';

/** A lab file that was read. */
export interface Read extends Syntax {
  readonly text: string;
}

/** Tells whether two lab files differ in nothing but blanks, line breaks and `;`: statements and comments are the same. */
export function saysTheSame(one: Read, other: Read): boolean {
  if (one.diagnostics.length !== other.diagnostics.length) return false;
  return sameComments(one, other) && sameStatements(one.tree.statements, other.tree.statements);
}

function sameComments(one: Read, other: Read): boolean {
  const [some, others] = [commentsOf(one), commentsOf(other)];
  return some.length === others.length && some.every((comment, index) => comment === others[index]);
}

/** What each comment says, blanks at its end aside. */
function commentsOf({ text, tree }: { readonly text: string; readonly tree: Tree }): readonly string[] {
  return tree.comments.map(({ span }) => text.slice(span.start, span.end).trimEnd());
}

function sameStatements(some: readonly Statement[], others: readonly Statement[]): boolean {
  return (
    some.length === others.length && some.every((statement, index) => sameStatement(statement, others[index]))
  );
}

function sameStatement(one: Statement, other: Statement | undefined): boolean {
  if (!other || one.word !== other.word || (one.block === undefined) !== (other.block === undefined))
    return false;
  return sameValues(one, other) && sameStatements(one.children, other.children);
}

function sameValues(one: Statement, other: Statement): boolean {
  if (one.values.size !== other.values.size) return false;
  return [...one.values].every(([slot, names]) => {
    const others = other.values.get(slot) ?? [];
    return names.length === others.length && names.every(({ text }, index) => text === others[index]?.text);
  });
}
