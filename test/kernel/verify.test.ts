// `verify`: what it says of an expectation that fails, how it is read, and how it behaves where there are many.

import process from 'node:process';
import * as assert from 'uvu/assert';
import { claim, onlyScript } from './labs.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite, missingOf } from './support.helper.ts';

const test = await kernelSuite('verify', ['ping', 'nft', 'awk', 'dash', 'bash', 'busybox', 'mksh']);

const lab = `ns a < veth e -> r:e1 ip 10.0.1.2/24, fd01::2/64 gw .1, ::1 >
ns r < forward; veth e1 ip 10.0.1.1/24, fd01::1/64; veth e2 -> b:e ip 10.0.2.1/24, fd02::1/64; route prohibit 10.5.0.0/16 >
ns b < veth e ip 10.0.2.2/24, fd02::2/64 gw .1, ::1 >
ns c < veth e -> d:e ip 10.0.3.1/24 >
ns d < veth e ip 10.0.3.2/24 >
`;

async function tap(
  expectations: readonly string[],
  {
    before = 'true',
    code = 1,
    shell = 'sh',
  }: { before?: string; code?: number; shell?: string | readonly string[] } = {},
): Promise<readonly string[]> {
  const machine = await Machine.start();
  try {
    const script = onlyScript(lab + expectations.join('\n'), 'lab', true);
    claim(await machine.script(script), 0);
    await machine.shell(before);
    return claim(await machine.script(script, ['verify'], { shell }), code)
      .trim()
      .split('\n')
      .slice(1);
  } finally {
    await machine.stop();
  }
}

