// templates, docs/rules -> src/**/*.gen.ts -> tsc -> dist -> esbuild -> dist/bundle
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './command.mjs';
import { filesBelow } from './files.mjs';
import { ensureDependencies } from './setup.mjs';

const sources = ['grammar', 'src', 'test'];

/** Builds everything that changed. Resolves to what went wrong, step by step; empty when all is well. */
export async function build() {
  await generateTemplates();
  generatePages();
  removeOrphans();
  const failures = [];
  for (const [name, step] of [
    ['types', compileTypes],
    ['bundle', bundle],
  ]) {
    const output = await unlessDone(name, step);
    if (output !== '') failures.push({ name, output });
  }
  return failures;
}

/** Templates are precompiled, so that the compiler proper (and its start-up) is not part of the product. */
async function generateTemplates() {
  const { default: handlebars } = await import('handlebars');
  const folder = join(root, 'templates');
  const read = (file) => readFileSync(file, 'utf8');
  const below = filesBelow(folder).map((file) => [relative(folder, file), read(file)]);
  const named = (pattern) =>
    below.flatMap(([name, text]) => {
      const match = pattern.exec(name);
      return match ? [[match[1], text]] : [];
    });
  const options = { strict: true, noEscape: true, preventIndent: true, knownHelpersOnly: true };
  const templates = named(/^([^/]+)\.hbs$/).map(([name, text]) => {
    try {
      return `  ${JSON.stringify(name)}: ${handlebars.precompile(text, options)},\n`;
    } catch (error) {
      throw new Error(`templates/${name}.hbs: ${error.message}`, { cause: error });
    }
  });
  const pieces = named(/^runtime\/([^/]+)$/).map(
    ([name, text]) => `  ${JSON.stringify(name)}: ${JSON.stringify(text)},\n`,
  );
  const text = `// @ts-nocheck: the code of the precompiled templates is Handlebars' own
// Made by tools/build.mjs from templates/; not to be edited.
export const templates: Readonly<Record<string, object>> = {
${templates.join('')}};

export const pieces: Readonly<Record<string, string>> = {
${pieces.join('')}};
`;
  writeIfChanged(join(root, 'src/render/templates.gen.ts'), text);
}

/** The pages of the rules are part of the product: `netgen explain` prints them. */
function generatePages() {
  const pages = rulePageNames().map((name) => {
    const text = readFileSync(join(root, 'docs/rules', `${name}.md`), 'utf8');
    return `  ${JSON.stringify(name)}: ${JSON.stringify(text)},\n`;
  });
  const text = `// Made by tools/build.mjs from docs/rules/; not to be edited.
export const rulePages: Readonly<Record<string, string>> = {
${pages.join('')}};
`;
  writeIfChanged(join(root, 'src/report/rule-pages.gen.ts'), text);
}

