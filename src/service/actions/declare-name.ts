import { type Node, nodesOf } from '../../model/lab.ts';
import { valueOf } from '../../syntax/tree.ts';
import { insertAfter, insertBefore } from '../writing/insert-statement.ts';
import { valueAt, type Written } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** The bridge, device or namespace that a cable ends at, or the uplink of a `nat`, that nobody has declared. */
export const declareName: Remedy = {
  rules: ['unknown-name', 'not-a-cable-end'],
  *offers({ rule, span }, bench) {
    const written = valueAt(bench.tree, span);
    const keyword = written?.statement.word.keyword;
    if (!written || (keyword !== '->' && keyword !== 'master')) return;
    if (rule === 'not-a-cable-end') {
      yield* asBridge(written, bench);
      return;
    }
    const [node = '', device, more] = written.name.text.split(':');
    const known = bench.lab.hosts.flatMap(nodesOf).find(({ kind, name }) => kind === 'ns' && name === node);
    if (node === '' || more !== undefined) return;
    if (written.path.at(-2)?.word.keyword === 'nat') yield* asUplink(written, bench);
    else if (device !== undefined) yield* asNamespace(written, node, device, bench);
    else if (known) yield* asDeviceOf(written, known, bench);
    else yield* asEnd(written, node, keyword === 'master', bench);
  },
};

/** What can have no cable may have a bridge beside it. */
function* asBridge(written: Written, { text, nodes }: Bench): Generator<Offer> {
  const beside = statementIn(written, ['host', 'for']);
  const taken = new Set(nodes.flatMap(({ devices }) => devices.map(({ name }) => name)));
  let number = 0;
  while (taken.has(`br${number}`)) number++;
  const bridge = `br${number}`;
  const end = { span: written.name.span, text: bridge };
  if (beside)
    yield {
      title: `end at a new bridge, \`${bridge}\``,
      edits: [insertBefore(text, beside, `bridge ${bridge}`), end],
    };
}

function* asUplink({ path, name }: Written, { text }: Bench): Generator<Offer> {
  const first = path.find(({ word }) => word.keyword !== 'host');
  if (!first || path.some(({ word }) => word.keyword === 'ns')) return;
  const statement = `uplink ${name.text}`;
  yield { title: `declare \`${statement}\``, edits: [insertBefore(text, first, statement)] };
}

function* asDeviceOf({ name, path }: Written, { name: node, devices }: Node, bench: Bench): Generator<Offer> {
  const cable = path.at(-2);
  const own = cable && valueOf(cable, 'name');
  const near = own && bench.deviceAt(own.span);
  const loose = devices
    .filter(({ kind, peer }) => kind === 'veth' && (!peer || peer === near))
    .map((one) => one.name);
  const taken = new Set(devices.map((one) => one.name));
  let number = 0;
  while (taken.has(`eth${number}`)) number++;
  for (const end of [...loose, `eth${number}`].slice(0, 3))
    yield { title: `write \`${node}:${end}\``, edits: [{ span: name.span, text: `${node}:${end}` }] };
}

function* asEnd(written: Written, name: string, isPort: boolean, bench: Bench): Generator<Offer> {
  const beside = statementIn(written, isPort ? ['ns', 'host', 'for'] : ['host', 'for']);
  if (!beside) return;
  for (const kind of isPort ? ['bridge'] : ['bridge', 'veth']) {
    const statement = `${kind} ${name}`;
    yield { title: `declare \`${statement}\``, edits: [insertBefore(bench.text, beside, statement)] };
  }
  if (isPort) return;
  const end = { span: written.name.span, text: `${name}:eth0` };
  for (const { title, edits } of asNamespace(written, name, 'eth0', bench))
    yield { title, edits: [...edits, end] };
}

function* asNamespace(written: Written, node: string, device: string, { text }: Bench): Generator<Offer> {
  const beside = statementIn(written, ['host', 'for']);
  const statement = `ns ${node} < veth ${device} >`;
  if (beside) yield { title: `declare \`${statement}\``, edits: [insertAfter(text, beside, statement)] };
}

/** The statement around that stands in the innermost block of these words, or at the top level. */
function statementIn({ path }: Written, words: readonly string[]): Written['statement'] | undefined {
  return path[path.findLastIndex(({ word, block }) => block && words.includes(word.keyword)) + 1];
}
