import { type Asked, ask } from '../../forwarding/ask.ts';
import type { Echo } from '../../forwarding/echo.ts';
import type { Network } from '../../forwarding/network.ts';
import { Sample } from '../../forwarding/sample.ts';
import { type Trace, traces } from '../../forwarding/trace.ts';
import { type Verdict, verdictOf } from '../../forwarding/verdict.ts';
import { isVia, wayOf } from '../../forwarding/way.ts';
import { type Node, nodeName } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import { type Asking, askingsOf, reaches } from '../askings.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

export const unmetExpectation: Rule = {
  name: 'unmet-expectation',
  summary: 'an expectation will not hold',
  *check(subject) {
    yield* lost(subject);
    for (const expectation of subject.lab.expectations) {
      const asked = expectation.kind === 'cannot' ? arrived : expectation.via ? astray : undefined;
      if (!asked) continue;
      let first: Finding | undefined;
      let pairs = 0;
      for (const asking of askingsOf(expectation, subject.network)) {
        const finding = asked(asking, subject.network);
        if (finding) pairs += asking.pairs;
        first ??= finding;
      }
      if (first) yield { ...first, message: `${first.message}${more(pairs - 1)}.` };
    }
  },
};

/** So many pairs that fail are asked why. */
const mostAsked = 200;

interface Failure {
  readonly asking: Asking;
  readonly echo: Echo;
  readonly text: string;
  readonly verdict: Verdict;
  /** The places one of which is wrong, the likeliest first. */
  readonly causes: readonly Span[];
}

/** What does not arrive: as few places as explain all of it. */
function* lost({ lab, network }: Subject): Generator<Finding> {
  const not = new Sample<Asking>(mostAsked);
  const maybe = new Sample<Asking>(mostAsked);
  for (const expectation of lab.expectations) {
    if (expectation.kind !== 'reaches') continue;
    for (const asking of askingsOf(expectation, network)) {
      const answer = reaches(asking, network);
      if (answer === false) not.add(asking);
      else if (answer === undefined) maybe.add(asking);
    }
  }
  const sample = [...not.taken, ...maybe.taken];
  let left = sample.flatMap((asking) => failureOf(asking, network) ?? []);
  while (left.length > 0) {
    const cause = commonest(left);
    const explained = left.filter(({ causes }) => causes.some((one) => keyOf(one) === cause));
    left = left.filter((failure) => !explained.includes(failure));
    const shown = explained.find(({ verdict }) => keyOf(verdict.span) === cause) ?? explained[0];
    if (shown) yield findingOf(shown, explained, network);
  }
}

function failureOf(asking: Asking, network: Network): Failure | undefined {
  const { from, to } = asking;
  const asked = ask(network, from, to);
  const failed = asked.echoes.find(({ echo }) => echo.answered === false || echo.why === 'several-ways');
  const verdict = failed && verdictOf(failed.echo);
  if (!verdict) return undefined;
  const { echo, address } = failed;
  const causes = [verdict.span];
  // where nothing leads to a node, that node itself may be in the wrong place
  const sought = echo.back ? from : to.node;
  if (sought && isUnfound(echo.back ?? echo.there)) causes.push(sought.origin);
  return { asking, echo, text: targetText(asked, address.text), verdict, causes };
}

/** A node has no route to the destination, or looks for it on the link. */
function isUnfound({ ending, hops, to }: Trace): boolean {
  return ending === 'no-route' || (ending === 'not-answered' && hops.at(-1)?.nextHop?.text === to.text);
}

function commonest(failures: readonly Failure[]): string {
  const counts = new Map<string, number>();
  for (const { asking, causes } of failures)
    for (const cause of new Set(causes.map(keyOf)))
      counts.set(cause, (counts.get(cause) ?? 0) + asking.pairs);
  const [[first = ''] = []] = [...counts].sort(([, a], [, b]) => b - a);
  return first;
}

function keyOf({ start, end }: Span): string {
  return `${start} ${end}`;
}

