// Labs of hostile words: names that ip, nft, awk, sed and a shell have a meaning of their own for, and texts that
// break out of whatever quotes nothing.
import fc, { type Arbitrary, type GeneratorValue } from 'fast-check';

/** The file that every hostile text tries to make. */
export const canary = '/run/netgen-pwned';

const attack = [`touch ${canary}`, `:>${canary}`, `touch\${IFS}${canary}`, 'reboot'];

// words of ip, nft, sh, the script and its journal; numbers of namespaces and devices in ip's eyes
const meanings =
  `up down dev name type peer netns group address mtu master via inet inet6 onlink nexthop weight table
src metric add del set link addr route neigh lladdr nodad permanent if1 if5 0x1f 1e3 br t d b a e local blackhole
forward ns bridge veth expect reaches END EOF lab exec eval source if then else fi do done esac case while rm true help
end sysctl plan keep inherited kept masquerade oifname saddr accept drop a.b x. n+ _ N-1 x.y.z root2 lo0 id pid show
to proto scope broadcast txqueuelen dynamic nud ip nft nsenter unshare sh cat test set read local trap main root. A.
skip reaches cannot link. 00a e0 1a x+y 9lives sysctl.conf passwd etc tmp xargs dd kill down.kill 0x 0b1 1x _x
host uplink nat gw for in lookup from iif oif pref priority up.down default.x awk sed`
    .split(/\s+/)
    .filter((word) => word !== '');

// what no name, address or number may hold
const breakouts = [
  ...attack.flatMap((command) => [
    `$(${command})`,
    `\`${command}\``,
    `';${command};'`,
    `";${command};"`,
    `'"$(${command})"'`,
    `\n${command}\n`,
    `\r${command}\r`,
    `\r\n${command}\r\n`,
    `\u2028${command}\u2029`,
    `\u0085${command}`,
    `\v${command}\f${command}`,
    `\0${command}\0`,
    `\nEND\n${command}\n`,
    `\n  END\n}\n${command}\nlab() {\n`,
    `'\n}\n${command}\n#`,
    `\\';${command};\\'`,
    `|${command}|`,
    `&&${command}||${command}&`,
    `$'\\n${command}\\n'`,
    `\u001b]0;${command}\u0007\u001b[31m`,
    `" ) { system("${command}") } #`,
    `s/x/${command}/e;`,
    `\\n${command}`,
    `\\\n${command}`,
    `# shellcheck disable=all\n${command}`,
    `;${command}#`,
    `{x,$(${command})}`,
    `a b;${command}`,
    `<(${command})`,
    `<<'END'\n${command}\nEND\n`,
    `\uff07;${command};\uff07`,
  ]),
  "'",
  '"',
  '`',
  '\\',
  '\\\\',
  '$',
  '$' + '{x}',
  '#',
  '# shellcheck disable=all',
  '-n',
  '--',
  '-rf',
  '-all',
  '-batch',
  'a%d',
  '%s%n',
  '*',
  '?',
  '[a-z]',
  '~',
  '~root',
  '!x',
  '!!',
  'a=b',
  'PATH=.',
  '../../etc/passwd',
  '/etc/passwd',
  '.',
  '..',
  '...',
  'a/b',
  'a:b',
  'a@b',
  'a,b',
  'a#b',
  "a'b",
  'a"b',
  'a\\',
  'a\tb',
  '\u001b[2J',
  '\u202egnp.x',
  '\ud800',
  '𝒶𝒷',
  'é',
  'ns\u200b',
  '$' + '{a:-$(reboot)}',
  '$((1))',
  '$((a[$(reboot)]))',
  '{1..3}',
  '{a,b}',
  '{i}',
  '<',
  '>',
  '->',
  '"unclosed',
  '/*',
  '//',
  'END',
  "'END'",
  '\nEND\n',
  'x'.repeat(16),
  'x'.repeat(300),
  '$(reboot)'.repeat(2000),
  '-',
  '0',
  '1',
  '00',
  '4294967296',
  '18446744073709551616',
  '-1',
  '0x10',
  '1e3',
  '1;',
  'all',
  'root',
  'lo',
  'default',
];

const strange: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...breakouts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('ns1', '10.0.0.1', 'fd00::1', '24', 'eth0', '02:00:00:00:00:01'),
        fc.constantFrom(...breakouts),
      )
      .map(([good, bad]) => good + bad),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...breakouts), fc.constantFrom(...breakouts)).map(([a, b]) => a + b),
  },
);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const plain = fc
  .tuple(
    fc.constantFrom(...letters, '_', ...'0123456789'),
    fc.string({ unit: fc.constantFrom(...letters, ...'0123456789', '.', '+', '-', '_'), maxLength: 7 }),
    fc.constantFrom(...letters),
  )
  .map((parts) => parts.join(''));
/** Names that a lab may have. */
export const awkward: Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...meanings) },
  { weight: 1, arbitrary: plain },
);

// without fast-check's liking for small numbers
const percentage = (): Arbitrary<number> => fc.noBias(fc.nat({ max: 99 }));

export interface HostileLab {
  readonly file: string;
  readonly text: string;
  /** How many hostile words are in it, its comments and its file name counted. */
  readonly words: number;
  /** How many of them are such as no name may be. */
  readonly strange: number;
}

