/**
 * How the table of words declares a word of the language. Parser, messages, the syntax page and (later) the
 * editors read nothing but these declarations.
 */

/** What a value looks like. A name is taken whatever it is; every other shape is never taken from a keyword. */
export type Shape =
  | 'name' // of something that is declared here: ns1, br0
  | 'reference' // to something: br0, ns2:eth0, left/ns1, 10.0.2.15
  | 'address' // 192.168.1.1, fd00::1, and the short forms .1 and ::1
  | 'interface-address' // 192.168.1.2/24
  | 'prefix' // 192.168.1.0/24, default
  | 'number'
  | 'mac' // 02:00:00:00:00:01
  | 'variable' // of a loop: i
  | 'item'; // what a variable may be: 1..200, {i+1}..4, office

export interface Value {
  /** The name that the tree keeps it under. */
  readonly slot: string;
  readonly shape: Shape;
  /** As a message says it: "`bridge` needs <a name>". */
  readonly what: string;
  /** A text that would be right there. */
  readonly example: string;
  readonly optional?: boolean;
  /** May be several, separated by commas. */
  readonly list?: boolean;
  /** The only words that it may be. */
  readonly choices?: readonly string[];
}

/** Where a word may stand: the top level of a file, the block of a host or namespace, or behind another word. */
export type Place =
  | 'file'
  | 'host'
  | 'ns'
  | 'bridge'
  | 'veth'
  | 'lo'
  | 'uplink'
  | 'route'
  | 'gw'
  | 'nexthop'
  | 'rule'
  | 'neigh'
  | 'nat'
  | 'expect';

export interface Word {
  /** As it is written. */
  readonly keyword: string;
  /** The place that its own attributes name in `standsIn`; only words that can have any have one. */
  readonly place?: Place;
  /** One sentence of documentation. */
  readonly summary: string;
  readonly standsIn: readonly Place[];
  readonly values: readonly Value[];
  /** A node has an inside of its own: its block is the only place for what belongs to it. */
  readonly scope?: boolean;
  /** Stands in a block only, never behind: behind, the same word belongs to the device around. */
  readonly blockOnly?: boolean;
  /** May be said several times in one place. */
  readonly repeatable?: boolean;
  /** Its block is needed, and holds what may be said again around it. */
  readonly loop?: boolean;
  /** Of these words exactly one has to stand behind it. */
  readonly oneOf?: readonly string[];
}

/** The top level of a file is a root network namespace, and so is the inside of a host. */
export const inNodes: readonly Place[] = ['file', 'host', 'ns'];
export const inRoots: readonly Place[] = ['file', 'host'];
export const inDevices: readonly Place[] = ['bridge', 'veth', 'lo', 'uplink'];
