// What an error of the linter says will happen, and whether it happened: at `up`, or to the pings.

import type { Compilation } from '../../../src/compile.ts';
import { type Diagnostic, isError } from '../../../src/diagnostic/diagnostic.ts';
import { Segments } from '../../../src/forwarding/segments.ts';
import { contains, parseAddress, prefixOf } from '../../../src/model/address.ts';
import { commonAddresses } from '../../../src/model/expectations.ts';
import { type Device, type Node, nodeName } from '../../../src/model/lab.ts';
import {
  type Evidence,
  heldAt,
  isAnswered,
  isAt,
  nodesIn,
  ownOf,
  replies,
  takes,
  usesIn,
  type Verdict,
  verdictOf,
  waysOf,
} from './evidence.ts';
import { echoTo, type KernelSays, pair } from './kernel.ts';

/** Rules whose mistake makes a step of `up` fail, always. */
const fails: ReadonlySet<string> = new Set([
  'duplicate-neighbour',
  'duplicate-route',
  'duplicate-rule',
  'small-mtu',
  'source-not-local',
  'two-defaults',
]);

/** Rules whose mistake makes a step of `up` fail in one family, or at one place, and loses packets in another. */
const mayFail: ReadonlySet<string> = new Set([
  'bad-next-hop',
  'duplicate-address',
  'next-hop-not-on-link',
  'own-next-hop',
  'unusable-address',
]);

/** What is seen where the lab is up. Of a rule that is not here nothing of what is asked shows it. */
const seen: Readonly<Record<string, (evidence: Evidence) => Verdict>> = {
  'own-next-hop': behindItsHops,
  'bad-next-hop': behindItsHops,
  'unheld-next-hop': behindItsHops,
  'no-forward': behindItsHops,
  'no-way-back': (evidence) => verdictOf(repliesBehind(evidence), 'some'),
  'isolated-address': throughItsDevice,
  'address-on-port': throughItsDevice,
  'overlapping-prefixes': onEitherSide,
  'duplicate-address': atOneOfTwo,
  'duplicate-mac': lostBetween,
  'broadcast-address': fromWhomItIsBroadcast,
  'missing-length': notOnLink,
  'nat-without-forward': nothingPasses,
  'unmatched-nat': neverMatched,
  'unmatched-route': neverTaken,
  'unmet-expectation': notAsExpected,
};

/** Findings whose consequence is looked for: errors, and of warnings those that claim one. */
export function claims({ rule, severity }: Diagnostic): boolean {
  return severity === 'error' || rule === 'unmatched-route' || rule === 'unmet-expectation';
}

/** Whether what an error says is really there. */
export function verdict(compilation: Compilation, finding: Diagnostic, kernel: KernelSays): Verdict {
  const { rule } = finding;
  if (kernel.up.code !== 0) {
    const lines = failedLines(kernel);
    if (rule === 'isolated-address' && lines.some((line) => keepsOffLink(compilation, finding, line)))
      return 'there';
    const couldFail = fails.has(rule) || mayFail.has(rule);
    return couldFail && lines.some((line) => linesOf(compilation, finding).has(line)) ? 'there' : 'untried';
  }
  if (fails.has(rule)) return 'not there';
  return seen[rule]?.({ lab: compilation.lab, finding, kernel }) ?? 'untried';
}

/** The line of the lab whose step failed, or those that it may be; none where the script names none. */
export function failedLines({ up }: KernelSays): readonly number[] {
  const [, first, last = first] = /^lab\.net:(\d+)(?:-(\d+))?:/m.exec(up.stderr) ?? [];
  if (first === undefined) return [];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
}

/**
 * Whether some error stands at the line whose step failed, or the mistake that it follows from: a next hop is not
 * on-link, and the address that should make it so is said to be isolated. One mistake gives one finding.
 */
export function isForetold(compilation: Compilation, kernel: KernelSays): boolean {
  const lines = failedLines(kernel);
  const errors = compilation.diagnostics.filter(isError);
  return lines.some(
    (line) =>
      errors.some((finding) => linesOf(compilation, finding).has(line)) ||
      errors.some(
        (finding) => finding.rule === 'isolated-address' && keepsOffLink(compilation, finding, line),
      ),
  );
}

/** Whether a node with an address that a finding names has a next hop at a line that none of its prefixes covers. */
function keepsOffLink({ lab, source }: Compilation, finding: Diagnostic, line: number): boolean {
  return nodesIn(lab).some(({ routes, devices }) => {
    const held = devices.flatMap(({ addresses }) => addresses);
    return routes
      .flatMap(({ hops }) => hops)
      .some(
        ({ via, origin }) =>
          via &&
          source.positionAt(origin.start).line === line &&
          !held.some(({ prefix }) => contains(prefix, via)) &&
          held.some((one) => one.address.family === via.family && isAt(finding, one.origin)),
      );
  });
}

