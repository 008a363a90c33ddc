// One machine as the kernel makes it, and two that have everything otherwise that a namespace may take over: a lab's
// namespaces are the same on all three, its packets go the same ways, and the machine gets back what it had.

import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { onlyScript } from './labs.helper.ts';
import { missingOf } from './support.helper.ts';
import { inUml, umlMissing } from './uml.helper.ts';

const real = suite('same everywhere');
const reason =
  umlMissing() ??
  (await missingOf([
    'unshare',
    'modprobe',
    'busybox',
    'ip',
    'ping',
    'awk',
    'iptables-legacy',
    'ip6tables-legacy',
  ]));
if (reason !== undefined) process.stdout.write(`# SKIP same everywhere: ${reason}\n`);
const test = reason === undefined ? real : (name: string, _: () => void) => real.skip(name);

/** Forwarding and not, both families, and an answer that takes another way than its question; in namespaces alone. */
const apart = `ns a < veth eth0 -> r:l ip 10.0.1.2/24, fd00:1::2/64 gw .1 gw ::1 >
ns b < veth eth0 -> r:r ip 10.0.2.2/24, fd00:2::2/64 gw .1 gw ::1 >
ns r < forward; veth l ip 10.0.1.1/24, fd00:1::1/64; veth r ip 10.0.2.1/24, fd00:2::1/64 >
ns c < veth eth0 -> s:l ip 10.0.5.2/24 gw .1 >
ns d < veth eth0 -> s:r ip 10.0.6.2/24 gw .1 >
ns s < veth l ip 10.0.5.1/24; veth r ip 10.0.6.1/24 >
ns p < lo ip 10.8.8.1/32; veth e0 -> q:f0 ip 10.3.0.2/24; veth e1 -> q:f1 ip 10.4.0.2/24; route 10.9.9.1/32 via 10.3.0.1 src 10.8.8.1 >
ns q < lo ip 10.9.9.1/32; veth f0 ip 10.3.0.1/24; veth f1 ip 10.4.0.1/24; route 10.8.8.1/32 via 10.4.0.2 >
expect a reaches b via r
expect p reaches 10.9.9.1
expect c cannot reach d
`;
/** The machine itself is bridge, router and gateway. */
const around = `uplink wan0 ip 10.7.0.15/24, fd00:7::15/64
forward
bridge br0 < ip 10.5.0.1/24, fd00:5::1/64 >
ns e < veth eth0 -> br0 ip 10.5.0.2/24, fd00:5::2/64 gw .1 gw ::1 >
ns f < veth eth0 -> br0 ip 10.5.0.3/24, fd00:5::3/64 gw .1 gw ::1 >
ns g < veth eth0 -> root:to-g ip 10.6.0.2/24, fd00:6::2/64 gw .1 gw ::1 >
veth to-g ip 10.6.0.1/24, fd00:6::1/64
expect e reaches f
expect e reaches g
expect g reaches 10.7.0.15
`;
/** The machine itself at one end, with IPv6 alone. */
const inner = `bridge br0 < ip fd00:5::1/64 >
ns e < veth eth0 -> br0 ip fd00:5::2/64 >
expect e reaches root
`;

