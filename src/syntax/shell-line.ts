import { shorten } from '../util/shorten.ts';

const translations: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/netns\s+add\s+(\S+)/, (ns) => `ns ${ns} < … >`],
  [
    /link\s+add\s+(?:name\s+)?(\S+)\s+type\s+veth\s+peer\s+(?:name\s+)?(\S+)/,
    (a, b) => `veth ${a} -> NS:${b}`,
  ],
  [/link\s+add\s+(?:name\s+)?(\S+)\s+type\s+bridge/, (br) => `bridge ${br}`],
  [/brctl\s+addbr\s+(\S+)/, (br) => `bridge ${br}`],
  [/brctl\s+addif\s+(\S+)\s+(\S+)/, (br) => `-> ${br}\` behind the \`veth`],
  [/link\s+set\s+(?:dev\s+)?(\S+)\s+master\s+(\S+)/, (_, br) => `-> ${br}\` behind the \`veth`],
  [/addr(?:ess)?\s+add\s+(?:local\s+)?(\S+)\s+dev\s+(\S+)/, (ip, dev) => `ip ${ip}\` behind \`veth ${dev}`],
  [/route\s+add\s+default\s+via\s+(\S+)/, (via) => `gw ${via}`],
  [/route\s+add\s+(\S+)\s+via\s+(\S+)/, (prefix, via) => `route ${prefix} via ${via}`],
  [/route\s+add\s+default\s+gw\s+(\S+)/, (via) => `gw ${via}`],
  [/route\s+add\s+(?:-net\s+)?(\S+)\s+gw\s+(\S+)/, (prefix, via) => `route ${prefix} via ${via}`],
  [/ip_forward/, () => 'forward'],
  [/sysctl\s+-w\s+\S*forward/, () => 'forward'],
  [/MASQUERADE|masquerade/, () => 'nat 192.168.1.0/24 -> DEVICE'],
  [/ping6?\s(?:.*\s)?([\d.]{7,}|[0-9a-f:]+:[0-9a-f:]+)/, (to) => `expect NODE reaches ${to}`],
  [/ping6?\s+(?:-\S+\s+(?:\d+\s+)?)*(\w\S*)\s+(\w\S*)$/, (from, to) => `expect ${from} reaches ${to}`],
];

/** What a line of a shell script would be in a lab. */
export function translateShell(line: string): string {
  for (const [pattern, translate] of translations) {
    const found = pattern.exec(line.slice(0, 500));
    if (found) return `in a lab this is \`${translate(...found.slice(1).map((part) => shorten(part)))}\``;
  }
  if (/\bup\s*$/.test(line)) return 'remove it: every device that netgen makes is up';
  if (/^[A-Z_]+=/.test(line)) return 'a lab has no variables: write the value where it is meant';
  return 'a lab says what exists and what is connected; `netgen build` writes the commands';
}
