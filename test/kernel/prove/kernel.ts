// What a real kernel says of a lab: whether its script comes up, which way each address would go, and who answers.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, nodesOf } from '../../../src/model/lab.ts';
import { root } from '../../lab.helper.ts';
import { harnessFolder, Machine, type Result } from '../machine.helper.ts';
import { type Matched, readNats, watchNats } from './nats.ts';
import type { Turns } from './turns.ts';

/** What `ip route get` says. */
export interface RouteGet {
  /** `unicast`, `local`, `broadcast`, …; for a failure what the kernel says of it. */
  readonly kind: string;
  readonly via: string | undefined;
  readonly device: string | undefined;
  readonly source: string | undefined;
}

export interface KernelSays {
  readonly up: Result;
  /** By node and what was asked for, as `pair` writes it. */
  readonly lookUps: ReadonlyMap<string, RouteGet>;
  readonly answered: ReadonlySet<string>;
  /** Of these, those of which the first requests were lost. */
  readonly late: ReadonlySet<string>;
  /** The nodes that a request came to. */
  readonly arrived: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same of large ones that nobody may fragment. */
  readonly large: ReadonlyMap<string, ReadonlySet<string>>;
  readonly matched: Matched;
}

/** What is asked from a node. */
export interface Questions {
  /** `ADDRESS`, or `ADDRESS from SOURCE iif DEVICE`: what stands behind `ip route get`. */
  readonly lookUps: ReadonlySet<string>;
  /** By address. */
  readonly pings: ReadonlyMap<string, { readonly hope: Hope }>;
  readonly large: ReadonlyMap<string, { readonly size: number; readonly hope: Hope }>;
}

/** What is waited for a while: the kernel may have to ask for a neighbour more than once. */
export type Hope = 'answer' | 'arrival' | 'nothing';

export function pair(node: string, address: string): string {
  return `${node} ${address}`;
}

/** What is asked for the way of an echo request; of IPv6 the protocol has a part in a choice of ways (rt6_multipath_hash). */
export function echoTo(address: string): string {
  return address.includes(':') ? `${address} ipproto 58` : address;
}

const asker = readFileSync(`${root}test/kernel/prove/ask.pl`, 'utf8');
const folder = `${harnessFolder}/prove`;

// As a machine that was never touched has them, whatever the one below handed on.
const untouched =
  'for file in ip_forward conf/all/rp_filter conf/default/rp_filter; do echo 0 >/proc/sys/net/ipv4/$file; done';

/** Brings a lab up in a machine of its own and asks; the machine is gone when it answers. */
export async function askKernel(
  lab: Lab,
  script: string,
  questions: ReadonlyMap<string, Questions>,
  turns: Turns,
): Promise<KernelSays> {
  const machine = await Machine.start();
  try {
    const up = await turns.take(async () => {
      await machine.shell(untouched);
      for (const { name, addresses } of uplinksOf(lab)) await machine.addUplink(name, addresses);
      const result = await machine.script(script, ['up'], { timeout: 120 });
      if (result.code === 0) {
        write(machine, questions);
        await watchNats(lab, machine);
      }
      return result;
    });
    if (up.code !== 0) return { up, lookUps: new Map(), matched: new Map(), ...readAnswers('') };
    // most of this is waiting for answers that do not come
    const said = await machine.shell(`cd ${folder} && perl ask.pl <questions`, { timeout: 300 });
    const matched = await readNats(lab, machine);
    return { up, lookUps: readLookUps(machine, questions), matched, ...readAnswers(said) };
  } finally {
    await turns.take(() => machine.stop());
  }
}

function uplinksOf(lab: Lab): readonly { name: string; addresses: readonly string[] }[] {
  return lab.hosts
    .flatMap((host) => nodesOf(host).flatMap(({ devices }) => devices))
    .filter(({ kind }) => kind === 'uplink')
    .map(({ name, addresses }) => ({
      name,
      addresses: addresses.map(({ address, prefix }) => `${address.text}/${prefix.length}`),
    }));
}

function write(machine: Machine, questions: ReadonlyMap<string, Questions>): void {
  const inside = machine.path(folder);
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'ask.pl'), asker);
  const lines: string[] = [];
  for (const [node, { lookUps, pings, large }] of questions) {
    writeFileSync(join(inside, `${node}.asked`), [...lookUps].map((what) => `route get ${what}\n`).join(''));
    lines.push(`node ${node}`);
    for (const [to, { hope }] of pings) lines.push(`ping ${to} ${hope}`);
    for (const [to, { size, hope }] of large) lines.push(`large ${to} ${size} ${hope}`);
  }
  writeFileSync(join(inside, 'questions'), `${lines.join('\n')}\n`);
}

function readLookUps(
  machine: Machine,
  questions: ReadonlyMap<string, Questions>,
): ReadonlyMap<string, RouteGet> {
  const inside = machine.path(folder);
  const found = new Map<string, RouteGet>();
  for (const [node, { lookUps }] of questions) {
    const refusals = readFileSync(join(inside, `${node}.failed`), 'utf8');
    const failed = failures(refusals);
    const ways = readFileSync(join(inside, `${node}.ways`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('['));
    for (const [index, what] of [...lookUps].entries()) {
      const why = failed.get(index + 1);
      if (why !== undefined) found.set(pair(node, what), { kind: why, ...nowhere });
      else found.set(pair(node, what), wayOf(ways.shift(), refusals));
    }
    if (ways.length > 0) throw new Error(`ip answers more than it was asked in ${node}: ${ways.join('\n')}`);
  }
  return found;
}

const nowhere = { via: undefined, device: undefined, source: undefined };

/** Which lines of a batch failed, and the kernel's words for it. */
function failures(said: string): ReadonlyMap<number, string> {
  const matches = said.matchAll(/(?:RTNETLINK answers|Error): (.*)\nCommand failed .*:(\d+)\n/g);
  return new Map([...matches].map(([, why = '', line]) => [Number(line), why]));
}

interface JsonWay {
  readonly type?: string;
  readonly gateway?: string;
  readonly via?: { readonly host: string };
  readonly dev?: string;
  readonly prefsrc?: string;
}

function wayOf(line: string | undefined, refusals: string): RouteGet {
  if (line === undefined) throw new Error(`ip answers less than it was asked: ${refusals}`);
  const [way] = JSON.parse(line) as readonly JsonWay[];
  return {
    kind: way?.type ?? 'unicast',
    via: way?.gateway ?? way?.via?.host,
    device: way?.dev,
    source: way?.prefsrc,
  };
}

function readAnswers(said: string): Pick<KernelSays, 'answered' | 'late' | 'arrived' | 'large'> {
  const echoed = { answered: new Set<string>(), late: new Set<string>() };
  const came = { arrived: new Map<string, Set<string>>(), large: new Map<string, Set<string>>() };
  for (const line of said.split('\n').filter(Boolean)) {
    const [word, node = '', to = '', at = ''] = line.split(' ');
    if (word === 'answered' || word === 'late') echoed[word].add(pair(node, to));
    else if (word === 'arrived' || word === 'large') {
      const known = came[word].get(pair(node, to)) ?? new Set();
      came[word].set(pair(node, to), known.add(at));
    } else throw new Error(`ask.pl says ${line}`);
  }
  return { ...echoed, ...came };
}
