import { labId, macOf } from '../model/generated-mac.ts';
import type { Device, Lab, Node } from '../model/lab.ts';
import { Fib } from './fib.ts';
import { Segments } from './segments.ts';
import { Stack } from './stack.ts';

/** What the kernels of a lab derive from it: its layer-2 segments, each node's addresses, and its forwarding table. */
export class Network {
  readonly lab: Lab;
  readonly segments: Segments;
  readonly #stacks = new Map<Node, Stack>();
  readonly #fibs = new Map<Node, Fib>();

  constructor(lab: Lab) {
    this.lab = lab;
    this.segments = new Segments(lab);
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

const cache = new WeakMap<Lab, Network>();

/** The network of a lab, made once: who asks of one analysis several times shares what is known. */
export function networkOf(lab: Lab): Network {
  const known = cache.get(lab) ?? new Network(lab);
  cache.set(lab, known);
  return known;
}
