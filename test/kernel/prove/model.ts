// What the static kernel says of the same lab, in the words of `kernel.ts`.

import { Network } from '../../../src/forwarding/network.ts';
import { walk } from '../../../src/forwarding/walk.ts';
import { type Address, addressOf, isLinkLocal } from '../../../src/model/address.ts';
import { type Lab, type Node, nodeName, nodesOf } from '../../../src/model/lab.ts';

export interface ModelSays {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly targets: readonly Address[];
  echo(node: string, to: Address): { answered: boolean | undefined; why: string };
}

export function askModel(lab: Lab): ModelSays {
  const network = new Network(lab);
  const nodes = new Map(
    lab.hosts
      .flatMap((host) => nodesOf(host))
      .filter(({ devices }) => devices.some(({ addresses }) => addresses.length > 0))
      .map((node) => [nodeName(node), node]),
  );
  return {
    nodes,
    targets: targetsOf([...nodes.values()]),
    echo(name, to) {
      const node = nodes.get(name);
      if (!node) throw new Error(`no node ${name}`);
      const there = walk(network, node, to);
      return { answered: there.end === 'delivered', why: there.end };
    },
  };
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
