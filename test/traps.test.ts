// What people who build such labs fall into on real machines, and where netgen knows it: a rule of the linter, the
// script's way of doing it or the doctor (a test says which), or why no machine shows it. T1 to T51 are the numbers of
// the project's list.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from './lab.helper.ts';

const test = suite('traps');

type Known =
  | { readonly rule: string }
  /** A test file, and words of the test's name there. */
  | { readonly test: string; readonly name: string }
  /** What stands in the scripts of `fixtures/labs`. */
  | { readonly writes: string }
  /** What no piece of the script says. */
  | { readonly never: string }
  /** A word that the language does not have. */
  | { readonly noWord: string }
  | { readonly nowhere: string };

const rule = (name: string): Known => ({ rule: name });
const tested = (file: string) => (name: string) => ({ test: file, name }) as const;
const doctor = tested('kernel/doctor.test.ts');
const everywhere = tested('kernel/same-everywhere.test.ts');
const labs = tested('kernel/labs.test.ts');
const script = tested('kernel/script.test.ts');
const onlyItsOwn = tested('kernel/only-its-own.test.ts');
const nothingLeft = tested('kernel/nothing-left.test.ts');
const sandbox = tested('kernel/sandbox.test.ts');
const model = tested('model/model.test.ts');

const traps: readonly (readonly [what: string, ...known: readonly Known[]])[] = [
  ['bridged IPv4 meets the firewall', doctor('a firewall that sees what crosses a bridge')],
  ['and IPv6', doctor('the same for IPv6'), doctor('says for each family that its firewall drops')],
  ['routed packets meet it', doctor('a firewall that drops what is forwarded'), doctor('Docker’s firewall')],
  [
    'firewalld, ufw, the old tables, tables of both kinds',
    doctor('firewalld'),
    doctor('ufw'),
    doctor('a firewall whose last rule rejects'),
    everywhere('a firewall of the old kind is named'),
  ],
  [
    'Docker masquerades its range',
    rule('docker-prefix'),
    doctor('Docker’s masquerading of a range of the lab'),
  ],
  ['rules stay behind', labs('a bridge as the gateway, and out through an uplink')],
  ['a name still exists right after down', script('a killed run is cleaned up by down, and by the next up')],
  ['a process holds a namespace', nothingLeft('processes in namespaces are named, and down removes nothing')],
  [
    'a namespace’s file is busy',
    {
      nowhere:
        'tried on Linux 6.18: the name goes although another mount namespace holds it; down tries five times',
    },
  ],
  [
    'a crash between creation and move',
    script('a killed run is cleaned up'),
    { writes: 'type veth peer name' },
  ],
  ['File exists after an interrupted run', script('a killed run is cleaned up')],
  ['clean-up by pattern', onlyItsOwn('that exists already, and touches nothing')],
  [
    'the lab’s file is gone',
    script('the tear-down script removes what up made'),
    script('works from standard input'),
  ],
  ['two labs have names in common', onlyItsOwn('that exists already, and touches nothing')],
  ['two at once on a fresh machine', { writes: 'flock' }],
  ['mounts that the machine does not see', doctor('knows mounts that are not the machine’s')],
  [
    'a network card that was moved',
    { nowhere: 'an uplink stays where it is; no lab moves a device that exists' },
  ],
  ['a name too long', rule('bad-name'), model('a port gets a hash where the natural name does not fit')],
  ['udev changes the MAC address', script('keep the MAC addresses that they are made with')],
  ['a bridge changes its MAC address', script('keep the MAC addresses that they are made with')],
  ['networkd removes foreign routes', doctor('systemd-networkd where the lab has routes')],
  ['networkd’s own files by name', rule('managed-name'), doctor('systemd-networkd with a file that fits')],
  ['NetworkManager takes new devices', doctor('NetworkManager, of the old kind')],
  ['wait-online waits for a bridge', { nowhere: 'it asks at boot, when no lab is up: /run is empty then' }],
  ['addresses are tentative after up', everywhere('forwards IPv6 when up returns')],
  ['IPv6 addresses go when a device is down', labs('both families, several addresses')],
  ['forwarding forgets the default route', everywhere('keeps the way out that a router advertises')],
  ['snooping without a querier', { writes: 'mcast_snooping 0' }],
  ['a link-local gateway without its device', rule('next-hop-not-on-link')],
  [
    'rp_filter',
    everywhere('packets between namespaces go the same ways'),
    doctor('a strict rp_filter where ways differ'),
  ],
  ['forwarding forgotten', rule('no-forward')],
  [
    'forwarding everywhere',
    labs('the same without `forward`: no answer'),
    doctor('a machine that forwards already'),
  ],
  [
    'a management network hides a missing route',
    labs('the same without its default routes: Network is unreachable'),
  ],
  ['a gateway off the link', rule('next-hop-not-on-link')],
  ['VRF', { noWord: 'vrf' }],
  [
    'all pings take one of several ways',
    { nowhere: 'the kernel chooses by addresses; a lab does not say otherwise' },
  ],
  ['an ordinary user may not ping', everywhere('have the same settings')],
  ['lo is down', { writes: 'link set dev lo up' }],
  ['duplicate addresses', rule('duplicate-address')],
  ['checksums are wrong for who looks into packets', { noWord: 'offload' }],
  ['big packets vanish', rule('different-mtus'), rule('small-mtu')],
  ['the 1,024th port', rule('too-many-ports')],
  ['ARP is lost from 1,000 ports on', everywhere('queues that are too short for a bridge')],
  [
    'the table of neighbours is full',
    everywhere('a table of neighbours that is too small'),
    script('all of sixty reach all'),
  ],
  ['netem drops what nobody asked for', { noWord: 'delay' }],
  ['a module is missing', doctor('names what the kernel lacks')],
  ['the first ping is lost, a loop storms', rule('bridge-loop'), script('all of sixty reach all')],
  [
    'names do not resolve in a namespace',
    { nowhere: 'a lab works without names; docs/script.md says what to write to /etc/netns' },
  ],
  ['/sys shows the machine’s devices', { never: '/sys/class/net' }],
  ['an ordinary user may have no namespaces', sandbox('forbids it')],
  ['ip netns exec grows slower', { writes: 'exec nsenter --net=' }],
];

