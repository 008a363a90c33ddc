// What a real kernel says of a lab: whether its script comes up, which way each address would go, and who answers.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, nodesOf } from '../../../src/model/lab.ts';
import { root } from '../../lab.helper.ts';
import { harnessFolder, Machine, type Result } from '../machine.helper.ts';
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
  /** By node and address, as `pair` writes it. */
  readonly routes: ReadonlyMap<string, RouteGet>;
  readonly answered: ReadonlySet<string>;
}

/** What is asked: from which node which addresses, and whether an answer is expected. */
export type Questions = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export function pair(node: string, address: string): string {
  return `${node} ${address}`;
}

const pinger = readFileSync(`${root}test/kernel/prove/ping.pl`, 'utf8');
const folder = `${harnessFolder}/prove`;

// As a machine that was never touched has them, whatever the one below handed on.
const untouched =
  'for file in ip_forward conf/all/rp_filter conf/default/rp_filter; do echo 0 >/proc/sys/net/ipv4/$file; done';

// The kernel notices that a cable is whole some time after (linkwatch), and later the more links others make; until
// then a bridge has no use for the port.
const waitForLinks = `cd ${folder}
for file in *.routes; do
  node=\${file%.routes}
  case $node in root) set -- ;; *) set -- -n "$node" ;; esac
  tries=0
  while ip "$@" -o link show type veth | grep -v 'state UP' | grep -q . && test $tries -lt 100; do
    tries=$((tries + 1))
    sleep 0.2
  done
done`;

// All routes are asked for before the first packet, which may change what comes after it.
const askRoutes = `cd ${folder}
for file in *.routes; do
  node=\${file%.routes}
  case $node in root) set -- ;; *) set -- -n "$node" ;; esac
  ip "$@" -json -force -batch "$file" >"$node.ways" 2>"$node.failed" || true
done`;
const sendPings = `cd ${folder}
for file in *.pings; do
  node=\${file%.pings}
  case $node in root) set -- ;; *) set -- nsenter --net="/run/netns/$node" ;; esac
  "$@" perl ping.pl <"$file" >"$node.answered" &
done
wait`;

/** Brings a lab up in a machine of its own and asks; the machine is gone when it answers. */
export async function askKernel(
  lab: Lab,
  script: string,
  questions: Questions,
  turns: Turns,
): Promise<KernelSays> {
  const machine = await Machine.start();
  try {
    const up = await turns.take(async () => {
      await machine.shell(untouched);
      for (const { name, addresses } of uplinksOf(lab)) await machine.addUplink(name, addresses);
      const result = await machine.script(script, ['up'], { timeout: 120 });
      if (result.code !== 0) return result;
      write(machine, questions);
      return result;
    });
    if (up.code !== 0) return { up, routes: new Map(), answered: new Set() };
    await machine.shell(waitForLinks);
    await turns.take(() => machine.shell(askRoutes));
    const routes = readRoutes(machine, questions);
    // most of this is waiting for answers that do not come
    await machine.shell(sendPings);
    return { up, routes, answered: readAnswers(machine) };
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

function write(machine: Machine, questions: Questions): void {
  const inside = machine.path(folder);
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'ping.pl'), pinger);
  for (const [node, addresses] of questions) {
    const list = [...addresses];
    writeFileSync(join(inside, `${node}.routes`), list.map(([to]) => `route get ${to}\n`).join(''));
    const lines = list.map(([to, expected]) => `${to}${expected ? ' +' : ''}\n`);
    writeFileSync(join(inside, `${node}.pings`), lines.join(''));
  }
}

function readRoutes(machine: Machine, questions: Questions): ReadonlyMap<string, RouteGet> {
  const inside = machine.path(folder);
  const routes = new Map<string, RouteGet>();
  for (const [node, addresses] of questions) {
    const failed = failures(readFileSync(join(inside, `${node}.failed`), 'utf8'));
    const ways = readFileSync(join(inside, `${node}.ways`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('['));
    for (const [index, to] of [...addresses.keys()].entries()) {
      const why = failed.get(index + 1);
      if (why !== undefined) routes.set(pair(node, to), { kind: why, ...nowhere });
      else routes.set(pair(node, to), wayOf(ways.shift()));
    }
    if (ways.length > 0) throw new Error(`ip answers more than it was asked in ${node}: ${ways.join('\n')}`);
  }
  return routes;
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

function wayOf(line: string | undefined): RouteGet {
  if (line === undefined) throw new Error('ip answers less than it was asked');
  const [way] = JSON.parse(line) as readonly JsonWay[];
  return {
    kind: way?.type ?? 'unicast',
    via: way?.gateway ?? way?.via?.host,
    device: way?.dev,
    source: way?.prefsrc,
  };
}

function readAnswers(machine: Machine): ReadonlySet<string> {
  const inside = machine.path(folder);
  const answered = readdirSync(inside)
    .filter((file) => file.endsWith('.answered'))
    .flatMap((file) => {
      const node = file.replace(/\.answered$/, '');
      const lines = readFileSync(join(inside, file), 'utf8').split('\n');
      return lines.filter(Boolean).map((to) => pair(node, to));
    });
  return new Set(answered);
}
