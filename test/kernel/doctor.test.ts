// Machines made ill in one way each: the doctor names what it sees and the cure, `up` says the same and goes on, and
// on a machine that is well, or cured, nobody complains.
import * as assert from 'uvu/assert';
import { fixtureLab, fixtureLabs } from '../lab.helper.ts';
import { bridgeCalls, daemon, filterForward, firewalld, ufw } from './illnesses.helper.ts';
import { claim, onlyScript, scriptsOf } from './labs.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('doctor', ['ping', 'nft', 'awk', 'bash']);

const well = 'nothing is in the way';
const ill = 'something is in the way';

const bridged = onlyScript(
  `bridge br0
ns a < veth eth0 -> br0 ip 10.1.0.1/24, fd00:1::1/64 >
ns b < veth eth0 -> br0 ip 10.1.0.2/24, fd00:1::2/64 >
expect a reaches 10.1.0.2
expect a reaches fd00:1::2
`,
  'lab',
);
const routed = onlyScript(fixtureLab('root-router').text, 'lab');
const gateway = onlyScript(fixtureLab('gateway').text, 'gateway');
const routed6 = onlyScript(
  `forward
veth a ip 10.1.0.1/24, fd00:1::1/64
veth b ip 10.2.0.1/24, fd00:3::1/64
ns ns1 < veth eth0 -> root:a ip 10.1.0.2/24, fd00:1::2/64 gw .1 gw ::1 >
ns ns2 < veth eth0 -> root:b ip 10.2.0.2/24, fd00:3::2/64 gw .1 gw ::1 >
expect ns1 reaches 10.2.0.2
expect ns1 reaches fd00:3::2
`,
  'lab',
);
const crossing = onlyScript(
  `veth a ip 10.1.0.1/24
veth b ip 10.2.0.1/24
ns ns1 < veth eth0 -> root:a ip 10.1.0.2/24; veth eth1 -> root:b ip 10.2.0.2/24; route 10.2.0.1/32 via 10.1.0.1 src 10.2.0.2 >
expect ns1 reaches 10.2.0.1
`,
  'lab',
);
const apart = onlyScript(
  `veth a ip 10.1.0.1/24
veth b ip 10.2.0.1/24
ns ns1 < veth eth0 -> root:a ip 10.1.0.2/24 gw .1 >
ns ns2 < veth eth0 -> root:b ip 10.2.0.2/24 gw .1 >
expect ns1 cannot reach ns2
`,
  'lab',
);
const dockers = onlyScript(
  `bridge br0
ns a < veth eth0 -> br0 ip 172.17.5.1/24 >
ns b < veth eth0 -> br0 ip 172.17.5.2/24 >
expect a reaches b
`,
  'lab',
);
const six = onlyScript('bridge br0 < ip fd00:1::1/64 >\nns a < veth eth0 -> br0 ip fd00:1::2/64 >\n', 'lab');

async function withMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
    // what the machine of the tests itself has is not looked at
    await machine.shell(
      'for folder in /sys/fs/cgroup /usr/lib/udev/rules.d /etc/NetworkManager /usr/lib/systemd/network /etc/systemd; do test ! -d $folder || mount -t tmpfs tmpfs $folder; done',
    );
    await work(machine);
  } finally {
    await machine.stop();
  }
}

/** A service, as systemd shows that it runs. */
interface Illness {
  readonly what: string;
  readonly script: string;
  /** Makes the machine ill. */
  readonly make: string;
  /** What is said of it; a group is the cure, which is run as it stands there. */
  readonly said: RegExp;
  /** What then mends it, where the cure is not a command. */
  readonly cure?: string;
  /** The expectations do not hold before the cure, and do after. */
  readonly hurts?: true;
  /** A lab that does not mind. */
  readonly others: string;
}

