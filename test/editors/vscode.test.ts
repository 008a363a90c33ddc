// What editors/vscode says of itself is there, its snippets are labs, and it can be packed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ruleCatalogue } from '../../src/check/catalogue.ts';
import { isError } from '../../src/diagnostic/diagnostic.ts';
import { compiled, root } from '../lab.helper.ts';

const test = suite('VS Code');
const folder = join(root, 'editors/vscode');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const { contributes } = manifest;

test('every file that it names is there', () => {
  const files = [
    contributes.languages[0].configuration,
    contributes.grammars[0].path,
    contributes.snippets[0].path,
  ];
  for (const file of files) assert.not.throws(() => JSON.parse(read(file)), file);
  assert.is(JSON.parse(read(contributes.grammars[0].path)).scopeName, contributes.grammars[0].scopeName);
});

test('every command that it offers is there, in the palette for labs only', () => {
  const offered = contributes.commands.map(({ command }: { command: string }) => command).sort();
  const registered = [...read('src/extension.ts').matchAll(/registerCommand\('([^']+)'/g)].map(
    ([, name]) => name,
  );
  assert.equal(offered, registered.sort());
  for (const { command, when } of contributes.menus.commandPalette) {
    assert.ok(offered.includes(command));
    assert.is(when, 'editorLangId == netgen');
  }
});

test('its version is that of netgen, and its example of a setting names a rule', () => {
  assert.is(manifest.version, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  const [, rule] =
    /"([a-z-]+)": "off"/.exec(contributes.configuration.properties['netgen.rules'].markdownDescription) ?? [];
  assert.ok(ruleCatalogue().some(({ name }) => name === rule));
});

interface Snippet {
  readonly body: string | readonly string[];
}

/** A snippet as it stands there when nobody types anything into it. */
function untouched({ body }: Snippet): string {
  const text = typeof body === 'string' ? body : body.join('\n');
  return text
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$0/g, '');
}

for (const [name, snippet] of Object.entries(
  JSON.parse(read('snippets/netgen.json')) as Record<string, Snippet>,
)) {
  test(`the snippet "${name}" is a lab, with what it refers to`, () => {
    const text = untouched(snippet);
    const around = [
      /-> br0/.test(text) ? 'bridge br0 ip 192.168.1.1/24' : '',
      /^expect/.test(text)
        ? 'bridge br0 ip 192.168.1.1/24\nns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 >'
        : '',
      /^uplink/.test(text)
        ? 'bridge br0 ip 192.168.1.1/24\nns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 gw .1 >'
        : '',
    ];
    const lab = `${around.join('\n')}\n${text}\n`;
    assert.equal(compiled(lab).diagnostics.filter(isError), [], lab);
  });
}

// packing wants the packages of the extension, which are not those of netgen
const ping = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=20000']);
if (ping.status !== 0)
  process.stdout.write('# SKIP packing the extension of VS Code: no packages can be had here\n');

(ping.status === 0 ? test : test.skip)('it can be packed, with a language server that answers', async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/vsix.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.is(status, 0, stdout + stderr);
  assert.ok(existsSync(join(root, 'dist/netgen.vsix')));
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  assert.match(
    await answerOf(`Content-Length: ${body.length}\r\n\r\n${body}`),
    /^Content-Length: \d+\r\n\r\n\{"jsonrpc":"2\.0","id":1,"result":\{"capabilities":/,
  );
});

/** The first that the server in the extension answers: it ends where its input does. */
async function answerOf(request: string): Promise<string> {
  const server = spawn(process.execPath, [join(folder, 'dist/netgen/netgen.cjs'), 'lsp', '--stdio']);
  server.stdin.write(request);
  const signal = AbortSignal.timeout(30_000);
  let answer = '';
  while (!answer.includes('"capabilities"'))
    answer += String((await once(server.stdout, 'data', { signal }))[0]);
  server.stdin.end();
  return answer;
}

test.run();
