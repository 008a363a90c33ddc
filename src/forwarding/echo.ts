import type { Address } from '../model/address.ts';
import { deviceName, type Node } from '../model/lab.ts';
import type { Network } from './network.ts';
import { type Asked, type Ending, type Trace, type TraceOptions, traces } from './trace.ts';

/** Whether an echo request from a node to an address is answered. */
export interface Echo {
  /** Undefined where it is not known, or a matter of which way is taken. */
  readonly answered: boolean | undefined;
  /** Of the way that tells: the first that fails, else the first that is not known, else the first. */
  readonly there: Trace;
  readonly back: Trace | undefined;
  /** How the way there or back ends that tells; `elsewhere`: the answer comes to another node. */
  readonly why: Ending | 'elsewhere' | 'several-ways';
}

/** Endings of which the lab alone does not tell whether they are one. */
const unsure: ReadonlySet<Ending> = new Set(['leaves-the-lab', 'unknown', 'storm']);

/**
 * An echo request and its answer. The answer is sent from the address that was asked (RFC 1122 § 3.2.2.6), to the
 * source that arrived, by whatever way leads there.
 */
export function echo(network: Network, from: Node, to: Address): Echo {
  const all = echoes(network, from, to);
  const failed = all.find(({ answered }) => answered === false);
  const open = all.find(({ answered }) => answered === undefined);
  const shown = failed ?? open ?? (all[0] as Echo);
  if (all.every(({ answered }) => answered === shown.answered)) return shown;
  return { ...shown, answered: undefined, why: open ? open.why : 'several-ways' };
}

/** The same by each way that the request and its answer may take. */
export function echoes(network: Network, from: Node, to: Address): readonly Echo[] {
  const sure = new Map<string, Trace>();
  return traces(network, from, to).flatMap((there) => answers(network, from, there, sure));
}

function answers(network: Network, from: Node, there: Trace, sure: Map<string, Trace>): readonly Echo[] {
  if (there.ending !== 'delivered' || !there.source)
    return [
      { answered: unsure.has(there.ending) ? undefined : false, there, back: undefined, why: there.ending },
    ];
  const isAnycast = there.answer?.kind === 'local' && there.answer.route.type === 'anycast';
  // what it sends itself has no translation that is not its own
  const options = {
    source: isAnycast ? undefined : there.to,
    // icmpv6_echo_reply asks for the device where the request came in
    oif: there.to.family === 'inet6' ? there.iif : undefined,
    answers: { by: from, translations: there.translations, hops: there.hops },
  };
  const { iif } = there;
  if (iif && there.translations.length === 0) {
    const key = `${deviceName(iif)} ${there.source.text}`;
    const back = sure.get(key) ?? sureWay(network, from, there, options);
    if (back) {
      sure.set(key, back);
      return [{ answered: true, there, back, why: 'delivered' }];
    }
  }
  return traces(network, there.at, there.source, options).map((back) => {
    if (back.ending !== 'delivered')
      return { answered: unsure.has(back.ending) ? undefined : false, there, back, why: back.ending };
    const isHere = back.at === from;
    return { answered: isHere, there, back, why: isHere ? 'delivered' : 'elsewhere' };
  });
}

/**
 * One of the ways of an answer, where all of them lead back without anything that the request has taught: then it is
 * the same for every request that comes in there, by whatever way.
 */
function sureWay(
  network: Network,
  from: Node,
  { at, source }: Trace,
  options: TraceOptions & { readonly answers: Asked },
): Trace | undefined {
  const untaught = { ...options, answers: { ...options.answers, hops: [] } };
  const ways = source ? traces(network, at, source, untaught) : [];
  return ways.every((way) => way.ending === 'delivered' && way.at === from) ? ways[0] : undefined;
}
