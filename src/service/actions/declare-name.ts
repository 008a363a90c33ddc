import type { Node } from '../../model/lab.ts';
import { insertAfter, insertBefore } from '../writing/insert-statement.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** The bridge or namespace that a cable ends at and that nobody has declared. */
export const declareName: Remedy = {
  rules: ['unknown-name'],
  *offers({ span }, bench) {
    const written = valueAt(bench.tree, span);
    const keyword = written?.statement.word.keyword;
    if (!written || !keyword || !['->', 'master'].includes(keyword)) return;
    const { path, name } = written;
    const [node, device = '', more] = name.text.split(':');
    const scope = keyword === 'master' ? ['ns', 'host', 'for'] : ['host', 'for'];
    const outer = path.findLastIndex(({ word, block }) => block && scope.includes(word.keyword));
    const beside = path[outer + 1];
    if (!beside || more !== undefined || !node) return;
    const known = bench.nodes.find(({ kind, name: own }) => kind === 'ns' && own === node);
    if (device === '' && known) {
      const loose = known.devices.filter(({ kind, peer }) => kind === 'veth' && !peer);
      for (const end of [...loose.map((one) => one.name), freeDevice(known)].slice(0, 3))
        yield { title: `write \`${node}:${end}\``, edits: [{ span: name.span, text: `${node}:${end}` }] };
    } else if (device === '') {
      yield {
        title: `declare \`bridge ${node}\``,
        edits: [insertBefore(bench.text, beside, `bridge ${node}`)],
      };
      if (keyword === '->')
        yield* [
          {
            title: `declare \`ns ${node}\``,
            edits: [
              insertAfter(bench.text, beside, `ns ${node} < veth eth0 >`),
              { span: name.span, text: `${node}:eth0` },
            ],
          },
        ];
    } else {
      const drawn = `ns ${node} < veth ${device} >`;
      yield { title: `declare \`${drawn}\``, edits: [insertAfter(bench.text, beside, drawn)] };
    }
  },
};

function freeDevice({ devices }: Node): string {
  const taken = new Set(devices.map(({ name }) => name));
  let number = 0;
  while (taken.has(`eth${number}`)) number++;
  return `eth${number}`;
}
