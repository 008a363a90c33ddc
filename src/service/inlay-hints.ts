import type { Analysis } from '../compile.ts';
import { type Device, deviceName, nodesOf } from '../model/lab.ts';
import { childOf, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

export interface InlayHint {
  readonly kind: 'address' | 'port' | 'end';
  /** It stands behind what is there. */
  readonly offset: number;
  readonly text: string;
}

/** More values than this of what a loop or a range copies are not shown. */
const mostCopies = 3;

/** What a stretch of the text does not say: completed addresses, names of ports that netgen makes, the other ends of cables. */
export function inlayHints({ lab, tree }: Analysis, span: Span): readonly InlayHint[] {
  const hints = new Hints(span);
  for (const { address, origin } of lab.completed) hints.add('address', '= ', address.text, origin);
  const said = new Set(whatIsSaid(tree.statements, span));
  for (const { devices } of lab.hosts.flatMap(nodesOf))
    for (const device of devices) {
      const { origin, peer, written, master, name } = device;
      if (!peer || said.has(origin.start)) continue;
      // the place of a port is what is behind the `->` that made it
      if (written === 'generated' && master) hints.add('port', 'port ', name, origin);
      else if (written === 'written' && device.kind === 'veth')
        hints.add('end', '-> ', endName(peer, device), origin);
    }
  return hints.sorted();
}

function endName(peer: Device, { node }: Device): string {
  return peer.node === node ? peer.name : deviceName(peer);
}

/** Where the names of cable ends begin that say where the other end is, and what is behind `->` where `port` names the port. */
function whatIsSaid(statements: readonly Statement[], span: Span): readonly number[] {
  return statements
    .filter((one) => touches(one.span, span))
    .flatMap((one) => {
      const arrow = childOf(one, '->');
      const name = arrow && valueOf(one, 'name');
      const end = arrow && childOf(one, 'port') && valueOf(arrow, 'end');
      return [
        ...[name, end].flatMap((word) => (word ? [word.span.start] : [])),
        ...whatIsSaid(one.children, span),
      ];
    });
}

function touches(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

interface Found {
  readonly kind: InlayHint['kind'];
  readonly sign: string;
  readonly offset: number;
  readonly values: Set<string>;
}

/** The hints of a stretch; what several copies say in one place is one hint. */
class Hints {
  readonly #span: Span;
  readonly #found = new Map<string, Found>();

  constructor(span: Span) {
    this.#span = span;
  }

  add(kind: InlayHint['kind'], sign: string, value: string, origin: Span): void {
    if (!touches(origin, this.#span) || value === '') return;
    const key = `${kind} ${origin.end}`;
    const known = this.#found.get(key) ?? { kind, sign, offset: origin.end, values: new Set() };
    this.#found.set(key, known);
    known.values.add(value);
  }

  sorted(): readonly InlayHint[] {
    const hints = [...this.#found.values()].map(({ kind, sign, offset, values }) => {
      const shown = [...values].slice(0, mostCopies);
      const more = values.size > mostCopies ? ', …' : '';
      return { kind, offset, text: `${sign}${shown.join(', ')}${more}` };
    });
    return hints.sort((a, b) => a.offset - b.offset);
  }
}
