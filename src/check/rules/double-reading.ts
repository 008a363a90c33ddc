import { childrenOf, type Statement, valuesOf } from '../../syntax/tree.ts';
import type { SourceText } from '../../text/source-text.ts';
import type { Finding, Rule } from '../rule.ts';

const devices: readonly string[] = ['bridge', 'veth', 'lo', 'uplink'];
const routing: readonly string[] = ['route', 'gw', 'neigh'];

export const doubleReading: Rule = {
  name: 'double-reading',
  summary: 'a word could have been meant for another statement than the one that takes it',
  *check({ tree, source }) {
    for (const statement of tree.statements) yield* checkStatement(statement, source);
  },
};

function* checkStatement(statement: Statement, source: SourceText): Generator<Finding> {
  if (devices.includes(statement.word.keyword)) yield* checkDevice(statement, source);
  else for (const child of statement.children) yield* checkStatement(child, source);
}

function* checkDevice(device: Statement, source: SourceText): Generator<Finding> {
  const behind = device.children.filter(({ span }) => !device.block || span.start < device.block.open.start);
  for (const [index, child] of behind.entries()) {
    const before = behind[index - 1];
    const word = child.word.keyword;
    const shown = source.slice(child.span).replace(/\s+/g, ' ').slice(0, 60);
    if (word === 'mtu' && before && ['route', 'gw'].includes(before.word.keyword) && !before.block)
      yield {
        span: child.keyword,
        message: `\`${shown}\` is the device’s, not the route’s in front of it.`,
        help: `write it in front of \`${before.word.keyword}\`, or as \`${source.slice(before.span).replace(/\s+/g, ' ').slice(0, 60)} < ${shown} >\``,
        related: [{ span: device.keyword, message: 'the device that it belongs to' }],
      };
    if (routing.includes(word) && standsAlone(child, device, source) && meansMoreHere(child))
      yield {
        span: child.keyword,
        message: `\`${shown}\` belongs to the device above it, though it stands like a statement of its own.`,
        help: 'indent it deeper than the device, or end the device with `;` where it is the node’s',
        related: [{ span: device.keyword, message: 'this device' }],
      };
  }
}

/** First on its line, and not deeper than the line of the device. */
function standsAlone(child: Statement, device: Statement, source: SourceText): boolean {
  const [childLine, deviceLine] = [child, device].map(
    ({ keyword }) => source.positionAt(keyword.start).line,
  ) as [number, number];
  if (childLine === deviceLine) return false;
  const indent = source.positionAt(child.keyword.start).column;
  const line = source.lineSpan(childLine);
  const first = source.slice({ start: line.start, end: child.keyword.start }).trim() === '';
  const deviceIndent = source.slice(source.lineSpan(deviceLine)).search(/\S/) + 1;
  return first && indent <= deviceIndent;
}

/** Where a statement stands matters for short addresses, link-local next hops, and routes without a next hop. */
function meansMoreHere(child: Statement): boolean {
  if (
    child.word.keyword === 'route' &&
    childrenOf(child, 'via').length + childrenOf(child, 'nexthop').length === 0
  )
    return childrenOf(child, 'dev').length === 0 && valuesOf(child, 'type').length === 0;
  const ways = [child, ...childrenOf(child, 'nexthop')];
  const hops = ways.flatMap((one) => [one, ...childrenOf(one, 'via'), ...childrenOf(one, 'src')]);
  return hops
    .flatMap((one) => valuesOf(one, 'address'))
    .some(({ text }) => /^(?:\.|::|fe[89ab])/i.test(text));
}
