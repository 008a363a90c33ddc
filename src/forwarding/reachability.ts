import type { Family } from '../model/address.ts';
import { countedAddresses } from '../model/expectations.ts';
import { type Lab, type Node, nodeName, type Target } from '../model/lab.ts';
import { type Asked, ask } from './ask.ts';
import { allNodes, likeNodes } from './likeness.ts';
import type { Network } from './network.ts';
import { Outcomes } from './outcomes.ts';

/** Whether every node of a lab reaches every other, each kind of pair asked once. */
export class Reachability {
  /** The nodes that have an address that counts, alike ones together. */
  readonly groups: readonly (readonly Node[])[];
  /** In which of them a node is. */
  readonly groupOf: ReadonlyMap<Node, number>;
  readonly #network: Network;
  readonly #outcomes: Readonly<Record<Family, Outcomes>>;
  readonly #targets = new Map<Node, Target>();
  readonly #places = new Map<Node, Readonly<Record<Family, readonly number[]>>>();
  /** By the group of the sender and that of the target. */
  readonly #known: (boolean | undefined | null)[][] = [];

  constructor(network: Network) {
    this.#network = network;
    this.groups = likeNodes(network, askedNodes(network.lab));
    const inGroups = new Set(this.groups.flatMap((group) => group.slice(2)));
    const nodes = allNodes(network.lab).filter((node) => !inGroups.has(node));
    this.#outcomes = {
      inet: new Outcomes(network, nodes, 'inet'),
      inet6: new Outcomes(network, nodes, 'inet6'),
    };
    this.groupOf = new Map(
      this.groups.flatMap((group, index) => group.map((node): [Node, number] => [node, index])),
    );
  }

  /** As `ask` says it; null where the two have no family in common, and for a node to itself. */
  reaches(from: Node, to: Node): boolean | undefined | null {
    if (from === to) return null;
    const [one, other] = [this.groupOf.get(from) ?? 0, this.groupOf.get(to) ?? 0];
    const known = this.#known[one] ?? [];
    this.#known[one] = known;
    if (!(other in known)) {
      const [sender, second] = this.groups[one] as readonly [Node, Node];
      const [first] = this.groups[other] as readonly [Node];
      known[other] = this.#find(one === other ? second : sender, first);
    }
    return known[other];
  }

  /** Two of a group, or of two groups, in full: why, and by which way. */
  ask(from: Node, to: Node): Asked {
    return ask(this.#network, from, this.#targetOf(to));
  }

  #targetOf(node: Node): Target {
    const known = this.#targets.get(node) ?? targetOf(node);
    this.#targets.set(node, known);
    return known;
  }

  #find(from: Node, to: Node): boolean | undefined | null {
    let all: boolean | undefined | null = true;
    let isAsked = false;
    for (const family of families) {
      if (this.#placesOf(from)[family].length === 0) continue;
      for (const place of this.#placesOf(to)[family]) {
        const answer = this.#outcomes[family].answered(from, place);
        if (answer === false) return false;
        if (all !== null && answer !== true) all = answer;
        isAsked = true;
      }
    }
    if (!isAsked) return null;
    return all === null ? this.ask(from, to).reaches : all;
  }

  #placesOf(node: Node): Readonly<Record<Family, readonly number[]>> {
    const known = this.#places.get(node);
    if (known) return known;
    const { addresses } = this.#targetOf(node);
    const places = (family: Family): readonly number[] =>
      addresses.filter((one) => one.family === family).map((one) => this.#outcomes[family].placeOf(one));
    const found = { inet: places('inet'), inet6: places('inet6') };
    this.#places.set(node, found);
    return found;
  }
}

const families: readonly Family[] = ['inet', 'inet6'];

/** Every node that has an address that counts, in the order of the lab. */
function askedNodes(lab: Lab): readonly Node[] {
  return allNodes(lab).filter((node) => countedAddresses(node).length > 0);
}

function targetOf(node: Node): Target {
  return { text: nodeName(node), node, addresses: countedAddresses(node) };
}
