import * as assert from 'uvu/assert';
import { claim } from '../labs.helper.ts';
import { type Truth, timeout } from '../truth.helper.ts';

interface Chain {
  /** What the middle says in front of its devices, and behind them. */
  readonly router?: string;
  readonly nat?: string;
  readonly back?: string;
}

/** Three nodes in a row. */
function chain({ router = 'forward;', nat = '', back = 'gw .1' }: Chain): string {
  return [
    'ns a < veth eth0 -> r:l ip 10.0.1.2/24 gw .1 >',
    `ns r < ${router} veth l ip 10.0.1.1/24; veth out ip 10.0.2.1/24; ${nat} >`,
    `ns b < veth eth0 -> r:out ip 10.0.2.2/24 ${back} >`,
    'expect a reaches b',
  ].join('\n');
}

function chain6({ router = 'forward;', back = 'gw ::1' }: Chain): string {
  return [
    'ns a < veth eth0 -> r:l ip fd00:1::2/64 gw ::1 >',
    `ns r < ${router} veth l ip fd00:1::1/64; veth out ip fd00:2::1/64 >`,
    `ns b < veth eth0 -> r:out ip fd00:2::2/64 ${back} >`,
    'expect a reaches b',
  ].join('\n');
}

const there = ['a 10.0.2.2'];
const there6 = ['a fd00:2::2'];
const masqueraded = chain({ nat: 'nat 10.0.1.0/24 -> out', back: '' });

/** The machine forwards between a bridge and a cable, whose end has an address or none. */
const unnumbered = (end: string): string =>
  [
    'forward',
    'bridge br0 ip 10.0.0.1/24',
    `veth up ${end} -> a:eth0 route 10.0.1.2`,
    'ns a < veth eth0 ip 10.0.1.2/32 gw 10.0.0.1 dev eth0 onlink >',
    'ns b < veth eth0 -> br0 ip 10.0.0.2/24 gw .1 >',
  ].join('\n');

const onDevice = (back: string): string =>
  `ns a < veth eth0 -> b:eth0 ip 10.1.0.1/24 route 10.2.0.1 dev eth0 >\nns b < veth eth0 ip 10.2.0.1/24 ${back} >\nexpect a reaches b`;

/** Three nodes in a row, and a cable from the first to the last. */
const twoWays = (back: string): string =>
  [
    'ns a < veth eth0 -> r:l ip 10.0.1.2/24 gw .1; veth eth1 -> b:eth1 ip 10.0.3.1/24 >',
    'ns r < forward; veth l ip 10.0.1.1/24; veth out ip 10.0.2.1/24 >',
    `ns b < veth eth0 -> r:out ip 10.0.2.2/24; veth eth1 ip 10.0.3.2/24 ${back} >`,
    'expect a reaches b',
  ].join('\n');

/** Two networks on one wire: what comes in at the device leaves through it again, masqueraded. */
const stick = [
  'bridge sw',
  'ns a < veth eth0 -> sw ip 10.0.1.2/24 gw .1 >',
  'ns b < veth eth0 -> sw ip 10.0.2.2/24 >',
  'ns r < forward; veth eth0 -> sw ip 10.0.1.1/24, 10.0.2.1/24; nat 10.0.1.0/24 -> eth0 >',
  'expect a reaches b',
].join('\n');

const expects = (address: string): string =>
  `bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24 >\nns b < veth eth0 -> br0 ${address} >\nexpect a reaches b`;