const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');
const pages = readdirSync(join(root, 'docs/rules'));
/** Those with a bridge: they have everything that a script can have. */
const scripts = readdirSync(join(root, 'fixtures/labs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sh'))
  .map((file) => read('fixtures/labs', file))
  .filter((text) => /link add name .* type bridge/.test(text));
const pieces = readdirSync(join(root, 'templates/runtime')).map((file) => read('templates/runtime', file));

function holds(known: Known): boolean {
  if ('rule' in known) return pages.includes(`${known.rule}.md`);
  if ('test' in known) return read('test', known.test).includes(known.name);
  if ('writes' in known) return scripts.every((text) => text.includes(known.writes));
  if ('never' in known) return !pieces.some((text) => text.includes(known.never));
  if ('noWord' in known) return !read('docs/syntax.md').includes(`\`${known.noWord}`);
  return known.nowhere !== '';
}

test('each of the 51 is known somewhere, and what is said of it is there', () => {
  assert.is(traps.length, 51);
  for (const [index, [what, ...known]] of traps.entries()) {
    assert.ok(known.length > 0, what);
    for (const one of known) assert.ok(holds(one), `T${index + 1}, ${what}: ${JSON.stringify(one)}`);
  }
});

test('a rule, a test or a word that is not there is noticed', () => {
  for (const known of [
    rule('no-such-rule'),
    doctor('no such test'),
    { writes: 'no such step' },
    { never: 'ip -batch' },
    { noWord: 'bridge' },
  ])
    assert.not(holds(known));
});

test.run();
