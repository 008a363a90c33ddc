import { contains } from '../model/address.ts';
import { type Device, deviceName, type Node, nodeName, type PolicyRule } from '../model/lab.ts';
import type { Span } from '../text/span.ts';
import type { Echo } from './echo.ts';
import { isMacShared } from './frames.ts';
import { type Ending, type Hop, mostWays, type Trace } from './trace.ts';

/** Why a packet or its answer does not arrive, or why that is not known: in words, and where to change what. */
export interface Verdict {
  /** A sentence without its full stop. */
  readonly message: string;
  readonly cure: string | undefined;
  /** What to look at in the lab. */
  readonly span: Span;
}

/** What keeps an echo request from being answered, or may keep it; undefined where nothing does. */
export function verdictOf({ answered, there, back, why }: Echo): Verdict | undefined {
  if (answered) return undefined;
  const last = back ?? there;
  const twins = macTwins(last);
  if (twins.length > 1) {
    const message = `${twins.map(deviceName).join(' and ')} have one MAC address: frames for one go to the other`;
    return { message, cure: undefined, span: twins.at(-1)?.macOrigin ?? placeOf(last.at) };
  }
  if (why === 'several-ways')
    return {
      message: 'some of the ways that it may take lead there and back, others do not',
      cure: undefined,
      span: there.hops[0]?.answer.route?.route?.origin ?? placeOf(there.at),
    };
  if (why === 'elsewhere')
    return {
      message: `the answer comes to ${nodeName(last.at)}, which has ${last.to.text}, too`,
      cure: undefined,
      span: placeOf(last.at),
    };
  const { message, cure, span } = sayEnding(last);
  return { message: back ? `the answer does not come back: ${message}` : message, cure, span };
}

/** The devices of one MAC address that have kept a packet from whom it was sent to last. */
function macTwins({ hops }: Trace): readonly Device[] {
  const { node, out, segment, nextHop, takenBy } = hops.at(-1) ?? {};
  if (!segment || !out) return [];
  const holders = segment.interfaces.filter(
    (one) =>
      one.node !== node &&
      one.node.devices.some(({ addresses }) =>
        addresses.some(({ address }) => address.text === nextHop?.text),
      ),
  );
  if (takenBy && holders.some((holder) => holder.node === takenBy.node)) return [];
  const mac = [out, ...holders].find((device) => isMacShared(segment, device))?.mac;
  return mac === undefined ? [] : segment.devices.filter((device) => device.mac === mac);
}

/** How a trace ends, in words. */
export function sayEnding(trace: Trace): Verdict {
  return said[trace.ending](trace);
}

