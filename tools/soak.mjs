// node tools/soak.mjs NAME [ARGUMENT…]: what takes too long for `npm test`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name = '', ...args] = process.argv.slice(2);
const file = new URL(`soak/${name}.mjs`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || !existsSync(fileURLToPath(file))) {
  console.error('usage: node tools/soak.mjs hostile | portability [--dir FOLDER]');
  process.exit(2);
}
const { soak } = await import(file);
process.exitCode = await soak(args);
