import type { Name } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { Device, Host, Node } from './lab.ts';

/** What can be named, by sort. A lab and a variable have nothing in the model: they are the word that names them. */
interface Things {
  readonly lab: Name;
  readonly host: Host;
  /** A root namespace, too. */
  readonly namespace: Node;
  readonly device: Device;
  readonly variable: Name;
}

export type Sort = keyof Things;

interface MentionOf<S extends Sort> {
  /** Just the name: in `left/ns1:eth0` there are three. */
  readonly span: Span;
  readonly sort: S;
  readonly thing: Things[S];
  /** The name is given here; what netgen makes without being told may have no such place. */
  readonly isDeclaration: boolean;
  /** A range or a loop makes the name: in the source stands something else. */
  readonly isBuilt: boolean;
}

/** A name in the source and what it stands for. In copies of a range or a loop one place has a mention for each. */
export type Mention = { readonly [S in Sort]: MentionOf<S> }[Sort];

/** Which part of `left/ns1:eth0` a name is; `whole` where it is all of its word. */
export type Part = 'host' | 'namespace' | 'device' | 'whole';

/** A place that is part of a word’s, such as `ns1` in `ns1:eth0`: so many characters behind where the word begins. */
interface Cut {
  readonly span: Span;
  of: Span;
  readonly from: number;
}

/** What is said of names in one part of a lab. */
export interface Said {
  readonly mentions: Mention[];
  readonly cuts: Cut[];
}

/** Keeps what each name stands for, as it is resolved. */
export class Mentions {
  #part: Said = { mentions: [], cuts: [] };
  /** What is said in each part of the lab that was begun. */
  readonly parts: Said[] = [this.#part];

  get all(): readonly Mention[] {
    return this.parts.flatMap(({ mentions }) => mentions);
  }

  /** Begins another part. */
  begin(): void {
    this.#part = { mentions: [], cuts: [] };
    this.parts.push(this.#part);
  }

  declare<S extends Sort>(name: Name, sort: S, thing: Things[S], part: Part = 'whole'): void {
    this.#add(name, sort, thing, part, true);
  }

  refer<S extends Sort>(name: Name, sort: S, thing: Things[S], part: Part = 'whole'): void {
    this.#add(name, sort, thing, part, false);
  }

  #add<S extends Sort>(name: Name, sort: S, thing: Things[S], part: Part, isDeclaration: boolean): void {
    const { written = name.text } = name;
    const span = part === 'whole' ? name.span : spanOf(name, written, part);
    const from = span.start - name.span.start;
    if (span !== name.span) this.#part.cuts.push({ span, of: name.span, from });
    const isBuilt = written.includes('{') && written.slice(from, from + span.end - span.start).includes('{');
    this.#part.mentions.push({ span, sort, thing, isDeclaration, isBuilt } as Mention);
  }
}

/** Where a part of a reference stands; all of it where a range has made what separates the parts. */
function spanOf({ text, span }: Name, written: string, part: Part): Span {
  if (!/[:/]/.test(text) || written.length !== span.end - span.start) return span;
  // what stands in braces separates nothing
  const plain = written.includes('{')
    ? written.replace(/\{[^{}]*\}/g, ({ length }) => '{'.repeat(length))
    : written;
  const colon = plain.indexOf(':');
  const slash = plain.indexOf('/');
  if (part === 'device') return colon < 0 ? span : cut(span, colon + 1, plain.length);
  const nodeEnd = colon < 0 ? plain.length : colon;
  if (part === 'namespace') return cut(span, slash + 1, nodeEnd);
  return cut(span, 0, slash < 0 && !text.includes('/') ? nodeEnd : slash < 0 ? plain.length : slash);
}

function cut({ start, copy }: Span, from: number, to: number): Span {
  const span = { start: start + from, end: start + to };
  return copy ? { ...span, copy } : span;
}
