import { spawn } from 'node:child_process';
import process from 'node:process';
import {
  CancellationTokenSource,
  type ClientCapabilities,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type LogMessageParams,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument, type TextEdit } from 'vscode-languageserver-textdocument';
import { root } from '../lab.helper.ts';

/** What a client of today can do, as far as the server asks. */
export const able: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      versionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
  },
};

interface Options {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folder?: string;
  /** What `workspace/configuration` answers. */
  readonly settings?: () => unknown;
  readonly processId?: number;
}

/** `netgen lsp` as a process of its own, and an editor at its standard input and output. */
export class Client {
  readonly #process = spawn(process.execPath, [`${root}dist/bundle/netgen.cjs`, 'lsp']);
  readonly connection = createMessageConnection(
    new StreamMessageReader(this.#process.stdout),
    new StreamMessageWriter(this.#process.stdin),
  );
  readonly published: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  readonly #waiting = new Set<() => void>();
  /** All bytes that came from the server’s standard output. */
  output = '';
  errors = '';
  readonly ended = new Promise<number | null>((resolve) => this.#process.on('close', resolve));

  static async start(options: Options = {}): Promise<Client> {
    const client = new Client(options);
    await client.initialize(options);
    return client;
  }

  constructor({ settings }: Options = {}) {
    this.#process.stdout.on('data', (data: Buffer) => {
      this.output += data.toString('latin1');
    });
    this.#process.stderr.on('data', (data: Buffer) => {
      this.errors += data.toString();
    });
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const look of [...this.#waiting]) look();
    });
    this.connection.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
      this.logged.push(message);
    });
    this.connection.onRequest('workspace/configuration', () => [settings?.() ?? null]);
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  async initialize({
    capabilities = able,
    initializationOptions,
    folder,
    processId = process.pid,
  }: Options): Promise<InitializeResult> {
    const result = await this.request<InitializeResult>('initialize', {
      processId,
      rootUri: folder ?? null,
      workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'labs' }],
      capabilities,
      initializationOptions,
    });
    await this.notify('initialized', {});
    return result;
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest<R>(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  async open(text: string, uri = 'file:///labs/lab.net'): Promise<Opened> {
    // what was said of an earlier document of that name
    this.published.splice(0, this.published.length, ...this.published.filter((one) => one.uri !== uri));
    await this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'netgen', version: 1, text },
    });
    return new Opened(this, TextDocument.create(uri, 'netgen', 1, text));
  }

  /** The diagnostics of a version of a document, once they are there. */
  async diagnostics(uri: string, version?: number): Promise<readonly Diagnostic[]> {
    const wanted = (one: PublishDiagnosticsParams): boolean => one.uri === uri && one.version === version;
    return (await this.until(wanted)).diagnostics;
  }

  /** Waits for diagnostics to be published, unless they are already. */
  until(wanted: (published: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        const last = JSON.stringify(this.published.at(-1));
        reject(new Error(`no such diagnostics; the last: ${last}; the log: ${this.logged.join('\n')}`));
      }, 60_000);
      const look = (): void => {
        const found = this.published.findLast(wanted);
        if (!found) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The code that a request ends with that is cancelled as soon as it is sent. */
  cancelled(method: string, params: unknown): Promise<unknown> {
    const source = new CancellationTokenSource();
    const answer = this.connection.sendRequest(method, params, source.token);
    source.cancel();
    return answer.then(
      () => undefined,
      ({ code }) => code,
    );
  }

  /** Ends the session as an editor does; resolves to the exit code. */
  async stop(): Promise<number | null> {
    await this.request('shutdown', undefined);
    await this.notify('exit', undefined);
    return this.ended;
  }

  /** The editor is gone without a word. */
  closeInput(): void {
    this.#process.stdin.end();
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** A document that is open in an editor. */
export class Opened {
  readonly #client: Client;
  document: TextDocument;

  constructor(client: Client, document: TextDocument) {
    this.#client = client;
    this.document = document;
  }

  get uri(): string {
    return this.document.uri;
  }

  /** Puts a text in the place of a stretch. */
  async edit(start: number, end: number, text: string): Promise<void> {
    const range = { start: this.document.positionAt(start), end: this.document.positionAt(end) };
    const before = this.document.getText();
    const after = `${before.slice(0, start)}${text}${before.slice(end)}`;
    this.document = TextDocument.create(this.uri, 'netgen', this.document.version + 1, after);
    await this.#client.notify('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.document.version },
      contentChanges: [{ range, text }],
    });
  }

  /** Asks about the document as a whole. */
  ask<R>(method: string, params: object = {}): Promise<R> {
    return this.#client.request<R>(method, { textDocument: { uri: this.uri }, ...params });
  }

  /** Asks about the place where a text stands first. */
  askAt<R>(method: string, place: string, params: object = {}): Promise<R> {
    const offset = this.document.getText().indexOf(place);
    if (offset < 0) throw new Error(`there is no ${place}`);
    return this.ask<R>(method, { position: this.document.positionAt(offset), ...params });
  }

  diagnostics(): Promise<readonly Diagnostic[]> {
    return this.#client.diagnostics(this.uri, this.document.version);
  }

  close(): Promise<void> {
    return this.#client.notify('textDocument/didClose', { textDocument: { uri: this.uri } });
  }

  with(edits: readonly TextEdit[]): string {
    return TextDocument.applyEdits(this.document, [...edits]);
  }
}
