import type { Lab, Node } from '../model/lab.ts';
import { Fib } from './fib.ts';
import { Segments } from './segments.ts';

/** What the kernels of a lab derive from it: its layer-2 segments, and each node's forwarding table. */
export class Network {
  readonly lab: Lab;
  readonly segments: Segments;
  readonly #fibs = new Map<Node, Fib>();

  constructor(lab: Lab) {
    this.lab = lab;
    this.segments = new Segments(lab);
  }

  fibOf(node: Node): Fib {
    const known = this.#fibs.get(node) ?? new Fib(node);
    this.#fibs.set(node, known);
    return known;
  }
}
