// Reads the lab's part of a script again, form by form: what has no form here is refused. It shares nothing with what
// wrote the script, and says the steps in the plan's own terms, so that the two compare.
import type { Plan } from '../../src/plan/plan.ts';

export class Unreadable extends Error {}

type Json = Readonly<Record<string, unknown>>;

export interface ReadScript {
  readonly lab: string;
  readonly host: string | undefined;
  readonly id: string;
  readonly digest: string;
  readonly group: number;
  readonly file: string;
  readonly steps: readonly Json[];
}

const name = '[A-Za-z0-9_][A-Za-z0-9_.+-]*';
const address = '[0-9a-f.:]+';
const prefix = `${address}/\\d{1,3}`;
const mac = '[0-9a-f]{2}(?::[0-9a-f]{2}){5}';
const place = '[A-Za-z0-9._+-]{1,64}:\\d+';
/** A word of the shell: safe as it is, or in single quotes that nothing in it ends. */
const shellWord = "(?:[A-Za-z0-9_.,:+/=@%-]+|'[A-Za-z0-9_.,:+/=@% -]*')";

class Lines {
  readonly #lines: readonly string[];
  #at = 0;
  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }
  get ended(): boolean {
    return this.#at >= this.#lines.length;
  }
  /** The groups of the next line where it has this form, whole. */
  take(form: string): readonly (string | undefined)[] | undefined {
    const found = new RegExp(`^${form}$`).exec(this.#lines[this.#at] ?? '\n');
    if (found) this.#at += 1;
    return found?.slice(1);
  }
  must(form: string): readonly (string | undefined)[] {
    return this.take(form) ?? this.refuse();
  }
  refuse(): never {
    throw new Unreadable(`line ${this.#at + 1} of the lab: ${JSON.stringify(this.#lines[this.#at])}`);
  }
}

/**
 * What a script does. `fixed` is a script of another lab: all but the lab's own has to be the same, byte for byte.
 * `lineCount` is how many lines the lab has.
 */
export function readScript(script: string, fixed: string, lineCount: number): ReadScript {
  const [ours, other] = [partsOf(script), partsOf(fixed)];
  if (ours.tail !== other.tail) throw new Unreadable('the fixed part differs');
  const own = [
    `# The lab "([A-Za-z0-9_-]{1,32})"(?: on the machine "(${name})")?, made by netgen from ([A-Za-z0-9._+-]{1,64}): change that and build again\\.`,
    `lab=([A-Za-z0-9_-]{1,32}(?:@${name})?)`,
    'plan=([0-9a-f]{32})',
    'group=([1-9]\\d{0,9})',
    "tools='(ip nsenter flock lsns ping(?: unshare)?(?: nft)?)'",
  ];
  const found = own.map(() => [] as (string | undefined)[]);
  const rest = ours.head.map((line) => {
    const index = own.findIndex((form) => new RegExp(`^${form}$`).test(line));
    if (index < 0) return line;
    found[index]?.push(...(new RegExp(`^${own[index]}$`).exec(line)?.slice(1) ?? []));
    return String(index);
  });
  const known = other.head.map((line) => {
    const index = own.findIndex((form) => new RegExp(`^${form}$`).test(line));
    return index < 0 ? line : String(index);
  });
  if (rest.join('\n') !== known.join('\n')) throw new Unreadable('the head differs');
  const [[lab, host, file] = [], [id] = [], [digest] = [], [group] = []] = found;
  if (id !== (host === undefined ? lab : `${lab}@${host}`))
    throw new Unreadable(`the state of ${lab} is ${id}`);
  for (const [at, line] of ours.lab
    .join('\n')
    .matchAll(new RegExp(` ${place.replace('\\d+', '(\\d+)')}(?=[ '\n]|$)`, 'g')))
    if (Number(line) < 1 || Number(line) > lineCount) throw new Unreadable(`there is no${at}`);
  return {
    lab: lab ?? '',
    host,
    id: id ?? '',
    digest: digest ?? '',
    group: Number(group),
    file: file ?? '',
    steps: readSteps(ours.lab),
  };
}

