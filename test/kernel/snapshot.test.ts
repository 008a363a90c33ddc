// A weak comparison would make every "nothing is left" true: each thing that can be left behind is, and is noticed.
import * as assert from 'uvu/assert';
import { Machine } from './machine.helper.ts';
import { difference, snapshot } from './snapshot.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('snapshot', ['nft', 'bridge', 'tc']);

const leftBehind: Record<string, readonly [command: string, notices: RegExp]> = {
  'an address': ['ip address add 10.9.0.1/32 dev lo', /^\+ address lo .*local=10\.9\.0\.1/],
  'an IPv6 address': ['ip address add fd09::1/128 dev lo', /^\+ address lo .*local=fd09::1/],
  'a route': ['ip route add 10.9.0.0/24 via 10.0.2.9', /^\+ route .*dst=10\.9\.0\.0\/24/],
  'a route in another table': ['ip route add blackhole 10.9.0.0/24 table 99', /^\+ route .*table=99/],
  'an IPv6 route': ['ip route add fd09::/64 dev enp0s3', /^\+ route .*dst=fd09::\/64/],
  'a rule': ['ip rule add from 10.9.0.1 lookup 99', /^\+ rule .*src=10\.9\.0\.1/],
  'an IPv6 rule': ['ip -6 rule add from fd09::1 lookup 99', /^\+ rule .*src=fd09::1/],
  'a setting': [
    'echo 1 >/proc/sys/net/ipv4/conf/enp0s3/forwarding',
    /^\+ sysctl net\/ipv4\/conf\/enp0s3\/forwarding = 1/,
  ],
  'an IPv6 setting': [
    'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding',
    /^\+ sysctl net\/ipv6\/conf\/all\/forwarding = 1/,
  ],
  'an nft table': ['nft add table inet left', /^\+ nft table inet left/],
  'an nft rule': [
    'nft add rule ip found post ip daddr 10.9.0.1 drop',
    /^\+ nft table ip found: ip daddr 10\.9\.0\.1 drop/,
  ],
  'a link': ['ip link add name left type bridge', /^\+ link left ifname=left$/],
  'an altname': ['ip link property add dev enp0s3 altname left-alt', /^\+ link enp0s3 altnames=left-alt$/],
  'a group': ['ip link set dev enp0s3 group 77', /^\+ link enp0s3 group=77/],
  'an mtu': ['ip link set dev enp0s3 mtu 1400', /^\+ link enp0s3 mtu=1400/],
  'a MAC': ['ip link set dev enp0s3 address 02:00:00:00:00:99', /^\+ link enp0s3 address=02:00:00:00:00:99/],
  'a master': ['ip link set dev port master found-br', /^\+ link port master=found-br/],
  'a namespace': ['ip netns add left', /^\+ namespace left$/],
  'a permanent neighbour': [
    'ip neighbour add 10.0.2.9 lladdr 02:00:00:00:00:09 dev enp0s3',
    /^\+ neighbour dst=10\.0\.2\.9 /,
  ],
  'a proxy neighbour': ['ip neighbour add proxy 10.0.2.9 dev enp0s3', /^\+ neighbour dst=10\.0\.2\.9 /],
  'an entry of a bridge': [
    'bridge fdb add 02:00:00:00:00:09 dev found-br self',
    /^\+ fdb mac=02:00:00:00:00:09 /,
  ],
  'a queue': ['tc qdisc add dev enp0s3 ingress', /^\+ qdisc kind=ingress/],
  'a mount': ['mkdir /run/left && mount -t tmpfs tmpfs /run/left', /^\+ mount \/run\/left tmpfs$/],
  'a file of a lab': [
    'mkdir -p /run/netgen/left && : >/run/netgen/left/journal',
    /^\+ file f \/run\/netgen\/left\/journal$/,
  ],
  'something that is gone': [
    'ip address del 10.0.2.15/24 dev enp0s3',
    /^- address enp0s3 .*local=10\.0\.2\.15/,
  ],
  'a link that is down': ['ip link set dev enp0s3 down', /^- link enp0s3 flags=[A-Z,]*\bUP\b/],
};

async function startFurnished(): Promise<Machine> {
  const machine = await Machine.start();
  await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
  await machine.shell(`
    ip link add name found-br type bridge
    ip link add name port type veth peer name port-peer
    nft 'table ip found { chain post { type nat hook postrouting priority 100; }; }'`);
  return machine;
}

test('an untouched machine does not change', async () => {
  const machine = await startFurnished();
  try {
    const first = await snapshot(machine);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const second = await snapshot(machine);
    assert.equal(difference(first, second), []);
    assert.ok(first.length > 300, `only ${first.length} lines`);
    const seen = new Set(first.map((line) => line.split(' ')[0]));
    assert.equal([...seen], ['address', 'fdb', 'link', 'nft', 'qdisc', 'route', 'rule', 'sysctl']);
  } finally {
    await machine.stop();
  }
});

test('two machines that were furnished alike are alike, but for MACs', async () => {
  const [one, two] = await Promise.all([startFurnished(), startFurnished()]);
  try {
    const [a, b] = await Promise.all([snapshot(one), snapshot(two)]);
    const anyMac = (line: string) => line.replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}|fe80::[0-9a-f:]+/g, 'MAC');
    const differs = difference(a.map(anyMac), b.map(anyMac)).filter(
      (line) => !/\.bridge_id|\.root_id/.test(line),
    );
    assert.equal(differs, []);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

// One machine for all: each thing is left on top of those before it.
let machine: Machine;
let before: readonly string[];

test.before(async () => {
  machine = await startFurnished();
  before = await snapshot(machine);
});

test.after(() => machine.stop());

for (const [what, [command, notices]] of Object.entries(leftBehind)) {
  test(`${what} is noticed`, async () => {
    await machine.shell(command);
    const after = await snapshot(machine);
    const found = difference(before, after);
    before = after;
    assert.ok(
      found.some((line) => notices.test(line)),
      `${notices} is not in:\n${found.join('\n')}`,
    );
  });
}

test.run();
