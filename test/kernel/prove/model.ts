// What the static kernel says of the same lab, in the words of `kernel.ts`.

import { echo } from '../../../src/forwarding/echo.ts';
import { type Answer, lookUp } from '../../../src/forwarding/look-up.ts';
import { Network } from '../../../src/forwarding/network.ts';
import { type Address, addressOf, isLinkLocal } from '../../../src/model/address.ts';
import { type Lab, type Node, nodeName, nodesOf } from '../../../src/model/lab.ts';
import type { RouteGet } from './kernel.ts';

export interface ModelSays {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly targets: readonly Address[];
  /** Whether an address answers a node; undefined where the model does not know. */
  echo(node: string, to: Address): { readonly answered: boolean | undefined; readonly why: string };
  /** Whether the kernel may go that way; undefined where the model does not know. */
  agrees(node: string, to: Address, really: RouteGet): boolean | undefined;
  route(node: string, to: Address): string;
}

export function askModel(lab: Lab): ModelSays {
  const network = new Network(lab);
  const nodes = new Map(
    lab.hosts
      .flatMap((host) => nodesOf(host))
      .filter(({ devices }) => devices.some(({ addresses }) => addresses.length > 0))
      .map((node) => [nodeName(node), node]),
  );
  const node = (name: string): Node => {
    const known = nodes.get(name);
    if (!known) throw new Error(`no node ${name}`);
    return known;
  };
  return {
    nodes,
    targets: targetsOf([...nodes.values()]),
    echo: (name, to) => echo(network, node(name), to),
    agrees: (name, to, really) => agree(lookUp(network, node(name), to), really),
    route: (name, to) => routeText(lookUp(network, node(name), to)),
  };
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
      // of several ways, the first is the one that a source is said of
      return source === (way.source ?? answer.source)?.text || answer.hops.length > 1;
    }
    default:
      return refusals[answer.kind] === kind;
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
  for (const { prefix } of held.slice(0, 4)) {
    if (prefix.length > (prefix.family === 'inet' ? 29 : 120)) continue;
    for (const offset of prefix.family === 'inet' ? [14n] : [14n, 0n]) {
      const ghost = addressOf(prefix.family, prefix.network + offset);
      targets.set(ghost.text, ghost);
    }
  }
  for (const far of [addressOf('inet', 0xc0000201n), addressOf('inet6', (0x20010db8ffffn << 80n) + 1n)])
    if (held.some(({ address }) => address.family === far.family)) targets.set(far.text, far);
  return [...targets.values()].filter((address) => !isLinkLocal(address));
}
