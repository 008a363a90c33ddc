import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceName, nodesOf } from '../../src/model/lab.ts';
import { compiled } from '../lab.helper.ts';

const test = suite('model');

/** Every device with its peer, its addresses and the next hops of its node. */
function devices(text: string): readonly string[] {
  const { lab, broken } = compiled(text);
  assert.equal(broken, []);
  return lab.hosts
    .flatMap(nodesOf)
    .flatMap((node) =>
      node.devices.map(
        (device) => `${deviceName(device)}${device.peer ? ` - ${deviceName(device.peer)}` : ''}`,
      ),
    );
}

function nextHops(text: string): readonly string[] {
  const { lab, broken } = compiled(text);
  assert.equal(broken, []);
  return lab.hosts
    .flatMap(nodesOf)
    .flatMap((node) =>
      node.routes.map(
        ({ prefix, hops }) =>
          `${prefix.text} ${hops.map(({ via, device }) => `${via?.text} ${device.name}`).join(' ')}`,
      ),
    );
}

test('a port is named after the end that is plugged in', () => {
  assert.equal(devices('bridge b\nns a < veth e -> b >'), ['root:b', 'root:a-e - a:e', 'a:e - root:a-e']);
});

test('a port gets a hash where the natural name does not fit, is taken, or belongs to a network manager', () => {
  const hash = (reference: string): string =>
    createHash('sha256').update(reference).digest('hex').slice(0, 4);
  const ports = (text: string): readonly string[] =>
    devices(text)
      .filter((line) => line.startsWith('root:') && line.includes(' - '))
      .map((line) => line.replace(/ .*/, ''));
  assert.equal(ports('bridge b\nns a-long-name < veth eth0 -> b >'), [
    `root:p-a-long-n-${hash('a-long-name:eth0')}`,
  ]);
  assert.equal(ports('bridge b\nns ns-1 < veth e -> b >'), [`root:p-ns-1-${hash('ns-1:e')}`]);
  assert.equal(ports('bridge b\nns eth < veth e -> b >'), [`root:p-eth-${hash('eth:e')}`]);
  // two natural names that are equal are both hashed
  assert.equal(ports('bridge b\nns a-b < veth c -> b >\nns a < veth b-c -> b >'), [
    `root:p-a-b-${hash('a-b:c')}`,
    `root:p-a-${hash('a:b-c')}`,
  ]);
  assert.equal(ports('bridge a-e\nns a < veth e -> a-e >'), [`root:p-a-${hash('a:e')}`]);
  assert.equal(ports('bridge b\nns ns-1 < veth e -> b port mine >'), ['root:mine']);
  assert.equal(ports('host h < bridge b\nns ns-1 < veth e -> b > >').length, 0);
});

test('in a namespace a port may have any natural name', () => {
  assert.equal(devices('ns sw < bridge b >\nns ns-1 < veth eth0 -> sw:b >'), [
    'sw:b',
    'sw:ns-1-eth0 - ns-1:eth0',
    'ns-1:eth0 - sw:ns-1-eth0',
  ]);
});

test('short addresses are completed from the network address of the nearest prefix before', () => {
  const at = (device: string): readonly string[] => nextHops(`bridge b ${device}`);
  assert.equal(at('ip 10.1.5.2/16 gw .1'), ['0.0.0.0/0 10.1.0.1 b']);
  assert.equal(at('ip 172.16.5.2/12 gw .17.0.1'), ['0.0.0.0/0 172.17.0.1 b']);
  assert.equal(at('ip fd00:1::2/64 gw ::1'), ['::/0 fd00:1::1 b']);
  assert.equal(at('ip fd00:1::2/64 gw ::a:1'), ['::/0 fd00:1::a:1 b']);
  assert.equal(at('ip 10.1.0.2/24 ip 10.2.0.2/24 gw .1'), ['0.0.0.0/0 10.2.0.1 b']);
  assert.equal(at('ip 10.1.0.2/24 gw .1 ip 10.2.0.2/24'), ['0.0.0.0/0 10.1.0.1 b']);
  assert.equal(at('gw .1 ip 10.1.0.2/24 ip 10.2.0.2/24'), ['0.0.0.0/0 10.1.0.1 b']);
});

test('the device of a next hop is the one that the kernel finds', () => {
  const text =
    'ns a < veth x -> b:x ip 10.0.0.1/8; veth y -> b:y ip 10.1.0.1/16; route 192.168.0.0/16 via 10.1.0.9 > ns b';
  assert.equal(nextHops(text), ['192.168.0.0/16 10.1.0.9 y']);
});

test('an end that nobody writes follows the MTU of its peer', () => {
  const { scripts } = compiled(
    'bridge b\nns a < veth e -> b mtu 1400 >\nns c < veth f -> d:g mtu 1300 >\nns d',
  );
  assert.match(
    scripts[0]?.text ?? '',
    /name a-e group \d+ mtu 1400 up master b type veth peer name e netns a mtu 1400/,
  );
  assert.match(scripts[0]?.text ?? '', /name f netns c mtu 1300 type veth peer name g netns d mtu 1300/);
});

test('a range is expanded by the outermost statement that holds one, and zips', () => {
  assert.equal(devices('bridge b{1,2}\nns n{08..10..2} < veth e{x,y} -> b{1,2} >'), [
    'root:b1',
    'root:b2',
    'root:n08-ex - n08:ex',
    'root:n10-ey - n10:ey',
    'n08:ex - root:n08-ex',
    'n10:ey - root:n10-ey',
  ]);
  assert.equal(devices('ns a < veth e{1..2} -> b:f{1..2} >\nns b'), [
    'a:e1 - b:f1',
    'a:e2 - b:f2',
    'b:f1 - a:e1',
    'b:f2 - a:e2',
  ]);
  const { lab } = compiled('bridge b ip 10.0.0.{1..3}/24');
  assert.equal(
    lab.hosts[0]?.root.devices[0]?.addresses.map(({ address }) => address.text),
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
  );
});

test('expectations: the families of the sender, loopback and link-local addresses aside', () => {
  const { scripts } = compiled(`bridge b ip 10.0.0.1/24, fd00::1/64, fe80::5/64
    ns four < veth e -> b ip 10.0.0.4/24; lo ip 10.255.0.1/32 >
    ns six < veth e -> b ip fd00::6/64 >
    expect four reaches root
    expect root reaches four
    expect six cannot reach root:b`);
  const [lab = ''] = (scripts[0]?.text ?? '').split('\n# ----');
  const lines = lab.split('\n').filter((line) => /^ +expect/.test(line));
  assert.equal(
    lines.map((line) => line.trim()),
    [
      "expect four reaches '10.0.0.1' 'four reaches root' lab.net:4",
      "expect root reaches '10.0.0.4 10.255.0.1' 'root reaches four' lab.net:5",
      "expect six cannot 'fd00::1' 'six cannot reach root:b' lab.net:6",
    ],
  );
});

test.run();
