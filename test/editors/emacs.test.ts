// The major mode in a real Emacs: compiled without a warning, colours, indentation, and files of other programs.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emacsWords } from '../../grammar/highlighting/emacs.ts';
import { keywords } from '../../grammar/words.ts';
import { exampleLab, fixtureLabs, root } from '../lab.helper.ts';
import { netlists } from '../netlists.helper.ts';

const test = suite('Emacs');
const folder = mkdtempSync(join(tmpdir(), 'netgen-emacs-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
for (const file of ['netgen-mode.el', 'netgen-words.el'])
  cpSync(`${root}editors/emacs/${file}`, join(folder, file));

const there = spawnSync('emacs', ['--version']).status === 0;
if (!there) process.stdout.write('# SKIP the mode of Emacs: the command emacs is missing\n');
const when = there ? test : test.skip;

/** What a program in Lisp prints in an Emacs without anything of the user's. */
function emacs(program: string, ...more: readonly string[]): string {
  writeFileSync(join(folder, 'program.el'), program);
  const { status, stdout, stderr } = spawnSync(
    'emacs',
    ['-Q', '--batch', '-L', folder, ...more, '-l', 'netgen-mode', '-l', join(folder, 'program.el')],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder }, timeout: 120_000 },
  );
  assert.is(status, 0, stderr);
  return stdout;
}

test('its words are those of the table of words: npm run docs', () =>
  assert.ok(readFileSync(`${root}editors/emacs/netgen-words.el`, 'utf8') === emacsWords()));

when('it compiles without a warning', () => {
  const { status, stderr } = spawnSync(
    'emacs',
    [
      '-Q',
      '--batch',
      '-L',
      folder,
      '--eval',
      '(setq byte-compile-error-on-warn t)',
      '-f',
      'batch-byte-compile',
      join(folder, 'netgen-words.el'),
      join(folder, 'netgen-mode.el'),
    ],
    { encoding: 'utf8', env: { ...process.env, HOME: folder } },
  );
  assert.is(status, 0, stderr);
});

when('indentation is that of netgen fmt', () => {
  const labs = [...fixtureLabs().filter(({ text }) => text.length < 5000), exampleLab()];
  for (const { name, text } of labs) writeFileSync(join(folder, `${name}.net`), text.replace(/^ +/gm, ''));
  emacs(
    labs
      .map(({ name }) => `(find-file "${name}.net") (indent-region (point-min) (point-max)) (save-buffer)`)
      .join('\n'),
  );
  // a line that goes on from the line before is the formatter's alone
  for (const { name, text } of labs) {
    const ours = readFileSync(join(folder, `${name}.net`), 'utf8').split('\n');
    const wanted = text.split('\n');
    const differing = wanted.filter(
      (line, at) => line !== ours[at] && !/^ *(?:ip|route|gw|mtu|mac|->|via|to)\b/.test(line),
    );
    assert.equal(differing, [], name);
  }
});

when('names are names, even where they are keywords elsewhere', () => {
  writeFileSync(join(folder, 'gw.net'), 'ns gw < veth ip -> br0 ip 10.0.0.1/24 >\n');
  const faces = emacs(`(find-file "gw.net") (font-lock-ensure)
(dolist (at '(1 4 9 14 17 20 24 27)) (princ (format "%s\\n" (get-text-property at 'face))))`);
  assert.equal(faces.trim().split('\n'), [
    'font-lock-keyword-face',
    'font-lock-function-name-face',
    'font-lock-keyword-face',
    'font-lock-function-name-face',
    'font-lock-keyword-face',
    'font-lock-variable-name-face',
    'font-lock-keyword-face',
    'font-lock-constant-face',
  ]);
});

when('brackets that Emacs closes outlive an arrow', () => {
  const line = emacs(`(find-file "typed.net") (electric-pair-mode 1)
(execute-kbd-macro "ns a < veth e -> br0") (princ (buffer-string))
(execute-kbd-macro " >") (princ (format "\n%s" (buffer-string)))`);
  assert.is(line, 'ns a < veth e -> br0>\nns a < veth e -> br0 >');
});

when('what belongs to other programs is left alone', () => {
  writeFileSync(join(folder, 'pajek.net'), '*Vertices 3\n');
  writeFileSync(join(folder, 'kicad.net'), '(export (version D))\n');
  const words = [...keywords.keys()].filter((word) => word !== '->');
  for (const word of words) writeFileSync(join(folder, `word-${word}.net`), `a title\n${word} a b c\n.end\n`);
  for (const [index, text] of Object.values(netlists).entries())
    writeFileSync(join(folder, `spice${index}.net`), text);
  const files = [
    'pajek',
    'kicad',
    ...Object.keys(netlists).map((_, index) => `spice${index}`),
    ...words.map((word) => `word-${word}`),
    'gw',
  ];
  const modes = emacs(
    `(dolist (file '(${files.map((name) => `"${name}.net"`).join(' ')})) (find-file file) (princ (format "%s\\n" major-mode)))`,
  );
  const right = files.map((name) =>
    /^(?:pajek|kicad|spice)/.test(name) ? 'fundamental-mode' : 'netgen-mode',
  );
  assert.is(modes, `${right.join('\n')}\n`);
});

when('compile lints, and its errors are found', () => {
  writeFileSync(join(folder, 'bad.net'), 'ns a < veth e -> br1 >\n');
  const place = emacs(`(setq netgen-program "${root}dist/bundle/netgen.cjs") (find-file "bad.net")
(let ((process (get-buffer-process (compile compile-command))))
  (while (process-live-p process) (accept-process-output process 0.1)))
(with-current-buffer "*compilation*" (next-error) )
(with-current-buffer "bad.net" (princ (format "%s %s" (line-number-at-pos) (current-column))))`);
  assert.match(place, /1 17$/);
});

test.run();
