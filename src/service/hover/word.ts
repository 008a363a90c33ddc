import { formOf, placeholder, shapes } from '../../../grammar/words/form.ts';
import type { Value, Word } from '../../../grammar/words/word.ts';
import { code, fence } from '../markdown.ts';
import { exampleOf } from '../word-example.ts';

/** What the table of words says of a word. */
export function wordMarkdown(word: Word): string {
  const notes = [
    word.repeatable ? 'It may be said several times.' : '',
    word.blockOnly && !word.loop ? 'It stands in the block only.' : '',
    word.oneOf ? `It needs ${word.oneOf.map(code).join(' or ')} behind it.` : '',
  ].filter(Boolean);
  return [
    `${code(formOf(word))}: ${word.summary}`,
    ...(word.values.length > 0 ? [word.values.map(valueLine).join('\n')] : []),
    ...(notes.length > 0 ? [notes.join(' ')] : []),
    fence([exampleOf(word)]),
    'docs/syntax.md',
  ].join('\n\n');
}

function valueLine(value: Value): string {
  const meaning = shapes[value.shape][1] ?? value.what;
  const notes = [value.optional ? ', if need be' : '', value.list ? '; several with commas' : ''].join('');
  return `- ${code(placeholder(value))}: ${value.choices ? value.what : meaning}${notes}`;
}
