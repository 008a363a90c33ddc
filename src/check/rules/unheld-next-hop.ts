import type { Segment } from '../../forwarding/segments.ts';
import { type Address, contains } from '../../model/address.ts';
import { type Device, deviceName, type InterfaceAddress, nodeName } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import { isolatedAddresses } from '../isolated.ts';
import { type Hop, nextHops } from '../next-hops.ts';
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
  },
};

interface Users {
  readonly segment: Segment;
  readonly via: Address;
  readonly hops: readonly Hop[];
}

/** Next hops that nobody answers for, once for each segment and address. */
function unheld(subject: Subject): Iterable<Users> {
  const { segments } = subject.network;
  const unread = new Set([...subject.tree.skipped].map((word) => word.replace(/\/.*/, '')));
  const found = new Map<Segment, Map<string, Users & { hops: Hop[] }>>();
  for (const one of nextHops(subject)) {
    const segment = one.state.is === 'neighbour' ? segments.of(one.hop.device) : undefined;
    // a permanent neighbour entry needs nobody to answer
    const known = one.node.neighbours.some(({ address }) => address.text === one.via.text);
    if (
      !segment ||
      segment.unsure ||
      known ||
      unread.has(one.via.text) ||
      segments.answererOf(segment, one.via)
    )
      continue;
    const here = found.get(segment) ?? new Map<string, Users & { hops: Hop[] }>();
    found.set(segment, here);
    const users = here.get(one.via.text) ?? { segment, via: one.via, hops: [] };
    here.set(one.via.text, users);
    users.hops.push(one);
  }
  return [...found.values()].flatMap((here) => [...here.values()]);
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
  const blamed = only && candidates.length === 1 ? blame(only, via, users.size) : undefined;
  if (only && blamed) {
    const names = listOf([...users].map((node) => nodeName(node)));
    return {
      span: blamed.span,
      message: `\`${deviceName(only)}\` does not have ${via.text}, and that is the next hop of ${names}.`,
      help: blamed.help,
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
          related: near.slice(0, 3).map(({ device, held }) => ({
            span: held.origin,
            message: `\`${deviceName(device)}\` has ${held.address.text}`,
          })),
        }
      : { help: `give ${via.text} to a device on it` }),
    ...given,
  };
}

/** With several users, or a device without any address, it is the router that is wrong, not those who name it. */
function blame(device: Device, via: Address, users: number): { span: Span; help: string } | undefined {
  const own = device.addresses.filter(({ address }) => address.family === via.family);
  const [address] = own;
  if (!address)
    return {
      span: device.origin,
      help: `\`${device.name}\` has no ${familyName(via.family)} address: give it ${via.text}`,
    };
  if (users < 2 || own.length > 1 || !contains(address.prefix, via)) return undefined;
  return { span: address.origin, help: `did you mean \`${via.text}/${address.prefix.length}\`?` };
}

/** Who could be meant: those in the same prefix, and of these rather those that forward. */
function gateways(
  devices: readonly Device[],
  via: Address,
  { hop }: Hop,
): readonly { device: Device; held: InterfaceAddress }[] {
  const prefix = hop.device.addresses.find((one) => contains(one.prefix, via))?.prefix;
  const all = devices.flatMap((device) =>
    device.addresses.flatMap((held) => (prefix && contains(prefix, held.address) ? [{ device, held }] : [])),
  );
  const forwarding = all.filter(({ device }) => device.node.forward[via.family]);
  return forwarding.length > 0 ? forwarding : all;
}
