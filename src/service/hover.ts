import type { Analysis } from '../compile.ts';
import type { Span } from '../text/span.ts';
import { addressMarkdown } from './hover/address.ts';
import { loopMarkdown, wordCopiesMarkdown } from './hover/copies.ts';
import { expectationMarkdown } from './hover/expectation.ts';
import { namedAt } from './hover/named.ts';
import { wordMarkdown } from './hover/word.ts';
import { type Place, placeAt } from './place.ts';
import { standingOf } from './standing.ts';

/** What is to be known of a word: where it stands, and as Markdown. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What the word at an offset is and means; nothing where no word of the lab stands. `pages` is the place of docs/, for links. */
export function hover(analysis: Analysis, offset: number, pages?: string): Hover | undefined {
  const place = placeAt(analysis.tree, offset);
  if (!place) return undefined;
  const named = place.value && namedAt(analysis, offset);
  const said = place.value ? aboutValue(analysis, place, named?.markdown) : aboutKeyword(analysis, place);
  const { word } = place.statement;
  const parts = place.value && said.length > 0 ? said : [...said, wordMarkdown(word, pages)];
  return { span: named?.span ?? place.span, markdown: parts.join('\n\n---\n\n') };
}

function aboutKeyword(analysis: Analysis, { path, statement }: Place): readonly string[] {
  if (statement.word.loop) return [loopMarkdown(path)];
  const expect = path.find(({ word }) => word.keyword === 'expect');
  const said = expect && expectationMarkdown(analysis, expect.keyword);
  return said ? [said] : [];
}

function aboutValue(
  analysis: Analysis,
  { path, statement, value }: Place,
  named: string | undefined,
): readonly string[] {
  if (!value) return [];
  if (statement.word.loop) return [loopMarkdown(path)];
  const copies = wordCopiesMarkdown(value.name, path);
  if (copies) return named ? [copies, `The first:\n\n${named}`] : [copies];
  const shape = statement.word.values.find(({ slot }) => slot === value.slot)?.shape;
  const isAddress = shape !== 'number' && shape !== 'mac';
  const meant =
    named ?? (isAddress ? addressMarkdown(analysis, value.name, standingOf(analysis.lab, path)) : undefined);
  return meant === undefined ? [] : [meant];
}
