// Machines made ill in one way each: the doctor names what it sees and the cure, `up` says the same and goes on, and
// on a machine that is well, or cured, nobody complains.
import * as assert from 'uvu/assert';
import { fixtureLab, fixtureLabs } from '../lab.helper.ts';
import { claim, onlyScript, scriptsOf } from './labs.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('doctor', ['ping', 'nft', 'awk', 'bash']);

const well = 'nothing is in the way';
const ill = 'something is in the way';

const bridged = onlyScript('bridge br0\nns a, b < veth eth0 -> br0 >\n'.replace('a, b', '{a,b}'), 'lab');
const routed = onlyScript(fixtureLab('root-router').text, 'lab');
const gateway = onlyScript(fixtureLab('gateway').text, 'gateway');
const crossing = onlyScript(
  `veth a ip 10.1.0.1/24
veth b ip 10.2.0.1/24
ns ns1 < veth eth0 -> root:a ip 10.1.0.2/24; veth eth1 -> root:b ip 10.2.0.2/24 >
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
const daemon = (name: string) => `mkdir -p /sys/fs/cgroup/system.slice/${name}.service`;
const filterForward = (family: string) =>
  `nft add table ${family} filter; nft add chain ${family} filter FORWARD "{ type filter hook forward priority 0; policy drop; }"`;

interface Illness {
  readonly what: string;
  readonly script: string;
  /** Makes the machine ill. */
  readonly make: string;
  /** What is said of it. */
  readonly said: RegExp;
  /** What then mends it, in the words of the cure or in others. */
  readonly cure: string;
  /** A lab that does not mind. */
  readonly others: string;
}

const illnesses: readonly Illness[] = [
  {
    what: 'a firewall that drops what is forwarded',
    script: routed,
    make: filterForward('ip'),
    said: /^lab\.net:\d+: the firewall drops .* iptables -I FORWARD -i \$dev -j ACCEPT; iptables -I FORWARD -o /m,
    cure: 'for dev in veth-ns1-router veth-ns2-router; do nft add rule ip filter FORWARD iifname $dev accept; nft add rule ip filter FORWARD oifname $dev accept; done',
    others: crossing,
  },
  {
    what: 'Docker’s firewall',
    script: gateway,
    make: `${filterForward('ip')}; nft add chain ip filter DOCKER-USER`,
    said: /iptables -I DOCKER-USER -i br0 -j ACCEPT; iptables -I DOCKER-USER -o br0 -j ACCEPT/,
    cure: 'nft add rule ip filter DOCKER-USER iifname br0 accept; nft add rule ip filter DOCKER-USER oifname br0 accept',
    others: crossing,
  },
  {
    what: 'a firewall of another make',
    script: routed,
    make: 'nft add table inet mine; nft add chain inet mine onward "{ type filter hook forward priority 0; policy drop; }"',
    said: /for dev in veth-ns1-router veth-ns2-router; do nft insert rule inet mine onward iifname \$dev accept; nft insert rule inet mine onward oifname/,
    cure: 'nft delete table inet mine',
    others: crossing,
  },
  {
    what: 'a firewall that sees what crosses a bridge',
    script: bridged,
    make: `${filterForward('ip')}; echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables`,
    said: /^lab\.net:1: .*sysctl -w net\.bridge\.bridge-nf-call-iptables=0/m,
    cure: 'echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables',
    others: crossing,
  },
  {
    what: 'the same for IPv6',
    script: bridged,
    make: `${filterForward('ip6')}; echo 1 >/proc/sys/net/bridge/bridge-nf-call-ip6tables`,
    said: /sysctl -w net\.bridge\.bridge-nf-call-ip6tables=0/,
    cure: 'nft add rule ip6 filter FORWARD iifname br0 accept',
    others: crossing,
  },
  {
    what: 'a strict rp_filter where ways differ',
    script: crossing,
    make: 'echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter',
    said: /^lab\.net:\d: .*rp_filter is 1/m,
    cure: 'echo 2 >/proc/sys/net/ipv4/conf/all/rp_filter',
    others: routed,
  },
  {
    what: 'a machine that forwards already',
    script: apart,
    make: 'echo 1 >/proc/sys/net/ipv4/ip_forward',
    said: /^lab\.net:5: this machine forwards .*ns1 cannot reach ns2.*sandbox/m,
    cure: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
    others: routed,
  },
  {
    what: 'IPv6 switched off',
    script: six,
    make: 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6',
    said: /^lab\.net:1: IPv6 is switched off/m,
    cure: 'echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6',
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
];

for (const { what, script, make, said, cure, others } of illnesses) {
  test(`knows ${what}, its cure, and whom it does not hurt`, () =>
    withMachine(async (machine) => {
      assert.match(claim(await machine.script(script, ['doctor']), 0), well);
      await machine.shell(make);
      const doctor = await machine.script(script, ['doctor']);
      assert.match(claim(doctor, 1), ill);
      assert.match(doctor.stderr, said);
      claim(await machine.script(others, ['doctor']), 0);
      const check = await machine.script(script, ['check']);
      claim(check, 0);
      assert.match(check.stderr, said);
      const up = await machine.script(script);
      claim(up, 0);
      assert.match(up.stderr, said);
      claim(await machine.script(script, ['down']), 0);
      await machine.shell(cure);
      const healed = await machine.script(script, ['doctor']);
      assert.is(healed.stderr, '');
      claim(healed, 0);
    }));
}

// What cannot be built is refused before the first change.
for (const [what, hide, script, said, words] of [
  [
    'IPv6',
    'mount -t tmpfs tmpfs /proc/sys/net/ipv6',
    six,
    /^lab\.net:\d: this kernel has no IPv6/m,
    { up: 3, check: 3, doctor: 1 },
  ],
  [
    'a kind of device',
    `mount -t tmpfs tmpfs /sys/module; test ! -d /lib/modules || mount -t tmpfs tmpfs /lib/modules
    mkdir /run/test-harness/bin; cd /run/test-harness/bin
    printf '#!/bin/sh\\necho "Error: Unknown device type." >&2; exit 2\\n' >unshare; chmod 755 unshare; PATH=$PWD:$PATH`,
    bridged,
    /Unknown device type.*modprobe bridge/,
    { doctor: 1 },
  ],
] as const) {
  test(`names what the kernel lacks: ${what}`, () =>
    withMachine(async (machine) => {
      const file = machine.write(script);
      for (const [word, code] of Object.entries(words)) {
        const result = await machine.run([
          'unshare',
          '--mount',
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
