// The static kernel against the real one: random labs, every node to every address. `tools/soak.mjs prove` does the
// same for longer.
import { setPriority } from 'node:os';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { forwardingFixtures } from '../lab.helper.ts';
import { type Comparison, compareOnce } from './prove/compare.ts';
import { type Case, disagreementText, figuresText, proveLabs, stableOf, turns } from './prove/prove.ts';
import { shrunk } from './prove/shrink.ts';
import { isStillWrong } from './prove/soak.ts';
import { Turns } from './prove/turns.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('prove', ['perl', 'nft', 'awk']);

const seed = 6;
const seconds = 75;

test('the model says of random labs what the kernel says, and so does the linter', async () => {
  setPriority(10);
  const { figures, cases } = await proveLabs({ seed, labs: 2000, seconds });
  process.stdout.write(`\n# FIGURES prove: ${figuresText(figures)}\n`);
  assert.ok(figures.up > 50, `${figures.up} labs came up`);
  const [first] = cases;
  assert.equal(first && (await told(first)), undefined);
});

// most of what a lab takes is waiting for answers that do not come
const fixtures = forwardingFixtures();
const sideBySide = new Turns(12);
let compared: readonly Promise<Comparison>[] | undefined;

for (const [index, { name, text }] of fixtures.entries()) {
  test(`fixture ${name}`, async () => {
    compared ??= fixtures.map((one) => sideBySide.take(() => compareOnce(one.text, turns)));
    const { kernel, disagreements } = (await compared[index]) as Comparison;
    assert.is(kernel?.up.code, 0, kernel?.up.stderr);
    assert.equal((await stableOf(text, disagreements)).map(disagreementText), []);
  });
}

test('what comes to a nat is counted', async () => {
  const lab = (prefix: string): string =>
    `ns a < veth eth0 -> r:eth0 ip 10.0.0.2/24 gw .1 >
     ns r < forward veth eth0 ip 10.0.0.1/24 veth eth1 ip 10.1.0.1/24 nat ${prefix} -> eth1 >
     ns b < veth eth0 -> r:eth1 ip 10.1.0.2/24 gw .1 >\n`;
  const counted = async (prefix: string): Promise<readonly boolean[]> =>
    [...((await compareOnce(lab(prefix), turns)).kernel?.matched.values() ?? [])].map((count) => count > 0);
  assert.equal(await counted('10.0.0.0/24'), [true]);
  assert.equal(await counted('10.1.0.0/24'), [false]);
});

test('a disagreement is found: routes, sources, pings, where they arrive', async () => {
  const lab = (there: string): string =>
    `ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 lo ip 10.9.0.1/32 ${there} >
     ns b < veth eth0 ip 10.0.0.2/24 lo ip 10.1.0.1/32, 10.2.0.1/32 >\n`;
  const truth = lab('route 10.1.0.1 via 10.0.0.2');
  const found = async (other: string): Promise<readonly string[]> =>
    (await compareOnce(truth, turns, other)).disagreements.map(({ what, to }) => `${what} ${to}`);
  assert.equal(await found(truth), []);
  assert.equal(await found(lab('')), [
    'echo 10.1.0.1',
    'arrival 10.1.0.1',
    'route 10.1.0.1',
    'route 10.1.0.1 from 10.9.0.1',
  ]);
  assert.equal(await found(lab('route 10.1.0.1 via 10.0.0.2 src 10.9.0.1')), [
    'echo 10.1.0.1',
    'route 10.1.0.1',
  ]);
  assert.equal(await found(lab('route 10.1.0.1 dev eth0')), [
    'route 10.1.0.1',
    'route 10.1.0.1 from 10.9.0.1',
  ]);
  assert.equal(await found(lab('route 10.1.0.1 via 10.0.0.2 route 10.2.0.1 via 10.0.0.2')), [
    'echo 10.2.0.1',
    'arrival 10.2.0.1',
    'route 10.2.0.1',
    'route 10.2.0.1 from 10.0.0.1',
  ]);
});

/** A case for whoever reads the failure: as small as it can be made. */
async function told({ kind, index, text, details }: Case): Promise<string> {
  const small = kind === 'disagreement' ? await shrunk(text, isStillWrong) : text;
  return `${kind} in lab ${index} of seed ${seed}\n${details.slice(0, 8).join('\n')}\n\n${small}`;
}

test.run();
