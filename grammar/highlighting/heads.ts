import type { Shape, Value, Word } from '../words/word.ts';
import { words } from '../words.ts';

/** What the highlighting of an editor knows of a word: how it is shown, and the names behind it. */
export interface Head {
  readonly keyword: string;
  /** `thing`: it makes something with a name; `loop`: it repeats what stands in it. */
  readonly kind: 'thing' | 'loop' | 'expectation' | 'attribute';
  /** The values behind it that only their place tells from keywords, up to the first that its looks tell. */
  readonly names: readonly Value[];
  /** What `choices` among them are: a part of the keyword, or a value. */
  readonly choice: 'keyword' | 'value';
}

const named: readonly Shape[] = ['name', 'reference', 'variable', 'item'];

/**
 * Every keyword once. Highlighting knows lines and patterns, not places: of words that are declared more than once (`via`
 * behind `route`, and behind `expect`) it is the one that takes a name.
 */
export function heads(): readonly Head[] {
  const byKeyword = new Map<string, Head>();
  for (const word of words) {
    const head = headOf(word);
    const known = byKeyword.get(word.keyword);
    if (!known || known.names.length < head.names.length) byKeyword.set(word.keyword, head);
  }
  return [...byKeyword.values()];
}

function headOf(word: Word): Head {
  const end = word.values.findIndex(({ shape }) => !named.includes(shape));
  return {
    keyword: word.keyword,
    kind: kindOf(word),
    names: end < 0 ? word.values : word.values.slice(0, end),
    choice: word.values[0]?.optional ? 'value' : 'keyword',
  };
}

function kindOf({ keyword, place, values, loop, oneOf }: Word): Head['kind'] {
  if (loop) return 'loop';
  if (place === 'expect' && oneOf) return 'expectation';
  return (place !== undefined && values[0]?.slot === 'name') || keyword === 'lo' || keyword === 'lab'
    ? 'thing'
    : 'attribute';
}
