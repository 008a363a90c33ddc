// What the static kernel says of the same lab, in the words of `kernel.ts`.

import { type Echo, echo, echoes } from '../../../src/forwarding/echo.ts';
import { type Answer, lookUp } from '../../../src/forwarding/look-up.ts';
import { mtuOf } from '../../../src/forwarding/mtu.ts';
import { Network } from '../../../src/forwarding/network.ts';
import { type Ending, type Trace, traces } from '../../../src/forwarding/trace.ts';
import { type Address, addressOf, isLinkLocal, type Prefix } from '../../../src/model/address.ts';
import { type Lab, type Node, nodeName, nodesOf } from '../../../src/model/lab.ts';
import { echoTo, type RouteGet } from './kernel.ts';

export interface ModelSays {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly targets: readonly Address[];
  /** Whether an address answers a node; undefined where the model does not know. */
  echo(node: string, to: Address): { readonly answered: boolean | undefined; readonly why: string };
  /** The ways that an echo request and its answer may take. */
  ways(node: string, to: Address): readonly EchoWay[];
  /** Where a request comes to; undefined where the model does not know. */
  arrivals(node: string, to: Address, size?: number): Arrivals | undefined;
  /** Look-ups for an address: without more, from an address of the node, and for what comes in from somebody. */
  lookUps(node: string, to: Address): readonly LookUp[];
  /** How large a packet to an address should be, if one is to be sent, so that its size matters. */
  sizeFor(node: string, to: Address): number | undefined;
}

export interface Arrivals {
  /** The nodes that it may come to, by their names. */
  readonly at: ReadonlySet<string>;
  /** It comes to one of them for sure. */
  readonly isSure: boolean;
}

/** What stands behind `ip route get`. */
export interface LookUp {
  readonly what: string;
  /** Whether the kernel may answer so; undefined where the model does not know. */
  agrees(really: RouteGet): boolean | undefined;
  readonly said: string;
}

/** One way of a request and its answer, with the look-ups of which each says whether it is the one that is taken. */
export interface EchoWay {
  readonly answered: boolean | undefined;
  /** Where the request comes to. */
  readonly at: string | undefined;
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly node: string;
  readonly what: string;
  isTaken(really: RouteGet): boolean;
}

export function askModel(lab: Lab): ModelSays {
  const network = new Network(lab);
  const all = lab.hosts.flatMap((host) => nodesOf(host));
  const nodes = new Map(
    all
      .filter(({ devices }) => devices.some(({ addresses }) => addresses.length > 0))
      .map((node) => [nodeName(node), node]),
  );
  const node = (name: string): Node => {
    const known = nodes.get(name);
    if (!known) throw new Error(`no node ${name}`);
    return known;
  };
  const targets = targetsOf([...nodes.values()]);
  const numbers = new Map([...nodes.keys(), ...targets.map(({ text }) => text)].map((one, i) => [one, i]));
  const number = (name: string, to: Address): number =>
    (numbers.get(name) ?? 0) * 7 + (numbers.get(to.text) ?? 0) * 3;
  const sizes = sizesIn(all);
  return {
    nodes,
    targets,
    echo: (name, to) => echo(network, node(name), to),
    ways: (name, to) => echoes(network, node(name), to).map(wayOf),
    arrivals: (name, to, size) =>
      arrivalsOf(traces(network, node(name), to, size === undefined ? {} : { size })),
    lookUps: (name, to) => lookUpsOf(network, node(name), to, targets, number(name, to)),
    sizeFor: (name, to) => {
      const seed = number(name, to);
      return sizes.length > 4 || seed % 4 === 0 ? sizes[seed % sizes.length] : undefined;
    },
  };
}

/** The sizes at which something changes: each MTU, what a device takes in beyond it, and one more than these. */
function sizesIn(nodes: readonly Node[]): readonly number[] {
  const mtus = nodes.flatMap(({ devices, routes }) => [
    ...devices.filter(({ kind }) => kind !== 'lo').map(mtuOf),
    ...routes.flatMap(({ mtu }) => mtu ?? []),
  ]);
  return [...new Set(mtus)].flatMap((mtu) => [mtu, mtu + 1, mtu + 4, mtu + 5]);
}