const command = `
net=/proc/sys/net
word() { # MACHINE LAB WORD…
  echo "=== $1 $2 $3"
  bash "/mnt/$2.sh" "$3" 2>&1
  echo "code $?"
}
settings() { # the machine's; what counts up, or exists only since a module was loaded, is no setting
  grep -rs '' $net/ipv4 $net/ipv6 $net/bridge | grep -v -e /neigh/ -e flush -e random -e 'net/netfilter'
}
advertise() { # a router at the far end of wan0 says once that it is there
  perl -MSocket -e 'socket(my $s, 10, SOCK_RAW, 58) or die $!; setsockopt($s, 41, 18, pack("i", 255)); setsockopt($s, 41, 17, pack("i", shift));
    send($s, pack("CCnCCnNN", 134, 0, 0, 64, 0, 1800, 0, 0), 0, pack_sockaddr_in6(0, Socket::inet_pton(10, "ff02::1"))) or die $!' "$(cat /sys/class/net/far/ifindex)"
  sleep 0.1
}
advertised() { ip -6 -o route show default proto ra | sed 's/.* dev //; s/ .*//'; }
soon() { # NODE ADDRESS: one packet, at once, through a router that has spoken to nobody yet
  ip netns exec "$1" ping -n -q -c 1 -W 1 "$2" | grep -o '[01] received'
  for name in $(ls /run/netns); do ip -n "$name" -6 -o address show tentative; done
  for name in br0 to-g; do ip -6 -o address show dev $name tentative 2>/dev/null; done
}
whole() { # MACHINE LAB NODE ADDRESS [CURE]
  settings >/tmp/before
  word "$1" "$2" doctor
  word "$1" "$2" up
  echo "=== $1 $2 soon"
  soon "$3" "$4"
  echo "=== $1 $2 advertised"
  advertised
  echo "=== $1 $2 settings"
  for name in $(ls /run/netns | sort); do
    ip netns exec "$name" sh -c "cd $net; grep -rs '' ipv4/conf ipv6/conf ipv4/ip_forward ipv4/ping_group_range" | sed "s/^/$name /" | sort
  done
  word "$1" "$2" status
  word "$1" "$2" verify
  if test -n "\${5:-}"; then "$5"; word "$1" "$2" doctor | sed '1s/$/-cured/'; word "$1" "$2" verify | sed '1s/$/-cured/'; fi
  word "$1" "$2" down
  settings >/tmp/after
  echo "=== $1 $2 left"
  diff /tmp/before /tmp/after
  echo "=== $1 $2 still advertised"
  advertised
}
ip link add name wan0 type veth peer name far
for name in wan0 far; do echo 0 >$net/ipv6/conf/$name/accept_dad; done
ip link set dev far up
ip link set dev wan0 up
ip addr add 10.7.0.15/24 dev wan0
ip addr add fd00:7::15/64 dev wan0 nodad
ip link add name other type veth peer name other-far
echo 1 >$net/ipv4/conf/other/forwarding
echo 2 >$net/ipv6/conf/other/accept_ra
echo 1 >$net/ipv6/conf/other/forwarding
echo 1 >$net/ipv6/conf/wan0/accept_ra_from_local
advertise

whole well apart a fd00:2::2
whole well around e fd00:6::2
modprobe nf_conntrack
echo 1 >$net/core/netdev_max_backlog
echo 1 >$net/netfilter/nf_conntrack_max
word crowded around doctor
echo 1000 >$net/core/netdev_max_backlog
echo 1000 >$net/netfilter/nf_conntrack_max

set_all() { for device in all default; do echo "$2" >$net/ipv4/conf/$device/$1; done; }
echo 1 >$net/ipv4/ip_forward
echo 0 >$net/ipv4/conf/other/forwarding
set_all rp_filter 1
set_all accept_redirects 0
set_all send_redirects 0
set_all arp_ignore 1
set_all proxy_arp 1
echo 1 >$net/ipv6/conf/default/disable_ipv6
iptables-legacy -P FORWARD DROP
ip6tables-legacy -P FORWARD DROP
echo 1 >$net/bridge/bridge-nf-call-iptables
echo 1 >$net/bridge/bridge-nf-call-ip6tables
cure() {
  for tool in iptables-legacy ip6tables-legacy; do
    for device in br0 to-g; do
      $tool -I FORWARD -i $device -j ACCEPT
      $tool -I FORWARD -o $device -j ACCEPT
    done
  done
}
whole strict apart a fd00:2::2
whole strict around e fd00:6::2 cure

set_all rp_filter 2
set_all arp_ignore 0
set_all arp_announce 2
echo 1 >$net/core/devconf_inherit_init_net
echo 1 >$net/ipv6/conf/all/forwarding
echo 1 >$net/ipv6/conf/all/disable_ipv6
whole loose apart a fd00:2::2
word loose around check
word loose inner up
word loose inner verify
word loose inner down
echo 4 >$net/ipv4/neigh/default/gc_thresh3
word loose apart doctor
echo "=== without care"
echo 0 >$net/ipv6/conf/all/disable_ipv6
echo 0 >$net/ipv6/conf/all/forwarding
sleep 0.1
advertise
advertised
echo 1 >$net/ipv6/conf/all/forwarding
advertised
echo "no more"
`;

/** What the machine says, by the words in front of it: `strict around up`. */
async function threeMachines(): Promise<(name: string) => string> {
  const files = {
    // that a lab does not work as drawn is the point of one expectation
    'apart.sh': onlyScript(apart, 'apart', true),
    'around.sh': onlyScript(around, 'around'),
    'inner.sh': onlyScript(inner, 'inner'),
  };
  const { stdout, stderr } = await inUml(command, files, 220);
  assert.is(stderr, '');
  const parts = stdout.split(/^=== /m).slice(1);
  const sections = new Map(
    parts.map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return [name, lines.join('\n')];
    }),
  );
  return (name) => {
    const text = sections.get(name);
    if (text === undefined) throw new Error(`the machine did not come to ${name}; it said:\n${stdout}`);
    return text;
  };
}

// One call of the second kernel for all: it takes its time to start.
let started: ReturnType<typeof threeMachines> | undefined;
const said = async (name: string): Promise<string> => {
  started ??= threeMachines();
  return (await started)(name);
};

