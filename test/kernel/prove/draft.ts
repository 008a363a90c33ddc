// A lab as the generator plans it, before it is text: loose enough to hold any mistake.

export interface Draft {
  readonly nodes: DraftNode[];
  readonly segments: DraftSegment[];
  /** What is said at the end, behind everything else. */
  readonly expectations: string[];
}

export interface DraftNode {
  readonly name: string;
  /** A namespace that only holds a bridge. */
  readonly isSwitch?: boolean;
  forward: '' | 'forward' | 'forward inet' | 'forward inet6';
  readonly devices: DraftDevice[];
  /** Routes, neighbours, rules, nats. */
  readonly lines: string[];
}

export interface DraftDevice {
  readonly name: string;
  readonly kind: 'veth' | 'bridge' | 'lo' | 'uplink';
  /** Where its cable ends, as the text says it; nothing where the far end says it. */
  cable?: string;
  readonly ips: string[];
  /** `mac …`, `mtu …`, `master …`. */
  readonly words: string[];
}

/** A network that was planned: who is on it, and with which prefixes. */
export interface DraftSegment {
  readonly members: Member[];
  readonly inet: Subnet | undefined;
  readonly inet6: Subnet | undefined;
}

export interface Member {
  readonly node: DraftNode;
  readonly device: DraftDevice;
}

export type DraftFamily = 'inet' | 'inet6';

/** A prefix, and the addresses that its members get, in turn. */
export interface Subnet {
  readonly prefix: string;
  readonly length: number;
  readonly host: (index: number) => string;
}

/** The draft as a lab file, a statement a line as far as it can be, so that a shrinker may take lines away. */
export function textOf(draft: Draft): string {
  const lines = draft.nodes.flatMap((node) => {
    const inside = [
      ...(node.forward ? [node.forward] : []),
      ...node.devices.map(deviceText),
      ...node.lines.map(routeText),
    ];
    if (node.name === 'root') return inside;
    return [`ns ${node.name} <`, ...inside.map((line) => `  ${line}`), '>'];
  });
  return `${[...lines, ...draft.expectations].join('\n')}\n`;
}

/** The `mtu` of a route stands in its block, and that behind everything else. */
function routeText(line: string): string {
  return line.replace(/ mtu=(\d+)(.*)/, '$2 < mtu $1 >').replace(/ mtu=\d+/g, '');
}

function deviceText({ kind, name, cable, ips, words }: DraftDevice): string {
  return [
    kind === 'lo' ? 'lo' : `${kind} ${name}`,
    ...(cable ? [`-> ${cable}`] : []),
    ...words,
    ...(ips.length > 0 ? [`ip ${ips.join(', ')}`] : []),
  ].join(' ');
}