for (const shell of [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']]) {
  test(`${shell.join(' ')}: says what the packet met`, async () => {
    const lines = await tap(
      [
        'expect a reaches 10.0.2.9',
        'expect a reaches 10.0.1.9',
        'expect c reaches b',
        'expect a cannot reach 10.0.2.2',
        'expect a reaches 10.5.0.1',
        'expect a reaches 10.7.0.1',
        'expect a reaches 10.0.3.2',
        'expect a reaches fd01::9',
        'expect all reach d',
      ],
      { shell, before: 'ip -n a route add prohibit 10.0.3.0/24' },
    );
    const about = (number: number): string =>
      lines[lines.findIndex((line) => line.startsWith(`not ok ${number} `)) + 1] ?? '';
    const way = 'route via 10.0.1.1 dev e src 10.0.1.2; 10.0.1.1 is (REACHABLE|DELAY|STALE|PROBE) there';
    for (const [number, said] of [
      [1, `6: 10\\.0\\.2\\.9 did not answer: ${way}.*`],
      [
        2,
        '7: 10\\.0\\.1\\.9 did not answer: route dev e src 10\\.0\\.1\\.2; 10\\.0\\.1\\.9 is (INCOMPLETE|FAILED) there.*',
      ],
      [3, '8: 10\\.0\\.2\\.2 did not answer: Network is unreachable'],
      [4, '9: 10\\.0\\.2\\.2 answered: route via 10\\.0\\.1\\.1 dev e src 10\\.0\\.1\\.2'],
      [5, `10: 10\\.5\\.0\\.1 did not answer: ${way}; 10.0.1.1 says Packet filtered`],
      [6, `11: 10\\.7\\.0\\.1 did not answer: ${way}; 10.0.1.1 says Destination Net Unreachable`],
      [7, '12: 10\\.0\\.3\\.2 did not answer: Permission denied'],
      [8, '13: fd01::9 did not answer: route dev e src fd01::2; fd01::9 is (INCOMPLETE|FAILED) there.*'],
    ] as const)
      assert.match(about(number), new RegExp(`^# lab\\.net:${said}$`));
    assert.match(
      lines.join('\n'),
      /^not ok 9 - a reaches d\n# lab\.net:14: d\/10\.0\.3\.2 did not answer: Permission denied$/m,
    );
    assert.ok(lines.includes('ok 12 - c reaches d'), lines.join('\n'));
  });
}

test('waits for what a router says of a host that is not there', async () => {
  assert.match(
    (await tap(['expect a reaches 10.0.2.9'])).join('\n'),
    /^not ok 1 - .*\n# lab\.net:6: .*; 10\.0\.1\.1 says Destination Host Unreachable$/,
  );
});

test('a way is followed where hops answer; a silent one is noted, a wrong one is a failure', async () => {
  assert.equal(await tap(['expect a reaches 10.0.2.2 via r'], { code: 0 }), [
    'ok 1 - a reaches 10.0.2.2 via r',
  ]);
  const silent =
    'ip netns exec r nft "add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o icmp type time-exceeded drop; add rule inet t o icmpv6 type time-exceeded drop"';
  const [line, ...notes] = await tap(['expect a reaches b via r'], { code: 0, before: silent });
  // the notes come before the line, so that it is printed with them
  assert.is(line, 'ok 1 - a reaches b via r');
  assert.equal([...notes].sort(), [
    '# lab.net:6: hop 1 on the way to 10.0.2.2 did not say who it is',
    '# lab.net:6: hop 1 on the way to fd02::2 did not say who it is',
  ]);
  const wrong = await tap(['expect a reaches 10.0.2.2 via d']);
  assert.is(wrong[0], 'not ok 1 - a reaches 10.0.2.2 via d');
  assert.match(
    wrong[1] ?? '',
    /^# lab\.net:6: hop 1 on the way to 10\.0\.2\.2 is 10\.0\.1\.1, not 10\.0\.3\.2$/,
  );
});

test('an address that the sender has itself proves nothing', async () => {
  const machine = await Machine.start();
  try {
    const script = onlyScript(
      'ns a < veth e -> b:e ip 10.0.0.1/24 >\nns b < veth e ip 10.0.0.1/24 >\nexpect a reaches b\nexpect a reaches 10.0.0.1',
      'lab',
      true,
    );
    claim(await machine.script(script), 0);
    assert.equal(
      claim(await machine.script(script, ['verify']), 1)
        .trim()
        .split('\n'),
      ['1..2', 'not ok 1 - a reaches b', '# lab.net:3: a has 10.0.0.1 itself', 'ok 2 - a reaches 10.0.0.1'],
    );
  } finally {
    await machine.stop();
  }
});

test('prove reads it', async () => {
  if ((await missingOf(['prove'])) !== undefined) {
    process.stdout.write('# SKIP verify: the command prove is missing\n');
    return;
  }
  const machine = await Machine.start();
  try {
    for (const [target, code, result] of [
      ['10.0.1.1', 0, 'PASS'],
      ['10.0.1.9', 1, 'FAIL'],
    ] as const) {
      const script = onlyScript(`${lab}expect c reaches d\nexpect a reaches ${target}`, 'lab', true);
      const file = machine.write(script);
      claim(await machine.script(script), 0);
      const proved = claim(
        await machine.run(['prove', '--comments', '--exec', 'sh', file, '::', 'verify']),
        code,
      );
      assert.match(proved, /^Files=1, Tests=2, /m);
      assert.match(proved, new RegExp(`^Result: ${result}$`, 'm'));
      if (code === 1) assert.match(proved, /^# lab\.net:7: 10\.0\.1\.9 did not answer: /m);
      claim(await machine.script(script, ['down']), 0);
    }
    const proved = claim(
      await machine.run(['prove', '--exec', 'sh', machine.write(onlyScript(lab, 'lab')), '::', 'verify']),
      3,
    );
    assert.match(proved, /Bailout called\. {2}Further testing stopped: {2}lab is not up/i);
  } finally {
    await machine.stop();
  }
});

test('sixty-four that fail take as long as one', async () => {
  const machine = await Machine.start();
  try {
    const pairs = Array.from(
      { length: 64 },
      (_, i) =>
        `ns a${i} < veth e -> b${i}:e ip 10.0.${i}.1/24 >\nns b${i} < veth e ip 10.0.${i}.2/24 >\nexpect a${i} reaches 10.0.${i}.9`,
    );
    const script = onlyScript(pairs.join('\n'), 'many', true);
    claim(await machine.script(script), 0);
    const start = Date.now();
    assert.is(claim(await machine.script(script, ['verify']), 1).match(/^not ok /gm)?.length, 64);
    const seconds = (Date.now() - start) / 1000;
    process.stdout.write(`# FIGURES verify of 64 expectations that fail: ${seconds.toFixed(1)} s\n`);
    assert.ok(seconds < 30, `${seconds} s`);
  } finally {
    await machine.stop();
  }
});

test('there is room for the neighbours of many single expectations, and they take their time each', async () => {
  const machine = await Machine.start();
  try {
    for (const count of [100, 600]) {
      const script = onlyScript(
        `bridge b ip 10.0.0.1/16\n${[...Array(count).keys()].map((i) => `ns n${i} < veth e -> b ip 10.0.${1 + Math.floor(i / 200)}.${(i % 200) + 1}/16 >\nexpect n${i} reaches root`).join('\n')}`,
        'many',
      );
      claim(await machine.script(script, ['up'], { timeout: 120 }), 0);
      const start = Date.now();
      const said = claim(await machine.script(script, ['verify'], { timeout: 120 }), 0);
      const each = (Date.now() - start) / count;
      process.stdout.write(`# FIGURES verify of ${count} expectations: ${each.toFixed(1)} ms each\n`);
      assert.is(said.match(/^ok /gm)?.length, count);
      claim(await machine.script(script, ['down']), 0);
    }
  } finally {
    await machine.stop();
  }
});

test.run();
