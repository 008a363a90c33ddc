import type { Asked } from '../../forwarding/ask.ts';
import type { Trace } from '../../forwarding/trace.ts';
import { verdictOf } from '../../forwarding/verdict.ts';
import { nodeName } from '../../model/lab.ts';
import type { SourceText } from '../../text/source-text.ts';
import { sayVerdict } from './trace-text.ts';

/** An answer for machines; `reaches` is null where it is not known. */
export interface JsonAnswer {
  readonly from: string;
  readonly to: string;
  readonly reaches: boolean | null;
  /** How the way that tells ends: one of the words of docs/reachability.md. */
  readonly ending: string;
  readonly why: string | null;
  /** The nodes on the way there, the sender first. */
  readonly path: readonly string[];
}

/** The answers, one for each address that was asked. */
export function answersAsJson(asked: readonly Asked[], source: SourceText): string {
  const answers = asked.flatMap(({ from, to, echoes }) =>
    echoes.map(({ address, echo }): JsonAnswer & { address: string } => {
      const verdict = verdictOf(echo);
      return {
        from: nodeName(from),
        to: to.text,
        address: address.text,
        reaches: echo.answered ?? null,
        ending: echo.why,
        why: verdict ? sayVerdict(verdict, source) : null,
        path: pathOf(echo.there),
      };
    }),
  );
  return `${JSON.stringify(answers, null, 2)}\n`;
}

function pathOf({ hops, at }: Trace): readonly string[] {
  const nodes = hops.map(({ node }) => node);
  if (nodes.at(-1) !== at) nodes.push(at);
  return nodes.map(nodeName);
}
