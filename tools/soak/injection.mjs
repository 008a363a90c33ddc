// Every step of every fixture lab made to fail, and a thousand kills.
import process from 'node:process';
import { soakTests } from './test-files.mjs';

export function soak() {
  process.env.NETGEN_SOAK = 'yes';
  return soakTests(['kernel/injection', 'kernel/injection-settings', 'kernel/kills'], 3);
}
