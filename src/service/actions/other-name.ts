import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Statement } from '../../syntax/tree.ts';
import { nameAt } from '../names.ts';
import { rename } from '../rename.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import { namesLike } from './free-name.ts';
import type { Remedy } from './remedy.ts';

/** Another name for what cannot have its own, or had better not: wherever it is named. */
export const otherName: Remedy = {
  rules: ['bad-name', 'managed-name'],
  one: true,
  *offers({ span, advice }, bench) {
    const text = valueAt(bench.tree, span)?.name.text;
    if (text === undefined) return;
    const names =
      advice?.name === undefined
        ? [...knownAs(span.start, bench), ...namesLike(text, bench.text)]
        : [advice.name];
    for (const name of names) {
      const renamed = rename(bench.analysis, span.start, name, bench.again);
      // what a range makes has no name of its own in the source
      const edits = 'edits' in renamed ? renamed.edits : wherever(bench.tree.statements, text, name);
      yield { title: `call it \`${name}\``, edits };
    }
  },
};

/** The name that others have for what has none that can be. */
function knownAs(offset: number, { analysis }: Bench): readonly string[] {
  const things = nameAt(analysis, offset)?.mentions.map(({ thing }) => thing) ?? [];
  return things.length === 1
    ? things.flatMap((thing) => ('name' in thing && thing.name ? [thing.name] : []))
    : [];
}

/** Every place where a name stands, alone or as a part of a reference. */
function wherever(statements: readonly Statement[], from: string, to: string): readonly Edit[] {
  return statements.flatMap(({ values, children }) => [
    ...[...values.values()].flat().flatMap(({ text, span }) => {
      const parts = text.split(/([:/])/);
      if (!parts.includes(from) || span.end - span.start !== text.length) return [];
      return [{ span, text: parts.map((part) => (part === from ? to : part)).join('') }];
    }),
    ...wherever(children, from, to),
  ]);
}
