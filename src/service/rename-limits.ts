import { keywords } from '../../grammar/words.ts';
import type { Analysis } from '../compile.ts';
import type { Device, Node } from '../model/lab.ts';
import { variableFault } from '../model/loops/read-loop.ts';
import type { Mention } from '../model/mentions.ts';
import { isLabName, labNameRule, nameFault } from '../model/names.ts';
import { findDevice, findNamespace } from '../model/references.ts';
import type { Span } from '../text/span.ts';
import { shorten } from '../util/shorten.ts';
import { type NamePlace, namesOf } from './names.ts';

/** Why the name at a place cannot have another. `places`: all that would have to be renamed with it. */
export function fixedName(
  analysis: Analysis,
  place: NamePlace,
  places: readonly NamePlace[],
): string | undefined {
  const shown = (one: NamePlace): string => `\`${shorten(analysis.source.slice(one.span))}\``;
  const [first] = place.mentions;
  if (first?.sort === 'device' && first.thing.kind === 'lo')
    return '`lo` is the loopback device: every node has it, by this name.';
  if (first?.sort === 'namespace' && first.thing.kind === 'root')
    return '`root` stands for the root namespace: it has no other name.';
  if (isBuilt(place))
    return `${shown(place)} is made by ${makerOf(analysis, place)}: none of its names stands in the file.`;
  const built = places.find(isBuilt);
  if (built)
    return `${shown(built)} in line ${lineOf(analysis, built.span)} is made by ${makerOf(analysis, built)}, and names it, too.`;
  for (const { mentions } of places) {
    for (const mention of mentions) {
      const port = portsAfter(mention).find((one) => isNamed(analysis, one));
      const at = port && namesOf(analysis).placesOf(port)[0];
      if (!at) continue;
      if (port === mention.thing)
        return `netgen makes the name \`${port.name}\` from the other end of the cable: name the port there, with \`port NAME\`.`;
      return `netgen names a bridge port after it, and \`${port.name}\` stands in line ${lineOf(analysis, at.span)}: name that port first, with \`port NAME\`.`;
    }
  }
  return undefined;
}

/** Why a text cannot be the name of what a place names. */
export function faultOf(text: string, { mentions }: NamePlace): string | undefined {
  const sort = mentions[0]?.sort;
  if (sort === undefined) return undefined;
  const no = `\`${shorten(text)}\` is no name of a ${sort}`;
  if (sort === 'lab') return isLabName(text) ? undefined : `${no}: ${labNameRule}.`;
  if (sort === 'variable') {
    const why = variableFault(text);
    if (why !== undefined) return `${no}: ${why}.`;
    return keywords.has(text) || text === 'in' ? `${no}: it is a word of the language.` : undefined;
  }
  const why = nameFault(text, sort);
  return why && `${no}: ${why}.`;
}

/** What has the name already. */
export function clash(analysis: Analysis, text: string, places: readonly NamePlace[]): string | undefined {
  for (const mention of places.flatMap(({ mentions }) => mentions)) {
    const other = otherOf(analysis, mention, text);
    if (!other || other === mention.thing) continue;
    const where = mention.sort === 'device' ? ` in ${mention.thing.node.name}` : '';
    const line = lineOf(analysis, other.origin);
    if ('written' in other && other.written === 'generated')
      return `netgen names a bridge port \`${text}\`${where}, for the cable in line ${line}.`;
    return `There is a ${mention.sort} \`${text}\`${where} already, in line ${line}.`;
  }
  return undefined;
}

function otherOf(
  { lab }: Analysis,
  { sort, thing }: Mention,
  text: string,
): { readonly origin: Span; readonly written?: Device['written'] } | undefined {
  switch (sort) {
    case 'host':
      return lab.hosts.find(({ name }) => name === text);
    case 'namespace':
      return findNamespace(thing.host, text);
    case 'device':
      return findDevice(thing.node, text);
    default:
      return undefined;
  }
}

/** The bridge ports whose names netgen makes from that of a thing; a port itself, where it is one. */
function portsAfter({ sort, thing }: Mention): readonly Device[] {
  if (sort === 'device') return thing.written === 'generated' ? [thing] : madeAfter([thing]);
  if (sort === 'namespace') return madeAfter(thing.devices);
  return sort === 'host'
    ? madeAfter([thing.root, ...thing.namespaces].flatMap((node: Node) => node.devices))
    : [];
}

function madeAfter(devices: readonly Device[]): readonly Device[] {
  return devices.flatMap(({ peer }) => (peer?.written === 'generated' ? [peer] : []));
}

/** Whether the name that netgen makes of a port stands in the source, and no `port` gives it. */
function isNamed(analysis: Analysis, port: Device): boolean {
  const places = namesOf(analysis).placesOf(port);
  return (
    places.length > 0 &&
    !places.some(({ mentions }) => mentions.some((one) => one.thing === port && one.isDeclaration))
  );
}

function isBuilt({ mentions }: NamePlace): boolean {
  return mentions.some((one) => one.isBuilt);
}

/** A range has dots or commas in its braces, an expression has neither. */
function makerOf({ source }: Analysis, { span }: NamePlace): string {
  return /\{[^{}]*(?:\.\.|,)[^{}]*\}/.test(source.slice(span)) ? 'a range' : 'a `for`';
}

function lineOf({ source }: Analysis, { start }: Span): number {
  return source.positionAt(start).line;
}
