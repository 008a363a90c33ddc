import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { isSpice } from './spice.ts';

interface Language {
  readonly name: string;
  readonly begins: { test(start: string): boolean };
  readonly help: string;
  /** Its files end with `.net` by right. */
  readonly own?: true;
}

const languages: readonly Language[] = [
  {
    name: 'JSON',
    begins: /^\s*(?:\{\s*"|\[\s*[{"\]])/,
    help: 'a lab begins with statements such as `ns ns1 < … >`',
  },
  {
    name: 'YAML',
    // a line matches in one way only: blank lines must not be tried in every grouping
    begins:
      /^(?:[^\S\n]*(?:#[^\n]*)?\n)*(?:---[ \t]*\n|[A-Za-z_][\w-]*:[ \t]*(?:\n[ \t]*(?:- |[A-Za-z_][\w-]*:)|["'\w][^\n]*\n[A-Za-z_][\w-]*:[ \t]*(?:\n|["'\w])))/,
    help: 'write `ns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 >` where YAML would have keys',
  },
  {
    name: 'a shell script',
    begins: /^\s*#!\s*\S*(?:sh|env\s+\S*sh)\b/,
    help: 'a lab is the drawing that such a script is made from; `netgen build` writes the script',
  },
  {
    name: 'a Python script',
    begins: /^\s*(?:#!\S*\s*\S*python|(?:from\s+[\w.]+\s+)?import\s+[\w*])/,
    help: 'write `ns h1 < veth eth0 -> s1 ip 10.0.0.1/24 >` for a host and `bridge s1` for a switch',
  },
  {
    name: 'an INI or TOML file',
    begins: /^(?:\s*[#;][^\n]*\n)*\s*\[\[?[\w.:-]+\]\]?[ \t]*\r?\n/,
    help: 'write `bridge br0 ip 10.0.0.1/24` where it would have a section',
  },
  {
    name: 'a file of /etc/network/interfaces',
    begins:
      /^(?:\s*#[^\n]*\n)*\s*(?:auto|allow-hotplug|iface)[ \t]+\S+(?:[ \t]+inet6?\b|[ \t]*\r?\n\s*iface\b)/,
    help: 'an interface of a namespace is `veth eth0 -> br0 ip 192.168.1.2/24 gw .1`',
  },
  {
    name: 'the configuration of a router',
    begins:
      /^\s*(?:!.*\s+)*(?:interface[ \t]+[A-Z][A-Za-z]*\d[\d/.]*[ \t]*\r?\n|(?:configure terminal|conf t|enable)\s*\n|hostname[ \t]+\S+[ \t]*\r?\n\s*!)/,
    help: 'write `ns r1 < forward veth eth0 -> br0 ip 192.168.1.1/24 >` for a router',
  },
  {
    name: 'a Graphviz drawing',
    begins: /^\s*(?:strict\s+)?(?:di)?graph\b[^<\n{]*\{/,
    help: 'draw each node as `ns a < veth eth0 -> br0 >`',
  },
  {
    name: 'Terraform',
    begins:
      /^(?:\s*#[^\n]*\n)*\s*(?:resource|provider|variable|terraform|data|module)\b[ \t]*(?:"[^"\n]*"[ \t]*)*\{/,
    help: 'a lab begins with statements such as `ns ns1 < … >`',
  },
  {
    name: 'a Pajek network',
    begins: /^\s*\*Vertices\b/i,
    help: 'netgen reads its own files of that ending only',
    own: true,
  },
  {
    name: 'a KiCad netlist',
    begins: /^\s*\(export\b/,
    help: 'netgen reads its own files of that ending only',
    own: true,
  },
  {
    name: 'a SPICE netlist',
    begins: { test: isSpice },
    help: 'netgen reads its own files of that ending only',
    own: true,
  },
];

/** Tells whether a file has its ending from another program, and is none of netgen's business. */
export function isForeign(text: string): boolean {
  return languageOf(text)?.own === true;
}

function languageOf(text: string): Language | undefined {
  const start = text.slice(0, 4096).replace(/^\ufeff/, ' ');
  return languages.find(({ begins }) => begins.test(start));
}

/** One finding for a file that is in another language altogether; its lines are not worth a message each. */
export function notALab(text: string): Diagnostic | undefined {
  const language = languageOf(text);
  if (!language) return undefined;
  const first = text.search(/[^\s\ufeff]/);
  const rest = text.slice(first).search(/[\r\n]/);
  return {
    rule: 'syntax',
    severity: 'error',
    span: { start: first, end: rest < 0 ? text.length : first + rest },
    message: `This is ${language.name}, not a lab file.`,
    help: language.help,
  };
}
