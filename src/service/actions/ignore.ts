import { ruleCatalogue } from '../../check/catalogue.ts';
import { insertion } from '../writing/insert-statement.ts';
import { indentAt, lineEndOf, lineStart } from '../writing/lines.ts';
import type { Remedy } from './remedy.ts';

const switchable = new Set(
  ruleCatalogue().flatMap(({ name, switchable: can }) => (can && name !== 'unused-ignore' ? [name] : [])),
);

/** A comment that switches a warning off where it stands. */
export const ignore: Remedy = {
  cautious: true,
  *offers({ rule, severity, span }, { text }) {
    if (severity !== 'warning' || !switchable.has(rule)) return;
    const comment = `# netgen-ignore ${rule}: it is meant`;
    yield {
      title: `ignore ${rule} here`,
      edits: [
        insertion(lineStart(text, span.start), `${indentAt(text, span.start)}${comment}${lineEndOf(text)}`),
      ],
    };
  },
};
