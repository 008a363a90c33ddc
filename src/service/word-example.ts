import type { Value, Word } from '../../grammar/words/word.ts';
import { keywords } from '../../grammar/words.ts';

/** A word with values that would be right there, and with what it needs behind it. */
export function exampleOf(word: Word): string {
  return partsOf(word)
    .map((part) => (typeof part === 'string' ? part : sampleOf(part)))
    .join(' ');
}

/** The same as a snippet, as editors have them: a place to stop at each value, and in the block. */
export function snippetOf(word: Word): string {
  let stop = 0;
  return partsOf(word)
    .map((part) => {
      if (part === '…') return '$0';
      if (typeof part === 'string') return part;
      const { choices = [] } = part;
      if (choices.length === 1) return sampleOf(part);
      stop++;
      return choices.length > 1
        ? `\${${stop}|${choices.join(',')}|}`
        : `\${${stop}:${escaped(sampleOf(part))}}`;
    })
    .join(' ');
}

/** Its keyword, its values, and the keyword and values of what it needs. */
function partsOf(word: Word): readonly (string | Value)[] {
  const [needed] = word.oneOf ?? [];
  const next =
    needed && keywords.get(needed)?.find(({ standsIn }) => word.place && standsIn.includes(word.place));
  return [
    word.keyword,
    ...word.values.filter(({ optional }) => !optional),
    ...(next ? partsOf(next) : []),
    ...(word.scope || word.loop ? ['<', '…', '>'] : []),
  ];
}

function sampleOf({ example }: Value): string {
  // an example may be several, with Markdown between them
  return example.split('`')[0] ?? example;
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
