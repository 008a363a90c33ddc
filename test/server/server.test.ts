// `netgen lsp` as editors meet it: a process, and the protocol on its standard input and output.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic } from 'vscode-languageserver/node';
import { Client } from './client.helper.ts';

const test = suite('server');

const twice =
  'bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24 >\nns a < veth eth0 -> br0 ip 10.0.0.2/24 >\n';

test('initialize says what it can, and how positions count', async () => {
  const client = new Client();
  const { capabilities, serverInfo } = await client.initialize({});
  assert.is(capabilities.positionEncoding, 'utf-16');
  assert.equal(capabilities.textDocumentSync, { openClose: true, change: 2 });
  assert.is(serverInfo?.name, 'netgen');
  assert.match(serverInfo?.version ?? '', /^\d+\.\d+\.\d+/);
  assert.is(await client.stop(), 0);
});

test('it ends with 1 where nobody said shutdown: by exit, and where the other end is gone', async () => {
  const exiting = await Client.start();
  await exiting.notify('exit', undefined);
  assert.is(await exiting.ended, 1);
  const gone = await Client.start();
  gone.closeInput();
  assert.is(await gone.ended, 1);
});

test('it ends when the editor’s process is gone', async () => {
  const client = new Client();
  // no process has this number: the largest is 2 ** 22
  await client.initialize({ processId: 2 ** 30 });
  assert.is(await client.ended, 1);
});

test('a diagnostic has its version, rule, page and related places', async () => {
  const client = await Client.start();
  const opened = await client.open(twice);
  const [found, ...more] = await opened.diagnostics();
  assert.is(more.length, 0);
  assert.is(found?.source, 'netgen');
  assert.is(found?.code, 'duplicate-name');
  assert.is(found?.severity, 1);
  assert.equal(found?.range, { start: { line: 2, character: 3 }, end: { line: 2, character: 4 } });
  const [related] = found?.relatedInformation ?? [];
  assert.is(related?.location.uri, opened.uri);
  assert.is(related?.location.range.start.line, 1);
  const page = fileURLToPath(found?.codeDescription?.href ?? '');
  assert.ok(page.endsWith('/duplicate-name.md') && existsSync(page), page);
  await client.stop();
});

test('what is unused is tagged; a client that cannot show it gets no tags, places and pages', async () => {
  const text = 'bridge br0\nbridge br1 ip 10.0.0.1/24\n';
  const client = await Client.start();
  const unused = rulesOf(await (await client.open(text)).diagnostics());
  assert.equal(unused, { 'unused-bridge': [1] });
  await client.stop();
  const plain = await Client.start({ capabilities: {} });
  const diagnostics = await (await plain.open(`${text}${twice}`)).diagnostics();
  assert.ok(diagnostics.length > 1);
  for (const one of diagnostics)
    assert.equal(
      Object.keys(one).filter((key) => ['tags', 'relatedInformation', 'codeDescription'].includes(key)),
      [],
    );
  await plain.stop();
});

function rulesOf(diagnostics: readonly Diagnostic[]): Record<string, unknown> {
  return Object.fromEntries(diagnostics.map(({ code, tags }) => [code, tags]));
}

test.run();
