import { distance } from 'fastest-levenshtein';
import type { Word } from './words/word.ts';
import type { Menu } from './words.ts';

/** Words that people bring along from elsewhere, and netgen's own. Edit distance finds none of them. */
const habits: Readonly<Record<string, readonly string[]>> = {
  gateway: ['gw'],
  address: ['ip', 'mac'],
  addr: ['ip'],
  ipv4: ['ip'],
  ipv6: ['ip'],
  inet: ['ip'],
  hwaddr: ['mac'],
  netns: ['ns'],
  namespace: ['ns'],
  node: ['ns'],
  router: ['ns'],
  switch: ['bridge'],
  br: ['bridge'],
  container: ['ns'],
  pc: ['ns'],
  vm: ['ns'],
  ovs: ['bridge'],
  lan: ['bridge'],
  hub: ['bridge'],
  machine: ['host'],
  server: ['host'],
  interface: ['veth'],
  iface: ['veth'],
  link: ['veth'],
  loopback: ['lo'],
  peer: ['->'],
  to: ['->'],
  routes: ['route'],
  forwarding: ['forward'],
  ip_forward: ['forward'],
  masquerade: ['nat'],
  snat: ['nat'],
  neighbor: ['neigh'],
  neighbour: ['neigh'],
  arp: ['neigh'],
  through: ['via'],
  nexthop_via: ['via'],
  preference: ['priority'],
  order: ['priority'],
  device: ['dev'],
  assert: ['expect'],
  ping: ['expect', 'reaches'],
  pings: ['reaches'],
  "can't": ['cannot'],
  foreach: ['for'],
  loop: ['for'],
  repeat: ['for'],
};

/** Whether people bring a word along from elsewhere. */
export function isHabit(word: string): boolean {
  return Object.hasOwn(habits, word.toLowerCase());
}

/** The words of the language that a word from elsewhere stands for. */
export function wordsOfHabit(word: string): readonly string[] {
  return isHabit(word) ? (habits[word.toLowerCase()] ?? []) : [];
}

/** The word of a menu that another word most likely stands for; where none is near, nothing. */
export function nearMiss(found: string, menu: Menu): Word | undefined {
  const lower = found.toLowerCase();
  const same = menu.get(lower);
  if (same) return same;
  for (const habit of wordsOfHabit(lower)) {
    const word = menu.get(habit);
    if (word) return word;
  }
  // `ns1` is no misspelt `ns`, and two letters are too few to tell
  if (found.length < 3 || found.length > 20 || /[^A-Za-z_-]/.test(found)) return undefined;
  let best: Word | undefined;
  let least = found.length <= 4 ? 2 : 3;
  for (const word of menu.values()) {
    if (word.keyword.length < 3) continue;
    // two letters that have changed places are one slip, not two
    const far = sameLetters(lower, word.keyword) ? 1 : distance(lower, word.keyword);
    if (far < least) {
      best = word;
      least = far;
    }
  }
  return best;
}

function sameLetters(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
}
