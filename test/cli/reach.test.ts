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
  assert.match(netgen(['trace', '-', 'ns1', 'ns2'], routeless).stdout, /Network is unreachable/);
});

test('the two-machine lab shows the way and what traceroute will show', () => {
  const { file } = fixtureLab('two-machines');
  const { status, stdout } = netgen(['trace', file, 'left/ns1', '192.168.2.2']);
  assert.is(status, 0);
  assert.match(stdout, /traceroute sees 192\.168\.1\.1, 10\.0\.2\.16, 192\.168\.2\.2\n/);
  // from ns1 through its veth and the bridge to the machine, over the wire, through the other bridge, into ns1
  const there = stdout.slice(0, stdout.indexOf('back to'));
  const nodes = [...there.matchAll(/^ +\d+ {2}(\S+)/gm)].map((match) => match[1]);
  assert.equal(nodes, ['left/ns1', 'left', 'right', 'right/ns1']);
  for (const step of [
    'default via 192.168.1.1 dev eth0',
    '192.168.2.0/24 via 10.0.2.16 dev enp0s3',
    '192.168.2.0/24 dev br0',
  ])
    assert.ok(there.includes(step), step);
});

test.run();
