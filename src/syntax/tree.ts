import type { Word } from '../../grammar/words/word.ts';
import type { Span } from '../text/span.ts';

/** A word that the user wrote as a value: a name, an address, a number. */
export interface Name {
  readonly text: string;
  readonly span: Span;
  /** Where a range or a loop has made the text: what stands in the source. */
  readonly written?: string;
}

/** One statement or attribute: its keyword, its values, and what stands behind it and in its block. */
export interface Statement {
  /** Its entry in the table of words. */
  readonly word: Word;
  readonly keyword: Span;
  /** The values by the slots of the table; a slot that nothing stands in is not there. */
  readonly values: ReadonlyMap<string, readonly Name[]>;
  /** What stands behind it, then what stands in its block, in source order. */
  readonly children: readonly Statement[];
  readonly block?: Block;
  /** Something in it could not be read: what it lacks may have been that. */
  readonly damaged?: true;
  /** Of the top level, where no range and no loop stands in it: how many statements it is, those in it included. */
  readonly plain?: number;
  readonly span: Span;
}

export interface Block {
  readonly open: Span;
  /** Missing where the file forgets it. */
  readonly close?: Span;
}

export interface Comment {
  readonly span: Span;
  /** Nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

/** A lab file as it is written: comments and blank lines included, names not yet resolved. */
export interface Tree {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Each run of blank lines between other things. */
  readonly blankLines: readonly Span[];
  /** Words in places that could not be read: what is named there is not called unknown elsewhere. */
  readonly skipped: ReadonlySet<string>;
  /** Where something was lost that could not be read. */
  readonly faults: readonly Span[];
  /** Where that may have been an address. */
  readonly lost: readonly Span[];
}

/** The values in a slot of a statement. */
export function valuesOf(statement: Statement, slot: string): readonly Name[] {
  return statement.values.get(slot) ?? [];
}

/** The first value in a slot of a statement. */
export function valueOf(statement: Statement, slot: string): Name | undefined {
  return statement.values.get(slot)?.[0];
}

/** The attributes of a statement with one keyword, in source order. */
export function childrenOf(statement: Statement, keyword: string): readonly Statement[] {
  return statement.children.filter((child) => child.word.keyword === keyword);
}

/** The attribute of a statement with this keyword, where the language takes only one. */
export function childOf(statement: Statement, keyword: string): Statement | undefined {
  return statement.children.find((child) => child.word.keyword === keyword);
}
