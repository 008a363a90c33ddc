// All or nothing: every setting that a lab's `up` writes cannot be written, and the machine is what it was.
import { injectAll, machineFor, random, sampled, subjects, Tally } from './injection.helper.ts';
import { failingSettings } from './injections.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('injection of settings', ['nft', 'awk', 'mount']);
const tally = new Tally();
const next = random(6);

for (const subject of subjects()) {
  test(`${subject.name}: a setting that cannot be written`, async () => {
    const machine = await machineFor(subject);
    try {
      const injections = await failingSettings(subject, machine);
      await injectAll(subject, machine, sampled(injections, subject.sample, next), tally);
    } finally {
      await machine.stop();
    }
  });
}

test('so many settings could not be written', () => tally.print('settings that cannot be written'));

test.run();
