// The canonical texts, and the other labs of the fixtures, on the real kernel: built, pinged as the article pings
// them, traced, torn down, and the machine compared with what it was.
import * as assert from 'uvu/assert';
import { fixtureLab, smallFatTree } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript, ping, scriptsOf } from './labs.helper.ts';
import { joinMachines, Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('labs', ['ping', 'nft', 'traceroute', 'awk']);

const uplinks: Readonly<Record<string, readonly string[]>> = {
  gateway: ['10.0.2.15/24'],
  'dual-stack': ['10.0.2.15/24', 'fd00:2::15/64'],
};

async function withMachine(name: string, work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    if (uplinks[name]) await machine.addUplink('enp0s3', uplinks[name]);
    await work(machine);
  } finally {
    await machine.stop();
  }
}

/** Builds a fixture, does some work in it, proves its expectations and its state, and tears it down. */
async function wholeLife(
  name: string,
  work: (machine: Machine) => Promise<void> = async () => {},
  text = fixtureLab(name).text,
): Promise<void> {
  const script = onlyScript(text, name);
  const id = /^lab=(.*)$/m.exec(script)?.[1];
  await withMachine(name, (machine) =>
    leavesNothing(machine, async () => {
      assert.is(claim(await machine.script(script, ['status']), 3), `${id}: not up\n`);
      assert.is(claim(await machine.script(script), 0), `${id}: up\n`);
      await work(machine);
      const tap = claim(await machine.script(script, ['verify']), 0);
      assert.match(tap, /^1\.\.\d+\n(ok \d+ - .*\n)+$/);
      assert.is(claim(await machine.script(script, ['status']), 0), `${id}: up\n`);
      assert.is(claim(await machine.script(script, ['up']), 0), `${id}: already up\n`);
      assert.is(claim(await machine.script(script, ['down']), 0), `${id}: down\n`);
      assert.is(claim(await machine.script(script, ['down']), 0), `${id}: not up\n`);
    }),
  );
}

async function answers(machine: Machine, node: string, ...addresses: readonly string[]): Promise<void> {
  for (const address of addresses) claim(await ping(machine, node, address), 0);
}

/** The addresses of the hops that traceroute meets. */
async function hops(machine: Machine, node: string, address: string): Promise<readonly string[]> {
  const trace = await machine.must([
    'ip',
    'netns',
    'exec',
    node,
    'traceroute',
    '-n',
    '-q',
    '1',
    '-w',
    '2',
    address,
  ]);
  return trace
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/)[1] ?? '');
}

test('point to point', () =>
  wholeLife('point-to-point', async (machine) => {
    await answers(machine, 'ns1', '192.168.1.2');
    await answers(machine, 'ns2', '192.168.1.1');
  }));

test('three namespaces on a bridge', () =>
  wholeLife('bridge', async (machine) => {
    await answers(machine, 'ns1', '192.168.1.2', '192.168.1.3');
    await answers(machine, 'ns3', '192.168.1.1');
  }));

test('a router namespace between two subnets', () =>
  wholeLife('router', async (machine) => {
    await answers(machine, 'ns1', '192.168.2.2');
    await answers(machine, 'ns2', '192.168.1.2');
    assert.equal(await hops(machine, 'ns1', '192.168.2.2'), ['192.168.1.1', '192.168.2.2']);
  }));

