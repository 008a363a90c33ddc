import { labId, macOf } from '../model/generated-mac.ts';
import type { Device, Lab, Node } from '../model/lab.ts';
import type { ChangedNode } from '../model/retake.ts';
import { Fib } from './fib.ts';
import { Segments } from './segments.ts';
import { Stack } from './stack.ts';

/** What the kernels of a lab derive from it: its layer-2 segments, each node's addresses, and its forwarding table. */
export class Network {
  readonly lab: Lab;
  readonly segments: Segments;
  readonly #stacks: Map<Node, Stack>;
  readonly #fibs: Map<Node, Fib>;

  /** `before`: the network of the version before, which is none any more: what its nodes know is what they know now. */
  constructor(lab: Lab, before?: Network) {
    this.lab = lab;
    this.segments = before?.segments ?? new Segments(lab);
    this.#stacks = before ? before.#stacks : new Map();
    this.#fibs = before ? before.#fibs : new Map();
  }

  /** Forgets what is known of a node that has other addresses or routes now; its links are the same. */
  forget({ node, had }: ChangedNode): void {
    this.#stacks.delete(node);
    this.#fibs.delete(node);
    for (const { device, addresses } of had) this.segments.forget(device, addresses);
  }

  stackOf(node: Node): Stack {
    let known = this.#stacks.get(node);
    if (!known) {
      known = new Stack(node, (device) => this.macOf(device));
      this.#stacks.set(node, known);
    }
    return known;
  }

  fibOf(node: Node): Fib {
    let known = this.#fibs.get(node);
    if (!known) {
      known = new Fib(node, this.stackOf(node));
      this.#fibs.set(node, known);
    }
    return known;
  }

  /** The MAC address of a device; undefined where the kernel makes one up. */
  macOf(device: Device): string | undefined {
    return macOf(device, labId(this.lab.name, device.node.host.name));
  }
}

/** Makes the network of a lab of that of the version before, where that was made. */
export function continueNetwork(lab: Lab, before: Lab, nodes: readonly ChangedNode[]): void {
  const known = cache.get(before);
  if (!known) return;
  cache.delete(before);
  const network = new Network(lab, known);
  for (const one of nodes) network.forget(one);
  cache.set(lab, network);
}

const cache = new WeakMap<Lab, Network>();

/** The network of a lab, made once: who asks of one analysis several times shares what is known. */
export function networkOf(lab: Lab): Network {
  const known = cache.get(lab) ?? new Network(lab);
  cache.set(lab, known);
  return known;
}
