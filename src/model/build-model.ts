import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Statement, type Tree, valueOf } from '../syntax/tree.ts';
import { readAttributes } from './attributes.ts';
import { plugCables } from './cables.ts';
import { type Declared, declare, duplicate } from './declare.ts';
import { readExpectation } from './expectations.ts';
import { Findings, isReported } from './findings.ts';
import { type Device, deviceName, type Host, type Lab, type Node, nodesOf } from './lab.ts';
import { expandLoops } from './loops/expand-loops.ts';
import type { Mention } from './mentions.ts';
import { isLabName, labNameOf, labNameRule } from './names.ts';
import { readForward, readNats } from './nats.ts';
import { namePorts } from './port-names.ts';
import { expandRanges } from './ranges.ts';
import { reindexDevices, type Scope } from './references.ts';
import { resolveRouting } from './routes.ts';
import type { Place } from './routing-place.ts';
import { markUnsure } from './unsure.ts';

export interface Model {
  readonly lab: Lab;
  /** What could not be resolved. Where there is any, the lab is only as much as could be. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the names in the source stand for, in the order in which they were resolved. */
  readonly mentions: readonly Mention[];
  /** All that was found, by parts: what is declared and plugged, then what stands in each node, then the expectations. */
  readonly findings: Findings;
}

/**
 * Resolves a tree: names, cables, addresses, ports. `stem` is the file's name without its ending, which names
 * a lab that does not say; undefined for standard input, which then has to say `lab NAME` before it can be built.
 */
export function buildModel(tree: Tree, stem: string | undefined): Model {
  const findings = new Findings(tree.skipped);
  const statements = expandRanges(expandLoops(tree.statements, findings), findings);
  const name = labName(statements, stem, findings);
  const declared = declare(statements, findings);
  const { hosts } = declared;
  markUnsure(declared, tree, findings.lost);
  const scopeOf = (node: Node): Scope => ({ hosts, host: node.host });
  for (const { thing, statement } of declared.devices) readAttributes(thing, statement, findings);
  plugCables(declared.devices, scopeOf, findings);
  for (const host of hosts) nameAndCheckPorts(host, findings);
  for (const { node, statements: inside, devices } of declared.nodes) {
    findings.begin();
    readInside(node, inside, devices, findings);
  }
  findings.begin();
  const expectations = declared.expectations.flatMap(({ statement, host }) =>
    readExpectation(statement, { hosts, host }, findings),
  );
  return modelOf({ name, hosts, expectations }, findings);
}

export function modelOf(lab: Omit<Lab, 'completed'>, findings: Findings): Model {
  const { completed, diagnostics, mentions } = findings;
  return { lab: { ...lab, completed: completed.flat() }, diagnostics, mentions: mentions.all, findings };
}

/** What stands in a node besides its devices. */
export function readInside(
  node: Node,
  statements: readonly Statement[],
  devices: readonly Declared<Device>[],
  findings: Findings,
): void {
  readForward(node, statements);
  resolveRouting(node, placesIn(node, statements, devices), findings);
  readNats(node, statements, findings);
}

const routing: ReadonlySet<string> = new Set(['route', 'gw', 'rule', 'neigh']);

/** The statements about routing in a node: those that stand at a device, and those that do not. */
function placesIn(
  node: Node,
  statements: readonly Statement[],
  devices: readonly Declared<Device>[],
): readonly Place[] {
  const places: Place[] = [];
  let next = 0;
  for (const statement of statements) {
    // both are in the order of the source
    const at = devices[next]?.statement === statement ? devices[next++]?.thing : undefined;
    for (const one of at ? statement.children : [statement])
      if (routing.has(one.word.keyword)) places.push({ node, at, statement: one });
  }
  return places;
}

function labName(statements: readonly Statement[], stem: string | undefined, findings: Findings): string {
  const [first, second] = statements.filter(({ word }) => word.keyword === 'lab');
  const said = first && valueOf(first, 'name');
  if (second && first) {
    findings.error('duplicate-name', second.keyword, 'The lab has a name already.', {
      related: [{ span: first.keyword, message: 'first said here' }],
    });
  }
  if (said) findings.mentions.declare(said, 'lab', said);
  if (said && !isReported(said) && !isLabName(said.text)) {
    findings.error(
      'bad-name',
      said.span,
      `\`${said.text.slice(0, 40)}\` is no name of a lab: ${labNameRule}.`,
    );
  }
  return said && isLabName(said.text) ? said.text : labNameOf(stem ?? '');
}

function nameAndCheckPorts(host: Host, findings: Findings): void {
  namePorts(host);
  for (const node of nodesOf(host)) {
    reindexDevices(node);
    if (!node.devices.some(({ written }) => written === 'generated')) continue;
    const first = new Map<string, Device>();
    for (const device of node.devices) {
      if (device.name === '' || device.peer?.name === '' || device.peer?.node.name === '') continue;
      const known = first.get(device.name);
      if (!known) first.set(device.name, device);
      else if (device.written === 'generated' || known.written === 'generated') {
        const generated = device.written === 'generated' ? device : known;
        duplicate(
          findings,
          { text: device.name, span: generated.origin },
          `a device \`${deviceName(device)}\``,
          (generated === device ? known : device).origin,
        );
      }
    }
  }
}
