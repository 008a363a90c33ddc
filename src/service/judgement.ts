import { type Asking, askingsOf, reaches } from '../check/askings.ts';
import { type Asked, ask } from '../forwarding/ask.ts';
import type { Network } from '../forwarding/network.ts';
import { traces } from '../forwarding/trace.ts';
import { verdictOf } from '../forwarding/verdict.ts';
import { isVia, wayOf } from '../forwarding/way.ts';
import { type Expectation, nodeName } from '../model/lab.ts';

/** Whether an expectation holds, of all pairs of nodes that it is about. */
export interface Judgement {
  /** Undefined where it is not known before it is tried. */
  readonly holds: boolean | undefined;
  readonly pairs: number;
  /** The pairs of which `holds` is not true. */
  readonly against: number;
  /** A pair that shows it: the first that fails, else the first that is not known, else the first. */
  readonly shown: Asked | undefined;
  /** In words, where it does not hold or is not known. */
  readonly why: string | undefined;
}

/** Whether all of several expectations hold: those that a loop or a range made of one. */
export function judge(expectations: readonly Expectation[], network: Network): Judgement {
  let [pairs, failed, open] = [0, 0, 0];
  const shown: { failed?: Asking; open?: Asking; first?: Asking } = {};
  for (const expectation of expectations)
    for (const asking of askingsOf(expectation, network)) {
      const holds = holdsFor(asking, network);
      if (holds === null) continue;
      pairs += asking.pairs;
      shown.first ??= asking;
      if (holds === false) {
        failed += asking.pairs;
        shown.failed ??= asking;
      } else if (holds === undefined) {
        open += asking.pairs;
        shown.open ??= asking;
      }
    }
  const asking = shown.failed ?? shown.open ?? shown.first;
  const holds = failed > 0 ? false : open > 0 || pairs === 0 ? undefined : true;
  return {
    holds,
    pairs,
    against: failed > 0 ? failed : open,
    shown: asking && ask(network, asking.from, asking.to),
    why: whyOf(asking, holds, pairs, network),
  };
}

/** Null where the two have no addresses of one family. */
function holdsFor(asking: Asking, network: Network): boolean | undefined | null {
  const { expectation, from, to } = asking;
  if (from === to.node && expectation.several) return null;
  if (expectation.kind === 'reaches' && !expectation.via) return reaches(asking, network);
  const { echoes, reaches: arrives } = ask(network, from, to);
  if (echoes.length === 0) return null;
  if (expectation.kind === 'cannot') {
    const answers = echoes.map(({ echo }) => echo.answered);
    return answers.includes(true) ? false : answers.includes(undefined) ? undefined : true;
  }
  return arrives === true ? otherWay(asking, network) === undefined : arrives;
}

/** A way to the target that is not the one that is said. */
function otherWay({ expectation: { via = [] }, from, to }: Asking, network: Network): string | undefined {
  for (const { address } of ask(network, from, to).echoes)
    for (const way of traces(network, from, address)) if (!isVia(way, via)) return wayOf(way);
  return undefined;
}

function whyOf(
  asking: Asking | undefined,
  holds: boolean | undefined,
  pairs: number,
  network: Network,
): string | undefined {
  if (!asking) return 'there is nothing to send to';
  if (holds) return undefined;
  const reason = reasonOf(asking, holds, network);
  return pairs === 1 ? reason : `${nodeName(asking.from)} to ${asking.to.text}: ${reason}`;
}

function reasonOf(asking: Asking, holds: boolean | undefined, network: Network): string {
  const { expectation, from, to } = asking;
  const { echoes } = ask(network, from, to);
  if (holds === false && expectation.kind === 'cannot') {
    const way = echoes.find(({ echo }) => echo.answered)?.echo.there;
    return `it arrives${way ? `: ${wayOf(way)}` : ''}`;
  }
  const failed = echoes.find(({ echo }) => echo.answered === holds);
  const verdict = failed && verdictOf(failed.echo);
  if (verdict) return verdict.message;
  const other = otherWay(asking, network);
  return other ? `the way is ${other}` : 'not all of it could be read';
}
