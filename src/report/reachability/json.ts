import type { Asked } from '../../forwarding/ask.ts';
import type { Reachability } from '../../forwarding/reachability.ts';
import type { Trace } from '../../forwarding/trace.ts';
import { verdictOf } from '../../forwarding/verdict.ts';
import { type Node, nodeName } from '../../model/lab.ts';
import type { SourceText } from '../../text/source-text.ts';
import { sayVerdict } from './trace-text.ts';

/** An answer for machines; `reaches` is null where it is not known. */
interface JsonAnswer {
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

/** An answer for each pair of nodes, a line each; what comes from one to another of the same kind goes the same way. */
export function* pairsAsJson(reach: Reachability, source: SourceText): Iterable<string> {
  const nodes = reach.groups.flat();
  let before = '[';
  for (const from of nodes)
    for (const to of nodes) {
      if (from === to) continue;
      yield `${before}\n  ${JSON.stringify(pairAsJson(reach, from, to, source))}`;
      before = ',';
    }
  yield before === '[' ? '[]\n' : '\n]\n';
}

function pairAsJson(reach: Reachability, from: Node, to: Node, source: SourceText): JsonAnswer {
  const { echoes, reaches } = reach.ask(from, to);
  const told = echoes.find(({ echo }) => echo.answered === reaches)?.echo;
  const verdict = told && verdictOf(told);
  return {
    from: nodeName(from),
    to: nodeName(to),
    reaches: told ? (reaches ?? null) : null,
    ending: told?.why ?? 'no-common-family',
    why: verdict ? sayVerdict(verdict, source) : told ? null : 'they have no addresses of one family',
    path: told ? pathOf(told.there) : [],
  };
}

function pathOf({ hops, at }: Trace): readonly string[] {
  const nodes = hops.map(({ node }) => node);
  if (nodes.at(-1) !== at) nodes.push(at);
  return nodes.map(nodeName);
}
