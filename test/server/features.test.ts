// Each feature once from end to end: what it gives is tested where it is made, in test/service.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Hover,
  InlayHint,
  TextEdit,
} from 'vscode-languageserver/node';
import { fixtureLab } from '../lab.helper.ts';
import { able, Client, type Opened } from './client.helper.ts';

const test = suite('features of the server');

let client: Client;
const capabilities = {
  ...able,
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    ...able.textDocument,
    hover: { contentFormat: ['markdown' as const] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown' as const] } },
  },
};

test.before(async () => {
  client = await Client.start({ capabilities });
});
test.after(async () => {
  assert.equal(client.logged, []);
  assert.is(await client.stop(), 0);
});

let count = 0;
function open(text: string): Promise<Opened> {
  count++;
  return client.open(text, `file:///labs/${count}/lab.net`);
}

const router = fixtureLab('router').text;
const gateway = fixtureLab('gateway').text;
const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

test('hover', async () => {
  const opened = await open(gateway);
  const hover = await opened.askAt<Hover>('textDocument/hover', 'veth');
  assert.is(opened.document.getText(hover.range), 'veth');
  assert.match(hover.contents.value, /docs\/syntax\.md/);
});

test('completion, as snippets where the client knows them', async () => {
  const opened = await open('bridge br0 ip 10.0.0.1/24\nns a < veth eth0 -> br0 ip  gw .1 >\n');
  const { items } = await opened.askAt<CompletionList>('textDocument/completion', ' gw');
  const [first] = items;
  assert.is(first?.label, '10.0.0.2/24');
  assert.is(
    opened.with([first?.textEdit as TextEdit]),
    opened.document.getText().replace('ip  gw', 'ip 10.0.0.2/24 gw'),
  );
  const words = await opened.ask<CompletionList>('textDocument/completion', {
    position: { line: 2, character: 0 },
  });
  const snippet = words.items.find(({ label }) => label === 'bridge');
  assert.is(snippet?.insertTextFormat, 2);
  const plain = await Client.start();
  const other = await plain.open(opened.document.getText());
  const plainWords = await other.ask<CompletionList>('textDocument/completion', {
    position: { line: 2, character: 0 },
  });
  assert.is(plainWords.items.filter(({ insertTextFormat }) => insertTextFormat).length, 0);
  await plain.stop();
});

test('code actions: a quick fix with its finding, and fix all', async () => {
  const opened = await open(
    'ns a < route 10.0.0.1/24 via 10.1.0.2/24; veth e -> b:e ip 10.1.0.1/24 >\nns b < veth e ip 10.1.0.2/24 >\n',
  );
  const diagnostics = await opened.diagnostics();
  const ask = (only?: readonly string[]): Promise<readonly CodeAction[]> =>
    opened.ask('textDocument/codeAction', { range: whole, context: { diagnostics, only } });
  const fix = (await ask()).find(({ kind, isPreferred }) => kind === 'quickfix' && isPreferred);
  assert.is(fix?.diagnostics?.length, 1);
  const changes = fix?.edit?.documentChanges as { textDocument: unknown; edits: TextEdit[] }[];
  assert.equal(changes[0]?.textDocument, { uri: opened.uri, version: 1 });
  assert.is(
    opened.with(changes[0]?.edits ?? []),
    opened.document.getText().replace('10.0.0.1/24', '10.0.0.0/24'),
  );
  const all = await ask(['source.fixAll']);
  assert.equal(
    all.map(({ kind }) => kind),
    ['source.fixAll.netgen'],
  );
  assert.equal(await ask(['source.organizeImports']), []);
});

test('inlay hints', async () => {
  const opened = await open(gateway);
  const hints = await opened.ask<readonly InlayHint[]>('textDocument/inlayHint', { range: whole });
  assert.ok(
    hints.some(({ label }) => label === '= 192.168.1.1'),
    JSON.stringify(hints),
  );
});

test('lenses, whose words are made when they are shown', async () => {
  const opened = await open(router);
  const lenses = await opened.ask<readonly CodeLens[]>('textDocument/codeLens');
  assert.ok(lenses.length > 0 && lenses.every(({ command }) => !command));
  const resolved = await client.request<CodeLens>('codeLens/resolve', lenses[0]);
  assert.match(resolved.command?.title ?? '', /^holds/);
});

test('formatting, of the whole and of the statements that a range touches', async () => {
  const text = 'bridge   br0\nns  a < veth e -> br0 >\n\n\nns   b <\nveth e -> br0 >\n';
  const opened = await open(text);
  const all = await opened.ask<readonly TextEdit[]>('textDocument/formatting', { options: {} });
  assert.is(opened.with(all), 'bridge br0\nns a < veth e -> br0 >\n\nns b <\n  veth e -> br0\n>\n');
  const position = { line: 1, character: 4 };
  const some = await opened.ask<readonly TextEdit[]>('textDocument/rangeFormatting', {
    range: { start: position, end: position },
    options: {},
  });
  assert.is(opened.with(some), text.replace('ns  a', 'ns a'));
});

test('commands: the script, a trace, all pairs; why not, where they cannot be', async () => {
  const opened = await open(router);
  const run = <R>(name: string, words = {}): Promise<R> =>
    client.request('workspace/executeCommand', {
      command: `netgen.${name}`,
      arguments: [{ uri: opened.uri, ...words }],
    });
  const { scripts } = await run<{ scripts: { host: null; text: string }[] }>('build');
  assert.is(scripts[0]?.host, null);
  assert.match(scripts[0]?.text ?? '', /^#!\/bin\/bash\n/);
  assert.match((await run<{ text: string }>('trace', { from: 'ns1', to: 'ns2' })).text, /^ns1 .*ns2/);
  assert.match((await run<{ text: string }>('reach')).text, /ns1/);
  const why = (answer: Promise<unknown>): Promise<unknown> =>
    answer.then(assert.unreachable, ({ message }) => message);
  assert.match(await why(run('trace', { from: 'ns1', to: 'ns9' })), /ns9/);
  await opened.edit(0, 0, 'ns ns1 < >\n');
  assert.match(await why(run('build')), /error/);
  assert.match(await why(run('reach')), /error/);
  assert.match(await why(run('unknown')), /netgen\.unknown/);
});

test.run();
