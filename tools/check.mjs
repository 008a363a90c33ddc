// The static checks. Each also runs on a small tree with a planted mistake: a check that misses it looks at nothing.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkImports } from './check-imports.mjs';
import { root, run } from './command.mjs';

const tool =
  (path, ...args) =>
  async (folder) => {
    const { code, output } = await run('node', [join(folder, 'node_modules', path), ...args], {
      cwd: folder,
    });
    return code === 0 ? '' : output || `ended with ${code}\n`;
  };

// `planted`: files of the small tree that one check must complain about, and the words that it must say.
const checks = [
  {
    name: 'format and lint (biome)',
    check: tool(
      '@biomejs/biome/bin/biome',
      'ci',
      '--colors=off',
      '--max-diagnostics=100',
      '--error-on-warnings',
    ),
    planted: {
      'src/model/format.ts': 'export const  a = "x"\n',
      'src/model/lint.ts': "import { b } from './lint-b.ts';\n\nexport const a: any = b;\n",
      'src/model/lint-b.ts': "import { a } from './lint.ts';\n\nexport const b: number = a;\n",
    },
    finds: ['format.ts format', 'lint/suspicious/noExplicitAny', 'lint/suspicious/noImportCycles'],
  },
  {
    name: 'unused files, exports, dependencies (knip)',
    check: tool('knip/bin/knip.js', '--no-progress'),
    planted: {
      'src/model/nobody-imports-this.ts': 'export const a = 1;\n',
      'src/model/lab.ts': 'export const used = 1;\nexport const nobodyUsesThis = 2;\n',
      'src/index.ts': "import { used } from './model/lab.ts';\n\nused;\n",
    },
    finds: ['nobody-imports-this.ts', 'nobodyUsesThis', 'nobody-depends-on-this'],
  },
  {
    name: 'rooms (check-imports)',
    check: (folder) =>
      checkImports(folder)
        .map((line) => `${line}\n`)
        .join(''),
    planted: {
      'src/model/upwards.ts': "import type {\n  Plan,\n} from '../plan/plan.ts';\n",
      'src/model/system.ts': "import { readFileSync } from 'node:fs';\n",
      'src/check/lazy.ts': "const { parse } = await import('../../grammar/parser.ts');\n",
      'src/cellar/a.ts': "export { a } from './b.ts';\n",
      'src/render/all.ts': "import handlebars from 'handlebars';\n",
      'src/util/a.ts': "import '../model/lab.ts';\n",
      'src/syntax/fine.ts':
        "import { parser } from '../../grammar/parser.ts';\nimport { words } from '../../grammar/words.ts';\n",
      'src/render/fine.ts': "import type handlebars from 'handlebars';\n",
      'src/plan/fine.ts':
        "import { createHash } from 'node:crypto';\nimport { words } from '../../grammar/words/node.ts';\nimport type { Lab } from '../model/lab.ts';\n",
      'grammar/values.ts':
        "import { tree } from '../src/syntax/tree.ts';\nimport type { Tree } from '../src/syntax/tree.ts';\n",
      'grammar/words/a.ts': "import type { Tree } from '../../src/syntax/tree.ts';\n",
    },
    finds: [
      'src/model/upwards.ts:1:',
      'src/model/system.ts:1:',
      'src/check/lazy.ts:1:',
      'src/cellar/a.ts:1:',
      'src/render/all.ts:1:',
      'src/util/a.ts:1:',
      'grammar/values.ts:1:',
      'grammar/words/a.ts:1:',
    ],
    findsNot: ['fine.ts', 'grammar/values.ts:2:'],
  },
];

// Not in the list above because the build has run it on the project already.
const types = {
  name: 'types (tsc)',
  check: tool('typescript/bin/tsc', '-p', '.', '--noEmit'),
  planted: {
    'src/model/wrong.ts': 'export const a: number | undefined = [1][0];\nexport const b: number = a;\n',
  },
  finds: ['wrong.ts(2,14): error TS2322'],
};

/** Runs all checks. Resolves to one result each: `output` is empty where nothing is wrong. */
export async function staticChecks() {
  const plants = [...checks, types].map(async (check) => ({
    name: `${check.name} finds a planted mistake`,
    output: await withPlanted(check),
  }));
  const onProject = checks.map(async ({ name, check }) => ({ name, output: await check(root) }));
  return [...(await Promise.all(onProject)), ...(await Promise.all(plants))];
}

async function withPlanted({ check, planted, finds, findsNot = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'netgen-planted-'));
  try {
    for (const name of ['tsconfig.json', 'biome.json', 'knip.json', '.gitignore'])
      cpSync(join(root, name), join(folder, name));
    if (existsSync(join(root, 'node_modules')))
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const manifest = {
      name: 'planted',
      type: 'module',
      devDependencies: { 'nobody-depends-on-this': '1.0.0' },
    };
    const files = { 'package.json': JSON.stringify(manifest), 'src/cli/bin.ts': 'export {};\n', ...planted };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const output = await check(folder);
    const wrong = [
      ...finds.filter((words) => !output.includes(words)).map((words) => `not found: ${words}\n`),
      ...findsNot
        .filter((words) => output.includes(words))
        .map((words) => `found without reason: ${words}\n`),
    ];
    return wrong.length > 0 ? `${wrong.join('')}What it said:\n${output}` : '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
