// All or nothing: every step of every lab's `up` is made to fail, and the machine is what it was.
import { injectAll, machineFor, random, sampled, subjects, Tally } from './injection.helper.ts';
import { failingJournal, failingSteps, takenNames } from './injections.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('injection', ['nft', 'awk', 'mount']);
const tally = new Tally();
const next = random(5);

for (const subject of subjects()) {
  test(`${subject.name}: a step that fails, is taken, or cannot be written down`, async () => {
    const machine = await machineFor(subject);
    try {
      const injections = [...failingSteps(subject), ...takenNames(subject)];
      const chosen = [...sampled(injections, subject.sample, next), ...failingJournal(subject)];
      await injectAll(subject, machine, chosen, tally);
    } finally {
      await machine.stop();
    }
  });
}

test('so many steps were made to fail', () => tally.print('failing steps'));

test.run();
