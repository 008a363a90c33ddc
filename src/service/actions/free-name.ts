import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** Another name, where one is taken or cannot be: the next number, fewer letters, or a letter in front. */
export const freeName: Remedy = {
  cautious: true,
  rules: ['contradicting-ends', 'duplicate-name'],
  one: true,
  *offers({ span }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    const { text } = value.name;
    const [, node = '', own = text] = /^(.*:)?(.*)$/.exec(text) ?? [];
    for (const name of namesLike(own, bench.text)) {
      yield { title: `call it \`${name}\``, edits: [{ span: value.name.span, text: `${node}${name}` }] };
    }
  },
};

/** The name without what stands in none, and the next of its numbers that is free. */
export function namesLike(name: string, text: string): readonly string[] {
  const clean = name
    .replace(/[^A-Za-z0-9_.+-]/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 15)
    .replace(/-+$/, '');
  const [, stem = clean, digits = ''] = /^(.*?)(\d*)$/.exec(clean) ?? [];
  const next = Array.from({ length: 1000 }, (_, index) => `${stem || 'n'}${Number(digits) + index + 1}`);
  const free = next.find((one) => !text.includes(one));
  const numbered = free ? [free] : [];
  return stem ? [clean, ...numbered] : [`n${clean}`, ...numbered];
}
