// What the linter claims of a lab, put to a kernel: the script is made although the linter objects, and what it says
// will happen has to happen; beside it stands a lab that differs in little, and has to work.

import process from 'node:process';
import * as assert from 'uvu/assert';
import { analyze, compile } from '../../src/compile.ts';
import { isError, type Severity } from '../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { claim } from './labs.helper.ts';
import { Machine, type Result } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

/** A node (`root` for the machine) and what it pings: `a 10.0.0.2`, perhaps with more words for ping. */
type Ping = string;

/** What a rule says of a lab, and what comes of it. Either `up` fails, or it does not, and the rest is tried. */
export interface Truth {
  readonly rule: string;
  /** Which of the things that the rule says, where it says several. */
  readonly what?: string;
  readonly lab: string;
  /** Warnings have their place here to show that the lab runs. */
  readonly severity?: Severity;
  /** Other rules that rightly find errors in the same lab. */
  readonly besides?: readonly string[];
  /** A line of shell that is done before `up`. */
  readonly given?: string;
  /** What `up` says as it fails. */
  readonly fails?: RegExp;
  /** What is not answered. */
  readonly lost?: readonly Ping[];
  /** What is answered although the linter objects: the loss is that of the mistake, not of the whole lab. */
  readonly reached?: readonly Ping[];
  /** What pings cannot show. */
  readonly proof?: (machine: Machine, script: string) => Promise<void>;
  /** A lab without this mistake, … */
  readonly nearMiss: string;
  /** … and what is answered in it. */
  readonly works?: readonly Ping[];
  readonly worksToo?: (machine: Machine, script: string) => Promise<void>;
  readonly needs?: 'nat';
}

/** A value that a lab cannot have, said to the kernel by hand. */
export interface Refusal {
  readonly rule: string;
  /** A line of shell whose last command has to fail, … */
  readonly command: string;
  /** … with these words. */
  readonly says: RegExp;
  /** The like that succeeds. */
  readonly nearMiss: string;
  /** Done before either. */
  readonly given?: string;
  /** The lab that the rule fires in. */
  readonly lab: string;
}

/** Machines that are at work at once: most of their time they wait for answers that do not come. */
const atOnce = 4;

/** A suite that puts claims to the kernel, several at once. */
export async function truthSuite(
  name: string,
  truths: readonly Truth[],
  refusals: readonly Refusal[] = [],
): Promise<{ readonly run: () => void }> {
  const test = await kernelSuite(name, ['ping', 'awk']);
  const jobs = [
    ...truths.map((truth) => ({
      title: `${truth.rule}${truth.what ? `, ${truth.what}` : ''}`,
      work: (machine: Machine) => tryOut(truth, machine),
      needs: truth.needs,
    })),
    ...refusals.map((refusal) => ({
      title: `${refusal.rule}: ${refusal.command}`,
      work: (machine: Machine) => beRefused(refusal, machine),
      needs: undefined,
    })),
  ];
  const withoutNat = jobs.some(({ needs }) => needs) && !(await hasNat());
  if (withoutNat)
    process.stdout.write(
      `# SKIP ${name}: this kernel has no nftables for IP, so nothing of \`nat\` is tried\n`,
    );
  const skipped = jobs.filter(({ needs }) => needs && withoutNat);
  const tried = jobs.filter((job) => !skipped.includes(job));
  const start = inTurns(tried.map(({ work }) => onMachine.bind(undefined, work)));
  for (const { title } of skipped) test.skip(title);
  for (const [index, { title }] of tried.entries()) test(title, () => start(index));
  return test;
}

/** Starts each of some works when it is asked for, and those behind it as far as there is room. */
function inTurns(works: readonly (() => Promise<void>)[]): (index: number) => Promise<void> {
  const running = new Map<number, Promise<void>>();
  const begin = (index: number): Promise<void> => {
    const known = running.get(index);
    const work = works[index];
    if (known || !work) return known ?? Promise.resolve();
    const promise = work();
    // whoever asks for it later hears of a failure
    promise.catch(() => undefined);
    running.set(index, promise);
    return promise;
  };
  return (index) => {
    for (let ahead = index; ahead < index + atOnce; ahead++) void begin(ahead);
    return begin(index);
  };
}

async function onMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}

