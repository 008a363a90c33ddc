import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Statement } from '../../syntax/tree.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** Another name, where one is taken or cannot be: the next number, fewer letters, or a letter in front. */
export const freeName: Remedy = {
  cautious: true,
  rules: ['bad-name', 'contradicting-ends', 'duplicate-name'],
  one: true,
  *offers({ rule, span }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    const { text } = value.name;
    const [, node = '', own = text] = /^(.*:)?(.*)$/.exec(text) ?? [];
    for (const name of namesLike(own, bench.text)) {
      const title = `call it \`${name}\``;
      // references to a name that cannot be are meant for it
      const edits =
        rule === 'bad-name'
          ? renamed(bench.tree.statements, text, name)
          : [{ span: value.name.span, text: `${node}${name}` }];
      yield { title, edits };
    }
  },
};

function namesLike(name: string, text: string): readonly string[] {
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

/** Every place where a name stands, alone or as a part of a reference. */
function renamed(statements: readonly Statement[], from: string, to: string): readonly Edit[] {
  return statements.flatMap(({ values, children }) => [
    ...[...values.values()].flat().flatMap(({ text, span }) => {
      const parts = text.split(/([:/])/);
      if (!parts.includes(from) || span.end - span.start !== text.length) return [];
      return [{ span, text: parts.map((part) => (part === from ? to : part)).join('') }];
    }),
    ...renamed(children, from, to),
  ]);
}