/** How many of a hundred names, values and numbers are what none may be; most labs with one have no script. */
export function hostileLab(draw: GeneratorValue, share: number): HostileLab {
  let words = 0;
  let strangers = 0;
  const chance = (percent: number): boolean => percent > 0 && draw(percentage) < percent;
  const isStrange = (): boolean => chance(share);
  const stranger = (): string => {
    words += 1;
    strangers += 1;
    return draw(() => strange);
  };
  const used = new Set<string>();
  const nameIn = (scope: string): string => {
    if (isStrange()) return stranger();
    words += 1;
    let text = draw(() => awkward);
    for (let i = 0; used.has(`${scope} ${text}`); i++) text = `${text.slice(0, 10)}${i}x`;
    used.add(`${scope} ${text}`);
    return text;
  };
  const value = (...good: readonly string[]): string =>
    isStrange() ? stranger() : draw(fc.constantFrom, ...good);
  // a comment ends with its line, whatever it says; one that holds a line end is two lines, the second of them no comment
  const comment = (): string => {
    const text = stranger();
    return ` # ${chance(share) ? text : text.replace(/[\r\n]/g, ' ')}`;
  };

  const lines: string[] = [];
  const line = (text: string): void => void lines.push(`${text}${comment()}`);
  const file = draw(fc.boolean) ? `${stranger()}.net` : `${stranger()}/${stranger()}`;
  line(`lab ${value('lab', '-', '_', '-n', '--', 'END', '-rf', 'help')}`);
  const host = draw(fc.boolean) ? nameIn('host') : undefined;
  if (host !== undefined) line(`host ${host} <`);

  const uplink = nameIn('root');
  line(
    `uplink ${uplink} ip ${value('10.0.2.15/24')} mtu ${value('1500', '1400')} mac ${value('02:00:00:00:00:77', '02-00-00-00-00-AB')} up`,
  );
  line('forward');
  const bridge = nameIn('root');
  line(
    `bridge ${bridge} ip ${value('10.1.0.1/24')}, ${value('fd00:1::1/64', 'FD00:1:0::1/64')} mtu ${value('1500')}`,
  );
  line(`nat ${value('10.1.0.0/24', 'fd00:1::/64')} -> ${uplink}`);
  line(
    `route ${value('10.9.0.0/16', '10.9.9.9')} via ${value('10.0.2.16')} metric ${value('7', '0', '4294967295')}`,
  );
  line(`neigh ${value('10.0.2.16')} lladdr ${value('02:00:00:00:00:16')} dev ${uplink}`);

  const nodes = [nameIn('ns'), nameIn('ns'), nameIn('ns')];
  const [first = '', second = '', third = ''] = nodes;
  const cable = nameIn('1');
  const far = nameIn('2');
  const [to2, to3] = [nameIn('1'), nameIn('3')];
  line(`ns ${first} <`);
  line(
    `veth ${cable} -> ${bridge} port ${nameIn('root')} ip ${value('10.1.0.2/24')}, ${value('fd00:1::2/64')} gw ${value('.1', '10.1.0.1', '::1')}`,
  );
  line(`veth ${to2} -> ${second}:${far} ip ${value('10.2.0.1/24')}`);
  line(`nat -> ${cable}`);
  line(`lo ip ${value('10.255.0.1', '10.255.0.1/32')}`);
  line(`forward ${value('inet', 'inet6')}`);
  line(
    `route ${value('10.7.0.0/16', '10.8.8.8')} nexthop via ${value('10.1.0.1')} dev ${cable} weight ${value('2', '256')} nexthop via ${value('10.2.0.2')} dev ${to2}`,
  );
  line('>');
  line(`ns ${second} <`);
  line(`veth ${far} ip ${value('10.2.0.2/24')} mac ${value('02:00:00:00:02:02')}`);
  const inner = nameIn('2');
  line(`bridge ${inner} ip ${value('10.3.0.1/24')}`);
  line(`veth ${nameIn('2')} -> ${third}:${to3} master ${inner}`);
  line(`neigh ${value('10.2.0.1')} lladdr ${value('02:00:00:00:02:01')} dev ${far}`);
  line(
    `route blackhole ${value('10.66.0.0/16', 'fd00:66::/64')} table ${value('100', '4294967295', 'main')}`,
  );
  line('>');
  line(
    `ns ${third} < veth ${to3} ip ${value('10.3.0.3/24')} route default via ${value('.1')} src ${value('10.3.0.3')} >`,
  );
  const [from, to] = [draw(fc.constantFrom, ...nodes), draw(fc.constantFrom, ...nodes)];
  line(
    `expect ${value(from)} reaches ${value(to === from ? '10.0.2.15' : to, '10.0.2.99')} via ${value(second, first)}`,
  );
  line(`expect ${third} cannot reach ${value(`${second}:${far}`, '192.0.2.1')}`);
  if (host !== undefined) {
    line('>');
    const other = nameIn('host');
    line(
      `host ${other} < uplink ${nameIn('other')} ip ${value('10.0.2.16/24')}; ns ${nameIn('other ns')} < bridge ${nameIn('other dev')} ip 10.4.0.1/24 > >`,
    );
    line(`expect ${host}/${first} reaches ${other}`);
  }
  line('expect all reach all');
  return { file, text: `${lines.join('\n')}\n`, words, strange: strangers };
}
