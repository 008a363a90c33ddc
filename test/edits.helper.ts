import { readdirSync, readFileSync } from 'node:fs';
import type { Analysis } from '../src/compile.ts';
import { fixtureLabs, forwardingFixtures, root } from './lab.helper.ts';
import { mistakes } from './mistakes.helper.ts';

/** Whole numbers below a bound, the same ones for the same seed. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A text without findings, of so many statements of the top level, of all kinds of lines. */
export function cleanLab(statements: number): string {
  const lines = ['forward'];
  for (let index = 0; lines.length < statements; index++) {
    const net = `10.${index >> 8}.${index & 255}`;
    lines.push(
      `bridge br${index} ip ${net}.1/24`,
      `ns a${index} < veth eth0 -> br${index} ip ${net}.2/24 gw .1 > # a${index}`,
      `ns b${index} <\n  veth eth0 -> br${index}\n    ip ${net}.3/24\n    gw .1\n>\n`,
      `for i in 4..5 <\n  ns c${index}-{i} < veth eth0 -> br${index} ip ${net}.{i}/24 gw .1 >\n>`,
      `bridge sw${index}\n  ip 172.16.${index & 255}.1/24`,
      `ns d${index}{1..2} < veth eth0 -> sw${index} ip 172.16.${index & 255}.{2..3}/24; route default via .1 >\n\n# next`,
    );
  }
  return `${lines.slice(0, statements).join('\n')}\n`;
}

/** The texts of every fixture, and texts among whose statements they stand. */
export function editedTexts(): readonly string[] {
  const rules = `${root}fixtures/rules`;
  const ofRules = readdirSync(rules).flatMap((rule) =>
    readdirSync(`${rules}/${rule}`)
      .filter((name) => name.endsWith('.net'))
      .map((name) => readFileSync(`${rules}/${rule}/${name}`, 'utf8')),
  );
  const small = [
    ...fixtureLabs().map(({ text }) => text),
    ...forwardingFixtures().map(({ text }) => text),
    ...ofRules,
    ...mistakes().map(({ text }) => text),
  ];
  const around = cleanLab(30);
  const half = around.indexOf('\nbridge br2') + 1;
  return small.flatMap((text) => [text, `${around.slice(0, half)}${text}\n${around.slice(half)}`]);
}

/** Lines that are no good ones, and whose mistakes a parser may remember: each may concern what is far away. */
export const oddLines: readonly string[] = [
  'ns é < >',
  'ns $i < >',
  'ns "x" < >',
  'ns x { }',
  'ns x (\n)',
  'ns x => y',
  'ns x < veth e => br1 >',
  'ip = 10.9.9.9/24',
  'bridge b ip=10.9.9.9/24',
  'bridge b ip 10,9,9,9',
  'bridge b, ip 10.9.9.9/24',
  '// comment',
  '/* comment',
  '*/',
  '```',
  '<<<<<<< HEAD',
  '=======',
  '>>>>>>> other',
  'ns x <',
  '>',
  '<',
  'ns x veth e -> br1 >',
  'for i in 1..3',
  'for i in 1..3; do',
  'done',
  'foo bar > ip 10.9.9.9/24',
  'foo < bar > ip 10.9.9.9/24',
  'ns x{1..} < >',
  'lab one',
  'lab',
  'one',
  'forward',
  'ip link add veth0 type veth peer name veth1',
  'sysctl -w net.ipv4.ip_forward=1',
  'eth0 -> br1',
  '10.9.9.9/24',
  'expect a1 can reach a2',
  '- ns x',
  'ns x； ns y',
  '\0',
];

const words =
  'ns host bridge veth ip gw route default via dev nat forward lo mtu -> < > < > ; , # // /* */ { } {i} {1..3} $i for i in 1..3 expect reaches cannot reach lab uplink rule from lookup neigh lladdr nexthop blackhole foo bar é 10.0.0.2/24 10.0.0.1 .1 ::1/64 02:00:00:00:00:01 br0 a1 ns1:eth0 eth0 = : "x" \' - ip=10.0.0.1/24 gw.1 1500 done do ip=x address netmask'.split(
    ' ',
  );
const pieces = [
  'ns x <',
  '>\n',
  '<\n',
  'for i in 1..3 <\n  ns n{i} < veth eth0 -> br0 >\n>\n',
  'for i in 1..3\n  ns n{i}\n',
  'ip link add veth0 type veth peer name veth1\n',
  '<<<<<<< HEAD\n',
  '=======\n',
  '>>>>>>> other\n',
  '\n\n\n',
  '\r\n',
  '\r',
  '\0',
  '😀',
  '# netgen-ignore no-forward: so it is\n',
  'ns y < veth eth0 -> br1 ip 10.0.1.9/24 >\n',
  'lab other\n',
  'forward\n',
  '  ',
  'ns ',
  'ip 10.9.9.9/24\n',
  'foo < bar > ip 10.0.0.1/24\n',
];

/** A text with one thing changed in it, as people change texts: characters, words, lines, brackets, blocks. */
export function edited(text: string, dice: (below: number) => number): string {
  const at = dice(text.length + 1);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at) + 1;
  const put = (from: number, to: number, by: string): string => text.slice(0, from) + by + text.slice(to);
  const character = text.charAt(dice(text.length));
  switch (dice(12)) {
    case 0:
      return put(at, at + 1, '');
    case 1:
      return put(at, at, character);
    case 2:
      return put(at, at + 1, character);
    case 3:
      return put(at, at, ` ${words[dice(words.length)]} `);
    case 4:
      return put(at, at, words[dice(words.length)] ?? '');
    case 5:
      return put(at, at, pieces[dice(pieces.length)] ?? '');
    case 6:
      return put(lineStart, lineStart, pieces[dice(pieces.length)] ?? '');
    case 7:
      return put(lineStart, lineEnd, '');
    case 8:
      return put(lineStart, lineStart, text.slice(lineStart, lineEnd));
    case 9:
      return put(lineStart, lineStart, '# ');
    case 10:
      return put(at, at + dice(60), '');
    default: {
      // a word goes
      const word = /\S+\s*/g;
      word.lastIndex = at;
      const found = word.exec(text);
      return found ? put(found.index, found.index + found[0].length, '') : text;
    }
  }
}

/** Everything that an analysis says. Of the lab, which refers to itself, a thing is written out once. */
export function said({ tree, lab, mentions, broken, diagnostics }: Analysis): string {
  const seen = new Map<object, number>();
  return JSON.stringify({ tree, lab, mentions, broken, diagnostics }, (key, value) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (key === 'word') return value.keyword;
    if (value instanceof Map || value instanceof Set) return [...value];
    if (!('devices' in value || 'addresses' in value || 'namespaces' in value)) return value;
    const known = seen.get(value);
    if (known !== undefined) return `the same as ${known}`;
    seen.set(value, seen.size);
    return value;
  });
}
