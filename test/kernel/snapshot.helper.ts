// Everything of a machine that a lab could leave behind, as sorted lines.
import type { Machine } from './machine.helper.ts';
import { harnessFolder } from './machine.helper.ts';

type Json = { readonly [key: string]: unknown };

// One process enters the machine and shows it all; a mark stands before each part.
// /run/mount is where mount(8) itself keeps notes.
const sections = {
  link: 'ip -details -json link show',
  address: 'ip -json address show',
  route: 'ip -details -json -4 route show table all; ip -details -json -6 route show table all',
  rule: 'ip -details -json -4 rule show; ip -details -json -6 rule show',
  neighbour: 'ip -json neighbour show nud permanent; ip -json neighbour show proxy',
  nexthop: 'ip -json nexthop show',
  fdb: 'bridge -json fdb show',
  qdisc: 'tc -json qdisc show',
  namespace: 'ls -A /run/netns',
  mount: 'cat /proc/self/mountinfo',
  file: `find /run -mindepth 1 -not -path '${harnessFolder}*' -not -path '/run/mount*' -printf '%y %p\\n'`,
  nft: 'if command -v nft >/dev/null; then nft list ruleset; fi',
  sysctl: 'grep -rs "" /proc/sys/net/ipv4 /proc/sys/net/ipv6 || true',
};
type Section = keyof typeof sections;
const mark = '\u0001';

// What changes by itself, or is but a number that the kernel counts up.
const volatile = new Set([
  'ifindex',
  'link_index',
  'link_netnsid',
  'operstate',
  'valid_life_time',
  'preferred_life_time',
  'expires',
  'tentative',
  'dynamic',
  'hello_timer',
  'tcn_timer',
  'topology_change_timer',
  'gc_timer',
  'used',
  'refcnt',
  // the hardware's limits
  'min_mtu',
  'max_mtu',
  'num_tx_queues',
  'num_rx_queues',
  'gso_max_size',
  'gso_max_segs',
  'tso_max_size',
  'tso_max_segs',
  'gro_max_size',
]);
const volatileFlags = new Set(['LOWER_UP', 'NO-CARRIER']);

/** The state of a machine. Two snapshots of an untouched machine are equal. */
export async function snapshot(machine: Machine): Promise<readonly string[]> {
  return snapshotOf(await look(machine));
}

/** What a snapshot is made of, as the tools say it: where two are equal so are the snapshots. */
export function look(machine: Machine): Promise<string> {
  const text = Object.entries(sections)
    .map(([name, command]) => `printf '${mark}${name}\\n'; ${command}`)
    .join('\n');
  return machine.shell(text);
}

export function snapshotOf(output: string): readonly string[] {
  const lines = output
    .split(mark)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf('\n');
      const name = part.slice(0, end) as Section;
      return linesOf(name, part.slice(end + 1)).map((line) => `${name} ${line}`);
    });
  return lines.sort();
}

function linesOf(section: Section, text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  switch (section) {
    case 'link':
      // A line for each property: a difference then shows what is different.
      return fromJson(text).flatMap((device) =>
        partsOf(device).map((part) => `${String(device.ifname)} ${part}`),
      );
    case 'address':
      return fromJson(text).flatMap((device) => {
        const addresses = (device.addr_info ?? []) as readonly Json[];
        return addresses.map((address) => `${String(device.ifname)} ${flat(address)}`);
      });
    case 'namespace':
      return lines;
    case 'mount':
      return mountsOf(lines);
    case 'file':
      // These two folders stay, as `ip netns add` itself leaves the one.
      return lines.filter((line) => !/^d \/run\/(netns|netgen)$/.test(line));
    case 'nft':
      return nftLinesOf(lines);
    case 'sysctl':
      return lines.map((line) => line.replace('/proc/sys/', '').replace(':', ' = '));
    default:
      return fromJson(text).map(flat);
  }
}

/** `ip -json` called twice gives two texts behind each other; one without findings may be empty. */
function fromJson(text: string): readonly Json[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => JSON.parse(line) as readonly Json[]);
}

/** One thing on one line. */
function flat(thing: Json): string {
  return partsOf(thing).join(' ');
}

/** Everything of a thing that does not change by itself, as KEY=VALUE. */
function partsOf(thing: Json): string[] {
  const parts: string[] = [];
  const walk = (value: unknown, path: string): void => {
    const key = path.slice(path.lastIndexOf('.') + 1);
    if (volatile.has(key)) return;
    if (Array.isArray(value)) {
      const items = value.filter((item) => !volatileFlags.has(item));
      if (items.every((item) => typeof item !== 'object')) parts.push(`${path}=${items.join(',')}`);
      else for (const [index, item] of items.entries()) walk(item, `${path}${index}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path === '' ? name : `${path}.${name}`);
    } else {
      parts.push(`${path}=${String(value)}`);
    }
  };
  walk(thing, '');
  return parts;
}

function mountsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const place = before.split(' ')[4] ?? '';
    // `ip netns add` makes a mount of /run/netns that stays.
    return place.startsWith('/run/') && place !== '/run/netns' ? [`${place} ${after.split(' ')[0]}`] : [];
  });
}

/** Each line with the table that it is in, so that sorting does not lose that. */
function nftLinesOf(lines: readonly string[]): string[] {
  let table = '';
  return lines.map((line) => {
    if (line.startsWith('table')) table = line.replace(' {', '');
    return `${table}: ${line.trim().replace(/packets \d+ bytes \d+/, 'packets N bytes N')}`;
  });
}

/** What is in one snapshot and not in the other; empty where they are equal. */
export function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...without(before, after).map((line) => `- ${line}`),
    ...without(after, before).map((line) => `+ ${line}`),
  ];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}
