// `netgen trace` and `netgen reach` as people call them: what they print and the codes they end with.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixtureLab, root } from '../lab.helper.ts';

const test = suite('trace and reach');

function netgen(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [`${root}dist/bundle/netgen.cjs`, ...args], { input, encoding: 'utf8' });
}

const router = fixtureLab('router').text;
const routeless = router.replace(/ route [^ ]+ via \.1/g, '');
const gateway = fixtureLab('gateway').text;

test('0 where it reaches, 1 where it does not, of one pair and of all', () => {
  assert.is(netgen(['reach', '-', 'ns1', 'ns2'], router).status, 0);
  assert.is(netgen(['reach', '-'], router).status, 0);
  assert.is(netgen(['trace', '-', 'ns1', 'ns2'], router).status, 0);
  for (const words of [
    ['reach', '-', 'ns1', 'ns2'],
    ['reach', '-'],
    ['trace', '-', 'ns1', 'ns2'],
  ])
    assert.is(netgen(words, routeless).status, 1, words.join(' '));
});

test('what is not known is 1 with --strict alone', () => {
  const { status, stdout } = netgen(['reach', '-', 'ns1', '8.8.8.8'], gateway);
  assert.is(status, 0);
  assert.match(stdout, /^whether ns1 reaches 8\.8\.8\.8 is not known: /);
  assert.is(netgen(['reach', '-', 'ns1', '8.8.8.8', '--strict'], gateway).status, 1);
});

test('2 where it cannot be asked: a name, a lab that is broken, a TO that is missing', () => {
  const unknown = netgen(['reach', '-', 'ns1', 'ns9'], router);
  assert.is(unknown.status, 2);
  assert.match(unknown.stderr, /ns9/);
  assert.match(
    netgen(['reach', '-', 'ns1', 'elsewhere'], router).stderr,
    /^netgen: There is no node `elsewhere`: there are `/,
  );
  assert.is(netgen(['reach', '-', 'ns1'], router).status, 2);
  const broken = netgen(['reach', '-'], router.replace('forward', 'forwrd'));
  assert.is(broken.status, 2);
  assert.match(broken.stderr, /forwrd/);
  assert.is(broken.stdout, '');
  assert.is(netgen(['trace', '/no/such.net', 'a', 'b']).status, 2);
});

test('JSON has who, whether, how it ends, why and the way', () => {
  const { stdout } = netgen(['reach', '-', 'ns1', 'ns2', '--format', 'json'], routeless);
  const [answer, ...more] = JSON.parse(stdout);
  assert.is(more.length, 0);
  const { why, ...rest } = answer;
  assert.match(why, /Network is unreachable/);
  assert.equal(rest, {
    from: 'ns1',
    to: 'ns2',
    address: '192.168.2.2',
    reaches: false,
    ending: 'no-route',
    path: ['ns1'],
  });
  const all = JSON.parse(netgen(['reach', '-', '--format', 'json'], router).stdout);
  assert.is(all.length, 6);
  assert.ok(all.every(({ reaches }: { reaches: unknown }) => reaches === true));
});

test('the router lab without its routes says beforehand what ping will say', () => {
  const { status, stdout } = netgen(['trace', '-', 'ns1', 'ns2'], routeless);
  assert.is(status, 1);
  const [, first = ''] = stdout.split('\n');
  assert.match(first, /^ +1 {2}ns1 .*192\.168\.2\.2: Network is unreachable$/);
  // the packet has not come to the router
  assert.not.match(stdout, /ns-router/);
  const lint = netgen(['lint', '-'], routeless);
  assert.is(lint.status, 1);
  assert.match(lint.stdout, /ns1 does not reach ns2: .*: Network is unreachable\. \[unmet-expectation\]/);
});

/** The way there of a trace, a text for each node. */
function stepsOf(stdout: string): readonly string[] {
  const there = stdout.slice(0, stdout.indexOf('back to'));
  return there
    .split(/^ +\d+ {2}/m)
    .slice(1)
    .map((text) => text.replace(/\s+/g, ' ').trim());
}

test('the two-machine lab shows the five steps of the article, one by one', () => {
  const { status, stdout } = netgen(['trace', fixtureLab('two-machines').file, 'left/ns1', '192.168.2.2']);
  assert.is(status, 0);
  const [ns1 = '', left = '', right = '', target = '', ...more] = stepsOf(stdout);
  assert.equal(more, []);
  // 1. ns1 sends a packet from 192.168.1.2 to 192.168.2.2
  assert.match(stdout, /^left\/ns1 to 192\.168\.2\.2\n/);
  assert.match(ns1, /^left\/ns1 .*, from 192\.168\.1\.2 /);
  // 2. they are not in one subnet, so it goes to the default gateway 192.168.1.1, which is the card inside the bridge
  assert.match(ns1, / default via 192\.168\.1\.1 dev eth0, .* 192\.168\.1\.1 is left:br0$/);
  // 3. the machine sends it by its route to 10.0.2.16, the card of the other machine
  assert.match(left, /^left 192\.168\.2\.0\/24 via 10\.0\.2\.16 dev enp0s3 .* 10\.0\.2\.16 is right:enp0s3$/);
  // 4. that one has the network on-link at br0
  assert.match(right, /^right 192\.168\.2\.0\/24 dev br0 \(connected\) /);
  // 5. and br0 brings it to 192.168.2.2
  assert.match(right, / 192\.168\.2\.2 is right\/ns1:eth0, across right:br0$/);
  assert.is(target, 'right/ns1 takes it');
});

test('the two-machine lab shows the three hops of the article’s traceroute', () => {
  const { stdout } = netgen(['trace', fixtureLab('two-machines').file, 'left/ns1', '192.168.2.2']);
  const seen = / traceroute sees (.*)\n$/.exec(stdout)?.[1]?.split(', ');
  assert.equal(seen, ['192.168.1.1', '10.0.2.16', '192.168.2.2']);
});

test.run();