function rulePageNames() {
  return readdirSync(join(root, 'docs/rules'))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A compiled file whose source is gone would still be imported, or run as a test. */
function removeOrphans() {
  for (const file of sources.flatMap((folder) => filesBelow(join(root, 'dist', folder)))) {
    const source = relative(join(root, 'dist'), file).replace(/\.(d\.ts|js)$/, '.ts');
    if (!existsSync(join(root, source))) rmSync(file);
  }
}

/** Runs a step unless its stamp says that it succeeded with the very same input, and its output is still there. */
async function unlessDone(name, step) {
  const stamp = join(root, 'dist', `.${name}-done`);
  const digest = inputDigest();
  if (existsSync(stamp)) {
    const [was, ...made] = readFileSync(stamp, 'utf8').split('\n');
    if (was === digest && made.every((file) => existsSync(join(root, file)))) return '';
  }
  rmSync(stamp, { force: true });
  const output = await step();
  if (output === '') {
    const made = name === 'types' ? expectedOfTypes() : filesBelow(join(root, 'dist/bundle'));
    writeFileSync(stamp, [digest, ...made.map((file) => relative(root, file))].join('\n'));
  }
  return output;
}

const sourceFiles = () =>
  sources.flatMap((folder) => filesBelow(join(root, folder))).filter((file) => file.endsWith('.ts'));
const expectedOfTypes = () =>
  sourceFiles().map((file) => join(root, 'dist', relative(root, file)).replace(/\.ts$/, '.js'));

function inputDigest() {
  const hash = createHash('sha256').update(process.version);
  const single = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tools/build.mjs',
    'tools/shellcheck-entry.mjs',
  ];
  for (const file of [...single.map((name) => join(root, name)), ...sourceFiles()]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

async function compileTypes() {
  const { code, output } = await run('node', ['node_modules/typescript/bin/tsc', '-p', '.']);
  return code === 0 ? '' : output || `tsc ended with ${code}\n`;
}

// What is seldom needed is a bundle of its own beside the main one, so that a run without it need not read it.
const seldomApart = {
  name: 'seldom-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^shellcheck$/ }, () => ({ path: './shellcheck.cjs', external: true }));
    for (const [filter, path] of [
      [/\/text\.js$/, './report.cjs'],
      [/\/report\/unified-diff\.js$/, './diff.cjs'],
      [/\/server\/serve\.js$/, './server.cjs'],
      [/\/report\/rule-pages\.gen\.js$/, './rule-pages.cjs'],
    ]) {
      onResolve({ filter }, ({ kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
    }
  },
};

async function bundle() {
  const esbuild = await import('esbuild');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = join(root, 'dist/bundle');
  rmSync(folder, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    define: { NETGEN_VERSION: JSON.stringify(version) },
    plugins: [seldomApart],
  };
  const knowsItsPlace = {
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
  const bundles = [
    {
      entry: 'dist/src/cli/bin.js',
      file: 'netgen.cjs',
      format: 'cjs',
      banner: { js: '#!/usr/bin/env node' },
    },
    { entry: 'dist/src/report/text.js', file: 'report.cjs', format: 'cjs' },
    { entry: 'dist/src/report/rule-pages.gen.js', file: 'rule-pages.cjs', format: 'cjs' },
    { entry: 'dist/src/report/unified-diff.js', file: 'diff.cjs', format: 'cjs' },
    { entry: 'dist/src/index.js', file: 'index.mjs', format: 'esm' },
    { entry: 'dist/src/index.js', file: 'index.cjs', format: 'cjs' },
    // These look for files beside themselves, and cjs has no import.meta.
    { entry: 'dist/src/server/serve.js', file: 'server.cjs', format: 'cjs', ...knowsItsPlace },
    {
      entry: 'tools/shellcheck-entry.mjs',
      file: 'shellcheck.cjs',
      format: 'cjs',
      plugins: [],
      ...knowsItsPlace,
    },
  ];
  const problems = [];
  const packages = new Set();
  for (const { entry, file, ...rest } of bundles) {
    const define = { ...common.define, ...rest.define };
    const options = { ...common, ...rest, define, entryPoints: [entry], outfile: join(folder, file) };
    try {
      const { metafile, warnings } = await esbuild.build(options);
      for (const warning of warnings) problems.push(describe(warning));
      for (const name of packagesIn(metafile)) packages.add(name);
    } catch (error) {
      problems.push(...(error.errors?.map(describe) ?? [error.message]));
    }
  }
  if (problems.length > 0) return `${problems.join('\n')}\n`;
  chmodSync(join(folder, 'netgen.cjs'), 0o755);
  // an editor opens the pages of rules and words as files
  for (const page of ['syntax', 'lint', ...rulePageNames().map((name) => `rules/${name}`)])
    cpSync(join(root, 'docs', `${page}.md`), join(folder, 'docs', `${page}.md`));
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), thirdParty(packages));
  return '';
}

function describe({ text, location }) {
  return location ? `${location.file}:${location.line}: ${text}` : text;
}

/** The folders of the packages that a bundle is made of, as esbuild names its input. */
export function packagesIn({ inputs }) {
  return Object.keys(inputs).flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? [],
  );
}

/** The licences of everything in the bundles, as those licences ask for. `base`: what the folders are relative to. */
export function thirdParty(packages, base = root) {
  const sections = [...packages].map((path) => {
    const folder = join(base, path);
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `(no licence file; package.json says ${license})`;
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
  });
  return `Packages in these bundles, and their licences.\n\n${sections.sort().join(`\n${'-'.repeat(72)}\n\n`)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureDependencies();
  const failures = await build();
  for (const { name, output } of failures) console.error(`${name}:\n${output}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
