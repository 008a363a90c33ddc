import { type Advised, meaning } from '../../diagnostic/advice.ts';
import type { Segment } from '../../forwarding/segments.ts';
import { type Address, contains, isForHost, type Prefix } from '../../model/address.ts';
import { type Device, deviceName, type InterfaceAddress, type Neighbour, nodeName } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import { isolatedAddresses } from '../isolated.ts';
import { type Hop, neighboursOf, nextHops } from '../next-hops.ts';
import type { Finding, Rule, Subject } from '../rule.ts';
import { unusable } from '../unusable.ts';
import { familyName, listOf } from '../words.ts';

export const unheldNextHop: Rule = {
  name: 'unheld-next-hop',
  summary: 'nobody on the segment has the address of the next hop',
  *check(subject) {
    for (const users of unheld(subject)) {
      const finding = findingOf(users, subject);
      if (finding) yield finding;
    }
    yield* untaken(subject);
  },
};

/** Permanent neighbours that are next hops, and whose MAC address nobody has: they need nobody to answer, but somebody to take it. */
function* untaken(subject: Subject): Generator<Finding> {
  const said = new Set<Neighbour>();
  for (const one of nextHops(subject)) {
    const entry = permanentFor(one);
    const segment = subject.network.segments.of(one.hop.device);
    if (!entry || !segment || segment.unsure || said.has(entry) || !isUnanswered(one, subject)) continue;
    said.add(entry);
    if (segment.open) continue;
    yield {
      span: entry.origin,
      message: `No device on this segment has the MAC address ${entry.mac}, so what is sent to ${one.via.text} is lost.`,
      help: `write \`mac ${entry.mac}\` at the device that is meant, or leave out this entry`,
      related: [{ span: one.hop.origin, message: 'the next hop' }],
      // one that could not be read may be it
      followsFrom: segment.devices.flatMap(({ node }) => node.drawing),
    };
  }
}

function permanentFor({ node, hop, via }: Hop): Neighbour | undefined {
  return node.neighbours.findLast(
    ({ address, device }) => device === hop.device && address.bits === via.bits,
  );
}

interface Users {
  readonly segment: Segment;
  readonly via: Address;
  readonly hops: readonly Hop[];
}

/** Next hops that nobody answers for, once for each segment and address. */
function unheld(subject: Subject): Iterable<Users> {
  const unread = new Set([...subject.tree.skipped].map((word) => word.replace(/\/.*/, '')));
  const found = new Map<Segment, Map<string, Users & { hops: Hop[] }>>();
  for (const one of nextHops(subject)) {
    const segment = subject.network.segments.of(one.hop.device);
    if (!segment || segment.unsure || unread.has(one.via.text)) continue;
    if (permanentFor(one) || !isUnanswered(one, subject)) continue;
    const here = found.get(segment) ?? new Map<string, Users & { hops: Hop[] }>();
    found.set(segment, here);
    const users = here.get(one.via.text) ?? { segment, via: one.via, hops: [] };
    here.set(one.via.text, users);
    users.hops.push(one);
  }
  return [...found.values()].flatMap((here) => [...here.values()]);
}

function isUnanswered(one: Hop, subject: Subject): boolean {
  const found = neighboursOf(one, subject);
  // who else is on a network of the machine is no part of the lab
  return found?.kind === 'leaves-the-lab' || (found?.kind === 'not-answered' && !found.held);
}

function findingOf({ segment, via, hops }: Users, subject: Subject): Finding | undefined {
  // with an address in the wrong network nobody has its gateway, and that address is what is wrong
  const isolated = isolatedAddresses(subject).some(
    (one) => one.segment === segment && one.held.address.family === via.family,
  );
  // nor where one of them cannot be
  const isUnusable = segment.interfaces.some((device) =>
    device.addresses.some((held) => held.address.family === via.family && unusable(held, device)),
  );
  const [first] = hops;
  if (isolated || isUnusable || !first) return undefined;
  const users = new Set(hops.map(({ node }) => node));
  const candidates = segment.interfaces.filter(({ node }) => !users.has(node));
  // who else is on the machine's own network is no part of the lab
  if (segment.open && candidates.length === 0) return undefined;
  const given = segment.open ? ({ given: 'unknown-members' } as const) : {};
  const [only] = candidates;
  const nobodys = networkOf(first, via, candidates);
  const blamed = only && candidates.length === 1 && !nobodys ? blame(only, via, users.size) : undefined;
  if (only && blamed) {
    const names = listOf([...users].map((node) => nodeName(node)));
    return {
      span: blamed.span,
      message: `\`${deviceName(only)}\` does not have ${via.text}, and that is the next hop of ${names}.`,
      ...blamed.help,
      related: [{ span: first.hop.origin, message: 'the next hop' }],
      ...given,
    };
  }
  const near = gateways(candidates, via, first);
  return {
    span: first.hop.origin,
    message: `Nobody on this segment has ${via.text}, so the next hop never answers.`,
    ...(near[0]
      ? {
          help:
            near.length === 1
              ? `did you mean ${near[0].held.address.text}?`
              : `there are ${listOf(near.map(({ held }) => held.address.text))}`,
          advice: { write: near.map(({ held }) => held.address.text) },
          related: near.slice(0, 3).map(({ device, held }) => ({
            span: held.origin,
            message: `\`${deviceName(device)}\` has ${held.address.text}`,
          })),
        }
      : {
          help: nobodys
            ? `no host has the first or last address of ${nobodys.text}: write that of a router`
            : `give ${via.text} to a device on it`,
        }),
    ...given,
  };
}

/** The network that a next hop is the address of, or the broadcast address: nobody is to have that. */
function networkOf({ hop }: Hop, via: Address, candidates: readonly Device[]): Prefix | undefined {
  return [hop.device, ...candidates]
    .flatMap(({ addresses }) => addresses.map(({ prefix }) => prefix))
    .find((prefix) => contains(prefix, via) && !isForHost(prefix, via));
}

/** With several users, or a device without any address, it is the router that is wrong, not those who name it. */
function blame(
  device: Device,
  via: Address,
  users: number,
): { span: Span; help: Partial<Advised> } | undefined {
  const own = device.addresses.filter(({ address }) => address.family === via.family);
  const [address] = own;
  if (!address)
    return {
      span: device.origin,
      help: { help: `\`${device.name}\` has no ${familyName(via.family)} address: give it ${via.text}` },
    };
  if (users < 2 || own.length > 1 || !contains(address.prefix, via)) return undefined;
  return { span: address.origin, help: meaning(`${via.text}/${address.prefix.length}`) };
}

/** Who could be meant: those in the same prefix, and of these rather those that forward. */
function gateways(
  devices: readonly Device[],
  via: Address,
  { hop }: Hop,
): readonly { device: Device; held: InterfaceAddress }[] {
  const prefix = hop.device.addresses.find((one) => contains(one.prefix, via))?.prefix;
  const all = devices.flatMap((device) =>
    device.addresses.flatMap((held) => (prefix && isRouters(held, prefix) ? [{ device, held }] : [])),
  );
  const forwarding = all.filter(({ device }) => device.node.forward[via.family]);
  return forwarding.length > 0 ? forwarding : all;
}

/** Whether somebody with a prefix can send to an address as to one host. */
function isRouters({ address, prefix: own }: InterfaceAddress, prefix: Prefix): boolean {
  return contains(prefix, address) && isForHost(prefix, address) && isForHost(own, address);
}
