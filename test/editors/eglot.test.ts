// editors/emacs with eglot in a real Emacs: what a user does to a lab, on the canonical ones.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixtureLabs } from '../lab.helper.ts';
import { Emacs } from './eglot.helper.ts';

const test = suite('Emacs with eglot');
const there = Emacs.isThere();
if (!there) process.stdout.write('# SKIP editors/emacs with eglot: no emacs that has eglot\n');
const when = there ? test : test.skip;

const emacs = new Emacs();
if (there) test.before(() => emacs.start());
test.after(() => emacs.remove());

const textOf = (wanted: string): string => fixtureLabs().find(({ name }) => name === wanted)?.text ?? '';
type Finding = readonly [line: number, text: string, level: string, message: string];

when('a mistake is a finding while it is typed, and is gone when it is mended', async () => {
  await emacs.open('typed.net', textOf('bridge'));
  emacs.eval(`(progn (t-at "virtual-bridge" 2) (t-type "C-M-f DEL"))`);
  const [finding] = await emacs.until<Finding[]>('a finding', '(t-findings)');
  assert.equal(finding?.slice(0, 3), [2, 'virtual-bridg', 'eglot-error']);
  assert.match(finding?.[3] ?? '', /There is no bridge or cable end `virtual-bridg`; did you mean/);
  emacs.eval(`(t-type "e")`);
  await emacs.until('no finding', '(null (t-findings))');
});

when('eldoc explains what is at the cursor', async () => {
  await emacs.open('hover.net', textOf('router'));
  const hover = (text: string, nth: number): Promise<string> => {
    emacs.eval(`(progn (t-at "${text}" ${nth})
      (setq t-said nil)
      (eglot-hover-eldoc-function (lambda (text &rest _) (setq t-said (substring-no-properties text)))))`);
    return emacs.until(`what ${text} means`, 't-said');
  };
  emacs.eval('(defvar t-said nil)');
  assert.match(await hover('.1 >', 1), /192\.168\.1\.1/);
  assert.match(await hover('ns-router', 3), /veth-ns1-router/);
  assert.match(await hover('forward', 1), /forwards packets/);
  assert.match(await hover('expect', 1), /ns-router/);
});

when('completion knows what may stand at the cursor', async () => {
  await emacs.open('complete.net', 'bridge br0 ip 10.0.0.1/24\nns ns1 < veth eth0 ->  >\n');
  const offered = (): string[] =>
    emacs.eval(`(let ((found (eglot-completion-at-point))) (all-completions "" (nth 2 found)))`);
  emacs.eval(`(progn (t-at "->" 1) (forward-char 3))`);
  assert.ok(offered().includes('br0'), String(offered()));
  emacs.eval(`(t-type "b r C-M-i")`);
  await emacs.until('the rest of the word', `(string-match-p "-> br0 " (t-text))`);
  emacs.eval(`(t-type "SPC")`);
  await emacs.until('a space', `(string-match-p "-> br0  " (t-text))`);
  for (const word of ['ip', 'gw', 'mtu']) assert.ok(offered().includes(word), String(offered()));
});

when('rename changes a device at both ends of its cable; a name that is taken is refused', async () => {
  await emacs.open('rename.net', textOf('point-to-point'));
  emacs.eval(`(progn (t-at "veth-ns1" 1) (eglot-rename "left"))`);
  const renamed = textOf('point-to-point').replaceAll('veth-ns1', 'left');
  assert.is(emacs.eval('(t-text)'), renamed);
  const refused = emacs.eval<string>(
    `(progn (t-at "ns1" 1) (condition-case why (eglot-rename "ns2") (error (error-message-string why))))`,
  );
  assert.match(refused, /ns2/);
  assert.is(emacs.eval('(t-text)'), renamed);
});

when('a quick fix mends what it is offered for', async () => {
  const text = textOf('router').replace(/^ *forward\n/m, '');
  await emacs.open('fix.net', text);
  await emacs.until('a finding', '(t-findings)');
  emacs.eval(`(progn (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
    (t-command "eglot-code-actions")
    (t-type "RET"))`);
  await emacs.until('no finding', '(null (t-findings))');
  assert.match(emacs.eval<string>('(t-text)'), /^\s*forward\b|< forward\b/m);
});

when('settings weigh rules', async () => {
  await emacs.open('settings.net', `${textOf('point-to-point')}bridge br0\n`);
  const [finding] = await emacs.until<Finding[]>('a finding', '(t-findings)');
  assert.match(finding?.[3] ?? '', /\[unused-bridge\]/);
  assert.is(finding?.[2], 'eglot-warning');
  const weigh = (level: string): void => {
    emacs.eval(`(progn
      (setq-default eglot-workspace-configuration '(:netgen (:rules (:unused-bridge "${level}"))))
      (eglot-signal-didChangeConfiguration (eglot-current-server)))`);
  };
  weigh('error');
  await emacs.until('an error', `(equal (mapcar (lambda (one) (aref one 2)) (t-findings)) '("eglot-error"))`);
  weigh('off');
  await emacs.until('no finding', '(null (t-findings))');
});

when('formatting brings a lab into its one form', async () => {
  await emacs.open('format.net', textOf('router').replaceAll(' < ', '   <  ').replace(/^ {2}/gm, '\t'));
  emacs.eval('(eglot-format-buffer)');
  assert.is(emacs.eval('(t-text)'), textOf('router'));
});

when('definition and outline lead to where a name is said', async () => {
  await emacs.open('where.net', textOf('bridge'));
  emacs.eval(`(progn (t-at "virtual-bridge" 3) (t-type "M-."))`);
  await emacs.until('the definition', '(= (line-number-at-pos) 1)');
  const outline = emacs.eval<unknown>('(eglot-imenu)');
  assert.match(JSON.stringify(outline), /ns3/);
});

when('the commands show a script, a way, and who reaches whom', async () => {
  await emacs.open('commands.net', textOf('router'));
  symlinkSync(join(emacs.folder, 'target.net'), join(emacs.folder, 'link.net'));
  await emacs.open('link.net', textOf('router'));
  for (const name of ['commands.net', 'link.net']) {
    const shown = (command: string, buffer: string): string =>
      emacs.eval(`(with-current-buffer "${name}" ${command} (with-current-buffer "${buffer}" (t-text)))`);
    assert.match(shown('(netgen-build)', '*netgen.build*'), /^#!\/bin\/bash\n/);
    assert.match(shown('(netgen-trace "ns1" "ns2")', '*netgen.trace*'), /ns-router/);
    assert.match(shown('(netgen-reach)', '*netgen.reach*'), /ns1[\s\S]*ns2/);
  }
});

test.run();
