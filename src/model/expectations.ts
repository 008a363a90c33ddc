import { toWrite } from '../diagnostic/advice.ts';
import { childOf, type Name, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import { type Address, type Family, isLinkLocal, isLoopback, parseAddress } from './address.ts';
import { type Findings, isReported } from './findings.ts';
import type { Expectation, Host, Node, Target } from './lab.ts';
import { nodeName } from './lab.ts';
import { addLoopback, findDevice, namesOfDevices, resolveNode, type Scope, unknown } from './references.ts';

/** Resolves an `expect` statement; none where nothing can be tested. */
export function readExpectation(
  statement: Statement,
  scope: Scope,
  findings: Findings,
): readonly Expectation[] {
  const fromName = valueOf(statement, 'from');
  const kind = childOf(statement, 'cannot') ? 'cannot' : 'reaches';
  const verb = childOf(statement, 'cannot') ?? childOf(statement, 'reaches') ?? childOf(statement, 'reach');
  const toName = verb && valueOf(verb, 'target');
  if (!fromName || !toName || isReported(fromName) || isReported(toName)) {
    if (fromName && fromName.text !== 'all') oneNode(fromName, scope, findings.quiet());
    return [];
  }
  if (childOf(statement, 'cannot') && (childOf(statement, 'reaches') ?? childOf(statement, 'reach'))) {
    findings.error(
      'bad-expectation',
      statement.keyword,
      'An expectation says `reaches` or `cannot reach`, not both.',
    );
    return [];
  }
  const before = findings.diagnostics.length;
  const froms = fromName.text === 'all' ? allNodes(scope) : oneNode(fromName, scope, findings);
  // the `cannot` may be what is missing, so nothing else is said of it; nor of `expect cannot reach b`, which lacks its node
  if (froms.length > 0) checkNumber(statement, fromName, findings);
  const tos =
    toName.text === 'all'
      ? allNodes(scope).map((node) => targetOf(node, nodeName(node)))
      : oneTarget(toName, scope, findings);
  const via = readVia(statement, kind, scope, findings);
  if (findings.diagnostics.length > before) return [];
  const several = fromName.text === 'all' || toName.text === 'all';
  return [{ kind, from: froms, to: tos, several, via, origin: statement.keyword }];
}

/** One node `reaches`; `all` of them `reach`. */
function checkNumber(statement: Statement, from: Name, findings: Findings): void {
  const reach = childOf(statement, 'reach');
  // `can reach` is one mistake
  if (!reach || statement.damaged || from.text === 'all') return;
  const said = toWrite('reaches');
  findings.error(
    'bad-expectation',
    reach.keyword,
    'A node `reaches`; `reach` stands behind `all` or `cannot`.',
    {
      ...said,
      fix: { title: said.help, edits: [{ span: reach.keyword, text: 'reaches' }] },
    },
  );
}

/** What of a target a node can send to: the addresses in the families that it has itself. */
export function commonAddresses(from: Node, to: Target): readonly Address[] {
  const families = familiesOf(from);
  return to.addresses.filter(({ family }) => families.has(family));
}

/** Every namespace that has an address that counts; a root namespace only when it is named. */
function allNodes({ hosts, host }: Scope): readonly Node[] {
  const inScope: readonly Host[] = host ? [host] : hosts;
  return inScope.flatMap(({ namespaces }) => namespaces.filter((node) => countedAddresses(node).length > 0));
}

export function oneNode(name: Name, scope: Scope, findings: Findings): readonly Node[] {
  const node = resolveNode(name, name.text, scope, findings);
  return node ? [node] : [];
}

/** A node, `NODE:DEVICE`, or an address. */
export function oneTarget(name: Name, scope: Scope, findings: Findings): readonly Target[] {
  const { text } = name;
  const address = parseAddress(text);
  if (address) return [{ text: address.text, node: undefined, addresses: [address] }];
  if (/^[\d.]+(\/\d+)?$/.test(text) || /^(?=.*:.*:)[0-9a-f:]*(\/\d+)?$/i.test(text)) {
    findings.error('bad-address', name.span, `\`${text}\` is no IP address that can be pinged.`, {
      help: 'write an address without a length',
    });
    return [];
  }
  const colon = text.indexOf(':');
  if (colon < 0) {
    const node = resolveNode(name, text, scope, findings);
    return node ? [targetOf(node, text)] : [];
  }
  const node = resolveNode(name, text.slice(0, colon), scope, findings);
  if (!node) return [];
  const own = text.slice(colon + 1);
  const device = findDevice(node, own) ?? (own === 'lo' ? addLoopback(node, name.span) : undefined);
  if (!device) {
    unknown(
      findings,
      { ...name, text: text.slice(colon + 1) },
      { what: 'device', where: `in ${nodeName(node)}` },
      namesOfDevices(node),
    );
    return [];
  }
  findings.mentions.refer(name, 'device', device, 'device');
  return [{ text, node, addresses: counted(device.addresses.map((one) => one.address)) }];
}

function readVia(
  statement: Statement,
  kind: Expectation['kind'],
  scope: Scope,
  findings: Findings,
): readonly Node[] | undefined {
  const via = childOf(statement, 'via');
  if (!via) return undefined;
  if (kind === 'cannot') {
    findings.error(
      'bad-expectation',
      via.keyword,
      'What does not arrive has no way: `via` stands behind `reaches` alone.',
    );
    return undefined;
  }
  return valuesOf(via, 'nodes').flatMap((name) => oneNode(name, scope, findings));
}

function targetOf(node: Node, text: string): Target {
  return { text, node, addresses: countedAddresses(node) };
}

/** The addresses of a node that an expectation is about: loopback and link-local ones aside. */
export function countedAddresses(node: Node): readonly Address[] {
  return counted(node.devices.flatMap((device) => device.addresses.map(({ address }) => address)));
}

function counted(addresses: readonly Address[]): readonly Address[] {
  return addresses.filter(isCounted);
}

/** Whether an address is one that others can reach its node by. */
export function isCounted(address: Address): boolean {
  return !isLoopback(address) && !isLinkLocal(address);
}

/** The families that a node has addresses of that count. */
export function familiesOf(node: Node): ReadonlySet<Family> {
  return new Set(countedAddresses(node).map(({ family }) => family));
}
