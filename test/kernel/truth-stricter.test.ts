// Where netgen refuses more than a kernel: the kernel takes it, and a reason is written down.
import * as assert from 'uvu/assert';
import { isError } from '../../src/diagnostic/diagnostic.ts';
import { compiled } from '../lab.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';
import { stricter } from './truth/stricter.ts';
import { given } from './truth/values.ts';

const test = await kernelSuite('truth: stricter than a kernel');

for (const { rule, why, lab, command } of stricter) {
  test(`${rule}: ${command}`, async () => {
    assert.equal(
      compiled(lab)
        .diagnostics.filter(isError)
        .map((one) => one.rule),
      [rule],
      why,
    );
    const machine = await Machine.start();
    try {
      await machine.shell(given);
      await machine.shell(command);
    } finally {
      await machine.stop();
    }
  });
}

test.run();
