import type { Operation } from '../plan/operation.ts';
import type { NatRule, Step } from '../plan/plan.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { assertNever } from '../util/assert-never.ts';
import { commandFor, neighbourWords, routeWords, ruleWords } from './command.ts';
import { placeOf, quoteLines } from './places.ts';
import { shellWord } from './shell-word.ts';

/** A step as lines of the script's `lab` function. */
export function renderStep(step: Step, source: SourceText): readonly string[] {
  const place = (span: Span): string => shellWord(placeOf(source, span));
  switch (step.step) {
    case 'uplink':
      return [`uplink ${step.device} ${quoted(step.checks.join(' '))} ${place(step.origin)}`];
    case 'prefix':
      return [`prefix ${step.prefix} ${place(step.origin)}`];
    case 'root':
      return [...about(step.about, source), "root '", ...batch(step.operations, source)];
    case 'links':
      return ["links '", ...batch(step.operations, source)];
    case 'inside':
      return [
        ...about(step.about, source),
        `inside ${step.namespace} forward=${forwarded(step.forward)} ${quoted(step.devices.join(' '))} '`,
        ...batch(step.operations, source),
      ];
    case 'rules6':
      return [`rules6 ${step.namespace} '`, ...batch(step.operations, source)];
    case 'interface':
      return [`interface ${step.device} ${place(step.origin)}`];
    case 'route':
      return [
        `route ${quoted(`${step.route.family} ${join(routeWords(step.route))}`)} ${place(step.origin)}`,
      ];
    case 'rule':
      return [`rule ${quoted(`${step.rule.family} ${join(ruleWords(step.rule))}`)} ${place(step.origin)}`];
    case 'neighbour':
      return [`neighbour ${quoted(join(neighbourWords(step.neighbour)))} ${place(step.origin)}`];
    case 'forward':
      return [`forward ${step.device} ${step.families.join(',')} ${place(step.origin)}`];
    case 'table':
      return [`table ${step.node} '`, ...table(step.name, step.rules, source)];
    case 'expect': {
      const own = step.own === undefined ? '' : `own:${step.own}=`;
      const where = step.elsewhere === undefined ? `${own}${place(step.origin)}` : `skip:${step.elsewhere}`;
      const hops = step.hops ? ` ${quoted(step.hops.map((hop) => hop.join(',')).join(' '))}` : '';
      return [
        `expect ${step.node} ${step.kind} ${quoted(step.addresses.join(' '))} ${shellWord(step.text)} ${where}${hops}`,
      ];
    }
    case 'expect-all': {
      const targets = step.targets.map(({ name, addresses }) => `${name}=${addresses.join(',')}`);
      return [
        `expect_all ${quoted(step.sources.join(' '))} \\`,
        `  ${quoted(targets.join(' '))} ${shellWord(step.to)} ${place(step.origin)}`,
      ];
    }
    default:
      return assertNever(step);
  }
}

function about(spans: readonly Span[], source: SourceText): readonly string[] {
  return spans.flatMap((span) => quoteLines(source, span));
}

/** The lines of an `ip -batch`, the last of which closes the quote; behind each its place in the lab. */
function batch(operations: readonly Operation[], source: SourceText): readonly string[] {
  return closed(
    operations.map((operation) => `  ${join(commandFor(operation))} # ${placeOf(source, operation.origin)}`),
  );
}

function table(name: string, rules: readonly NatRule[], source: SourceText): readonly string[] {
  const lines = rules.map(({ prefix, device, origin }) => {
    const ip = prefix && (prefix.family === 'inet' ? 'ip' : 'ip6');
    const from = prefix ? `${ip} saddr ${prefix.text} ` : '';
    // without a device: what leaves the prefix, not what stays in it
    const to = device ? `oifname "${device}" ` : `${ip} daddr != ${prefix?.text} `;
    return `      ${from}${to}masquerade # ${placeOf(source, origin)}`;
  });
  return closed([
    `  create table inet ${name}`,
    `  table inet ${name} {`,
    '    chain postrouting {',
    '      type nat hook postrouting priority srcnat',
    ...lines,
    '    }',
    '  }',
  ]);
}

function closed(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === lines.length - 1 ? `${line}'` : line));
}

function forwarded(families: readonly string[]): string {
  return families.length === 2 ? 'both' : (families[0] ?? 'none');
}

/** In single quotes, empty or not: lists read alike whatever is in them. */
function quoted(text: string): string {
  return `'${safe(text)}'`;
}

function join(words: readonly string[]): string {
  return words.map(safe).join(' ');
}

/** What the model lets through needs no quoting inside a batch; that it does not is a fault in netgen, never the user's. */
function safe(text: string): string {
  if (/^[A-Za-z0-9_.,:+/=@% -]*$/.test(text)) return text;
  throw new Error(`unsafe word: ${JSON.stringify(text)}`);
}