function findingOf(
  { asking, echo, text, verdict }: Failure,
  explained: readonly Failure[],
  network: Network,
): Finding {
  const pairs = explained.reduce((sum, one) => sum + one.asking.pairs, 0);
  const expectations = new Set([asking, ...explained.map((one) => one.asking)].map((one) => one.expectation));
  const isOpen = echo.answered === undefined;
  return {
    span: verdict.span,
    ...(isOpen ? { given: 'some-ways' } : {}),
    message: `${nodeName(asking.from)} ${isOpen ? 'may' : 'does'} not reach ${text}${more(pairs - 1)}: ${verdict.message}.`,
    ...(verdict.cure === undefined ? {} : { help: verdict.cure }),
    related: [...expectations].slice(0, 3).map(({ origin }) => ({ span: origin, message: 'expected here' })),
    followsFrom: [
      ...denials(asking, network),
      ...placesOn(asking, [echo.there, ...(echo.back ? [echo.back] : [])], network),
    ],
  };
}

/** What arrives although it is said that it cannot. */
function arrived(asking: Asking, network: Network): Finding | undefined {
  const { from, to, expectation } = asking;
  const asked = ask(network, from, to);
  const answered = asked.echoes.find(({ echo }) => echo.answered);
  if (!answered || from === to.node) return undefined;
  const { there } = answered.echo;
  return {
    span: expectation.origin,
    message: `${nodeName(from)} reaches ${targetText(asked, answered.address.text)}: ${wayOf(there)}`,
    help: 'remove what leads there, or this expectation',
    followsFrom: [expectation.origin, ...placesOn(asking, [there], network)],
  };
}

/** What arrives by another way than the one that is said. */
function astray(asking: Asking, network: Network): Finding | undefined {
  const { from, to, expectation } = asking;
  const { via = [] } = expectation;
  const asked = ask(network, from, to);
  if (asked.reaches !== true) return undefined;
  for (const { address } of asked.echoes) {
    const ways = traces(network, from, address);
    const other = ways.find((way) => !isVia(way, via));
    if (!other) continue;
    const parted = other.hops.findIndex(({ node }, index) => index > 0 && node !== via[index - 1]);
    const route = other.hops.at(parted < 0 ? -1 : parted - 1)?.answer.route?.route;
    const may = ways.length > 1 ? 'one way' : 'the way';
    return {
      span: expectation.origin,
      message: `${nodeName(from)} does not reach ${targetText(asked, address.text)} via ${via.map(nodeName).join(', ')}: ${may} is ${wayOf(other)}`,
      ...(route ? { related: [{ span: route.origin, message: 'by this route' }] } : {}),
      followsFrom: placesOn(asking, [other], network),
    };
  }
  return undefined;
}

function targetText({ to, echoes }: Asked, address: string): string {
  return to.text === address || echoes.length === 1 ? to.text : `${to.text} (${address})`;
}

function more(pairs: number): string {
  return pairs > 0 ? ` (and ${pairs} more)` : '';
}

/** Where the lab says itself that the one cannot reach the other. */
function denials({ from, to }: Asking, { lab }: Network): readonly Span[] {
  return lab.expectations
    .filter(
      (one) =>
        one.kind === 'cannot' &&
        one.from.includes(from) &&
        one.to.some(({ node, text }) => (to.node ? node === to.node : text === to.text)),
    )
    .map(({ origin }) => origin);
}

/** All that has a part in ways: their nodes, and what their segments are made of. */
function placesOn({ from, to }: Asking, ways: readonly Trace[], { segments }: Network): readonly Span[] {
  const hops = ways.flatMap((way) => way.hops);
  const nodes = new Set([
    from,
    ...(to.node ? [to.node] : []),
    ...hops.map(({ node }) => node),
    ...ways.map(({ at }) => at),
  ]);
  const devices = [...nodes].flatMap((node) => node.devices);
  const crossed = new Set(devices.flatMap((device) => segments.of(device)?.devices ?? []));
  for (const { kind, node, master } of crossed) if (kind === 'bridge' || master) nodes.add(node);
  return [
    ...[...nodes].flatMap(placesOf),
    ...[...crossed].flatMap(({ origin, macOrigin }) => [origin, ...(macOrigin ? [macOrigin] : [])]),
  ];
}

function placesOf(node: Node): readonly Span[] {
  const { devices, routes, rules, neighbours, nats } = node;
  const said = [
    ...devices,
    ...devices.flatMap(({ addresses }) => addresses),
    ...routes,
    ...rules,
    ...neighbours,
    ...nats,
  ];
  // a root namespace has no place of its own
  const own = node.kind === 'ns' ? [node.origin] : [];
  return [...own, ...node.drawing, ...node.forwards, ...said.map(({ origin }) => origin)];
}
