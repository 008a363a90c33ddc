import { childrenOf, type Statement, valuesOf } from '../../syntax/tree.ts';
import type { SourceText } from '../../text/source-text.ts';
import { shorten } from '../../util/shorten.ts';
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
  if (!device.children.some(isDoubtful)) return;
  const behind = device.children.filter(({ span }) => !device.block || span.start < device.block.open.start);
  for (const [index, child] of behind.entries()) {
    const before = behind[index - 1];
    if (child.word.keyword === 'mtu' && before && isRoute(before) && !before.block)
      yield mtuOfRoute(child, before, device, source);
    if (routing.includes(child.word.keyword) && standsAlone(child, device, source) && meansMoreHere(child))
      yield lineOfItsOwn(child, device, source);
  }
}

function isDoubtful({ word }: Statement): boolean {
  return word.keyword === 'mtu' || routing.includes(word.keyword);
}

function isRoute({ word }: Statement): boolean {
  return ['route', 'gw'].includes(word.keyword);
}

function mtuOfRoute(mtu: Statement, route: Statement, device: Statement, source: SourceText): Finding {
  const shown = shownAs(mtu, source);
  return {
    span: mtu.keyword,
    message: `\`${shown}\` is the device’s, not the route’s in front of it.`,
    help: `write it in front of \`${route.word.keyword}\`, or as \`${shownAs(route, source)} < ${shown} >\``,
    related: [{ span: device.keyword, message: 'the device that it belongs to' }],
  };
}

function lineOfItsOwn(child: Statement, device: Statement, source: SourceText): Finding {
  return {
    span: child.keyword,
    message: `\`${shownAs(child, source)}\` belongs to the device above it, though it stands like a statement of its own.`,
    help: 'indent it deeper than the device, or end the device with `;` where it is the node’s',
    related: [{ span: device.keyword, message: 'this device' }],
  };
}

function shownAs({ span }: Statement, source: SourceText): string {
  return shorten(source.slice(span).replace(/\s+/g, ' '), 60);
}

/** First on its line, and not deeper than the line of the device. */
function standsAlone(child: Statement, device: Statement, source: SourceText): boolean {
  const lineEnd = source.text.indexOf('\n', device.keyword.start);
  if (lineEnd < 0 || lineEnd > child.keyword.start) return false;
  const [childLine, deviceLine] = [child, device].map(
    ({ keyword }) => source.positionAt(keyword.start).line,
  ) as [number, number];
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
