// Every step of a script's `up`, and ways to make each fail: stand-ins for ip, nft, nsenter and unshare that stumble at
// one step, settings that cannot be written, somebody else who takes a name in between, a journal without room.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { fixtureLabs, smallFatTree } from '../lab.helper.ts';
import { claim, scriptsOf } from './labs.helper.ts';
import { harnessFolder, Machine } from './machine.helper.ts';
import { difference, look, snapshotOf } from './snapshot.helper.ts';

/** The soak takes everything, and more of it; else what is large is sampled. */
export const soak = process.env.NETGEN_SOAK !== undefined;

/** A lab on a machine. */
export interface Subject {
  readonly name: string;
  /** The name that the script has for the lab. */
  readonly id: string;
  readonly script: string;
  /** The addresses of enp0s3, where the machine needs that. */
  readonly uplink: readonly string[] | undefined;
  /** How many injections of a file are tried; all where nothing is said. */
  readonly sample: number | undefined;
}

/** What no fixture has: tables in namespaces, routes and neighbours of the machine, a namespace without anything. */
const everything = `uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64
forward
route 10.99.0.0/16 via 10.0.2.16
route fd00:99::/64 via fd00:2::16
bridge b0 ip 10.7.0.1/24, fd00:7::1/64
neigh 10.7.0.9 lladdr 02:00:00:00:00:09 dev b0
ns r <
  forward
  veth e -> b0 ip 10.7.0.2/24 gw .1
  veth f -> h:f ip 10.8.0.1/24
  nat 10.8.0.0/24 -> e
>
ns h <
  veth f ip 10.8.0.2/24 gw .1
  bridge q
  veth g -> q ip 10.9.0.1/24
  neigh 10.8.0.9 lladdr 02:00:00:00:00:09 dev f
>
ns bare <>
`;
const uplinks: Readonly<Record<string, readonly string[]>> = {
  gateway: ['10.0.2.15/24'],
  'dual-stack': ['10.0.2.15/24', 'fd00:2::15/64'],
  everything: ['10.0.2.15/24', 'fd00:2::15/64'],
  'two-machines@left': ['10.0.2.15/24'],
  'two-machines@right': ['10.0.2.16/24'],
};
const large: Readonly<Record<string, number>> = { grid: 25, ring: 25, ranges: 40, 'fat-tree': 25 };

export function subjects(): readonly Subject[] {
  const labs = [...fixtureLabs(), { name: 'everything', text: everything }];
  const found = labs.flatMap(({ name, text }) => [
    ...subjectsOf(name, name === 'fat-tree' ? smallFatTree(text) : text, soak ? undefined : large[name]),
    ...(soak && name === 'fat-tree' ? subjectsOf(name, text, 12) : []),
  ]);
  const before6_17 = found
    .filter(({ name }) => name === 'dual-stack' || name === 'everything')
    .map((one) => withoutForceForwarding(one));
  return [...found, ...before6_17];
}

export function subjectsOf(name: string, text: string, sample?: number): readonly Subject[] {
  return scriptsOf(text, name, name === 'everything').map(({ text: script }) => {
    const id = /^lab=(.*)$/m.exec(script)?.[1] ?? '';
    return { name: id, id, script, uplink: uplinks[id], sample };
  });
}

const noSuchSetting = '/no_such_setting';

/** The same on a kernel before 6.17, as far as a script can see. */
export function withoutForceForwarding(subject: Subject): Subject {
  const script = subject.script.replaceAll('/force_forwarding', noSuchSetting);
  return { ...subject, name: `${subject.name}, before 6.17`, script, sample: soak ? undefined : 15 };
}

export async function machineFor({ uplink }: Subject): Promise<Machine> {
  const machine = await Machine.start();
  if (uplink) await machine.addUplink('enp0s3', uplink);
  await putStandIns(machine);
  return machine;
}