function partsOf(script: string): { head: readonly string[]; lab: readonly string[]; tail: string } {
  // a shell knows no other line end
  const lines = script.split('\n');
  const start = lines.indexOf('lab() {');
  const end = lines.indexOf('}', start);
  if (start < 0 || end < 0) throw new Unreadable('there is no lab in it');
  return {
    head: lines.slice(0, start + 1),
    lab: lines.slice(start + 1, end),
    tail: lines.slice(end).join('\n'),
  };
}

/** The lines between the brackets of `lab`, step by step. */
export function readSteps(text: readonly string[]): readonly Json[] {
  const lines = new Lines(text);
  const steps: Json[] = [];
  if (lines.take(' {2}:')) {
    if (!lines.ended) lines.refuse();
    return steps;
  }
  while (!lines.ended) {
    if (lines.take('') || lines.take(` {2}# ${place} {2}[\\x20-\\x7e]*`)) continue;
    steps.push(readStep(lines));
  }
  return steps;
}

function readStep(lines: Lines): Json {
  let found = lines.take(` {2}uplink (${name}) '([^']*)' (${place})`);
  if (found) {
    const checks = split(found[1], `(?:${prefix}|mtu=\\d+|mac=${mac}|up)`);
    return { step: 'uplink', device: found[0], checks };
  }
  found = lines.take(` {2}prefix (${prefix}) (${place})`);
  if (found) return { step: 'prefix', prefix: found[0] };
  if (lines.take(" {2}root '")) return { step: 'root', operations: batch(lines) };
  if (lines.take(" {2}links '")) return { step: 'links', operations: batch(lines) };
  found = lines.take(` {2}inside (${name}) forward=(none|inet|inet6|both) '([^']*)' '`);
  if (found) {
    const families = found[1] === 'both' ? ['inet', 'inet6'] : found[1] === 'none' ? [] : [found[1]];
    const devices = split(found[2], name);
    return { step: 'inside', namespace: found[0], forward: families, devices, operations: batch(lines) };
  }
  found = lines.take(` {2}interface (${name}) (${place})`);
  if (found) return { step: 'interface', device: found[0] };
  found = lines.take(` {2}route '(inet6?) ([^']*)' (${place})`);
  if (found) return { step: 'route', route: { ...routeOf(found[1] ?? ''), family: found[0] } };
  found = lines.take(` {2}neighbour '([^']*)' (${place})`);
  if (found) return { step: 'neighbour', neighbour: neighbourOf(found[0] ?? '') };
  found = lines.take(` {2}forward (${name}) (inet|inet6|inet,inet6) (${place})`);
  if (found) return { step: 'forward', device: found[0], families: found[1]?.split(',') };
  found = lines.take(` {2}table (${name}) '`);
  if (found) return { step: 'table', node: found[0], ...tableOf(lines) };
  const hops = `(?: '((?:${address}(?:,${address})*)?(?: (?:${address}(?:,${address})*)?)*)')?`;
  found = lines.take(
    ` {2}expect (${name}) (reaches|cannot) '([^']*)' (${shellWord}) (${place}|skip:${name})${hops}`,
  );
  if (found) return expectOf(found);
  found = lines.take(` {2}expect_all '([^']*)' \\\\`);
  if (found) {
    const [targets, to] = lines.must(` {4}'([^']*)' (${shellWord}) (${place})`);
    return {
      step: 'expect-all',
      sources: split(found[0], name),
      targets: split(targets, `[^ =]+=${address}(?:,${address})*`).map((one) => ({
        name: one.replace(/=.*/, ''),
        addresses: one.replace(/.*=/, '').split(','),
      })),
      to: unquoted(to),
    };
  }
  return lines.refuse();
}