function linesOf({ source }: Compilation, { span, related = [] }: Diagnostic): ReadonlySet<number> {
  return new Set([span, ...related.map((one) => one.span)].map(({ start }) => source.positionAt(start).line));
}

/** The pings that go to a next hop that the finding names; to one that is to forward, but not those for itself. */
function repliesBehind(evidence: Evidence): readonly boolean[] {
  const named = evidence.finding.rule === 'no-forward' ? nodeAt(evidence) : undefined;
  return usesIn(evidence).flatMap(({ node, hop }) =>
    replies(
      evidence,
      node,
      ({ via, device }, to) =>
        via === hop.via?.text && device === hop.device.name && !(named && takes(named, to)),
    ),
  );
}

/** The node that a finding names, in a root namespace by an address. */
function nodeAt(evidence: Evidence): Node | undefined {
  const named = nodesIn(evidence.lab).find(({ origin }) => isAt(evidence.finding, origin));
  return named ?? heldAt(evidence)[0]?.device.node;
}

function behindItsHops(evidence: Evidence): Verdict {
  return verdictOf(repliesBehind(evidence), 'all');
}

/** Nothing in the prefix of the address answers through its device, and nobody on the segment comes to it straight. */
function throughItsDevice(evidence: Evidence): Verdict {
  const [first] = heldAt(evidence);
  if (!first) return 'untried';
  const { device, held } = first;
  const inPrefix = new Set(
    nodesIn(evidence.lab)
      .flatMap((node) => node.devices.flatMap(({ addresses }) => addresses))
      .filter(({ address }) => contains(held.prefix, address))
      .map(({ address }) => address.text),
  );
  const through = replies(
    evidence,
    device.node,
    (way, to) => way.device === device.name && way.via === undefined && inPrefix.has(to),
  );
  return verdictOf([...through, ...straightTo(evidence, device, held.address.text)], 'all');
}

/** Of each other node on the segment of a device that was asked for its way to an address: whether that is straight, and answered. */
function straightTo({ lab, kernel }: Evidence, device: Device, address: string): readonly boolean[] {
  const segment = new Segments(lab).of(device);
  const devices = (segment?.interfaces ?? []).filter(({ node }) => node !== device.node);
  return devices.flatMap(({ node, name }) => {
    const way = kernel.lookUps.get(pair(nodeName(node), echoTo(address)));
    if (!way) return [];
    return way.device === name && way.via === undefined && isAnswered(kernel, pair(nodeName(node), address));
  });
}

/** Of what is in both prefixes something does not answer, or all of it is sent to one side. */
function onEitherSide(evidence: Evidence): Verdict {
  const [first, second] = heldAt(evidence);
  if (!first || !second) return 'untried';
  const { node } = first.device;
  const prefixes = [first.held.prefix, second.held.prefix];
  const own = ownOf(node);
  const shared = nodesIn(evidence.lab)
    .flatMap((one) => one.devices.flatMap(({ addresses }) => addresses))
    .filter(({ address }) => prefixes.every((prefix) => contains(prefix, address)))
    .map(({ address }) => address.text)
    .filter((address) => !own.has(address));
  const asked = shared.filter((address) =>
    evidence.kernel.lookUps.has(pair(nodeName(node), echoTo(address))),
  );
  if (asked.length === 0) return 'untried';
  const devices = new Set(
    asked.map((address) => evidence.kernel.lookUps.get(pair(nodeName(node), echoTo(address)))?.device),
  );
  const isLost = asked.some((address) => !evidence.kernel.answered.has(pair(nodeName(node), address)));
  return isLost || devices.size === 1 ? 'there' : 'not there';
}

/** Of two nodes with an address, neither comes to the other by it: each takes what it sends there for itself. */
function atOneOfTwo(evidence: Evidence): Verdict {
  const [first, second] = heldAt(evidence);
  if (!first || !second || first.device.node === second.device.node) return 'untried';
  const names = [first, second].map(({ device }) => nodeName(device.node));
  const { arrived } = evidence.kernel;
  const came = names.map((name) => arrived.get(pair(name, first.held.address.text)));
  if (came.includes(undefined)) return 'untried';
  return came.every((at) => at?.size === 1) ? 'there' : 'not there';
}

/** Who takes it for a broadcast gets no answer. */
function fromWhomItIsBroadcast(evidence: Evidence): Verdict {
  const [first] = heldAt(evidence);
  if (!first) return 'untried';
  const { text } = first.held.address;
  const asking = nodesIn(evidence.lab)
    .map((node) => nodeName(node))
    .filter((name) => evidence.kernel.lookUps.get(pair(name, text))?.kind === 'broadcast');
  return verdictOf(
    asking.map((name) => isAnswered(evidence.kernel, pair(name, text))),
    'all',
  );
}