test('the same without its routes: Network is unreachable', () =>
  withMachine('router', async (machine) => {
    const text = fixtureLab('router')
      .text.replace(/route \S+ via \.1/g, '')
      .replace(/^expect.*$/m, '');
    const script = onlyScript(text, 'router');
    claim(await machine.script(script), 0);
    const { code, stderr } = await ping(machine, 'ns1', '192.168.2.2');
    assert.is(code, 2);
    assert.match(stderr, /Network is unreachable/);
    assert.match(claim(await machine.script(script, ['verify']), 0), /^1\.\.0 # SKIP/);
    claim(await machine.script(script, ['down']), 0);
  }));

test('the same without `forward`: no answer, and verify says so', () =>
  withMachine('router', async (machine) => {
    const script = onlyScript(fixtureLab('router').text.replace('  forward\n', ''), 'router', true);
    claim(await machine.script(script), 0);
    assert.is((await ping(machine, 'ns1', '192.168.2.2')).code, 1);
    assert.match(
      claim(await machine.script(script, ['verify']), 1),
      /^not ok 1 - ns1 reaches ns2 via ns-router$/m,
    );
    claim(await machine.script(script, ['down']), 0);
  }));

test('the root namespace as the router', () =>
  wholeLife('root-router', async (machine) => {
    await answers(machine, 'ns1', '192.168.2.2');
    assert.equal(await hops(machine, 'ns1', '192.168.2.2'), ['192.168.1.1', '192.168.2.2']);
    // the machine as a whole does not forward: only the lab's devices do
    assert.is(await machine.shell('cat /proc/sys/net/ipv4/ip_forward'), '0\n');
  }));

test('a bridge as the gateway, and out through an uplink', () =>
  wholeLife('gateway', async (machine) => {
    await answers(machine, 'ns1', '192.168.1.1', '192.168.1.3', '10.0.2.15');
    await answers(machine, 'ns2', '10.0.2.15');
    // beyond the uplink nobody knows the way back: the answer comes because of the masquerade
    const outside = await machine.outside();
    await outside.shell('ip address add 10.0.2.99/24 dev enp0s3');
    await answers(machine, 'ns1', '10.0.2.99');
  }));

test('the same without its default routes: Network is unreachable', () =>
  withMachine('gateway', async (machine) => {
    const script = onlyScript(
      fixtureLab('gateway')
        .text.replace(/ gw \.1/g, '')
        .replace(/^expect.*$/m, ''),
      'gateway',
    );
    claim(await machine.script(script), 0);
    await answers(machine, 'ns1', '192.168.1.1', '192.168.1.3');
    assert.match((await ping(machine, 'ns1', '10.0.2.15')).stderr, /Network is unreachable/);
    claim(await machine.script(script, ['down']), 0);
  }));

test('two machines joined by their underlay, each with its own script', async () => {
  const { text } = fixtureLab('two-machines');
  const scripts = scriptsOf(text, 'two-machines');
  const script = (host: string): string => scripts.find((one) => one.host === host)?.text ?? '';
  const [left, right] = [await Machine.start(), await Machine.start()];
  try {
    await joinMachines(left, 'enp0s3', ['10.0.2.15/24'], right, 'enp0s3', ['10.0.2.16/24']);
    await leavesNothing(left, () =>
      leavesNothing(right, async () => {
        assert.is(claim(await left.script(script('left')), 0), 'two-machines@left: up\n');
        // the other machine is not up yet, so the expectation cannot hold
        assert.match(claim(await left.script(script('left'), ['verify']), 1), /^not ok 1 /m);
        assert.is(claim(await right.script(script('right')), 0), 'two-machines@right: up\n');
        await answers(left, 'ns1', '192.168.2.2', '192.168.2.3');
        await answers(right, 'ns2', '192.168.1.3');
        // the article's traceroute
        assert.equal(await hops(left, 'ns1', '192.168.2.2'), ['192.168.1.1', '10.0.2.16', '192.168.2.2']);
        assert.match(
          claim(await left.script(script('left'), ['verify']), 0),
          /^ok 1 - left\/ns1 reaches right\/ns1 via left, right$/m,
        );
        assert.match(
          claim(await right.script(script('right'), ['verify']), 0),
          /^ok 1 - .* # SKIP runs on left$/m,
        );
        for (const [machine, host] of [
          [left, 'left'],
          [right, 'right'],
        ] as const) {
          claim(await machine.script(script(host), ['status']), 0);
          claim(await machine.script(script(host), ['down']), 0);
        }
      }),
    );
  } finally {
    await left.stop();
    await right.stop();
  }
});

test('both families, several addresses, with the root namespace as the router', () =>
  wholeLife('dual-stack', async (machine) => {
    await answers(machine, 'ns1', 'fd00:1::1', 'fd00:2::15', '192.168.1.33');
    const outside = await machine.outside();
    await outside.shell('ip address add fd00:2::99/64 dev enp0s3 nodad');
    await answers(machine, 'six', 'fd00:2::99');
  }));

test('brace ranges and a cable between two bridges', () =>
  wholeLife('ranges', async (machine) => {
    await answers(machine, 'a1', '10.0.0.16');
    assert.match(await machine.shell('ip -n b06 link show dev eth0'), /link\/ether 02:00:00:00:00:16/);
  }));

test('bridges inside namespaces, ports with names, veths to the root namespace', () =>
  wholeLife('bridges', async (machine) => {
    assert.match(await machine.shell('ip -n sw -o link show dev p1'), /mtu 1400 .* master br0/);
    assert.match(await machine.shell('ip -o link show dev br0'), /mtu 1400/);
    await answers(machine, 'ns5', '10.2.0.2');
  }));

test('routing in full', () =>
  wholeLife('routing', async (machine) => {
    assert.match(
      await machine.shell('ip -n left route get 10.0.3.2'),
      /via 10\.0\.1\.1 dev eth0 src 10\.255\.0\.1/,
    );
    assert.match(await machine.shell('ip -n left route show table 100'), /^default via 10\.0\.2\.1 dev eth1/);
    const { stderr } = await machine.run(['ip', '-n', 'left', 'route', 'get', '10.67.0.1']);
    assert.match(stderr, /unreachable|No route to host/);
  }));

test('two providers: an address leaves through the one that gave it', () =>
  wholeLife('policy', async (machine) => {
    const way = (words: string): Promise<string> => machine.shell(`ip -n home ${words}`);
    assert.match(await way('route get 10.8.1.2 from 10.2.0.2'), /via 10\.2\.0\.1 dev eth2/);
    assert.match(await way('route get 10.8.1.2 from 10.1.0.2'), /via 10\.1\.0\.1 dev eth1/);
    assert.match(await way('-6 route get fd00:8:1::2 from fd00:2::2'), /via fd00:2::1 dev eth2/);
    const { stderr } = await machine.run(['ip', '-n', 'home', 'route', 'get', '10.66.0.1']);
    assert.match(stderr, /unreachable/);
    const { stdout } = await machine.run(['ip', '-n', 'isp1', '-6', 'rule', 'show', 'priority', '200']);
    assert.is(stdout, '200:\tfrom all iif home prohibit\n');
  }));

test('the same without the rules of the host: the answers leave through the wrong one', () =>
  withMachine('policy', async (machine) => {
    const text = fixtureLab('policy').text.replace(/^ *rule (from|to) .*$/gm, '');
    const script = onlyScript(text, 'policy', true);
    claim(await machine.script(script), 0);
    const tap = claim(await machine.script(script, ['verify']), 1);
    assert.equal(tap.match(/^(not )?ok .*$/gm), [
      'not ok 1 - web reaches home',
      'ok 2 - home reaches 10.8.1.2 via isp1',
      'not ok 3 - home cannot reach 10.66.0.1',
      'not ok 4 - home cannot reach fd00:66::1',
    ]);
    claim(await machine.script(script, ['down']), 0);
  }));

test('a ring of routers', () =>
  wholeLife('ring', async (machine) => {
    assert.equal(await hops(machine, 'r1', '10.255.0.4'), ['10.255.0.2', '10.255.0.3', '10.255.0.4']);
    assert.equal(await hops(machine, 'r1', '10.255.0.6'), ['10.255.0.6']);
  }));

test('a grid of routers', () =>
  wholeLife('grid', async (machine) => {
    const way = await hops(machine, 'r11', '10.255.3.3');
    assert.equal(way, ['10.255.2.1', '10.255.3.1', '10.255.3.2', '10.255.3.3']);
  }));

test('a fat tree of 4 ports', () => {
  const { text } = fixtureLab('fat-tree');
  return wholeLife('fat-tree', (machine) => answers(machine, 'h1-1-1', '10.4.2.3'), smallFatTree(text));
});

test('a fat tree of 16 ports: 1,344 nodes', async () => {
  const script = onlyScript(fixtureLab('fat-tree').text, 'fat-tree');
  await withMachine('fat-tree', (machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(script), 0);
      await answers(machine, 'h16-8-8', '10.1.1.2');
      assert.equal((await hops(machine, 'h1-1-1', '10.16.8.9')).length, 6);
      claim(await machine.script(script, ['verify']), 0);
      claim(await machine.script(script, ['down']), 0);
    }),
  );
});

test('the user’s own line', () =>
  wholeLife('users-line', (machine) => answers(machine, 'ns1', '192.168.1.1')));

test.run();