const unsure: ReadonlySet<Ending> = new Set(['leaves-the-lab', 'unknown', 'storm', 'broadcast']);

function arrivalsOf(found: readonly Trace[]): Arrivals | undefined {
  // a broadcast comes to everybody
  if (found.some(({ ending }) => unsure.has(ending))) return undefined;
  const delivered = found.filter(({ ending }) => ending === 'delivered');
  return {
    at: new Set(delivered.map(({ at }) => nodeName(at))),
    isSure: delivered.length === found.length,
  };
}

function wayOf({ answered, there, back }: Echo): EchoWay {
  const at = there.ending === 'delivered' ? nodeName(there.at) : undefined;
  return { answered, at, choices: [...choicesOf(there), ...(back ? choicesOf(back, there) : [])] };
}

/** The look-ups by which the kernel chooses among several next hops; `answered`: the way of what is answered. */
function choicesOf({ hops }: Trace, answered?: Trace): readonly Choice[] {
  const isAnycast = answered?.answer?.kind === 'local' && answered.answer.route.type === 'anycast';
  return hops.flatMap(({ node, iif, source, to, answer, out, nextHop }) => {
    if (answer.kind !== 'unicast' || answer.hops.length < 2) return [];
    const isSix = to.family === 'inet6';
    // `ip -6 route get … iif` asks for routes by that device alone (RT6_LOOKUP_F_IFACE); who is asked at an anycast
    // address answers from whichever address the way has
    if (isSix && (iif || isAnycast)) return [];
    const words = [echoTo(to.text)];
    if ((answered || iif) && source) words.push(`from ${source.text}`);
    if (iif) words.push(`iif ${iif.name}`);
    else if (isSix && answered?.iif) words.push(`oif ${answered.iif.name}`);
    const what = words.join(' ');
    const isTaken = ({ device, via }: RouteGet): boolean =>
      device === out?.name && (via ?? to.text) === nextHop?.text;
    return [{ node: nodeName(node), what, isTaken }];
  });
}

function lookUpsOf(
  network: Network,
  node: Node,
  to: Address,
  targets: readonly Address[],
  number: number,
): readonly LookUp[] {
  const plain = lookUp(network, node, to);
  const found: LookUp[] = [
    { what: echoTo(to.text), agrees: (really) => agree(plain, really), said: routeText(plain) },
  ];
  const some = <T>(list: readonly T[]): T | undefined => list[number % list.length];
  const own = some(
    node.devices
      .flatMap(({ addresses }) => addresses.map(({ address }) => address))
      .filter((address) => address.family === to.family && !isLinkLocal(address)),
  );
  if (own) {
    const answer = lookUp(network, node, to, { source: own });
    found.push({
      what: `${to.text} from ${own.text}`,
      agrees: (really) => agreeButForSource(answer, really),
      said: routeText(answer),
    });
  }
  const iif = some(node.devices.filter(({ kind, master }) => kind !== 'lo' && !master));
  const source = some(targets.filter(({ family }) => family === to.family));
  if (iif && source && to.family === 'inet') {
    const answer = lookUp(network, node, to, { source, iif });
    found.push({
      what: `${to.text} from ${source.text} iif ${iif.name}`,
      agrees: (really) => agreeOnInput(answer, really),
      said: routeText(answer),
    });
  }
  return found;
}

/** How `ip route get` puts what is no way at all. */
const refusals: Partial<Record<Answer['kind'], string>> = {
  'no-route': 'Network is unreachable',
  unreachable: 'No route to host',
  prohibit: 'Permission denied',
  blackhole: 'Invalid argument',
  invalid: 'Invalid argument',
};

