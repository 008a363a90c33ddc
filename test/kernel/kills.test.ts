// INT, TERM, HUP and `kill -9` at random moments of `up` and of `down`, to the run alone and to all that it started:
// in the end the machine is what it was.
import process from 'node:process';
import * as assert from 'uvu/assert';
import { fixtureLab } from '../lab.helper.ts';
import {
  machineFor,
  random,
  type Subject,
  soak,
  subjectsOf,
  Tally,
  withoutForceForwarding,
} from './injection.helper.ts';
import { claim } from './labs.helper.ts';
import type { Machine, Result } from './machine.helper.ts';
import { difference, look, snapshotOf } from './snapshot.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('kills', ['nft', 'awk']);
const seed = Number(process.env.NETGEN_SEED ?? 5);
const next = random(seed);
const tally = new Tally();
const rounds = soak ? 20 : 1;

/** So many namespaces that two jobs work in them. */
const twenty = [
  'bridge b ip 10.0.0.1/24',
  ...Array.from({ length: 20 }, (_, i) => `ns n${i + 1} < veth e -> b ip 10.0.0.${i + 2}/24 gw .1 >`),
].join('\n');

const fixture = (name: string): readonly Subject[] => subjectsOf(name, fixtureLab(name).text);
const subjects = [
  ...fixture('gateway'),
  ...fixture('dual-stack'),
  ...fixture('dual-stack').map(withoutForceForwarding),
  ...subjectsOf('twenty', twenty),
];

interface Way {
  readonly word: 'up' | 'down';
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL';
  readonly alone: boolean;
  /** What is called afterwards. */
  readonly after: readonly string[];
}
const ways: readonly Way[] = [true, false].flatMap((alone): Way[] => [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
    (signal): Way => ({ word: 'up', signal, alone, after: [] }),
  ),
  { word: 'up', signal: 'SIGKILL', alone, after: ['down'] },
  { word: 'up', signal: 'SIGKILL', alone, after: ['up', 'status', 'down'] },
  { word: 'up', signal: 'SIGKILL', alone, after: ['down'] },
  { word: 'down', signal: 'SIGKILL', alone, after: ['down'] },
  { word: 'down', signal: 'SIGKILL', alone, after: ['up', 'status', 'down'] },
  { word: 'down', signal: 'SIGKILL', alone, after: ['down'] },
]);
const numbers = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143, SIGKILL: 137 } as const;

const milliseconds = async (work: () => Promise<Result>): Promise<number> => {
  const start = performance.now();
  claim(await work(), 0);
  return performance.now() - start;
};

class Victim {
  readonly machine: Machine;
  readonly subject: Subject;
  readonly #file: string;

  constructor(machine: Machine, subject: Subject) {
    this.machine = machine;
    this.subject = subject;
    this.#file = machine.write(subject.script);
  }

  run(word: string): Promise<Result> {
    return this.machine.run(['sh', this.#file, word]);
  }

  /** Kills a run at some moment of so many milliseconds; answers what is wrong, and whether it came in the middle. */
  async kill({ word, signal, alone, after }: Way, within: number): Promise<readonly [string[], boolean]> {
    const wrong: string[] = [];
    if (word === 'down') claim(await this.run('up'), 0);
    const running = this.machine.start(['sh', this.#file, word]);
    await new Promise((resolve) => setTimeout(resolve, next() * within));
    if (alone) running.signal(signal);
    else running.signalAll(signal);
    const { code, signal: by, stdout, stderr } = await running.done;
    const inTheMiddle = code !== 0;
    const last = await this.machine.run(['tail', '-n', '1', `/run/netgen/${this.subject.id}`]);
    // a signal that comes when all is done finds the lab up
    if (signal !== 'SIGKILL' && last.stdout === 'up\n') claim(await this.run('down'), 0);
    else if (signal !== 'SIGKILL' && last.code === 0)
      wrong.push(`a journal is left: ${last.stdout}${stderr}`);
    if (word === 'up' && signal === 'SIGKILL' && last.code === 0 && last.stdout !== 'up\n')
      if ((await this.run('status')).code !== 1) wrong.push('status does not call it partly up');
    if (inTheMiddle && by !== signal && code !== numbers[signal])
      wrong.push(`it ended with ${code}, not by ${signal}: ${stdout}${stderr}`);
    for (const each of after) {
      const result = await this.run(each);
      if (result.code !== 0)
        wrong.push(`${each} ended with ${result.code}: ${result.stdout}${result.stderr}`);
    }
    return [wrong, inTheMiddle];
  }
}

for (const subject of subjects) {
  test(`${subject.name}: interrupted or killed at any moment`, async () => {
    const machine = await machineFor(subject);
    try {
      const victim = new Victim(machine, subject);
      claim(await victim.run('up'), 0);
      claim(await victim.run('down'), 0);
      const untouched = await look(machine);
      const faults: string[] = [];
      let inTheMiddle = 0;
      for (let round = 0; round < rounds; round++) {
        // anew in each round: how fast a machine is changes
        const within = {
          up: await milliseconds(() => victim.run('up')),
          down: await milliseconds(() => victim.run('down')),
        };
        for (const way of ways) {
          const [wrong, middle] = await victim.kill(way, within[way.word]);
          if (middle) inTheMiddle += 1;
          const now = await look(machine);
          const left = now === untouched ? [] : difference(snapshotOf(untouched), snapshotOf(now));
          tally.count(`${way.signal} of ${way.word}`, left.length > 0);
          const what = `${way.signal} of ${way.word}${way.alone ? ' alone' : ''}, then ${way.after.join(', ')}`;
          if (wrong.length > 0 || left.length > 0)
            faults.push([what, ...wrong, ...left.slice(0, 20).map((line) => `left: ${line}`)].join('\n'));
          if (left.length > 0) await victim.run('down');
        }
      }
      assert.equal(faults, [], faults.slice(0, 10).join('\n\n'));
      assert.ok(inTheMiddle > rounds, 'hardly a run was killed in its middle');
    } finally {
      await machine.stop();
    }
  });
}

test('so many runs were killed', () => tally.print(`kills at random moments (seed ${seed})`));

test.run();
