// npm run docs: writes the pages that are derived from the code.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './command.mjs';
import { ensureDependencies } from './setup.mjs';

await ensureDependencies();
await buildOrExit();
const { syntaxPage } = await import('../dist/grammar/syntax-page.js');
const { textMateGrammar } = await import('../dist/grammar/highlighting/textmate.js');
const { vimSyntax } = await import('../dist/grammar/highlighting/vim.js');
const { kateSyntax } = await import('../dist/grammar/highlighting/kate.js');
const { emacsWords } = await import('../dist/grammar/highlighting/emacs.js');
const { ruleIndex, rulePage } = await import('../dist/test/check/rule-pages.helper.js');
const { ruleCatalogue } = await import('../dist/src/check/catalogue.js');

write('docs/syntax.md', syntaxPage());
write('editors/vscode/syntaxes/netgen.tmLanguage.json', textMateGrammar());
for (const editor of ['vim', 'nvim']) write(`editors/${editor}/syntax/netgen.vim`, vimSyntax());
write('editors/kate/netgen.xml', kateSyntax());
write('editors/emacs/netgen-words.el', emacsWords());
for (const entry of ruleCatalogue()) write(`docs/rules/${entry.name}.md`, await rulePage(entry));
write('docs/rules/README.md', ruleIndex());
// the pages are in the product, too
await buildOrExit();

function write(page, text) {
  const file = join(root, page);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
  console.log(page);
}

async function buildOrExit() {
  const failures = await build();
  for (const { name, output } of failures) console.error(`${name}:\n${output}`);
  if (failures.length > 0) process.exit(1);
}
