// npm run vsix: packs editors/vscode, with netgen in it, into dist/netgen.vsix.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, packagesIn, thirdParty } from './build.mjs';
import { root, run } from './command.mjs';
import { ensureDependencies } from './setup.mjs';

const folder = join(root, 'editors/vscode');
const built = join(folder, 'dist');

await ensureDependencies();
const failures = await build();
for (const { name, output } of failures) console.error(`${name}:\n${output}`);
if (failures.length > 0) process.exit(1);
await step('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
await step('node', [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, 'netgen'), { recursive: true });
const { build: bundle } = await import('esbuild');
const { metafile } = await bundle({
  absWorkingDir: folder,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
});
writeFileSync(join(built, 'THIRD-PARTY.txt'), thirdParty(new Set(packagesIn(metafile)), folder));
const ours = join(root, 'dist/bundle');
for (const name of readdirSync(ours))
  if (/\.cjs$|^THIRD-PARTY|^docs$/.test(name) && !/^index|^shellcheck/.test(name))
    cpSync(join(ours, name), join(built, 'netgen', name), { recursive: true });
cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifest = join(folder, 'package.json');
const text = readFileSync(manifest, 'utf8');
if (JSON.parse(text).version !== version)
  writeFileSync(manifest, text.replace(/"version": "[^"]*"/, `"version": "${version}"`));

const target = join(root, 'dist/netgen.vsix');
const vsce = join(folder, 'node_modules/@vscode/vsce/vsce');
await step('node', [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', target]);
if (!existsSync(target)) process.exit(1);
console.log('dist/netgen.vsix: install it with code --install-extension dist/netgen.vsix');

/** Runs a program in the folder of the extension; says what it said and ends where it fails. */
async function step(command, args) {
  const { code, output } = await run(command, args, { cwd: folder, timeout: 300 });
  if (code === 0) return;
  console.error(`${command} ${args.join(' ')} failed:\n${output}`);
  process.exit(1);
}
