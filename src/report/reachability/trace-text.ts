import picocolors from 'picocolors';
import type { Asked } from '../../forwarding/ask.ts';
import type { Entry } from '../../forwarding/fib.ts';
import { lookUp } from '../../forwarding/look-up.ts';
import type { Network } from '../../forwarding/network.ts';
import type { Hop, Trace } from '../../forwarding/trace.ts';
import { sayEnding, type Verdict, verdictOf } from '../../forwarding/verdict.ts';
import { deviceName, type Node, nodeName } from '../../model/lab.ts';
import type { SourceText } from '../../text/source-text.ts';
import { printable } from '../printable.ts';

type Paint = ReturnType<typeof picocolors.createColors>;

/** The way of an echo request and of its answer, hop by hop, and whether it arrives: for people. */
export function traceText(network: Network, asked: Asked, source: SourceText, colour: boolean): string {
  const paint = picocolors.createColors(colour);
  const parts = asked.echoes.map((one) => {
    const { there, back, answered } = one.echo;
    const seen = answered ? asTraceroute(network, there) : [];
    const lines = [
      paint.bold(`${nodeName(asked.from)} to ${one.address.text}`),
      ...way(there, source, paint),
      ...(back ? [paint.bold(`back to ${there.source?.text}`), ...way(back, source, paint)] : []),
      '',
      `${answer(asked, one, source, paint)}${seen.length > 1 ? `; traceroute sees ${seen.join(', ')}` : ''}`,
    ];
    return lines.map((line) => `${printable(line)}\n`).join('');
  });
  return parts.join('\n');
}

function way(trace: Trace, source: SourceText, paint: Paint): readonly string[] {
  const width = Math.max(
    ...[...trace.hops.map(({ node }) => node), trace.at].map((node) => nodeName(node).length),
  );
  const number = (index: number): string => String(index + 1).padStart(3);
  const lines = trace.hops.flatMap((hop, index) => {
    const [first = '', ...more] = decisions(hop, source, paint);
    const name = nodeName(hop.node).padEnd(width);
    return [`${number(index)}  ${name}  ${first}`, ...more.map((line) => `${' '.repeat(7 + width)}${line}`)];
  });
  const { message } = sayEnding(trace);
  const isDelivered = trace.ending === 'delivered';
  const isFurther = trace.hops.at(-1)?.node !== trace.at || trace.ending === 'loop';
  const end = isDelivered ? 'takes it' : paint.red(message);
  return [
    ...lines,
    isFurther
      ? `${number(trace.hops.length)}  ${nodeName(trace.at).padEnd(width)}  ${end}`
      : `${' '.repeat(7 + width)}${end}`,
  ];
}

/** What a node decides: the route, the source, who takes it. */
function decisions(hop: Hop, source: SourceText, paint: Paint): readonly string[] {
  const { answer, iif, out, nextHop, takenBy, translation } = hop;
  const from = iif === undefined && hop.source ? `, from ${hop.source.text}` : '';
  const lines: string[] = [];
  if (answer.route && out)
    lines.push(`${routeOf(answer.route, hop)}${from}${placeOfRoute(answer.route, source, paint)}`);
  if (translation) lines.push(`masquerades ${translation.from.text} as ${translation.to.text}`);
  if (takenBy && nextHop) lines.push(`${nextHop.text} is ${deviceName(takenBy)}${crossed(hop)}`);
  return lines.length > 0 ? lines : ['sends it'];
}

/** As ip-route(8) shows it: the prefix, the next hop, the device. */
function routeOf({ prefix, metric }: Entry, { out, nextHop, to }: Hop): string {
  const target = prefix.length === 0 ? 'default' : prefix.text;
  const via = nextHop && nextHop.text !== to.text ? ` via ${nextHop.text}` : '';
  const weight =
    metric === 0 || (prefix.family === 'inet6' && (metric === 256 || metric === 1024))
      ? ''
      : ` metric ${metric}`;
  return `${target}${via} dev ${out?.name}${weight}`;
}

function placeOfRoute({ route }: Entry, source: SourceText, paint: Paint): string {
  return paint.dim(route ? ` (line ${source.positionAt(route.origin.start).line})` : ' (connected)');
}

/** The bridges that a frame goes through on its way. */
function crossed({ segment, takenBy }: Hop): string {
  const bridges = (segment?.devices ?? []).filter((device) => device.kind === 'bridge' && device !== takenBy);
  if (bridges.length === 0) return '';
  if (bridges.length > 3) return `, across ${bridges.length} bridges`;
  return `, across ${bridges.map(deviceName).join(', ')}`;
}

/** Whether a target is reached, a line for each of its addresses. */
export function answerText(asked: Asked, source: SourceText, colour: boolean): string {
  const paint = picocolors.createColors(colour);
  return asked.echoes.map((one) => `${printable(answer(asked, one, source, paint))}\n`).join('');
}

function answer(
  { from, to }: Asked,
  { address, echo }: Asked['echoes'][number],
  source: SourceText,
  paint: Paint,
): string {
  const target = to.text === address.text ? address.text : `${to.text} (${address.text})`;
  const verdict = verdictOf(echo);
  if (!verdict) return paint.green(`${nodeName(from)} reaches ${target}`);
  const why = sayVerdict(verdict, source);
  return echo.answered === false
    ? `${paint.red(`${nodeName(from)} does not reach ${target}`)}: ${why}`
    : `${paint.yellow(`whether ${nodeName(from)} reaches ${target} is not known`)}: ${why}`;
}

/** A verdict with its cure and place. */
export function sayVerdict({ message, cure, span }: Verdict, source: SourceText): string {
  const place = lineOf(source, span);
  return cure === undefined ? `${message} (${place})` : `${message} (${cure} at ${place})`;
}

function lineOf(source: SourceText, span: Verdict['span']): string {
  return `${source.name === '-' ? 'stdin' : source.name}:${source.positionAt(span.start).line}`;
}

/** What traceroute(8) shows of a way: each node tells it from the address by which it sends to the one who asks (icmp_route_lookup). */
function asTraceroute(network: Network, { hops, source, to }: Trace): readonly string[] {
  if (hops.length === 0) return [];
  const between = hops.slice(1).map(({ node }) => addressTowards(network, node, hops[0]?.source ?? source));
  return [...between, to.text];
}

function addressTowards(network: Network, node: Node, to: Trace['source']): string {
  const answer = to && lookUp(network, node, to);
  const source = answer && 'source' in answer ? answer.source : undefined;
  return source?.text ?? '*';
}
