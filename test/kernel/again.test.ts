// Nothing adds up however often a lab goes up and down; the soak tries it more often.
import process from 'node:process';
import { upAndDownAgain } from './again.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('again');

test('sixty times up and down leave nothing', async () => {
  process.stdout.write(`\n# FIGURES ${await upAndDownAgain(60)}\n`);
});

test.run();
