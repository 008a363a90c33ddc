import { shorten } from '../util/shorten.ts';
import type { Said } from './said.ts';

/** What a command is in a lab: a text, or a sketch with something left to be filled in. */
type Translation = string | { readonly sketch: string };

const translations: readonly (readonly [RegExp, (...parts: string[]) => Translation])[] = [
  [/netns\s+add\s+(\S+)/, (ns) => ({ sketch: `ns ${ns} < … >` })],
  [
    /link\s+add\s+(?:name\s+)?(\S+)\s+type\s+veth\s+peer\s+(?:name\s+)?(\S+)/,
    (a, b) => ({ sketch: `veth ${a} -> NS:${b}` }),
  ],
  [/link\s+add\s+(?:name\s+)?(\S+)\s+type\s+bridge/, (br) => `bridge ${br}`],
  [/brctl\s+addbr\s+(\S+)/, (br) => `bridge ${br}`],
  [/brctl\s+addif\s+(\S+)\s+(\S+)/, (br) => ({ sketch: `-> ${br}\` behind the \`veth` })],
  [/link\s+set\s+(?:dev\s+)?(\S+)\s+master\s+(\S+)/, (_, br) => ({ sketch: `-> ${br}\` behind the \`veth` })],
  [
    /addr(?:ess)?\s+add\s+(?:local\s+)?(\S+)\s+dev\s+(\S+)/,
    (ip, dev) => ({ sketch: `ip ${ip}\` behind \`veth ${dev}` }),
  ],
  [/route\s+add\s+default\s+via\s+(\S+)/, (via) => `gw ${via}`],
  [/route\s+add\s+(\S+)\s+via\s+(\S+)/, (prefix, via) => `route ${prefix} via ${via}`],
  [/route\s+add\s+default\s+gw\s+(\S+)/, (via) => `gw ${via}`],
  [/route\s+add\s+(?:-net\s+)?(\S+)\s+gw\s+(\S+)/, (prefix, via) => `route ${prefix} via ${via}`],
  [/ip_forward/, () => 'forward'],
  [/sysctl\s+-w\s+\S*forward/, () => 'forward'],
  [/MASQUERADE|masquerade/, () => ({ sketch: 'nat 192.168.1.0/24 -> DEVICE' })],
  [/ping6?\s(?:.*\s)?([\d.]{7,}|[0-9a-f:]+:[0-9a-f:]+)/, (to) => ({ sketch: `expect NODE reaches ${to}` })],
  [/ping6?\s+(?:-\S+\s+(?:\d+\s+)?)*(\w\S*)\s+(\w\S*)$/, (from, to) => `expect ${from} reaches ${to}`],
];

/** What a line of a shell script would be in a lab. */
export function translateShell(line: string): Pick<Said, 'help' | 'advice'> {
  for (const [pattern, translate] of translations) {
    const found = pattern.exec(line.slice(0, 500));
    if (!found) continue;
    const [whole, shown] = [found.slice(1), found.slice(1).map((part) => shorten(part))].map((parts) =>
      translate(...parts),
    );
    if (typeof shown === 'object') return { help: `in a lab this is \`${shown.sketch}\`` };
    const advice = typeof whole === 'string' ? { advice: { write: [whole] } } : {};
    return { help: `in a lab this is \`${shown}\``, ...advice };
  }
  if (/\bup\s*$/.test(line))
    return { help: 'remove it: every device that netgen makes is up', advice: { remove: true } };
  return {
    help: /^[A-Z_]+=/.test(line)
      ? 'a lab has no variables: write the value where it is meant'
      : 'a lab says what exists and what is connected; `netgen build` writes the commands',
  };
}
