// The static kernel against the real one: random labs, every node to every address. `tools/soak.mjs prove` does the
// same for longer.
import { setPriority } from 'node:os';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { type Case, figuresText, proveLabs } from './prove/prove.ts';
import { shrunk } from './prove/shrink.ts';
import { isStillWrong } from './prove/soak.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('prove', ['perl', 'nft', 'awk']);

const seed = 6;
const seconds = 110;

test('the model says of random labs what the kernel says, and so does the linter', async () => {
  setPriority(10);
  const { figures, cases } = await proveLabs({ seed, labs: 2000, seconds });
  process.stdout.write(`# FIGURES prove: ${figuresText(figures)}\n`);
  assert.ok(figures.up > 50, `${figures.up} labs came up`);
  const [first] = cases;
  assert.equal(first && (await told(first)), undefined);
});

/** A case for whoever reads the failure: as small as it can be made. */
async function told({ kind, index, text, details }: Case): Promise<string> {
  const small = kind === 'disagreement' ? await shrunk(text, isStillWrong) : text;
  return `${kind} in lab ${index} of seed ${seed}\n${details.slice(0, 8).join('\n')}\n\n${small}`;
}

test.run();
