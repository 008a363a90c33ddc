// How long it takes from a keystroke in an editor to the findings that it is shown, over the protocol: `netgen lsp` as a
// process, the last digit of an address changed, waited for the diagnostics of that version. The server waits 2 ms for
// more keystrokes; that is in it. Goals: 50 ms at 1,000 namespaces, 500 ms at 10,000.
// The address is one of a namespace, then, where there are any, of a bridge, which many depend on.
// usage: node bench/lsp.mjs [ROUNDS] [SHAPE]
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { shapes } from './shapes.mjs';

const rounds = Number(process.argv[2] ?? 15);
const only = process.argv[3] ?? '';
const bundle = fileURLToPath(new URL('../dist/bundle/netgen.cjs', import.meta.url));

const server = spawn(process.execPath, [bundle, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let wanted = { uri: '', version: 0, found: () => {} };
connection.onNotification('textDocument/publishDiagnostics', ({ uri, version }) => {
  if (uri === wanted.uri && version === wanted.version) wanted.found();
});
connection.listen();
await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
await connection.sendNotification('initialized', {});

const cases = Object.entries(shapes).flatMap(([shape, draw]) =>
  [
    [1_000, 50],
    [10_000, 500],
  ].flatMap(([size, goal]) => ['ns', 'bridge'].map((at) => ({ shape, lines: draw(size), size, goal, at }))),
);
for (const { shape, lines, size, goal, at } of cases) {
  const line = lines.findIndex(
    (text, index) => index > lines.length * 0.4 && text.startsWith(at) && text.includes('/'),
  );
  if (line < 0 || !shape.includes(only)) continue;
  const character = lines[line].indexOf('/') - 1;
  const uri = `file:///${shape}-${size}-${at}.net`;
  const shown = async (version, send) => {
    const start = performance.now();
    await new Promise((found) => {
      wanted = { uri, version, found };
      send();
    });
    return performance.now() - start;
  };
  const textDocument = { uri, languageId: 'netgen', version: 1, text: lines.join('\n') };
  const opened = await shown(1, () => connection.sendNotification('textDocument/didOpen', { textDocument }));
  const times = [];
  for (let version = 2; version < 2 + rounds; version++)
    times.push(
      await shown(version, () =>
        connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [
            {
              range: { start: { line, character }, end: { line, character: character + 1 } },
              text: String(version % 10),
            },
          ],
        }),
      ),
    );
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  const [median, best] = [times.toSorted((a, b) => a - b)[times.length >> 1], Math.min(...times)];
  console.log(
    `${shape.padEnd(6)} ${String(size).padStart(6)} ${at.padEnd(6)}  opened ${opened.toFixed(0)} ms, a keystroke ${median.toFixed(0)} ms (median of ${rounds}; best ${best.toFixed(0)}; goal ${goal})`,
  );
}
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