for (const machine of ['well', 'strict', 'loose']) {
  test(`packets between namespaces go the same ways on a ${machine} machine`, async () => {
    assert.is(await said(`${machine} apart up`), 'apart: up\ncode 0\n');
    assert.is(await said(`${machine} apart status`), 'apart: up\ncode 0\n');
    assert.is(
      await said(`${machine} apart verify`),
      '1..3\nok 1 - a reaches b via r\nok 2 - p reaches 10.9.9.1\nok 3 - c cannot reach d\ncode 0\n',
    );
    assert.is(await said(`${machine} apart down`), 'apart: down\ncode 0\n');
    assert.is(await said(`${machine} apart left`), '');
  });
}

for (const [machine, lab] of [
  ['well', 'apart'],
  ['well', 'around'],
  ['strict', 'apart'],
  ['loose', 'apart'],
]) {
  test(`a router of ${lab} forwards IPv6 when up returns, on a ${machine} machine`, async () => {
    assert.is(await said(`${machine} ${lab} soon`), '1 received\n');
  });
}

for (const [machine, lab] of [
  ['strict', 'apart'],
  ['strict', 'around'],
  ['loose', 'apart'],
] as const) {
  test(`the namespaces of ${lab} have the same settings on a ${machine} machine`, async () => {
    const well = (await said(`well ${lab} settings`)).split('\n');
    const here = (await said(`${machine} ${lab} settings`)).split('\n');
    const changed = here.filter((line) => !well.includes(line));
    // lo shows what the machine hands on; nothing that passes it minds
    assert.ok(changed.some((line) => /^\w+ ipv4\/conf\/lo\/rp_filter:[12]$/.test(line)));
    assert.equal(
      changed.filter((line) => !line.includes('/conf/lo/')),
      [],
    );
    assert.is(here.length, well.length);
  });
}

test('a machine that is well routes and bridges, and nobody complains', async () => {
  assert.is(await said('well around doctor'), 'around: nothing is in the way\ncode 0\n');
  assert.is(await said('well around up'), 'around: up\ncode 0\n');
  assert.match(await said('well around verify'), /code 0\n$/);
  assert.is(await said('well around left'), '');
});

test('a firewall of the old kind is named at up and by the doctor, and its cure works', async () => {
  for (const name of ['strict around doctor', 'strict around up'])
    for (const tool of ['iptables-legacy', 'ip6tables-legacy'])
      assert.match(
        await said(name),
        new RegExp(
          `^around.net:2: .*: for dev in br0 .*to-g.*; do ${tool} -I FORWARD -i \\$dev -j ACCEPT; ${tool} -I FORWARD -o \\$dev -j ACCEPT; done$`,
          'm',
        ),
      );
  assert.match(await said('strict around up'), /around: up\ncode 0\n$/);
  assert.match(await said('strict around verify'), /^not ok 1 - e reaches f$/m);
  assert.is(await said('strict around doctor-cured'), 'around: nothing is in the way\ncode 0\n');
  assert.match(await said('strict around verify-cured'), /code 0\n$/);
  assert.match(await said('strict around down'), /code 0\n$/);
});

test('what the machine has for other interfaces is there after down', async () => {
  assert.is(await said('strict around left'), '');
  assert.is(await said('loose apart left'), '');
});

test('the machine keeps the way out that a router advertises while it forwards, which it would forget', async () => {
  for (const name of ['well around', 'strict around'])
    for (const when of ['advertised', 'still advertised']) assert.is(await said(`${name} ${when}`), 'wan0\n');
  assert.is(await said('without care'), 'wan0\nno more\n');
});

test('queues that are too short for a bridge, and a full table of connections, are named', async () => {
  const doctor = await said('crowded around doctor');
  assert.match(
    doctor,
    /^around\.net:\d: a processor queues 1 packets, and br0 has 2 ports: .*sysctl -w net\.core\.netdev_max_backlog=8$/m,
  );
  assert.match(
    doctor,
    /^around: the table of connections holds 1, .*sysctl -w net\.netfilter\.nf_conntrack_max=\d+$/m,
  );
});

test('where IPv6 is off for all, that is said, an uplink is refused, and the lab’s own devices have it', async () => {
  const off =
    /^(around|inner)\.net:\d+: IPv6 is switched off .*sysctl -w net\.ipv6\.conf\.all\.disable_ipv6=0$/m;
  assert.match(await said('loose around check'), off);
  assert.match(
    await said('loose around check'),
    /^around\.net:1: .*wan0 has no fd00:7::15\/64\n(.*\n)*code 3\n$/m,
  );
  assert.match(await said('loose inner up'), off);
  assert.match(await said('loose inner verify'), /^ok 1 - e reaches root\ncode 0$/m);
});

test('a table of neighbours that is too small is named', async () => {
  assert.match(
    await said('loose apart doctor'),
    /the table of neighbours holds 4 .*sysctl -w net\.ipv4\.neigh\.default\.gc_thresh3=\d+\n/,
  );
});

real.run();