interface Step {
  readonly tool: 'ip' | 'nft';
  /** A namespace; empty for the machine itself. */
  readonly node: string;
  /** As the tool reads it. */
  readonly line: string;
  /** What stands behind it. */
  readonly place: string;
}
interface Block {
  readonly kind: 'root' | 'links' | 'inside' | 'ensured' | 'table';
  readonly node: string;
  readonly steps: readonly Step[];
}

/** The steps of a script's `lab` function, in order. */
function blocksOf(script: string): readonly Block[] {
  const blocks: Block[] = [];
  const body = script.slice(script.indexOf('\nlab() {'), script.indexOf('\n}\n'));
  const pattern =
    /^ {2}(root|links|inside (\S+) \S+ '[^']*'|table (\S+)) '\n([^']*)'|^ {2}(route|neighbour) '([^']*)' (\S+)$/gm;
  for (const [, word = '', inside, table, batch = '', ensured, wish = '', place = ''] of body.matchAll(
    pattern,
  )) {
    if (ensured) {
      const line =
        ensured === 'route'
          ? `route add ${wish.replace(/^\S+ /, '')} # ${place}`
          : `neigh replace ${wish} nud permanent # ${place}`;
      blocks.push({ kind: 'ensured', node: '', steps: [{ tool: 'ip', node: '', line, place }] });
      continue;
    }
    const node = inside ?? (table === 'root' ? '' : table) ?? '';
    const tool = table === undefined ? 'ip' : 'nft';
    const steps = batch
      .split('\n')
      .map((line) => ({ tool, node, line, place: / # (\S+)$/.exec(line)?.[1] ?? '' }) as const);
    const kind = table === undefined ? (word.split(' ')[0] as 'root' | 'links' | 'inside') : 'table';
    blocks.push({ kind, node, steps });
  }
  return blocks;
}

/** One way to make one step fail, and what has to come of it. */
export interface Injection {
  readonly kind: string;
  /** For whoever reads of it. */
  readonly at: string;
  /** What the stand-ins are told. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text before `up`, and after it: what the injection itself has made goes, and must be there to go. */
  readonly before?: string;
  readonly after?: string;
  /** A line of what it says. */
  readonly says: string | RegExp;
  /** The journal cannot be removed, thus only `down` removes it afterwards. */
  readonly down?: true;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `lab.net:4`, or `lab.net:4-18` where it may come from several steps. */
function placesOf(steps: readonly Step[]): string {
  const places = steps.map(({ place }) => place).filter(Boolean);
  const lines = places.map((place) => Number(place.replace(/^.*:/, '')));
  const [low, high] = [Math.min(...lines), Math.max(...lines)];
  return `${places[0]?.replace(/:.*/, '')}:${low}${high > low ? `-${high}` : ''}`;
}

function says(place: string, node: string, text: string): RegExp {
  return new RegExp(`^${literally(place)}: ${node === '' ? 'root' : `ns ${node}`}: ${text}`, 'm');
}

/** Each step refused by the kernel, not understood by ip, killed; each entry into a namespace refused. */
export function failingSteps({ script }: Subject): readonly Injection[] {
  return blocksOf(script).flatMap((block) => {
    const { kind, node, steps } = block;
    const who = kind === 'links' ? 'links' : node;
    const said = (place: string, text: string): RegExp =>
      kind === 'links' ? new RegExp(`^${literally(place)}: links: ${text}`, 'm') : says(place, node, text);
    const [first, last] = [steps[0], steps.at(-1)];
    if (!first || !last) return [];
    const at = (step: Step, act: string): Readonly<Record<string, string>> => ({
      AT_TOOL: step.tool,
      AT_NODE: node,
      AT_LINE: step.line,
      ACT: act,
    });
    const injections: Injection[] = [];
    if (kind === 'table') {
      const place = placesOf(steps);
      injections.push(
        {
          kind: 'refused',
          at: first.line,
          env: at(first, 'refused'),
          says: said(place, '/dev/stdin:1:.*not permitted$'),
        },
        { kind: 'killed', at: first.line, env: at(first, 'killed'), says: said(place, 'ended with 137$') },
      );
    } else {
      for (const [index, step] of steps.entries()) {
        const word = / (\S+) # \S+$/.exec(step.line)?.[1] ?? '';
        const same = steps.filter(({ line }) => line.includes(` ${word} `));
        const refused: Injection = {
          kind: 'refused',
          at: `${who}: ${step.line}`,
          env: at(step, 'refused'),
          says: said(step.place, 'RTNETLINK answers: Operation not permitted$'),
        };
        const unread: Injection = {
          kind: 'not understood',
          at: `${who}: ${step.line}`,
          env: { ...at(step, 'unread'), AT_WORD: word },
          says: said(placesOf(same), 'Error: either "local" is duplicate, or ".*" is a garbage'),
        };
        // what is undone is the same, so by turns where there is little time
        if (soak) injections.push(refused, unread);
        else injections.push(index % 2 ? unread : refused);
      }
      injections.push({
        kind: 'killed',
        at: `${who}: ${last.line}`,
        env: at(last, 'killed'),
        says: said(placesOf(steps), 'ended with 137$'),
      });
      // what ip itself says of a word that it does not know
      if (kind !== 'root')
        injections.push({
          kind: 'not understood',
          at: `${who}: ${last.line}, with a word too many`,
          env: at(last, 'garbage'),
          says: said(placesOf(steps), '.+'),
        });
    }
    if (node !== '')
      injections.push({
        kind: 'not entered',
        at: `${node}: ${kind}`,
        env: { AT_TOOL: 'nsenter', AT_NODE: node, AT_LINE: kind === 'table' ? 'nft' : 'sh' },
        says: said(placesOf(steps), 'nsenter: .*not permitted$'),
      });
    if (kind === 'links')
      injections.push({
        kind: 'not entered',
        at: 'links',
        env: { AT_TOOL: 'unshare' },
        says: said(placesOf(steps), 'unshare: .*No space left on device$'),
      });
    return injections;
  });
}

/** A name or a route that somebody else takes after it was looked up: it is there afterwards. */
export function takenNames({ script }: Subject): readonly Injection[] {
  return blocksOf(script).flatMap(({ kind, node, steps }) =>
    node === '' && kind !== 'links' ? steps.flatMap((step) => takenName(step, placesOf(steps))) : [],
  );
}

function takenName({ tool, line, place }: Step, places: string): readonly Injection[] {
  const words = line.trim().split(' ');
  const family = words.some((word) => /:.*:/.test(word)) ? '-6' : '-4';
  const theirs: Readonly<Record<string, readonly [string, string]>> = {
    'netns add': [`ip netns add ${words[2]}`, `ip netns del ${words[2]}`],
    'link add': [`ip link add name ${words[3]} type bridge`, `ip link del dev ${words[3]}`],
    'route add': [
      `ip ${family} ${words.join(' ')}`,
      `ip ${family} ${words.join(' ').replace('route add', 'route del')}`,
    ],
    'create table': [`nft ${words.join(' ')}`, `nft delete table ${words.slice(2).join(' ')}`],
  };
  const [make, remove] = theirs[words.slice(0, 2).join(' ')] ?? [];
  if (!make || !remove) return [];
  return [
    {
      kind: 'taken in between',
      at: make,
      env: { AT_TOOL: tool, AT_NODE: '', AT_LINE: line, ACT: make },
      after: remove,
      says: says(place || places, '', '.*File exists'),
    },
  ];
}

/** Each setting, of a namespace and of the machine, that cannot be opened, or not be written. */
export async function failingSettings(subject: Subject, machine: Machine): Promise<readonly Injection[]> {
  const blocks = blocksOf(subject.script);
  const first = blocks.find(({ kind }) => kind === 'root')?.steps[0];
  const commands = claim(await machine.script(subject.script, ['-n', 'up']), 0);
  const injections: Injection[] = [];
  const seen = new Set<string>();
  for (const [, node = '', settings = ''] of commands.matchAll(
    /^(?:ip netns exec (\S+) )?sysctl -e?qw (.*)$/gm,
  )) {
    for (const [, setting] of settings.matchAll(/(net\/[^ '=]+)=/g)) {
      const path = `/proc/sys/${setting}`;
      // a sandbox knows one group alone, so this one may fail
      if (path.endsWith('/ping_group_range') || seen.has(`${node} ${path}`)) continue;
      seen.add(`${node} ${path}`);
      const readOnly = `mount --bind ${path} ${path} && mount -o remount,ro,bind ${path}`;
      if (node === '') {
        // Devices come with the first batch. Nothing but the lab's own are gone with their settings.
        injections.push({
          kind: 'setting of the machine',
          at: path,
          env: {
            AT_TOOL: 'ip',
            AT_NODE: '',
            AT_LINE: first?.line ?? '',
            ACT: `then test ! -e ${path} || { ${readOnly}; }`,
          },
          after: `umount ${path} 2>/dev/null || true`,
          // the switch of the whole machine stands for what has to be kept of each device
          says: new RegExp(
            `^\\S+\\.net:\\d+: cannot write (${path}|/proc/sys/net/ipv6/conf/all/forwarding)$`,
            'm',
          ),
        });
        continue;
      }
      const steps = blocks.find((one) => one.kind === 'inside' && one.node === node)?.steps ?? [];
      // by turns, as both are the same to a shell
      const act = injections.length % 2 ? readOnly : `mount --bind /dev/full ${path}`;
      injections.push({
        kind: 'setting of a namespace',
        at: `${node}: ${path}`,
        env: { AT_TOOL: 'setting', AT_NODE: node, ACT: act },
        says: says(placesOf(steps), node, '.+'),
      });
    }
  }
  return injections;
}

/** A folder of journals that is full, read-only or without room for a file, at each write. */
export function failingJournal({ id, script }: Subject): readonly Injection[] {
  const journal = `/run/netgen/${id}`;
  const folder = (options: string, more = 'true'): string =>
    `mkdir -p /run/netgen; mount -t tmpfs ${options} tmpfs /run/netgen; ${more}`;
  const blocks = blocksOf(script);
  const last = blocks.at(-1)?.steps[0];
  const first = blocks.find(({ kind }) => kind === 'root')?.steps[0];
  const fill = 'cat /dev/zero >/run/netgen/.filler 2>/dev/null';
  const end = (step: Step | undefined, act: string) => ({
    AT_TOOL: step?.tool ?? '',
    AT_NODE: step?.node ?? '',
    AT_LINE: step?.line ?? '',
    ACT: act,
  });
  // a page of a tmpfs is 4 KiB; what follows begins as its last bytes or on the next one
  const pad = (room: number): string =>
    `size=$(stat -c %s ${journal}); { echo; head -c $((8190 - size % 4096 - ${room})) /dev/zero | tr '\\0' x; echo; } >>${journal}; ${fill}; true`;
  const cannot = `${id}: cannot write ${journal}`;
  const common = { kind: 'journal', after: 'umount /run/netgen', says: cannot } as const;
  const anywhere: readonly Injection[] = [
    { ...common, at: 'full from the start', before: folder('-o size=4k', `${fill} || true`) },
    { ...common, at: 'no file more', before: folder('-o nr_inodes=1') },
    { ...common, at: 'read-only from the start', before: folder('-o ro') },
    {
      kind: 'journal',
      at: 'no folder',
      before: 'rmdir /run/netgen; mount -o remount,ro /run',
      after: 'mount -o remount,rw /run; mkdir /run/netgen',
      says: /^mkdir: .*Read-only file system/m,
    },
  ];
  const roomy = { ...common, before: folder('-o size=64k') };
  const readOnly = {
    ...roomy,
    after: 'mount -o remount,rw /run/netgen',
    down: true,
  } as const;
  // the notes of what root steps have made, or of the table that comes next
  const notes: readonly Injection[] = [
    ...anywhere,
    { ...roomy, at: 'full after the first step', env: end(first, `then ${pad(0)}`) },
    {
      ...readOnly,
      at: 'read-only after the first step',
      env: end(first, 'then mount -o remount,ro /run/netgen'),
    },
  ];
  if (!script.includes(noSuchSetting))
    return [
      ...notes,
      { ...roomy, at: 'full at its end', env: end(last, pad(0)) },
      { ...roomy, at: 'full in the middle of its last word', env: end(last, pad(1)) },
      { ...readOnly, at: 'read-only at its end', env: end(last, 'mount -o remount,ro /run/netgen') },
    ];
  // it is written to, too, when forwarding is turned on
  const forward = /^\S+\.net:\d+: cannot write /m;
  const before = blocks.findLast(({ kind }) => kind === 'inside')?.steps[0];
  return [
    ...notes,
    { ...roomy, at: 'full before it keeps', env: end(before, `then ${pad(0)}`), says: forward },
    { ...roomy, at: 'full while it keeps', env: end(before, `then ${pad(99)}`), says: forward },
    {
      ...readOnly,
      at: 'read-only before it keeps',
      env: end(before, 'then mount -o remount,ro /run/netgen'),
      says: forward,
    },
  ];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** So many of them, evenly, from a random one on. */
export function sampled<T>(all: readonly T[], count: number | undefined, next: () => number): readonly T[] {
  if (count === undefined || count >= all.length) return all;
  const start = next();
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + start) * all.length) / count)] as T);
}

/** How many ran and how many left something, kind by kind. */
export class Tally {
  readonly #ran = new Map<string, number>();
  #left = 0;

  count(kind: string, left: boolean): void {
    this.#ran.set(kind, (this.#ran.get(kind) ?? 0) + 1);
    if (left) this.#left += 1;
  }

  print(what: string): void {
    const kinds = [...this.#ran].map(([kind, count]) => `${count} ${kind}`).join(', ');
    const all = [...this.#ran.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(`\n# FIGURES ${what}: ${all} (${kinds}); ${this.#left} left something\n`);
  }
}

/** Runs `up` with each injection in turn, and claims of all of them that nothing is left and the lab's line is named. */
export async function injectAll(
  subject: Subject,
  machine: Machine,
  injections: readonly Injection[],
  tally: Tally,
): Promise<void> {
  const file = machine.write(subject.script);
  claim(await machine.run(['sh', file, 'up']), 0);
  claim(await machine.run(['sh', file, 'down']), 0);
  const untouched = await look(machine);
  const faults: string[] = [];
  for (const injection of injections) {
    const { kind, at, env, before, after, says: wanted, down } = injection;
    if (before) await machine.shell(before);
    const { code, stderr } = await machine.run(['sh', file, 'up'], {
      env: { ...env, PATH: `${standIns}:${process.env.PATH ?? ''}:/usr/sbin:/sbin` },
      timeout: 120,
    });
    const said = typeof wanted === 'string' ? stderr.split('\n').includes(wanted) : wanted.test(stderr);
    const undone = !/is left/.test(stderr) || down === true;
    if (code !== 1 || !said || !undone)
      faults.push(`${kind}, ${at}: exit ${code}, not ${String(wanted)}:\n${stderr}`);
    if (after) {
      const result = await machine.run(['sh', '-ec', after]);
      if (result.code !== 0)
        faults.push(`${kind}, ${at}: what was there is gone: ${result.stderr}\n${stderr}`);
    }
    if (down) {
      claim(await machine.run(['sh', file, 'down']), 0);
      await machine.shell('umount /run/netgen');
    }
    const now = await look(machine);
    const left = now === untouched ? [] : difference(snapshotOf(untouched), snapshotOf(now));
    tally.count(kind, left.length > 0);
    if (left.length === 0) continue;
    faults.push(`${kind}, ${at}: left\n${left.slice(0, 20).join('\n')}\n${stderr}`);
    await machine.run(['sh', file, 'down']);
  }
  assert.equal(faults, [], faults.slice(0, 10).join('\n'));
}

const standIns = `${harnessFolder}/bin`;

// Each passes everything on to the real one, but for the step that it is told of. IN is the namespace that it works in.
const tools = {
  ip: `case "\${AT_TOOL-}=\${AT_NODE-}=\${*}" in
  "ip=\${IN-}=-batch -" | "ip=\${IN-}=-4 -batch -" | "ip=\${IN-}=-6 -batch -") ;;
  *) exec "\${real}" "$@" ;;
esac
refuse() { printf '%s\\n' 'RTNETLINK answers: Operation not permitted' "Command failed -:\${number}"; }
`,
  nft: `case "\${AT_TOOL-}=\${AT_NODE-}=\${*}" in
  "nft=\${IN-}=-f -") ;;
  *) exec "\${real}" "$@" ;;
esac
refuse() { echo "/dev/stdin:\${number}:1-9: Error: Could not process rule: Operation not permitted"; }
`,
  nsenter: `IN=\${1#--net=/run/netns/}
export IN
case "\${AT_TOOL-}=\${AT_NODE-}=\${AT_LINE-}" in
  "nsenter=\${IN}=\${2}") echo "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted" >&2; exit 1 ;;
  "setting=\${IN}=") exec "\${real}" "\${1}" unshare --mount sh -ec 'eval "\${ACT}"; shift; exec "$@"' sh "$@" ;;
  *) exec "\${real}" "$@" ;;
esac
`,
  unshare: `case "\${AT_TOOL-}=\${1} \${2}" in
  'unshare=--net ip') echo 'unshare: unshare failed: No space left on device' >&2; exit 1 ;;
  *) exec "\${real}" "$@" ;;
esac
`,
};
const stumble = `text=$(cat)
pass() { printf '%s\\n' "\${text}" | "\${real}" "$@"; }
number=$(printf '%s\\n' "\${text}" | grep -nxF -e "\${AT_LINE}") || { pass "$@"; exit; }
number=\${number%%:*}
before() { # nft makes all or nothing by itself
  test "\${AT_TOOL}" = nft || printf '%s\\n' "\${text}" | head -n "$((number - 1))" | "\${real}" "$@" || exit
}
case \${ACT} in
  refused) before "$@"; refuse >&2; exit 1 ;;
  unread) before "$@"; echo "Error: either \\"local\\" is duplicate, or \\"\${AT_WORD}\\" is a garbage." >&2; exit 255 ;;
  garbage) text=$(printf '%s\\n' "\${text}" | sed "\${number}s/ #/ garbage #/"); pass "$@" ;;
  killed) before "$@"; kill -s KILL "$$" ;;
  'then '*) pass "$@" || exit; eval "\${ACT#then }" ;;
  *) (unset AT_TOOL; eval "\${ACT}") || echo "the injection itself failed: \${ACT}" >&2; pass "$@" ;;
esac
`;

async function putStandIns(machine: Machine): Promise<void> {
  mkdirSync(machine.path(standIns), { recursive: true });
  for (const [tool, text] of Object.entries(tools)) {
    const real = (await machine.shell(`command -v ${tool}`)).trim();
    const file = `${machine.path(standIns)}/${tool}`;
    const rest = tool === 'ip' || tool === 'nft' ? stumble : '';
    writeFileSync(file, `#!/bin/sh\nreal=${quote(real)}\n${text}${rest}`);
    chmodSync(file, 0o755);
  }
}
