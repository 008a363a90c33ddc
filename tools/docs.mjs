// npm run docs: writes the pages that are derived from the code.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './command.mjs';
import { ensureDependencies } from './setup.mjs';

await ensureDependencies();
const failures = await build();
for (const { name, output } of failures) console.error(`${name}:\n${output}`);
if (failures.length > 0) process.exit(1);

const { syntaxPage } = await import('../dist/grammar/syntax-page.js');
writeFileSync(join(root, 'docs/syntax.md'), syntaxPage());
console.log('docs/syntax.md');