function agree(answer: Answer, { kind, via, device, source }: RouteGet): boolean | undefined {
  switch (answer.kind) {
    case 'unknown':
      return undefined;
    case 'local':
    case 'broadcast':
    case 'multicast':
      return isKind(answer, kind) && device === answer.device.name && source === answer.source?.text;
    case 'unicast': {
      const way = answer.hops.find((hop) => hop.device.name === device && hop.via?.text === via);
      if (kind !== 'unicast' || !way) return false;
      return source === (way.source ?? answer.source)?.text;
    }
    case 'unreachable':
      // fib4_rule_action, fib6_rule_action: a rule says it in the words of a missing route
      return refusals[answer.route ? 'unreachable' : 'no-route'] === kind;
    default:
      return refusals[answer.kind] === kind;
  }
}

/** With `from`, ip(8) says no source. */
function agreeButForSource(answer: Answer, { kind, via, device }: RouteGet): boolean | undefined {
  switch (answer.kind) {
    case 'local':
    case 'broadcast':
    case 'multicast':
      return isKind(answer, kind) && device === answer.device.name;
    case 'unicast':
      return (
        kind === 'unicast' && answer.hops.some((hop) => hop.device.name === device && hop.via?.text === via)
      );
    default:
      return agree(answer, { kind, via, device, source: undefined });
  }
}

/** What comes in is taken at `lo`, whatever it is. */
function agreeOnInput(answer: Answer, really: RouteGet): boolean | undefined {
  switch (answer.kind) {
    case 'broadcast':
      return really.kind === 'broadcast';
    case 'not-forwarded':
      return really.kind === 'No route to host';
    case 'martian':
      // before 6.13 a source of the node's own is EXDEV or EINVAL
      return really.kind === 'Invalid argument' || really.kind === 'Invalid cross-device link';
    default:
      return agreeButForSource(answer, really);
  }
}

/** An anycast address is the node's own, too. */
function isKind(answer: Answer, kind: string): boolean {
  return kind === answer.kind || (kind === 'anycast' && answer.route?.type === 'anycast');
}

function routeText(answer: Answer): string {
  if (answer.kind === 'unicast') {
    const hops = answer.hops.map(({ via, device }) => `${via ? `via ${via.text} ` : ''}dev ${device.name}`);
    return `${hops.join(', ')} src ${(answer.hops[0]?.source ?? answer.source)?.text}`;
  }
  return 'device' in answer
    ? `${answer.kind} dev ${answer.device.name} src ${answer.source?.text}`
    : answer.kind;
}

/** Every address of the lab, and some that nobody has. */
function targetsOf(nodes: readonly Node[]): readonly Address[] {
  const held = nodes.flatMap(({ devices }) => devices.flatMap(({ addresses }) => addresses));
  const targets = new Map(held.map(({ address }) => [address.text, address]));
  for (const prefix of prefixesOf(held.map((one) => one.prefix)).slice(0, 4)) {
    for (const offset of prefix.family === 'inet' ? [14n] : [14n, 0n]) {
      const ghost = addressOf(prefix.family, prefix.network + offset);
      targets.set(ghost.text, ghost);
    }
  }
  for (const far of [addressOf('inet', 0xc0000201n), addressOf('inet6', (0x20010db8ffffn << 80n) + 1n)])
    if (held.some(({ address }) => address.family === far.family)) targets.set(far.text, far);
  return [...targets.values()].filter((address) => !isLinkLocal(address));
}

/** Those with room for an address that nobody has, and those that few have first: there more is wrong. */
function prefixesOf(held: readonly Prefix[]): readonly Prefix[] {
  const counts = new Map<string, { prefix: Prefix; count: number }>();
  for (const prefix of held) {
    const text = `${prefix.family} ${prefix.network}/${prefix.length}`;
    counts.set(text, { prefix, count: (counts.get(text)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .filter(({ prefix: { family, length } }) => length <= (family === 'inet' ? 29 : 120))
    .toSorted((a, b) => a.count - b.count)
    .map(({ prefix }) => prefix);
}
