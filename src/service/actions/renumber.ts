import type { Edit } from '../../diagnostic/diagnostic.ts';
import { addressOf, contains, type Prefix, parseAddress } from '../../model/address.ts';
import type { Name, Statement } from '../../syntax/tree.ts';
import { freshPrefix } from '../writing/fresh-prefix.ts';
import type { Bench, Held } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** Another prefix for all of a segment, where its own is somebody else’s: hosts keep their numbers in it. */
export const renumber: Remedy = {
  rules: ['docker-prefix', 'overlapping-prefixes'],
  *offers({ span, related = [] }, bench) {
    for (const place of [span, ...related.map((one) => one.span)]) {
      const found = bench.heldAt(place);
      const prefix = found?.held.prefix;
      const fresh = prefix && freshPrefix(bench.nodes, prefix.family, prefix.length);
      if (!found || !prefix || !fresh) continue;
      const where = bench.network.segments.all.length > 1 ? ` at \`${found.device.name}\`` : '';
      yield {
        title: `write ${fresh.text} for ${prefix.text}${where}`,
        edits: renumbered(found, fresh, bench),
      };
    }
  },
};

function renumbered({ device, held }: Held, to: Prefix, bench: Bench): readonly Edit[] {
  const { prefix: from } = held;
  const members = bench.network.segments.of(device)?.devices ?? [device];
  const moved = members
    .flatMap(({ addresses }) => addresses)
    .filter(({ prefix }) => prefix.text === from.text);
  const places = new Set(moved.map(({ origin }) => origin.start));
  const bits = new Set(moved.map(({ address }) => address.bits));
  const isShared = bench.nodes.some(({ devices }) =>
    devices.some(
      (one) => !members.includes(one) && one.addresses.some(({ prefix }) => prefix.text === from.text),
    ),
  );
  const isMeant = ({ word }: Statement, { text, span }: Name): boolean => {
    if (word.keyword === 'ip') return places.has(span.start);
    const address = parseAddress(text);
    return address ? bits.has(address.bits) && address.family === from.family : !isShared;
  };
  return [...namesIn(bench.tree.statements)].flatMap(([statement, name]) => {
    const text = isMeant(statement, name) ? inOther(name.text, from, to) : undefined;
    return text === undefined ? [] : [{ span: name.span, text }];
  });
}

/** An address of one prefix as that of another, with the same host and with what stands behind it. */
function inOther(text: string, from: Prefix, to: Prefix): string | undefined {
  const [bare = '', ...rest] = text.split(/(?=\/[^{}]*$)/);
  const address = parseAddress(bare);
  if (address)
    return contains(from, address)
      ? `${addressOf(to.family, to.network + (address.bits - from.network)).text}${rest.join('')}`
      : undefined;
  // `10.0.0.{1..3}`: whole octets can be told apart
  const count = from.length / 8;
  if (from.family !== 'inet' || !Number.isInteger(count)) return undefined;
  const [own, other] = [from, to].map(({ text: one }) => `${one.split('.').slice(0, count).join('.')}.`);
  return own && other && /^[\d.]+\{/.test(text) && text.startsWith(own)
    ? `${other}${text.slice(own.length)}`
    : undefined;
}

function* namesIn(statements: readonly Statement[]): Generator<[Statement, Name]> {
  for (const statement of statements) {
    for (const name of [...statement.values.values()].flat()) yield [statement, name];
    yield* namesIn(statement.children);
  }
}
