// What the server knows of documents while they change, over the protocol.
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LSPErrorCodes, type TextEdit } from 'vscode-languageserver/node';
import { fixtureLab } from '../lab.helper.ts';
import { able, Client, type Opened } from './client.helper.ts';

const test = suite('documents of the server');

const unused = 'bridge br0\n';
let client: Client;

test.before(async () => {
  client = await Client.start();
});
test.after(async () => {
  assert.equal(client.logged, []);
  assert.is(client.errors, '');
  assert.is(await client.stop(), 0);
  assert.is(protocolOnly(client.output), '');
});

/** What is left of the server’s output without the messages of the protocol. */
function protocolOnly(output: string): string {
  let rest = output;
  for (;;) {
    const head = /^Content-Length: (\d+)\r\n\r\n/.exec(rest);
    if (!head) return rest;
    rest = rest.slice(head[0].length + Number(head[1]));
  }
}

function formatted(opened: Opened): Promise<readonly TextEdit[]> {
  return opened.ask('textDocument/formatting', { options: { tabSize: 8, insertSpaces: false } });
}

test('columns count UTF-16 code units: in a finding, in a change, in an edit', async () => {
  const text = 'ns a < # 𝄞😀\nveth e -> br0 > # 𝄞 é\nbridge br0; bridge br1 # 𝄞 😀\n# 𝄞 😀\n';
  const opened = await client.open(text, 'file:///astral.net');
  const places = async (): Promise<unknown> =>
    (await opened.diagnostics()).map(({ code, range }) => [code, range.start, range.end]);
  assert.equal(await places(), [['unused-bridge', { line: 2, character: 19 }, { line: 2, character: 22 }]]);
  // behind characters of two units on its line
  await opened.edit(text.lastIndexOf('# 𝄞 😀'), text.length, '# 𝄞 😀\n');
  await opened.edit(text.indexOf('😀\nveth'), text.indexOf('\nveth'), '\nlo # 😀😀');
  await opened.edit(0, 0, '# 😀\nbridge br2 # 😀\n');
  assert.equal(await places(), [
    ['unused-bridge', { line: 1, character: 7 }, { line: 1, character: 10 }],
    ['unused-bridge', { line: 5, character: 19 }, { line: 5, character: 22 }],
  ]);
  const after = opened.with(await formatted(opened));
  assert.is(
    after,
    '# 😀\nbridge br2  # 😀\nns a <  # 𝄞\n  lo  # 😀😀\n  veth e -> br0\n>  # 𝄞 é\nbridge br0\nbridge br1  # 𝄞 😀\n# 𝄞 😀\n',
  );
  await opened.close();
});

test('after random edits the server has the very text', async () => {
  const uri = 'file:///random.net';
  const marks = ['\n', '\r\n', '\r', '# 😀', '𝄞', 'ns x < >', ' ', '<', '>', 'bridge b', ''];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom(...marks)), { minLength: 1, maxLength: 12 }),
      async (edits) => {
        const opened = await client.open(fixtureLab('router').text, uri);
        for (const [at, length, text] of edits) {
          const most = opened.document.getText().length;
          const start = boundary(opened, at % (most + 1));
          await opened.edit(start, boundary(opened, Math.min(start + length, most)), text);
        }
        // what is said of the text in steps must be what is said of the text that is opened whole
        const said = await opened.diagnostics();
        const whole = await client.open(opened.document.getText(), 'file:///whole.net');
        const saidOfWhole = await whole.diagnostics();
        assert.equal(
          JSON.parse(JSON.stringify(said).replaceAll(uri, whole.uri)),
          saidOfWhole,
          opened.document.getText(),
        );
        assert.equal(await formatted(opened), await formatted(whole));
        await opened.close();
        await whole.close();
      },
    ),
    { numRuns: 25, seed: 7 },
  );
});

/** A place between two characters, which an editor’s cursor can be at. */
function boundary({ document }: Opened, offset: number): number {
  const text = document.getText();
  return /[\udc00-\udfff]/.test(text[offset] ?? '') || (text[offset] === '\n' && text[offset - 1] === '\r')
    ? offset - 1
    : offset;
}

