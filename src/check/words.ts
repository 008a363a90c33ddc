import type { Family } from '../model/address.ts';

/** How people call a family. */
export function familyName(family: Family): string {
  return family === 'inet' ? 'IPv4' : 'IPv6';
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listOf(words: readonly string[], most = 3): string {
  if (words.length <= 1) return words.join('');
  const rest = words.length - most;
  const shown = rest > 1 ? words.slice(0, most - 1) : words.slice(0, -1);
  const last = rest > 1 ? `${words.length - shown.length} more` : words.at(-1);
  return `${shown.join(', ')} and ${last}`;
}