async function hasNat(): Promise<boolean> {
  let code = 1;
  await onMachine(async (machine) => {
    ({ code } = await machine.run([
      'nft',
      'add table ip probe; add chain ip probe post { type nat hook postrouting priority 100; }',
    ]));
  }).catch(() => undefined);
  return code === 0;
}

async function tryOut(truth: Truth, machine: Machine): Promise<void> {
  const { rule, lab, severity = 'error', besides = [], fails, nearMiss, works = [] } = truth;
  assert.equal(findings(lab, severity), [rule, ...besides].sort(), `the linter finds in\n${lab}`);
  if (severity === 'warning') assert.equal(findings(lab, 'error'), [], `the linter finds in\n${lab}`);
  const script = forced(lab);
  if (truth.given) await machine.shell(truth.given);
  const up = await machine.script(script, ['up'], { timeout });
  if (fails) {
    claim(up, 1);
    assert.match(up.stderr, fails, `up says: ${up.stderr}`);
    claim(await machine.script(script, ['status'], { timeout }), 3);
  } else {
    claim(up, 0);
    await pingAll(machine, truth);
    await truth.proof?.(machine, script);
    claim(await machine.script(script, ['down'], { timeout }), 0);
  }
  assert.equal(findings(nearMiss, 'error'), [], `the linter finds in\n${nearMiss}`);
  assert.not.ok(findings(nearMiss, 'warning').includes(rule), `${rule} in\n${nearMiss}`);
  const good = forced(nearMiss);
  claim(await machine.script(good, ['up'], { timeout }), 0);
  await pingAll(machine, { reached: works });
  await truth.worksToo?.(machine, good);
}

/** Seconds for one call of a script: a second kernel may be twenty times as slow. */
export const timeout = 300;

/** Claims of several pings at once; says of all of them what is not so. */
async function pingAll(
  machine: Machine,
  { lost = [], reached = [] }: Pick<Truth, 'lost' | 'reached'>,
): Promise<void> {
  const said = await Promise.all([
    ...lost.map(async (one) => ((await ping(machine, one)).code === 0 ? `answered: ${one}` : '')),
    ...reached.map(async (one) => {
      const { code, stdout, stderr } = await pingUntilAnswered(machine, one);
      return code === 0 ? '' : `not answered: ${one}\n${stdout}${stderr}`;
    }),
  ]);
  assert.equal(said.filter(Boolean), []);
}

/** Two echo requests, and a second for the answers: enough to see none. */
export function ping(machine: Machine, words: Ping): Promise<Result> {
  return send(machine, words, ['-c', '2', '-i', '0.3', '-W', '1']);
}

/** Echo requests until one is answered: a busy machine may lose the first. */
function pingUntilAnswered(machine: Machine, words: Ping): Promise<Result> {
  return send(machine, words, ['-c', '1', '-w', '5']);
}

function send(machine: Machine, words: Ping, how: readonly string[]): Promise<Result> {
  const [node = '', ...args] = words.split(' ');
  const enter = node === 'root' ? [] : ['ip', 'netns', 'exec', node];
  return machine.run([...enter, 'ping', '-n', ...how, ...args]);
}

async function beRefused(
  { rule, given = ':', command, says, nearMiss, lab }: Refusal,
  machine: Machine,
): Promise<void> {
  assert.equal(findings(lab, 'error'), [rule], `the linter finds in\n${lab}`);
  await machine.shell(given);
  const { code, stdout, stderr } = await machine.run(['sh', '-c', command]);
  assert.is.not(code, 0, `${command}: succeeds\n${stdout}`);
  assert.match(stderr, says, `it says: ${stderr}`);
  await machine.shell(nearMiss);
}

/** The rules of a severity that find something, each once. */
function findings(lab: string, severity: Severity): readonly string[] {
  const { diagnostics } = analyze(new SourceText('lab.net', lab));
  const found = diagnostics.filter((one) => isError(one) === (severity === 'error'));
  return [...new Set(found.map(({ rule }) => rule))].sort();
}

/** The script of a lab, whatever the rules think of it. */
function forced(lab: string): string {
  const { scripts } = compile(new SourceText('lab.net', lab), { force: true });
  assert.is(scripts.length, 1, `no script of\n${lab}`);
  return scripts[0]?.text ?? '';
}
