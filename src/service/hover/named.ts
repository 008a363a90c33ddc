import type { Analysis } from '../../compile.ts';
import type { Mention } from '../../model/mentions.ts';
import type { Span } from '../../text/span.ts';
import { code } from '../markdown.ts';
import { deviceMarkdown, hostMarkdown, nodeMarkdown } from './things.ts';

/** What a name stands for at an offset, or the part of one that stands there; of several copies the first. */
export function namedAt(
  { mentions, lab }: Analysis,
  offset: number,
): { readonly span: Span; readonly markdown: string } | undefined {
  const here = mentions.filter(({ span }) => span.start <= offset && offset <= span.end);
  // between two parts of a name the cursor is at the second
  const start = here.reduce((last, { span }) => Math.max(last, span.start), 0);
  const first = here.find(({ span }) => span.start === start);
  if (!first) return undefined;
  const about = aboutThing(first, lab);
  return about === undefined ? undefined : { span: first.span, markdown: about };
}

function aboutThing(mention: Mention, lab: Analysis['lab']): string | undefined {
  switch (mention.sort) {
    case 'lab':
      return `${code(mention.thing.text)}: the name of the lab`;
    case 'host':
      return hostMarkdown(mention.thing);
    case 'namespace':
      return nodeMarkdown(mention.thing);
    case 'device':
      return deviceMarkdown(lab, mention.thing);
    case 'variable':
      return undefined;
  }
}