const illnesses: readonly Illness[] = [
  {
    what: 'a firewall that drops what is forwarded',
    script: routed,
    make: filterForward('ip'),
    said: /^lab\.net:\d+: the firewall drops .*: (for dev in veth-ns1-router veth-ns2-router; do (?:iptables-nft -I|nft insert rule ip filter) FORWARD .*)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'Docker’s firewall',
    script: routed,
    make: `${filterForward('ip')}; nft add chain ip filter DOCKER-USER; nft add rule ip filter FORWARD counter jump DOCKER-USER`,
    said: /: (for dev in .*; do (?:iptables-nft -I|nft insert rule ip filter) DOCKER-USER .*)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'a firewall of another make',
    script: routed,
    make: 'nft add table inet mine; nft add chain inet mine onward "{ type filter hook forward priority 0; policy drop; }"',
    said: /: (for dev in .*; do nft insert rule inet mine onward iifname \$dev accept; nft insert rule inet mine onward oifname .*)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'a firewall whose last rule rejects',
    script: routed,
    make: 'nft add table ip filter; nft add chain ip filter FORWARD "{ type filter hook forward priority 0; policy accept; }"; nft add rule ip filter FORWARD ct state established,related accept; nft add rule ip filter FORWARD counter reject with icmp host-prohibited',
    said: /: (for dev in .* FORWARD .*)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'firewalld',
    script: routed6,
    make: firewalld,
    said: /^lab\.net:1: .*\(the nft table inet firewalld, chain filter_FORWARD\): (for dev in a b; do firewall-cmd --zone=trusted --add-interface=\$dev; done)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'firewalld that sees what crosses a bridge',
    script: bridged,
    make: `${firewalld}; ${bridgeCalls(1)}`,
    said: /^lab\.net:1: .*: (sysctl -w net\.bridge\.bridge-nf-call-iptables=0 net\.bridge\.bridge-nf-call-ip6tables=0)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'ufw',
    script: routed6,
    make: ufw,
    said: /^lab\.net:1: .*: (for dev in a b; do ufw route allow in on \$dev; ufw route allow out on \$dev; done)$/m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'a firewall that sees what crosses a bridge',
    script: bridged,
    make: `${filterForward('ip')}; ${bridgeCalls(1)}`,
    said: /^lab\.net:1: .*: (sysctl -w net\.bridge\.bridge-nf-call-iptables=0), or /m,
    hurts: true,
    others: crossing,
  },
  {
    what: 'the same for IPv6',
    script: bridged,
    make: `${filterForward('ip6')}; ${bridgeCalls(1)}`,
    said: /: sysctl -w net\.bridge\.bridge-nf-call-ip6tables=0, or (ip6tables-nft .*|nft .*)$/m,
    hurts: true,
    others: dockers,
  },
  {
    what: 'Docker’s masquerading of a range of the lab',
    script: dockers,
    make: `${bridgeCalls(1)}; nft add table ip nat; nft add chain ip nat POSTROUTING "{ type nat hook postrouting priority 100; }"
      nft add rule ip nat POSTROUTING oifname != "docker0" ip saddr 172.17.0.0/16 counter masquerade`,
    said: /^lab\.net:2: .*172\.17\.0\.0\/16 .*ip nat\).*take another prefix, or (sysctl -w net\.bridge\.bridge-nf-call-iptables=0)$/m,
    hurts: true,
    others: bridged,
  },
  {
    what: 'a strict rp_filter where ways differ',
    script: crossing,
    make: 'echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter',
    said: /^lab\.net:\d: .*rp_filter is 1.*: (sysctl .*)$/m,
    hurts: true,
    others: routed,
  },
  {
    what: 'a machine that forwards already',
    script: apart,
    make: 'echo 1 >/proc/sys/net/ipv4/ip_forward',
    said: /^lab\.net:5: this machine forwards .*ns1 cannot reach ns2.*: sandbox, or (sysctl .*)$/m,
    hurts: true,
    others: routed,
  },
  {
    what: 'IPv6 switched off',
    script: six,
    make: 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6',
    said: /^lab\.net:1: IPv6 is switched off.*: (sysctl .*)$/m,
    others: apart,
  },
  {
    what: 'NetworkManager, of the old kind',
    script: routed,
    make: daemon('NetworkManager'),
    said: /^lab\.net:2: NetworkManager takes veth-ns1-router .*unmanaged-devices=driver:veth/m,
    cure: 'mkdir -p /etc/NetworkManager/conf.d && printf "[keyfile]\\nunmanaged-devices=driver:veth\\n" >/etc/NetworkManager/conf.d/netgen.conf',
    others: onlyScript('ns a\n', 'lab'),
  },
  {
    what: 'systemd-networkd with a file that fits',
    script: routed,
    make: `mkdir -p /run/systemd/network; printf '[Match]\\nName=en* veth-*\\n[Network]\\nDHCP=yes\\n' >/run/systemd/network/20-all.network; ${daemon('systemd-networkd')}`,
    said: /^lab\.net:2: systemd-networkd takes veth-ns1-router for its own \(20-all\.network\).*Name=veth-ns1-router veth-ns2-router/m,
    cure: "printf '[Match]\\nName=veth-ns1-router veth-ns2-router\\n[Link]\\nUnmanaged=yes\\n' >/run/systemd/network/05-netgen.network",
    others: bridged,
  },
  {
    what: 'systemd-networkd and rules in the root namespace',
    script: onlyScript(
      'bridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 >\nrule to 10.9.0.0/16 prohibit\n',
      'lab',
    ),
    make: daemon('systemd-networkd'),
    said: /^lab\.net:3: systemd-networkd removes rules .*ManageForeignRoutingPolicyRules=no/m,
    cure: "mkdir -p /etc/systemd/networkd.conf.d && printf '[Network]\\nManageForeignRoutingPolicyRules=no\\n' >/etc/systemd/networkd.conf.d/netgen.conf",
    others: bridged,
  },
  {
    what: 'systemd-networkd where the lab has routes',
    script: onlyScript(
      'veth a ip 10.1.0.1/24\nroute 10.9.0.0/24 via 10.1.0.2\nns ns1 < veth eth0 -> root:a ip 10.1.0.2/24; lo ip 10.9.0.1/24 >\n',
      'lab',
    ),
    make: daemon('systemd-networkd'),
    said: /^lab\.net:2: systemd-networkd removes routes .*\[Network\] and ManageForeignRoutes=no to/m,
    cure: "mkdir -p /etc/systemd/networkd.conf.d; printf '[Network]\\nManageForeignRoutes=no\\n' >/etc/systemd/networkd.conf.d/netgen.conf",
    others: routed,
  },
];

