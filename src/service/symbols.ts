import type { Analysis } from '../compile.ts';
import { type Device, deviceName } from '../model/lab.ts';
import { childOf, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { namesOf } from './names.ts';

type SymbolKind = 'lab' | 'host' | 'namespace' | 'bridge' | 'veth' | 'lo' | 'uplink' | 'loop';

/** Something that the file draws, as its statement is written: a range or a loop is one symbol. */
export interface DocumentSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Where a cable ends, or the other ends of a bridge's cables. */
  readonly detail: string;
  readonly span: Span;
  /** Its name. */
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

const kinds: Readonly<Record<string, SymbolKind>> = {
  lab: 'lab',
  host: 'host',
  ns: 'namespace',
  bridge: 'bridge',
  veth: 'veth',
  lo: 'lo',
  uplink: 'uplink',
  for: 'loop',
};

/** The outline of a file: hosts, the namespaces on them, the devices in those. */
export function documentSymbols(analysis: Analysis): readonly DocumentSymbol[] {
  const far = new FarEnds(analysis);
  return analysis.tree.statements.flatMap((statement) => symbolsOf(statement, analysis, far));
}

function symbolsOf(statement: Statement, analysis: Analysis, far: FarEnds): readonly DocumentSymbol[] {
  const { word, keyword, span, children } = statement;
  const kind = kinds[word.keyword];
  if (!kind) return [];
  const inside = children.flatMap((child) => symbolsOf(child, analysis, far));
  // a loop that draws nothing, such as one of routes
  if (kind === 'loop' && inside.length === 0) return [];
  const named = valueOf(statement, kind === 'loop' ? 'variable' : 'name');
  const values = valuesOf(statement, 'values').map(({ text }) => text);
  const own = kind === 'lo' ? 'lo' : named?.text;
  if (!own) return inside;
  return [
    {
      kind,
      name: kind === 'loop' ? `for ${own} in ${values.join(', ')}` : own,
      detail: far.of(statement, kind),
      span,
      nameSpan: named?.span ?? keyword,
      children: inside,
    },
  ];
}

/** More of a bridge's cables are counted, not listed. */
const mostEnds = 3;

/** What is at the other ends of cables, by the statement of the one end. */
class FarEnds {
  readonly #analysis: Analysis;
  readonly #ports = new Map<Device, Device[]>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
    for (const { root, namespaces } of analysis.lab.hosts)
      for (const { devices } of [root, ...namespaces])
        for (const device of devices) {
          if (!device.master) continue;
          const ports = this.#ports.get(device.master);
          if (ports) ports.push(device);
          else this.#ports.set(device.master, [device]);
        }
  }

  of(statement: Statement, kind: SymbolKind): string {
    const arrow = kind === 'veth' ? childOf(statement, '->') : undefined;
    const written = arrow && valueOf(arrow, 'end');
    if (written) return `-> ${written.text}`;
    const name = valueOf(statement, 'name');
    if (!name || (kind !== 'veth' && kind !== 'bridge')) return '';
    const ends = this.#devicesAt(name.span).flatMap((device) =>
      kind === 'veth' ? device : (this.#ports.get(device) ?? []),
    );
    const others = ends.flatMap(({ peer }) =>
      peer ? [peer.written === 'generated' && peer.master ? peer.master : peer] : [],
    );
    if (others.length === 0) return '';
    const names = others.slice(0, mostEnds).map(deviceName).join(', ');
    return `-> ${names}${others.length > mostEnds ? ` and ${others.length - mostEnds} more` : ''}`;
  }

  /** The devices that a statement declares: in a range or a loop, one a copy. */
  #devicesAt({ start }: Span): readonly Device[] {
    const { places } = namesOf(this.#analysis);
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.span.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const mentions = places[low]?.span.start === start ? (places[low]?.mentions ?? []) : [];
    return mentions.flatMap((one) => (one.sort === 'device' && one.isDeclaration ? [one.thing] : []));
  }
}
