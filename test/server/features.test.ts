// Each feature once from end to end: what it gives is tested where it is made, in test/service.
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  DocumentSymbol,
  Hover,
  InlayHint,
  Range,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { fixtureLab, root } from '../lab.helper.ts';
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
  assert.match(JSON.stringify(hover.contents), /docs\/syntax\.md/);
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
  const run = (name: string, words = {}): Promise<string> =>
    client.request('workspace/executeCommand', {
      command: `netgen.${name}`,
      arguments: [{ uri: opened.uri, ...words }],
    });
  assert.match(await run('build'), /^#!\/bin\/bash\n/);
  assert.match(await run('trace', { from: 'ns1', to: 'ns2' }), /ns2/);
  assert.match(await run('reach'), /ns1/);
  const why = (answer: Promise<unknown>): Promise<string> =>
    answer.then(
      () => 'it was done',
      ({ message }) => String(message),
    );
  assert.match(await why(run('trace', { from: 'ns1', to: 'ns9' })), /ns9/);
  assert.match(await why(run('unknown')), /netgen\.unknown/);
  await opened.edit(0, 0, 'ns ns1 < >\n');
  assert.match(await why(run('build')), /error/);
  assert.match(await why(run('reach')), /error/);
});

test('definition, references, highlights', async () => {
  const opened = await open(gateway);
  const places = (found: readonly { readonly range: Range }[]): readonly number[] =>
    found.map(({ range }) => range.start.line);
  assert.equal(places(await opened.askAt('textDocument/definition', 'br0 ip 192.168.1.2')), [2]);
  const asked = { context: { includeDeclaration: true } };
  assert.equal(places(await opened.askAt('textDocument/references', 'br0', asked)), [2, 3, 4]);
  assert.equal(places(await opened.askAt('textDocument/documentHighlight', 'br0')), [2, 3, 4]);
});

test('rename, and why not', async () => {
  const opened = await open(gateway);
  const prepared = await opened.askAt<{ placeholder: string }>('textDocument/prepareRename', 'br0');
  assert.is(prepared.placeholder, 'br0');
  const { documentChanges = [] } = await opened.askAt<WorkspaceEdit>('textDocument/rename', 'br0', {
    newName: 'lan',
  });
  const [change] = documentChanges as { edits: TextEdit[] }[];
  assert.is(opened.with(change?.edits ?? []), gateway.replaceAll('br0', 'lan'));
  await opened.askAt('textDocument/rename', 'ns1', { newName: 'ns2' }).then(
    () => assert.unreachable(),
    ({ message }) => assert.match(message, /ns2/),
  );
});

test('symbols of the document and of the workspace, whose other files are read', async () => {
  const opened = await open(gateway);
  const symbols = await opened.ask<readonly DocumentSymbol[]>('textDocument/documentSymbol');
  assert.ok(symbols.some(({ name }) => name === 'ns1'));
  const folder = pathToFileURL(`${root}fixtures/labs`).href;
  const other = await Client.start({ folder });
  const found = await other.request<readonly SymbolInformation[]>('workspace/symbol', { query: 'ns1' });
  assert.ok(found.some(({ location }) => location.uri === `${folder}/gateway/gateway.net`));
  await other.open('ns other1 < >\n', `${folder}/gateway/gateway.net`);
  const now = await other.request<readonly SymbolInformation[]>('workspace/symbol', { query: '' });
  const names = now.filter(({ location }) => location.uri.endsWith('/gateway.net')).map(({ name }) => name);
  assert.equal(names, ['other1']);
  await other.stop();
});

test('folding, selection, semantic tokens', async () => {
  const opened = await open('ns a <\n  veth e -> b:e # 😀\n>\nns b < veth e >\n');
  assert.equal(await opened.ask('textDocument/foldingRange'), [{ startLine: 0, endLine: 1 }]);
  const positions = [{ line: 1, character: 7 }];
  const [selected] = await opened.ask<readonly SelectionRange[]>('textDocument/selectionRange', {
    positions,
  });
  assert.is(opened.document.getText(selected?.range), 'e');
  assert.is(opened.document.getText(selected?.parent?.range).startsWith('veth e'), true);
  const all = await opened.ask<SemanticTokens>('textDocument/semanticTokens/full');
  assert.equal(all.data.slice(0, 5), [0, 0, 2, 0, 0]);
  assert.is(all.data.length % 5, 0);
  const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
  const some = await opened.ask<SemanticTokens>('textDocument/semanticTokens/range', { range });
  assert.is(some.data[0], 3);
  assert.ok(some.data.length < all.data.length);
});

test('semantic tokens as what has changed since the last answer', async () => {
  const opened = await open(gateway);
  const before = await opened.ask<SemanticTokens>('textDocument/semanticTokens/full');
  const at = gateway.indexOf('ns ns1');
  await opened.edit(at, at, 'bridge br9\n');
  const since = { previousResultId: before.resultId };
  const changed = await opened.ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', since);
  const told = [...before.data];
  for (const { start, deleteCount, data = [] } of changed.edits.toReversed())
    told.splice(start, deleteCount, ...data);
  const sent = changed.edits.flatMap(({ data = [] }) => data).length;
  assert.ok(sent > 0 && sent < 30, `${sent} numbers`);
  // what was told before the last answer is told as a whole
  const whole = await opened.ask<SemanticTokens>('textDocument/semanticTokens/full/delta', since);
  assert.equal(whole.data, told);
});

test.run();
