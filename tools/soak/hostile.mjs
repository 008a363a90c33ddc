// A million hostile words, drawn anew each time, and two thousand scripts of hostile labs under four shells.
import process from 'node:process';
import { soakTests } from './test-files.mjs';

export function soak() {
  process.env.NETGEN_HOSTILE_WORDS ??= '1000000';
  process.env.NETGEN_HOSTILE_SCRIPTS ??= '2000';
  process.env.NETGEN_SEED ??= String(Date.now() % 2 ** 31);
  console.log(`NETGEN_SEED=${process.env.NETGEN_SEED}`);
  return soakTests(['render/hostile-names', 'kernel/hostile-names'], 4);
}
