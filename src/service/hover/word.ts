import { formOf, placeholder, shapes } from '../../../grammar/words/form.ts';
import type { Value, Word } from '../../../grammar/words/word.ts';
import { blockMenu } from '../../../grammar/words.ts';
import { code, fence } from '../markdown.ts';
import { exampleOf } from '../word-example.ts';

/** What the table of words says of a word; with a link to the page of the syntax where the place of the pages is known. */
export function wordMarkdown(word: Word, pages?: string): string {
  const needed = word.oneOf ? ` It needs ${word.oneOf.map(code).join(' or ')} behind it.` : '';
  const inside = word.scope ? [] : [...blockMenu(word.place).keys()];
  const page = pages === undefined ? '`docs/syntax.md`' : `[docs/syntax.md](${pages}/syntax.md)`;
  return [
    `${code(formOf(word))}: ${word.summary}.${needed}`,
    ...(word.values.length > 0 ? [word.values.map(valueLine).join('\n')] : []),
    ...(inside.length > 0 ? [`Behind it or in its block: ${inside.map(code).join(', ')}`] : []),
    fence([exampleOf(word)]),
    page,
  ].join('\n\n');
}

function valueLine(value: Value): string {
  const meaning = value.choices ? value.what : (shapes[value.shape][1] ?? value.what);
  const notes = [
    value.optional ? '; may be left out' : '',
    value.list ? '; several are separated by commas' : '',
  ];
  return `- ${code(placeholder(value))}: ${meaning}${notes.join('')}`;
}