const said: Readonly<Record<Ending, (trace: Trace) => Verdict>> = {
  delivered: ({ at, to }) => verdict(`${nodeName(at)} takes it: ${to.text} is its own`, placeOf(at)),
  'no-route': ({ at, to, iif }) =>
    verdict(
      // what connect(2) says to the sender itself: ENETUNREACH
      `${nodeName(at)} has no route to ${to.text}${iif ? '' : ': Network is unreachable'}`,
      placeOf(at, iif),
      `add a \`route\` or \`gw\` to ${nodeName(at)}`,
    ),
  unreachable: dropped('unreachable', 'says that it is unreachable'),
  prohibited: dropped('prohibit', 'says that it is prohibited'),
  blackholed: dropped('blackhole', 'drops it'),
  'not-answered': (trace) => {
    const { out, nextHop, answer } = lastHop(trace);
    const route = answer.route?.route;
    return verdict(
      `nobody answers for ${nextHop?.text} at ${out ? deviceName(out) : nodeName(trace.at)}`,
      route?.origin ?? out?.origin ?? placeOf(trace.at),
    );
  },
  'not-forwarded': ({ at, to, iif }) => {
    const family = to.family === 'inet' ? 'IPv4' : 'IPv6';
    if (at.forward[to.family] && iif)
      return verdict(`${nodeName(at)} forwards no ${family} that comes in at ${iif.name}`, iif.origin);
    const other = at.forwards[0];
    if (other)
      return verdict(`${nodeName(at)} forwards no ${family}`, other, 'write `forward` for both families');
    return verdict(`${nodeName(at)} does not forward`, placeOf(at, iif), 'add `forward`');
  },
  martian: ({ at, to, source, iif }) =>
    verdict(
      `${nodeName(at)} takes no packet from ${source?.text ?? 'nobody'} to ${to.text}`,
      placeOf(at, iif),
    ),
  broadcast: ({ at, to }) => verdict(`${to.text} is for everybody on a link of ${nodeName(at)}`, placeOf(at)),
  'not-masqueraded': (trace) => {
    const { out } = lastHop(trace);
    return verdict(
      `${nodeName(trace.at)} has no address at ${out?.name ?? 'its device'} to masquerade it with`,
      out?.origin ?? placeOf(trace.at),
    );
  },
  loop: ({ hops, at }) => {
    const nodes = hops.map(({ node }) => node);
    const before = nodes.lastIndexOf(at);
    if (before < 0)
      return verdict(`its TTL ends at ${nodeName(at)}, which is ${nodes.length} hops away`, placeOf(at));
    const round = nodes.slice(before).map(nodeName);
    const shown = round.length > 6 ? [...round.slice(0, 5), '…'] : round;
    return verdict(`it goes round and round: ${[...shown, nodeName(at)].join(' → ')}`, routeAt(hops, at));
  },
  'too-big': (trace) => {
    const { out } = lastHop(trace);
    return verdict(
      `it is too big for ${out ? deviceName(out) : nodeName(trace.at)}`,
      out?.origin ?? placeOf(trace.at),
    );
  },
  storm: (trace) => {
    const { out } = lastHop(trace);
    return verdict(
      'bridges and cables make a ring, in which frames go round for ever',
      out?.origin ?? placeOf(trace.at),
    );
  },
  'leaves-the-lab': ({ at, hops }) => {
    const out = outOf(hops, at);
    return out
      ? verdict(`it leaves the lab at ${deviceName(out)}`, out.origin)
      : verdict(`${nodeName(at)} has no route to it in the lab; the machine may have one`, placeOf(at));
  },
  unknown: ({ at, answer }) =>
    verdict(
      answer ? `not all of ${nodeName(at)} could be read` : `it may take more than ${mostWays} ways`,
      placeOf(at),
    ),
};

function dropped(action: PolicyRule['action'], how: string): (trace: Trace) => Verdict {
  return ({ at, answer, to, source }) => {
    const route = answer?.route?.route;
    if (route)
      return verdict(`a route of ${nodeName(at)} to ${route.prefix.text} ${how}: ${to.text}`, route.origin);
    const rule = at.rules.find(
      (one) =>
        one.action === action &&
        one.family === to.family &&
        (one.not ||
          ((!one.to || contains(one.to, to)) && (!one.from || !source || contains(one.from, source)))),
    );
    return verdict(
      `${rule ? 'a rule of ' : ''}${nodeName(at)} ${how}: ${to.text}`,
      rule?.origin ?? placeOf(at),
    );
  };
}

/** A node where the lab has it; of a root namespace that is the device where something comes in, or its first. */
function placeOf(node: Node, iif?: Device): Span {
  if (node.kind === 'ns') return node.origin;
  return (iif ?? node.devices.find(({ kind }) => kind !== 'lo'))?.origin ?? node.origin;
}

function verdict(message: string, span: Span, cure?: string): Verdict {
  return { message, cure, span };
}

function lastHop({ hops }: Trace): Partial<Hop> & Pick<Hop, 'answer'> {
  return hops.at(-1) ?? { answer: { kind: 'no-route' } };
}

function outOf(hops: readonly Hop[], at: Node): Device | undefined {
  const last = hops.at(-1);
  return last?.node === at ? last.out : undefined;
}

/** The route that sends a packet round. */
function routeAt(hops: readonly Hop[], at: Node): Span {
  return hops.findLast(({ node }) => node === at)?.answer.route?.route?.origin ?? placeOf(at);
}
