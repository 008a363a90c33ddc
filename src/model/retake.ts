import { type Name, type Statement, type Tree, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { readAttributes } from './attributes.ts';
import { type Model, modelOf, readInside } from './build-model.ts';
import { type Declared, isDevice, newDevice, newNode } from './declare.ts';
import { readExpectation } from './expectations.ts';
import { Findings } from './findings.ts';
import type { CompletedAddress, Device, InterfaceAddress, Node } from './lab.ts';
import type { Said } from './mentions.ts';

/** The statements of the top level that are no more, and those that stand in their place. */
export interface Changed {
  readonly removed: readonly Statement[];
  readonly added: readonly Statement[];
}

/** A node that is another now, and the addresses that it had. */
export interface ChangedNode {
  readonly node: Node;
  readonly had: readonly { readonly device: Device; readonly addresses: readonly InterfaceAddress[] }[];
}

export interface Retaken {
  readonly model: Model;
  readonly nodes: readonly ChangedNode[];
}

/**
 * The model of a lab of which little has changed, made of that of the version before, which is none any more: only
 * what stands inside of namespaces, and the expectations, are read again. The outcome is what `buildModel` gives. Nothing
 * where more has changed, such as a name or a cable, or where something cannot be resolved; then all is to be built.
 *
 * The places of all that has not changed are those of the statements, which have been moved.
 */
export function retake(before: Model, tree: Tree, { removed, added }: Changed): Retaken | undefined {
  const { lab, findings: known } = before;
  const [host] = lab.hosts;
  const [first] = tree.statements;
  if (!host || !first || host.name !== undefined || lab.hosts.length > 1) return undefined;
  // ranges and loops are expanded first
  if (!added.every(({ plain }) => plain)) return undefined;
  const changes = changesOf(removed, added, host.namespaces);
  if (!changes) return undefined;
  const findings = new Findings(new Set());
  place(host, first.span);
  place(host.root, first.span);
  const nodes: ChangedNode[] = [];
  for (const change of changes) {
    const count = change.node.devices.length;
    moveNames(change, known);
    findings.begin();
    nodes.push(readAgain(change, findings));
    if (change.node.devices.length !== count) return undefined;
    // the first part is what is declared, the second the root namespace's
    const part = host.namespaces.indexOf(change.node) + 2;
    replacePart(known, part, findings);
  }
  findings.begin();
  const expectations = tree.statements
    .filter(isExpectation)
    .flatMap((statement) => readExpectation(statement, { hosts: lab.hosts, host: undefined }, findings));
  if (findings.diagnostics.length > 0) return undefined;
  replacePart(known, known.completed.length - 1, findings);
  for (const { cuts } of known.mentions.parts)
    for (const { span, of, from } of cuts) {
      const start = of.start + from;
      write(span, { start, end: start + span.end - span.start });
    }
  return { model: modelOf({ name: lab.name, hosts: lab.hosts, expectations }, known), nodes };
}

/** What was found last takes the place of what was found of a part before. */
function replacePart(known: Findings, part: number, { completed, mentions }: Findings): void {
  const last = completed.length - 1;
  known.completed[part] = completed[last] as CompletedAddress[];
  known.mentions.parts[part] = mentions.parts[last] as Said;
}

interface Change {
  readonly node: Node;
  readonly old: Statement;
  readonly now: Statement;
}

/** The namespaces that have changed inside alone; undefined where something else has. */
function changesOf(
  removed: readonly Statement[],
  added: readonly Statement[],
  namespaces: readonly Node[],
): readonly Change[] | undefined {
  const olds = removed.filter((one) => !isExpectation(one));
  const nows = added.filter((one) => !isExpectation(one));
  if (olds.length !== nows.length) return undefined;
  const changes: Change[] = [];
  for (const [index, old] of olds.entries()) {
    const now = nows[index] as Statement;
    const node = namespaces.find(({ drawing }) => drawing[0] === old.span);
    const known = outline(old);
    if (!node || !isSound(node) || known === undefined || known !== outline(now)) return undefined;
    changes.push({ node, old, now });
  }
  return changes;
}

function isExpectation({ word }: Statement): boolean {
  return word.keyword === 'expect';
}

/** It has the devices that its statement says, and each could be read. */
function isSound({ devices, unsure, damaged }: Node): boolean {
  return !unsure && !damaged && devices.every(({ written, loose }) => written !== 'implied' && !loose);
}

/** Attributes of a device that others know of, or that tell what its link can. */
const felt: readonly string[] = ['->', 'master', 'port', 'mtu', 'mac', 'up'];

/** What of a namespace others may have to do with; undefined where that cannot be said. */
function outline(statement: Statement): string | undefined {
  const devices = devicesIn(statement);
  if (statement.word.keyword !== 'ns' || devices.filter(isLoopback).length > 1) return undefined;
  return JSON.stringify([
    texts(statement),
    ...devices.map((one) => [said(one), ...one.children.filter(isFelt).map(said)]),
  ]);
}

function isFelt({ word }: Statement): boolean {
  return felt.includes(word.keyword);
}

function isLoopback({ word }: Statement): boolean {
  return word.keyword === 'lo';
}

function said(statement: Statement): readonly string[] {
  return [statement.word.keyword, ...texts(statement)];
}

function texts({ values }: Statement): readonly string[] {
  return [...values.values()].flat().map(({ text }) => text);
}

function devicesIn({ children }: Statement): readonly Statement[] {
  return children.filter(isDevice);
}

/** What is known of the names in a namespace that others may have to do with is said of where they stand now. */
function moveNames({ node, old, now }: Change, { mentions }: Findings): void {
  const moved = new Map<Span, Span>();
  for (const [index, name] of namesIn(old).entries()) moved.set(name, namesIn(now)[index] as Span);
  const { start, end } = old.span;
  const [declared] = mentions.parts;
  for (const mention of declared?.mentions ?? []) {
    if (mention.span.start < start || mention.span.start >= end) continue;
    const to = moved.get(mention.span);
    if (to) (mention as { span: Span }).span = to;
  }
  for (const cut of declared?.cuts ?? []) cut.of = moved.get(cut.of) ?? cut.of;
  for (const { peer } of node.devices) {
    const to = peer && moved.get(peer.origin);
    if (to) place(peer, to);
  }
}

/** The places of such names, in an order that both statements have. */
function namesIn(statement: Statement): readonly Span[] {
  const own = ({ values }: Statement): readonly Name[] => [...values.values()].flat();
  const devices = devicesIn(statement).flatMap((one) => [
    ...(isLoopback(one) ? [one.keyword] : []),
    ...[one, ...one.children.filter(isFelt)].flatMap(own).map(({ span }) => span),
  ]);
  return [...own(statement).map(({ span }) => span), ...devices];
}

/** Reads anew what stands inside of a namespace. */
function readAgain({ node, now }: Change, findings: Findings): ChangedNode {
  const own = node.devices.filter(({ written }) => written === 'written');
  const declared: Declared<Device>[] = devicesIn(now).map((statement, index) => ({
    thing: own[index] as Device,
    statement,
  }));
  const had = own.map((device) => ({ device, addresses: device.addresses }));
  // all but the devices, which others refer to
  const { devices: _, ...empty } = newNode(node.kind, node.name, node.host, placeOf(now), [now.span]);
  write(node, empty);
  for (const { thing, statement } of declared) {
    // all but the other end and the bridge, which are the same
    const { peer, master, ...bare } = newDevice(thing.kind, thing.name, node, placeOf(statement));
    write(thing, bare);
    readAttributes(thing, statement, findings);
  }
  readInside(node, now.children, declared, findings);
  return { node, had };
}

/** Where the name of what a statement makes stands. */
function placeOf(statement: Statement): Span {
  return isLoopback(statement) ? statement.keyword : (valueOf(statement, 'name') as Name).span;
}

function place(thing: { readonly origin: Span }, origin: Span): void {
  write(thing, { origin });
}

/** Changes what nobody else may: the lab of the version before is this one now. */
function write<T extends object>(thing: T, is: Partial<T>): void {
  Object.assign(thing, is);
}