test('of many keystrokes at once only the last version is told of', async () => {
  const opened = await client.open(unused, 'file:///keys.net');
  for (const letter of 'ns office < >')
    await opened.edit(opened.document.getText().length, opened.document.getText().length, letter);
  await opened.diagnostics();
  const versions = client.published.filter(({ uri }) => uri === opened.uri).map(({ version }) => version);
  assert.ok(versions.length <= 3, `${versions}`);
  assert.is(versions.at(-1), opened.document.version);
  assert.equal(
    versions,
    versions.toSorted((a = 0, b = 0) => a - b),
  );
  await opened.close();
});

test('a request that is overtaken by a change is answered so, one that is cancelled, too', async () => {
  // long enough that a change arrives while it is looked at
  const text = Array.from(
    { length: 3000 },
    (_, i) => `ns n${i} < veth e -> br0 ip 10.${i >> 8}.${i & 255}.1/8 >`,
  );
  const opened = await client.open(['bridge br0', ...text].join('\n'), 'file:///long.net');
  const asked = opened.ask('textDocument/codeLens');
  await opened.edit(0, 0, '# more\n');
  const overtaken = await asked.then(
    () => undefined,
    ({ code }) => code,
  );
  assert.is(overtaken, LSPErrorCodes.ContentModified);
  const cancelled = await client.cancelled('textDocument/codeLens', { textDocument: { uri: opened.uri } });
  assert.is(cancelled, LSPErrorCodes.RequestCancelled);
  assert.equal(await opened.ask('textDocument/codeLens'), []);
  await opened.close();
});

test('what is closed is cleared', async () => {
  const opened = await client.open(unused, 'file:///closed.net');
  assert.is((await opened.diagnostics()).length, 1);
  await opened.close();
  assert.equal(await client.diagnostics(opened.uri), []);
  assert.equal(await formatted(opened), []);
});

test('a file of another program is left alone, until it is a lab', async () => {
  for (const text of ['*Vertices 2\n1 "a"\n2 "b"\n', '(export (version "E")\n  (design))\n']) {
    const opened = await client.open(text, 'file:///other.net');
    assert.equal(await opened.diagnostics(), []);
    const position = { line: 1, character: 1 };
    const range = { start: { line: 0, character: 0 }, end: position };
    assert.equal(await formatted(opened), []);
    assert.is(await opened.ask('textDocument/completion', { position }), null);
    assert.equal(await opened.ask('textDocument/codeAction', { range, context: { diagnostics: [] } }), []);
    assert.equal(await opened.ask('textDocument/inlayHint', { range }), []);
    assert.equal(await opened.ask('textDocument/codeLens'), []);
    await opened.edit(0, text.length, unused);
    assert.is((await opened.diagnostics()).length, 1);
    await opened.close();
  }
});

test('settings: at the start, asked for, changed; what is wrong in them is told', async () => {
  let rules: unknown = { 'unused-bridge': 'error', 'unused-bridg': 'off' };
  const asked = await Client.start({
    capabilities: {
      ...able,
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    },
    initializationOptions: { rules: { 'unused-bridge': 'off' } },
    settings: () => ({ rules }),
  });
  const opened = await asked.open(unused);
  await asked.until(({ diagnostics }) => diagnostics[0]?.severity === 1);
  assert.match(asked.logged.join(), /netgen\.rules: there is no rule `unused-bridg`; did you mean/);
  rules = {};
  await asked.notify('workspace/didChangeConfiguration', { settings: null });
  await asked.until(({ diagnostics }) => diagnostics[0]?.severity === 2);
  await opened.close();
  await asked.stop();

  const plain = await Client.start({ initializationOptions: { rules: { 'unused-bridge': 'off' } } });
  const other = await plain.open(unused);
  assert.equal(await other.diagnostics(), []);
  await plain.notify('workspace/didChangeConfiguration', { settings: { netgen: { rules: {} } } });
  await plain.until(({ diagnostics }) => diagnostics.length === 1);
  // the file's own comments count
  await other.edit(0, 0, '# netgen-ignore unused-bridge: comes later\n');
  assert.equal(await other.diagnostics(), []);
  await plain.stop();
});

test.run();
