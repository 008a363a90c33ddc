import { childrenOf, type Statement, valuesOf } from '../../syntax/tree.ts';
import type { SourceText } from '../../text/source-text.ts';
import { shorten } from '../../util/shorten.ts';
import type { Finding, Rule } from '../rule.ts';

const devices: ReadonlySet<string> = new Set(['bridge', 'veth', 'lo', 'uplink']);
const routing: ReadonlySet<string> = new Set(['route', 'gw', 'neigh']);

export const doubleReading: Rule = {
  name: 'double-reading',
  summary: 'a word could have been meant for another statement than the one that takes it',
  *check({ tree, source }) {
    for (const device of doubtfulDevices(tree.statements, source)) yield* checkDevice(device, source);
  },
};

/** The devices among statements and in their blocks that have something behind them that may be of somebody else. */
function doubtfulDevices(
  statements: readonly Statement[],
  source: SourceText,
  found: Statement[] = [],
): readonly Statement[] {
  for (const statement of statements)
    if (!devices.has(statement.word.keyword)) doubtfulDevices(statement.children, source, found);
    else if (isDoubtful(statement, source)) found.push(statement);
  return found;
}

function isDoubtful({ children, span }: Statement, source: SourceText): boolean {
  if (children.some(({ word }) => word.keyword === 'mtu')) return true;
  return (
    children.some(({ word }) => routing.has(word.keyword)) &&
    source.text.slice(span.start, span.end).includes('\n')
  );
}

function* checkDevice(device: Statement, source: SourceText): Generator<Finding> {
  const behind = device.children.filter(({ span }) => !device.block || span.start < device.block.open.start);
  for (const [index, child] of behind.entries()) {
    const before = behind[index - 1];
    if (child.word.keyword === 'mtu' && before && isRoute(before) && !before.block)
      yield mtuOfRoute(child, before, device, source);
    if (routing.has(child.word.keyword) && standsAlone(child, device, source) && meansMoreHere(child))
      yield lineOfItsOwn(child, device, source);
  }
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