function expectOf([node, kind, addresses, text, at, hops]: readonly (string | undefined)[]): Json {
  return {
    step: 'expect',
    kind,
    node,
    addresses: split(addresses, address),
    text: unquoted(text),
    ...(hops === undefined ? {} : { hops: hops.split(' ').map((one) => (one === '' ? [] : one.split(','))) }),
    ...(at?.startsWith('skip:') ? { elsewhere: at.slice('skip:'.length) } : {}),
  };
}

function unquoted(word = ''): string {
  return word.replace(/^'|'$/g, '');
}

function split(text = '', form = name): readonly string[] {
  const words = text === '' ? [] : text.split(' ');
  for (const word of words) must(form, word);
  return words;
}

function must(form: string, text: string): readonly (string | undefined)[] {
  const found = new RegExp(`^${form}$`).exec(text);
  if (!found) throw new Unreadable(`${JSON.stringify(text)} is no ${form}`);
  return found.slice(1);
}

/** The lines of a batch up to the quote that closes it. */
function batch(lines: Lines): readonly Json[] {
  const operations: Json[] = [];
  for (;;) {
    // a `#` ends a line of a batch wherever it stands, quotes begin a word, a backslash goes on: none is here
    const found = lines.must(` {4}([A-Za-z0-9_.,:+/=@%-]+(?: [A-Za-z0-9_.,:+/=@%-]+)*)(?: # ${place})?('?)`);
    operations.push(operationOf(found[0] ?? ''));
    if (found[1]) return operations;
  }
}

/** One line of a batch; every name stands behind a word that nothing but a name may follow. */
export function operationOf(line: string): Json {
  const end = `name (${name})(?: netns (${name}))?(?: group (\\d+))?(?: address (${mac}))?(?: mtu (\\d+))?( up)?(?: master (${name}))?`;
  const forms: readonly (readonly [string, (groups: readonly (string | undefined)[]) => Json])[] = [
    [`netns add (${name})`, ([one]) => ({ op: 'add-namespace', name: one })],
    [`link add ${end} type bridge mcast_snooping 0`, (groups) => ({ op: 'add-bridge', end: endOf(groups) })],
    [
      `link add ${end} type veth peer ${end}`,
      (groups) => ({ op: 'add-veth', end: endOf(groups.slice(0, 7)), peer: endOf(groups.slice(7)) }),
    ],
    [`link set dev (${name}) master (${name})`, ([device, master]) => ({ op: 'set-master', device, master })],
    [`link set dev (${name}) mtu (\\d+)`, ([device, mtu]) => ({ op: 'set-mtu', device, mtu: Number(mtu) })],
    [`link set dev (${name}) up`, ([device]) => ({ op: 'set-up', device })],
    [
      `addr add (${prefix}) dev (${name})( nodad)?`,
      ([text, device, nodad]) => {
        if (text?.includes(':') !== (nodad !== undefined)) throw new Unreadable(line);
        return { op: 'add-address', device, address: text };
      },
    ],
    ['neigh add (.*)', ([text]) => ({ op: 'add-neighbour', neighbour: neighbourOf(text ?? '') })],
    ['route add (.*)', ([text]) => ({ op: 'add-route', route: routeOf(text ?? '') })],
  ];
  for (const [form, say] of forms) {
    const found = new RegExp(`^${form}$`).exec(line);
    if (found) return say(found.slice(1));
  }
  throw new Unreadable(`no step: ${JSON.stringify(line)}`);
}

function endOf([device, namespace, group, address_, mtu, up, master]: readonly (string | undefined)[]): Json {
  return {
    name: device,
    ...(namespace === undefined ? {} : { namespace }),
    ...(group === undefined ? {} : { group: Number(group) }),
    ...(address_ === undefined ? {} : { mac: address_ }),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
    ...(master === undefined ? {} : { master }),
    ...(up === undefined ? {} : { up: true }),
  };
}

function neighbourOf(text: string): Json {
  const [one, two, device] = must(`(${address}) lladdr (${mac}) dev (${name})`, text);
  return { address: one, mac: two, device };
}

