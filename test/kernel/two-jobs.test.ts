// Where there are many namespaces, two jobs work inside of them at once. What a script promises holds all the same.
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { claim, leavesNothing } from './labs.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('two jobs', ['ping', 'nft', 'awk', 'bash', 'dash', 'busybox', 'mksh']);
const shells = [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']];

const count = 20;
const hosts = Array.from(
  { length: count },
  (_, i) => `ns n${i + 1} < forward; veth e -> b ip 10.0.0.${i + 2}/24 gw .1; nat 10.7.0.0/16 -> e >`,
);
const lab = ['bridge b ip 10.0.0.1/24', ...hosts, `expect n{1..${count}} reaches root`].join('\n');
// the nat is of no use, thus the force; but it makes a table in each namespace
const many = compile(new SourceText('many.net', lab), { force: true }).scripts[0]?.text ?? '';

/** The script with an address of a namespace at a device that is not there. */
function broken(...numbers: readonly number[]): string {
  return numbers.reduce((text, number) => {
    const changed = text.replace(`10.0.0.${number + 1}/24 dev e #`, `10.0.0.${number + 1}/24 dev nowhere #`);
    assert.is.not(changed, text);
    return changed;
  }, many);
}

async function withMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await leavesNothing(machine, () => work(machine));
  } finally {
    await machine.stop();
  }
}

for (const shell of shells) {
  const name = shell.join(' ');

  test(`${name}: everything is made, and a step that fails in either half is named and undone`, () =>
    withMachine(async (machine) => {
      for (const word of ['up', 'status', 'verify', 'down'])
        claim(await machine.script(many, [word], { shell }), 0);
      for (const numbers of [[2], [19], [20, 1]]) {
        const result = await machine.script(broken(...numbers), ['up'], { shell });
        claim(result, 1);
        const lines = result.stderr.trim().split('\n');
        assert.ok(lines.length > 0 && lines.length <= numbers.length, result.stderr);
        for (const line of lines) {
          const [, place, node] =
            /^many\.net:(\d+): ns n(\d+): Cannot find device "nowhere"$/.exec(line) ?? [];
          assert.is(Number(place), Number(node) + 1, result.stderr);
          assert.ok(numbers.includes(Number(node)), result.stderr);
        }
        assert.is((await machine.script(many, ['status'], { shell })).code, 3);
      }
    }));

  test(`${name}: status names what is missing in both halves`, () =>
    withMachine(async (machine) => {
      claim(await machine.script(many, ['up'], { shell }), 0);
      await machine.shell(
        'ip -n n3 addr flush dev e; ip -n n18 addr flush dev e; nsenter --net=/run/netns/n20 nft delete table inet netgen-many; ip link set dev b down',
      );
      const { code, stderr } = await machine.script(many, ['status'], { shell });
      assert.is(code, 1);
      for (const what of [
        'many.net:4: ns n3: e has no 10.0.0.4/24',
        'many.net:19: ns n18: e has no 10.0.0.19/24',
        'many.net:1: root: b is not up',
      ])
        assert.ok(stderr.split('\n').includes(what), stderr);
      assert.match(stderr, /ns n20: there is no nft table/);
      assert.not.match(stderr, /n(4|5|19): /);
      claim(await machine.script(many, ['down'], { shell }), 0);
    }));

  test(`${name}: interrupted or killed at any moment, with its jobs or alone, nothing is left`, () =>
    withMachine(async (machine) => {
      let undone = 0;
      const start = performance.now();
      claim(await machine.script(many, ['up'], { shell }), 0);
      const within = performance.now() - start;
      claim(await machine.script(many, ['down'], { shell }), 0);
      for (const [i, signal] of (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGKILL'] as const).entries()) {
        for (const alone of [true, false]) {
          const running = machine.startScript(many, ['up'], { shell });
          await new Promise((resolve) => setTimeout(resolve, within * (0.3 + 0.1 * i + (alone ? 0 : 0.05))));
          if (alone) running.signal(signal);
          else running.signalAll(signal);
          const { code, signal: by, stderr } = await running.done;
          if (code !== 0 && signal !== 'SIGKILL')
            assert.ok(by === signal || code > 128, `${code}: ${stderr}`);
          if (i === 3) claim(await machine.script(many, ['up'], { shell }), 0);
          const status = await machine.script(many, ['status'], { shell });
          if (signal === 'SIGKILL' || code === 0) claim(await machine.script(many, ['down'], { shell }), 0);
          else assert.is(status.code, 3, status.stderr);
          if (stderr.includes('what was done is undone')) undone += 1;
        }
      }
      assert.ok(undone > 0, 'no run was interrupted in the middle');
    }));
}

test('-n prints what is done in each namespace once', () =>
  withMachine(async (machine) => {
    const commands = claim(await machine.script(many, ['-n', 'up']), 0);
    assert.is(commands.match(/^ip -n n\d+ addr add /gm)?.length, count);
  }));

test.run();
