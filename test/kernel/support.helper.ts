// Whether labs can be brought up here without touching the machine, and uvu suites that know it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { Test } from 'uvu';
import { suite } from 'uvu';
import { Machine } from './machine.helper.ts';

let known: Promise<string | undefined> | undefined;

/** Why no isolated machine can be had here; undefined where one can. */
function kernelSupport(): Promise<string | undefined> {
  known ??= lookForSupport();
  return known;
}

async function lookForSupport(): Promise<string | undefined> {
  if (process.platform !== 'linux') return `network namespaces are Linux's own, this is ${process.platform}`;
  const missing = await missingOf(['unshare', 'nsenter', 'ip', 'bash']);
  if (missing !== undefined) return missing;
  try {
    const machine = await Machine.start();
    const { code, stderr } = await machine.run(['ip', 'link', 'add', 'name', 'probe', 'type', 'veth']);
    await machine.stop();
    return code === 0 ? undefined : `no device can be made in a namespace: ${stderr.trim()}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export async function missingOf(commands: readonly string[]): Promise<string | undefined> {
  for (const command of commands) {
    // Where an ordinary user's PATH does not lead, the machine's own does.
    const look = 'PATH=$PATH:/usr/sbin:/sbin; command -v "$1"';
    const [code] = await once(spawn('sh', ['-c', look, 'sh', command], { stdio: 'ignore' }), 'close');
    if (code !== 0) return `the command ${command} is missing`;
  }
  return undefined;
}

/**
 * A uvu suite whose tests need a kernel, and perhaps more commands. Where one is missing they are skipped, and the
 * reason is said in the words that the test runner repeats at its end.
 */
export async function kernelSuite(name: string, needs: readonly string[] = []): Promise<Test> {
  const real = suite(name);
  const reason = (await missingOf(needs)) ?? (await kernelSupport());
  if (reason === undefined) return real;
  process.stdout.write(`# SKIP ${name}: ${reason}\n`);
  const ignore = () => undefined;
  const hook = Object.assign(ignore, { each: ignore });
  const skip = () => real.skip();
  return Object.assign(skip, { only: skip, skip, before: hook, after: hook, run: () => real.run() });
}