function routeOf(text: string): Json {
  const way = `(?:via (?:(inet6?) )?(${address}) )?dev (${name})`;
  const [type, to, , family, via, device, table, src, metric, onlink, mtu, hops] = must(
    `(?:(blackhole|unreachable|prohibit) )?(default|${address}(?:/\\d{1,3})?)( ${way})?(?: table (\\d+))?(?: src (${address}))?(?: metric (\\d+))?( onlink)?(?: mtu (\\d+))?((?: nexthop ${way.replace(/\((?!\?)/g, '(?:')} weight \\d+(?: onlink)?)*)`,
    text,
  );
  const several = [...(hops ?? '').matchAll(new RegExp(` nexthop ${way} weight (\\d+)( onlink)?`, 'g'))].map(
    ([, hopFamily, hopVia, hopDevice, weight, hopOnlink]) => ({
      ...(hopVia === undefined ? {} : { via: hopVia }),
      ...(hopFamily === undefined ? {} : { viaFamily: hopFamily }),
      device: hopDevice,
      weight: Number(weight),
      ...(hopOnlink === undefined ? {} : { onlink: true }),
    }),
  );
  const one = {
    ...(via === undefined ? {} : { via }),
    ...(family === undefined ? {} : { viaFamily: family }),
    device,
    ...(onlink === undefined ? {} : { onlink: true }),
  };
  return {
    type: type ?? 'unicast',
    to,
    hops: device === undefined ? several : [one],
    ...(table === undefined ? {} : { table: Number(table) }),
    ...(src === undefined ? {} : { src }),
    ...(metric === undefined ? {} : { metric: Number(metric) }),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
  };
}

function tableOf(lines: Lines): Json {
  const [table] = lines.must(' {4}create table inet (netgen-[A-Za-z0-9_-]+)');
  const rules: Json[] = [];
  if (lines.must(' {4}table inet (netgen-[A-Za-z0-9_-]+) \\{')[0] !== table) lines.refuse();
  lines.must(' {6}chain postrouting \\{');
  lines.must(' {8}type nat hook postrouting priority srcnat');
  for (;;) {
    // nft reads what stands between double quotes as it is; a `#` begins a comment
    const rule = lines.take(
      ` {8}(?:(ip6?) saddr (${prefix}) )?(?:oifname "(${name})"|(ip6?) daddr != (${prefix})) masquerade # ${place}`,
    );
    if (!rule) break;
    const [ip, from, device, ip2, from2] = rule;
    if (ip2 !== undefined && (ip2 !== ip || from2 !== from)) lines.refuse();
    rules.push({
      ...(from === undefined ? {} : { prefix: { family: ip === 'ip' ? 'inet' : 'inet6', text: from } }),
      ...(device === undefined ? {} : { device }),
    });
  }
  lines.must(' {6}\\}');
  lines.must(" {4}\\}'");
  return { name: table, rules };
}

/** The steps of a plan, or of a script, in one form: without places, and with nothing that a script cannot say. */
export function stepsOf({ steps }: Pick<Plan, 'steps'> | ReadScript): readonly unknown[] {
  return (JSON.parse(JSON.stringify(steps)) as unknown[]).map((step) => canonical(step));
}

function canonical(value: unknown, inBatch = false): unknown {
  if (Array.isArray(value)) return value.map((one) => canonical(one, inBatch));
  if (value === null || typeof value !== 'object') return value;
  const isRoute = 'hops' in value && 'to' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'origin' && key !== 'about')
      // the family of a route in a batch is that of its addresses
      .filter(([key]) => !(key === 'family' && isRoute && inBatch))
      .map(([key, one]) => [
        key,
        isRoute && key === 'hops' && one.length > 1
          ? one.map((hop: Json) => canonical({ ...hop, weight: hop.weight ?? 1 }))
          : canonical(one, inBatch || key === 'operations'),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