for (const { what, script, make, said, cure, hurts, others } of illnesses) {
  test(`knows ${what}, its cure, and whom it does not hurt`, () =>
    withMachine(async (machine) => {
      assert.match(claim(await machine.script(script, ['doctor']), 0), well);
      await machine.shell(make);
      const doctor = await machine.script(script, ['doctor']);
      assert.match(claim(doctor, 1), ill);
      assert.match(doctor.stderr, said);
      claim(await machine.script(others, ['doctor']), 0);
      const up = await machine.script(script);
      claim(up, 0);
      assert.is(up.stderr, doctor.stderr);
      if (hurts) claim(await machine.script(script, ['verify']), 1);
      await machine.shell(`PATH=/run/test-harness/bin:$PATH; ${cure ?? said.exec(doctor.stderr)?.[1]}`);
      const healed = await machine.script(script, ['doctor']);
      assert.is(healed.stderr, '');
      claim(healed, 0);
      if (hurts) claim(await machine.script(script, ['verify']), 0);
      claim(await machine.script(script, ['down']), 0);
    }));
}

test('says for each family that its firewall drops, until each lets the lab through', () =>
  withMachine(async (machine) => {
    await machine.shell(`${filterForward('ip')}; ${filterForward('ip6')}`);
    const said = async () => {
      const { stderr } = await machine.script(routed6, ['doctor']);
      return stderr
        .split('\n')
        .flatMap((line) => /nft table (ip6?) filter, .*: (for .*)$/.exec(line)?.slice(1) ?? []);
    };
    const [, cure = '', ...rest] = await said();
    assert.is(rest[0], 'ip6');
    await machine.shell(cure);
    assert.equal(await said(), rest);
    // from here on answers pass, so that no rule for the way out is needed; sets of names count
    await machine.shell(
      'nft add rule ip6 filter FORWARD ct state established,related accept; nft add rule ip6 filter FORWARD iifname "{ a, b }" counter accept',
    );
    assert.equal(await said(), []);
  }));

