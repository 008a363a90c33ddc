import { type Echo, echo } from '../forwarding/echo.ts';
import type { Segment } from '../forwarding/segments.ts';
import { contains, type Family, isLinkLocal, isSingle, lastOf } from '../model/address.ts';
import type { Device, InterfaceAddress, Node } from '../model/lab.ts';
import { isMeantNotTo } from './meant.ts';
import { nextHops } from './next-hops.ts';
import type { Subject } from './rule.ts';
import { unusable } from './unusable.ts';

/** An address whose prefix no other interface of its segment shares. */
export interface Isolated {
  readonly device: Device;
  readonly held: InterfaceAddress;
  readonly segment: Segment;
  /** What is on the segment besides, in other prefixes. */
  readonly others: readonly Member[];
}

interface Member {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

const families: readonly Family[] = ['inet', 'inet6'];
const cache = new WeakMap<Subject, readonly Isolated[]>();

/** The addresses of a lab that can talk to nobody on their segment. Where all are so, the one that looks wrong. */
export function isolatedAddresses(subject: Subject): readonly Isolated[] {
  const before = cache.get(subject);
  if (before) return before;
  let known: Wanted | undefined;
  const wanted = (): Wanted => {
    known ??= wantedPrefixes(subject);
    return known;
  };
  const found = subject.network.segments.all
    .flatMap((segment) =>
      segment.unsure ? [] : families.flatMap((family) => isolatedOn(segment, family, wanted)),
    )
    .filter((one) => !isMeant(one, subject) && !isAnsweredByAnother(one, subject));
  cache.set(subject, found);
  return found;
}

/** The isolated addresses of a node in a family. */
export function isolatedOf(subject: Subject, node: Node, family: Family): readonly Isolated[] {
  return isolatedAddresses(subject).filter(
    ({ device, held }) => device.node === node && held.address.family === family,
  );
}

/** A lab that says that they cannot talk is about just that. */
function isMeant({ device, others }: Isolated, { lab }: Subject): boolean {
  return others.every((other) => isMeantNotTo(lab, device.node, other.device.node));
}

/** So many neighbours are asked. */
const mostAsked = 16;

/**
 * Over the segment somebody and the address reach each other all the same: by a link-local next hop, or since a
 * neighbour answers for what it has on its other links (arp_ignore 0).
 */
function isAnsweredByAnother({ device, held, segment, others }: Isolated, { network }: Subject): boolean {
  const { family } = held.address;
  const crosses = ({ answered, there, back }: Echo): boolean =>
    answered === true && [...there.hops, ...(back?.hops ?? [])].some((hop) => hop.segment === segment);
  const nodes = new Set(others.map((other) => other.device.node));
  nodes.delete(device.node);
  return [...nodes]
    .slice(0, mostAsked)
    .some(
      (node) =>
        crosses(echo(network, node, held.address)) ||
        node.devices.some((other) =>
          other.addresses.some(
            ({ address }) =>
              address.family === family &&
              (contains(held.prefix, address) || network.segments.of(other) === segment) &&
              crosses(echo(network, device.node, address)),
          ),
        ),
    );
}

function isolatedOn(segment: Segment, family: Family, wanted: () => Wanted): readonly Isolated[] {
  if (isOfOnePrefix(segment, family)) return [];
  const members = membersOf(segment, family);
  const [first] = members;
  if (!first || members.every(({ device }) => device === first.device)) return [];
  const bits = members.map(({ held }) => held.address.bits).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const hasCompany = ({ held: { prefix } }: Member): boolean =>
    below(bits, lastOf(prefix) + 1n) - below(bits, prefix.network) > 1;
  const accompanied = new Set(members.filter(hasCompany).map(({ device }) => device));
  const alone = members.filter(
    ({ device, held }) => !accompanied.has(device) && !isReachedOtherwise(device, held, members),
  );
  const all = alone.length === members.length;
  // where no two agree, one of them is wrong, and it is the one that nothing else in the lab speaks of
  const blamed = all ? [leastWanted(alone, wanted())] : alone;
  return blamed.flatMap((one) =>
    one ? [{ ...one, segment, others: members.filter(({ device }) => device !== one.device) }] : [],
  );
}

/** As nearly everywhere: of one family all addresses are in one prefix, and none is alone. */
function isOfOnePrefix({ interfaces }: Segment, family: Family): boolean {
  let first: string | undefined;
  for (const { addresses } of interfaces)
    for (const { prefix } of addresses) {
      if (prefix.family !== family) continue;
      first ??= prefix.text;
      if (prefix.text !== first) return false;
    }
  return true;
}

function membersOf({ interfaces }: Segment, family: Family): readonly Member[] {
  return interfaces.flatMap((device) =>
    device.addresses.flatMap((held) =>
      held.address.family === family &&
      !isSingle(held.prefix) &&
      !isLinkLocal(held.address) &&
      !unusable(held, device)
        ? [{ device, held }]
        : [],
    ),
  );
}

/** Device routes and `onlink` reach what no prefix covers. */
function isReachedOtherwise(device: Device, held: InterfaceAddress, members: readonly Member[]): boolean {
  const { family } = held.address;
  const direct = device.node.routes.some(
    (route) =>
      route.family === family && route.hops.some((hop) => hop.device === device && (!hop.via || hop.onlink)),
  );
  return (
    direct ||
    members.some(
      (other) =>
        other.device !== device &&
        other.device.node.routes.some(
          ({ hops, prefix }) =>
            contains(prefix, held.address) &&
            hops.some((hop) => hop.device === other.device && (!hop.via || hop.onlink)),
        ),
    )
  );
}

/** How many of sorted numbers are less than another. */
function below(sorted: readonly bigint[], limit: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as bigint) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Wanted {
  /** Prefixes that routes and `nat` speak of. */
  readonly prefixes: ReadonlySet<string>;
  /** Next hops that somebody names. */
  readonly hops: ReadonlySet<string>;
}

function wantedPrefixes(subject: Subject): Wanted {
  const prefixes = new Set<string>();
  for (const { routes, nats } of subject.nodes) {
    for (const { prefix } of routes) prefixes.add(prefix.text);
    for (const { prefix } of nats) if (prefix) prefixes.add(prefix.text);
  }
  return { prefixes, hops: new Set(nextHops(subject).map(({ via }) => via.text)) };
}

function leastWanted(members: readonly Member[], wanted: Wanted): Member | undefined {
  const score = ({ device, held }: Member): number =>
    (wanted.prefixes.has(held.prefix.text) ? 2 : 0) +
    (wanted.hops.has(held.address.text) ? 2 : 0) +
    (device.node.routes.some(({ hops }) => hops.some(({ via }) => via && contains(held.prefix, via)))
      ? 1
      : 0);
  const sorted = members.toSorted((a, b) => score(a) - score(b) || b.held.origin.start - a.held.origin.start);
  return sorted[0];
}
