// Every step of a script's `up`, and ways to make each fail: stand-ins for ip, nft, nsenter and unshare that stumble at
// one step, settings that cannot be written, somebody else who takes a name in between, a journal without room.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { fixtureLabs, smallFatTree } from '../lab.helper.ts';
import type { Injection } from './injections.helper.ts';
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
/** Of the lab that has everything all of it; of the others, which are much like one another, a part. */
const samples: Readonly<Record<string, number>> = {
  everything: Number.POSITIVE_INFINITY,
  'fat-tree': 15,
  ring: 15,
};
const usual = 24;

export function subjects(): readonly Subject[] {
  const labs = [...fixtureLabs(), { name: 'everything', text: everything }];
  const found = labs.flatMap(({ name, text }) => [
    ...subjectsOf(
      name,
      name === 'fat-tree' ? smallFatTree(text) : text,
      soak ? undefined : (samples[name] ?? usual),
    ),
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

export const noSuchSetting = '/no_such_setting';

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

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

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