test('looks with iptables where nft is missing', () =>
  withMachine(async (machine) => {
    if ((await machine.run(['sh', '-c', 'command -v iptables-nft'])).code !== 0) return;
    await machine.shell(filterForward('ip'));
    await machine.shell(
      'mkdir -p /run/test-harness/bin; for tool in sh ip nsenter unshare flock lsns awk sed grep id cat tail ping iptables-nft ip6tables-nft; do ln -s "$(command -v $tool)" /run/test-harness/bin; done',
    );
    const result = await machine.run([
      '/bin/sh',
      '-c',
      `PATH=/run/test-harness/bin; sh ${machine.write(routed)} doctor`,
    ]);
    claim(result, 1);
    assert.match(result.stderr, /\(iptables-nft, chain FORWARD\): for dev in .* iptables-nft -I FORWARD/);
  }));

test('knows mounts that are not the machine’s, and how to leave them', () =>
  withMachine(async (machine) => {
    const file = machine.write(bridged);
    const within = (...command_: readonly string[]) =>
      machine.run(['unshare', '--mount', '--propagation', ...command_, 'sh', file, 'doctor']);
    const said = /^lab: the namespaces will be seen in here alone.*: put (nsenter .*) in front$/m;
    for (const propagation of ['slave', 'private']) {
      const result = await within(propagation);
      claim(result, 1);
      assert.match(result.stderr, said);
      const cure = said.exec(result.stderr)?.[1]?.split(' ') ?? [];
      claim(await within(propagation, ...cure), 0);
    }
    claim(await machine.script(onlyScript('bridge br0\n', 'lab'), ['doctor']), 0);
    // what is mounted in these is seen by all
    await machine.shell('mount --make-rshared /');
    claim(await within('unchanged'), 0);
    claim(await within('slave'), 1);
  }));

// What cannot be built is refused before the first change.
for (const [what, hide, script, said, words, more] of [
  [
    'IPv6',
    'mount -t tmpfs tmpfs /proc/sys/net/ipv6',
    six,
    /^lab\.net:\d: this kernel has no IPv6/m,
    { up: 3, check: 3, doctor: 1 },
    [],
  ],
  [
    'room for more namespaces',
    'echo 2 >/proc/sys/user/max_net_namespaces',
    bridged,
    /^lab: there may be 2 network namespaces, and the lab has 2: sysctl -w user\.max_net_namespaces=5$/m,
    { up: 3, check: 3, doctor: 1 },
    ['--user', '--map-root-user', '--net', '--propagation', 'unchanged'],
  ],
  [
    'a kind of device',
    `mount -t tmpfs tmpfs /sys/module; test ! -d /lib/modules || mount -t tmpfs tmpfs /lib/modules
    mkdir /run/test-harness/bin; cd /run/test-harness/bin
    printf '#!/bin/sh\\necho "Error: Unknown device type." >&2; exit 2\\n' >unshare; chmod 755 unshare; PATH=$PWD:$PATH`,
    bridged,
    /Unknown device type.*modprobe bridge/,
    { doctor: 1 },
    [],
  ],
] as const) {
  test(`names what the kernel lacks: ${what}`, () =>
    withMachine(async (machine) => {
      const file = machine.write(script);
      for (const [word, code] of Object.entries(words)) {
        const result = await machine.run([
          'unshare',
          '--mount',
          ...more,
          'sh',
          '-ec',
          `${hide}\nexec sh ${file} ${word}`,
        ]);
        claim(result, code);
        assert.match(result.stderr, said);
        await machine.shell('rm -rf /run/test-harness/bin');
      }
    }));
}

test('names a command that is missing', () =>
  withMachine(async (machine) => {
    await machine.shell(
      'mkdir -p /run/test-harness/bin; for tool in sh ip nsenter unshare flock lsns awk sed grep id cat tail nft; do ln -s "$(command -v $tool)" /run/test-harness/bin; done',
    );
    const file = machine.write(gateway);
    const result = await machine.run(['/bin/sh', '-c', `PATH=/run/test-harness/bin; sh ${file} doctor`]);
    claim(result, 1);
    assert.match(result.stderr, /ping is missing, and verify needs it \(Debian: iputils-ping\)/);
  }));

test('finds nothing on a machine that is well, whatever the lab', () =>
  withMachine(async (machine) => {
    for (const { name, text } of fixtureLabs())
      for (const { text: script } of scriptsOf(text, name)) {
        const doctor = await machine.script(script, ['doctor']);
        assert.is(doctor.stderr, '');
        claim(doctor, 0);
      }
  }));

test.run();