/** Nothing that the length which is meant would put on-link is sent for straight. */
function notOnLink(evidence: Evidence): Verdict {
  const [first] = heldAt(evidence);
  const length = /`[0-9a-f.:]+\/(\d+)`/.exec(evidence.finding.help ?? '')?.[1];
  if (!first || !length) return 'untried';
  const meant = prefixOf(first.held.address, Number(length));
  const { node } = first.device;
  const own = ownOf(node);
  const ways = waysOf(evidence.kernel, node).filter(({ to }) => {
    const address = parseAddress(to);
    return address && !own.has(to) && contains(meant, address);
  });
  const isStraight = ways.map(({ way }) => way.device === first.device.name && way.via === undefined);
  return verdictOf(isStraight, 'all');
}

/** Nothing that the node passes on comes to it. */
function neverMatched({ lab, finding, kernel }: Evidence): Verdict {
  const nat = nodesIn(lab)
    .flatMap(({ nats }) => nats)
    .find(
      ({ origin, prefixOrigin }) => isAt(finding, origin) || (prefixOrigin && isAt(finding, prefixOrigin)),
    );
  const packets = nat && kernel.matched.get(nat);
  if (packets === undefined) return 'untried';
  return packets === 0 ? 'there' : 'not there';
}

/** Of what comes in from others, as the kernel is asked for it, nothing is sent on; of IPv6 no look-up says that. */
function nothingPasses({ lab, finding, kernel }: Evidence): Verdict {
  const node = nodesIn(lab).find(({ nats }) =>
    nats.some(({ origin, prefixOrigin }) =>
      [origin, ...(prefixOrigin ? [prefixOrigin] : [])].some((one) => isAt(finding, one)),
    ),
  );
  if (!node || node.forward.inet) return 'untried';
  const start = `${nodeName(node)} `;
  const asked = [...kernel.lookUps].filter(([key]) => key.startsWith(start) && key.includes(' iif '));
  return verdictOf(
    asked.map(([, { kind }]) => kind === 'unicast'),
    'all',
  );
}

/** Of what its prefix covers nothing goes its way; where another route names the same way, it may be that one’s. */
function neverTaken({ lab, finding, kernel }: Evidence): Verdict {
  const node = nodesIn(lab).find(({ routes }) => routes.some(({ origin }) => isAt(finding, origin)));
  const route = node?.routes.find(({ origin }) => isAt(finding, origin));
  const [hop, ...more] = route?.hops ?? [];
  if (!node || !route || !hop || more.length > 0) return 'untried';
  const isOurs = (device: string | undefined, via: string | undefined): boolean =>
    device === hop.device.name && via === hop.via?.text;
  const taken = waysOf(kernel, node)
    .filter(({ to }) => {
      const address = parseAddress(to);
      return address && contains(route.prefix, address);
    })
    .map(({ way }) => isOurs(way.device, way.via));
  const isNamedAgain =
    !hop.via ||
    node.routes.some(
      (other) => other !== route && other.hops.some((one) => isOurs(one.device.name, one.via?.text)),
    );
  return taken.includes(true) && isNamedAgain ? 'untried' : verdictOf(taken, 'all');
}

/** Of what goes straight to an address of one of the two something is lost. */
function lostBetween(evidence: Evidence): Verdict {
  const devices = nodesIn(evidence.lab)
    .flatMap((node) => node.devices)
    .filter(({ macOrigin }) => macOrigin && isAt(evidence.finding, macOrigin));
  const held = new Set(devices.flatMap(({ addresses }) => addresses.map(({ address }) => address.text)));
  const asked = nodesIn(evidence.lab).flatMap((node) =>
    replies(evidence, node, ({ via, kind }, to) => kind === 'unicast' && via === undefined && held.has(to)),
  );
  return verdictOf(asked, 'some');
}

/** Something that is to answer does not, or something answers that is not to. */
function notAsExpected({ lab, finding, kernel }: Evidence): Verdict {
  // what several ways lead to is a matter of which is taken
  if (/ may not reach /.test(finding.message)) return 'untried';
  const meant = lab.expectations.filter(({ origin }) => isAt(finding, origin));
  const isReached = meant.some(({ kind }) => kind === 'reaches');
  if (meant.length === 0 || meant.some(({ via }) => via)) return 'untried';
  const keys = meant.flatMap(({ from, to }) =>
    from.flatMap((node) =>
      to.flatMap((target) =>
        target.node === node
          ? []
          : commonAddresses(node, target).map(({ text }) => pair(nodeName(node), text)),
      ),
    ),
  );
  const asked = keys.filter((key) => kernel.lookUps.has(key.replace(/ .*:.*/, '$& ipproto 58')));
  const answered = asked.map((key) => isAnswered(kernel, key));
  return isReached
    ? verdictOf(answered, 'some')
    : verdictOf(
        answered.map((one) => !one),
        'some',
      );
}
