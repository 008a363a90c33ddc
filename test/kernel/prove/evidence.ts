// What was seen of a lab on the kernel, as what a finding claims needs it.

import type { Diagnostic } from '../../../src/diagnostic/diagnostic.ts';
import { contains, parseAddress } from '../../../src/model/address.ts';
import {
  type Device,
  type InterfaceAddress,
  type Lab,
  type NextHop,
  type Node,
  nodeName,
  nodesOf,
  type Route,
} from '../../../src/model/lab.ts';
import type { Span } from '../../../src/text/span.ts';
import { echoTo, type KernelSays, pair, type RouteGet } from './kernel.ts';

/** `untried`: nothing of what was asked shows it, as where another step failed before. */
export type Verdict = 'there' | 'not there' | 'untried';

export interface Evidence {
  readonly lab: Lab;
  readonly finding: Diagnostic;
  readonly kernel: KernelSays;
}

/** With `all`, each of these pings has to be lost; with `some`, one of them. */
export function verdictOf(answered: readonly boolean[], which: 'all' | 'some'): Verdict {
  if (answered.length === 0) return 'untried';
  const isThere = which === 'all' ? !answered.includes(true) : answered.includes(false);
  return isThere ? 'there' : 'not there';
}

export function nodesIn(lab: Lab): readonly Node[] {
  return lab.hosts.flatMap((host) => nodesOf(host));
}

export function isAt(finding: Diagnostic, origin: Span): boolean {
  const spans = [finding.span, ...(finding.related ?? []).map(({ span }) => span)];
  return spans.some(({ start, end }) => start === origin.start && end === origin.end);
}

export interface Use {
  readonly node: Node;
  readonly route: Route;
  readonly hop: NextHop;
}

export function usesIn({ lab, finding }: Evidence): readonly Use[] {
  return nodesIn(lab).flatMap((node) =>
    node.routes.flatMap((route) =>
      route.hops.filter((hop) => isAt(finding, hop.origin)).map((hop) => ({ node, route, hop })),
    ),
  );
}

/** Where a node sends what to each address. */
export function waysOf(
  kernel: KernelSays,
  node: Node,
): readonly { readonly to: string; readonly way: RouteGet }[] {
  const start = `${nodeName(node)} `;
  return [...kernel.lookUps]
    .filter(([key]) => key.startsWith(start))
    .map(([key, way]) => ({ key, to: key.slice(start.length).split(' ')[0] ?? '', way }))
    .filter(({ key, to }) => key === pair(nodeName(node), echoTo(to)));
}

/** Whether each ping from a node was answered that the kernel sends that way. */
export function replies(
  { kernel }: Evidence,
  node: Node,
  isSo: (way: RouteGet, to: string) => boolean,
): readonly boolean[] {
  return waysOf(kernel, node)
    .filter(({ way, to }) => isSo(way, to))
    .map(({ to }) => isAnswered(kernel, pair(nodeName(node), to)));
}

/** A host that knows IPv6 next hops not to answer takes another route later; what it sent before is lost. */
export function isAnswered({ answered, late }: KernelSays, key: string): boolean {
  return answered.has(key) && !(key.includes(':') && late.has(key));
}

/** Whether a node takes an address as its own: of IPv4 all that the prefixes of its loopback device cover. */
export function takes(node: Node, address: string): boolean {
  const prefixes = node.devices
    .filter(({ kind }) => kind === 'lo')
    .flatMap(({ addresses }) => addresses.map(({ prefix }) => prefix));
  const parsed = parseAddress(address);
  return (
    ownOf(node).has(address) ||
    (parsed?.family === 'inet' && prefixes.some((prefix) => contains(prefix, parsed)))
  );
}

export function ownOf({ devices }: Node): ReadonlySet<string> {
  return new Set(devices.flatMap(({ addresses }) => addresses.map(({ address }) => address.text)));
}

export interface Held {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

/** The addresses that a finding names, the one that it underlines first. */
export function heldAt({ lab, finding }: Evidence): readonly Held[] {
  const isFirst = ({ held }: Held): boolean => held.origin.start === finding.span.start;
  return nodesIn(lab)
    .flatMap(({ devices }) => devices)
    .flatMap((device) => device.addresses.map((held) => ({ device, held })))
    .filter(({ held }) => isAt(finding, held.origin))
    .toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}