export const forwarding: readonly Truth[] = [
  {
    rule: 'no-forward',
    lab: chain({ router: '' }),
    lost: [...there, 'b 10.0.1.2'],
    reached: ['a 10.0.2.1', 'b 10.0.1.1'],
    nearMiss: chain({}),
    works: there,
  },
  {
    rule: 'no-forward',
    what: 'the other family alone',
    lab: chain6({ router: 'forward inet;' }),
    lost: there6,
    reached: ['a fd00:2::1'],
    nearMiss: chain6({ router: 'forward inet6;' }),
    works: there6,
  },
  {
    rule: 'no-way-back',
    lab: chain({ back: '' }),
    lost: there,
    reached: ['a 10.0.2.1', 'b 10.0.2.1'],
    nearMiss: chain({ back: 'route 10.0.1.0/24 via .1' }),
    works: there,
  },
  {
    rule: 'no-way-back',
    what: 'IPv6',
    lab: chain6({ back: '' }),
    lost: there6,
    reached: ['a fd00:2::1', 'b fd00:2::1'],
    nearMiss: chain6({ back: 'route fd00:1::/64 via ::1' }),
    works: there6,
  },
  {
    rule: 'no-way-back',
    what: 'and another way back, which loses nothing',
    lab: twoWays(''),
    lost: there,
    nearMiss: twoWays('route 10.0.1.2 via 10.0.3.1'),
    works: there,
    worksToo: async (machine) =>
      assert.match(await machine.shell('ip -n b route get 10.0.1.2'), / via 10\.0\.3\.1 /),
  },
  {
    rule: 'nat-without-forward',
    lab: chain({ router: '', nat: 'nat 10.0.1.0/24 -> out', back: '' }),
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: masqueraded,
    works: there,
    needs: 'nat',
  },
  {
    rule: 'nat-without-forward',
    what: 'of its family',
    lab: chain({ router: 'forward inet6;', nat: 'nat 10.0.1.0/24 -> out', back: '' }),
    besides: ['no-forward'],
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: masqueraded,
    works: there,
    needs: 'nat',
  },
  {
    rule: 'unmatched-nat',
    what: 'a prefix that nobody has',
    lab: chain({ nat: 'nat 10.0.9.0/24 -> out', back: '' }),
    besides: ['no-way-back'],
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: masqueraded,
    works: there,
    needs: 'nat',
  },
  {
    rule: 'unmatched-nat',
    what: 'the device towards the prefix',
    lab: chain({ nat: 'nat 10.0.1.0/24 -> l', back: '' }),
    besides: ['no-way-back'],
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: masqueraded,
    works: there,
    needs: 'nat',
  },
  {
    rule: 'no-forward',
    what: 'a device of the root namespace without an address',
    lab: unnumbered(''),
    lost: ['a 10.0.0.2', 'b 10.0.1.2'],
    reached: ['a 10.0.0.1'],
    nearMiss: unnumbered('ip 10.0.1.1/32'),
    works: ['a 10.0.0.2', 'b 10.0.1.2'],
  },
  {
    rule: 'no-way-back',
    what: 'a route of the device',
    lab: onDevice(''),
    lost: ['a 10.2.0.1'],
    nearMiss: onDevice('route 10.1.0.1 dev eth0'),
    works: ['a 10.2.0.1'],
  },
  {
    rule: 'unmatched-nat',
    what: 'a device that nothing is sent through',
    lab: chain({ nat: 'veth spare -> c:eth0; nat 10.0.1.0/24 -> spare', back: '' }).concat(
      '\nns c < veth eth0 >',
    ),
    besides: ['no-way-back'],
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: stick,
    works: there,
    needs: 'nat',
  },
  {
    rule: 'nothing-to-expect',
    lab: expects(''),
    // it says that the expectation holds, and has sent nothing
    proof: async (machine, script) => {
      assert.match(claim(await machine.script(script, ['verify'], { timeout }), 0), /^ok 1 - a reaches b$/m);
      assert.not.match(claim(await machine.script(script, ['-n', 'verify'], { timeout }), 0), /ping/);
    },
    nearMiss: expects('ip 10.0.0.2/24'),
    works: ['a 10.0.0.2'],
    worksToo: async (machine, script) => {
      assert.match(claim(await machine.script(script, ['verify'], { timeout }), 0), /^ok 1 - a reaches b$/m);
      assert.match(claim(await machine.script(script, ['-n', 'verify'], { timeout }), 0), /ping/);
    },
  },
  {
    rule: 'contradicting-expectations',
    lab: `${expects('ip 10.0.0.2/24')}\nexpect a cannot reach 10.0.0.2`,
    proof: async (machine, script) => {
      assert.match(claim(await machine.script(script, ['verify'], { timeout }), 1), /^not ok /m);
    },
    nearMiss: `${expects('ip 10.0.0.2/24')}\nexpect a cannot reach 10.0.0.3`,
    works: ['a 10.0.0.2'],
    worksToo: async (machine, script) => {
      claim(await machine.script(script, ['verify'], { timeout }), 0);
    },
  },
  {
    rule: 'unmet-expectation',
    what: 'no route',
    lab: chain({ back: '' }).replace(' gw .1', ''),
    lost: there,
    reached: ['a 10.0.1.1'],
    nearMiss: chain({}),
    works: there,
  },
  {
    rule: 'unmet-expectation',
    what: 'a blackhole over the target',
    lab: chain({ router: 'forward; route blackhole 10.0.2.0/28;' }),
    lost: there,
    reached: ['a 10.0.2.1'],
    nearMiss: chain({ router: 'forward; route blackhole 10.0.2.16/28;' }),
    works: there,
  },
  {
    rule: 'unmet-expectation',
    what: '`cannot reach` that is reached',
    lab: chain({}).replace('reaches', 'cannot reach'),
    proof: async (machine) => {
      claim(
        await machine.run(['ip', 'netns', 'exec', 'a', 'ping', '-n', '-c', '1', '-w', '5', '10.0.2.2']),
        0,
      );
    },
    nearMiss: chain({}),
    works: there,
  },
];
