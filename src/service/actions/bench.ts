import type { Analysis } from '../../compile.ts';
import { type Network, networkOf } from '../../forwarding/network.ts';
import {
  type Device,
  type InterfaceAddress,
  type Lab,
  type NextHop,
  type Node,
  nodesOf,
  type Route,
} from '../../model/lab.ts';
import type { Statement, Tree } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import type { Again } from '../rename.ts';
import { statementsAt } from '../writing/statement-at.ts';

export interface Held {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

export interface Sending {
  readonly node: Node;
  readonly route: Route;
  readonly hop: NextHop;
}

/** An analysis and what remedies look up in it: what of the lab stands at a place of the source. */
export class Bench {
  readonly text: string;
  readonly tree: Tree;
  readonly lab: Lab;
  readonly nodes: readonly Node[];
  readonly network: Network;
  readonly analysis: Analysis;
  readonly again: Again;

  constructor(analysis: Analysis, again: Again) {
    const { source, tree, lab } = analysis;
    this.analysis = analysis;
    this.again = again;
    this.text = source.text;
    this.tree = tree;
    this.lab = lab;
    this.nodes = lab.hosts.flatMap(nodesOf);
    this.network = networkOf(lab);
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  lineOf({ start }: Span): number {
    return this.analysis.source.positionAt(start).line;
  }

  heldAt(span: Span): Held | undefined {
    for (const { devices } of this.nodes)
      for (const device of devices)
        for (const held of device.addresses) if (isSame(held.origin, span)) return { device, held };
    return undefined;
  }

  deviceAt(span: Span): Device | undefined {
    return this.nodes.flatMap(({ devices }) => devices).find(({ origin }) => isSame(origin, span));
  }

  sendingAt(span: Span): Sending | undefined {
    for (const node of this.nodes)
      for (const route of node.routes)
        for (const hop of route.hops) if (isSame(hop.origin, span)) return { node, route, hop };
    return undefined;
  }

  /** The node that is meant by the place of its name, of a device or address, or else the innermost around. */
  nodeAt(span: Span): Node | undefined {
    return (
      this.nodes.find(({ kind, origin }) => kind === 'ns' && isSame(origin, span)) ??
      this.nodes.find(({ kind, origin }) => kind === 'root' && isSame(origin, span)) ??
      (this.heldAt(span)?.device ?? this.deviceAt(span))?.node ??
      this.nodes.find(({ kind, drawing }) => kind === 'ns' && drawing.some((one) => covers(one, span))) ??
      this.nodes.find(
        ({ kind, host, origin }) =>
          kind === 'root' &&
          (host.name === undefined || this.statementOf(origin, ['host']) === this.around(span, ['host'])),
      )
    );
  }

  /** The innermost statement around a place with one of these words. */
  around({ start }: Span, keywords: readonly string[]): Statement | undefined {
    return statementsAt(this.tree, start).findLast(({ word }) => keywords.includes(word.keyword));
  }

  /** The statement that declares what has its name at a place. */
  statementOf({ start, end }: Span, keywords: readonly string[]): Statement | undefined {
    return statementsAt(this.tree, start).findLast(
      ({ word, values, keyword }) =>
        keywords.includes(word.keyword) &&
        (keyword.start === start ||
          (values.get('name')?.some(({ span }) => span.start === start && span.end === end) ?? false)),
    );
  }

  /** The statement of a device that is written. */
  drawingOf(device: Device): Statement | undefined {
    return device.written === 'written' ? this.statementOf(device.origin, [device.kind]) : undefined;
  }

  /** The `ns` statement of a namespace; the `host` around a root one, if any. */
  scopeOf(node: Node): Statement | undefined {
    if (node.kind === 'ns') return this.statementOf(node.origin, ['ns']);
    return node.host.name === undefined ? undefined : this.statementOf(node.host.origin, ['host']);
  }
}

export function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function covers(a: Span, b: Span): boolean {
  return a.start <= b.start && b.end <= a.end;
}
