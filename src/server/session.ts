import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { type Client, clientOf, faultLog } from './client.ts';
import { diagnosticOf, faultAtStart } from './convert.ts';
import { openDocuments } from './documents.ts';
import { outdated, Scheduler } from './scheduler.ts';
import { noSettings, readSettings, type Settings } from './settings.ts';
import { type OpenLab, reading, type Snapshot } from './snapshot.ts';
import { Workspace } from './workspace.ts';

/** The open documents of an editor, what is known of them, and what the editor is told of it. */
export class Session {
  readonly connection: Connection;
  /** The URI of a folder with the pages of docs/ that editors open. */
  readonly docs: string;
  readonly #fault: (where: string, error: unknown) => void;
  readonly #documents = openDocuments();
  readonly #scheduler: Scheduler<Snapshot['document'], Snapshot>;
  /** What was last known of each document. */
  readonly #last = new Map<string, Snapshot>();
  readonly #closed: ((uri: string) => void)[] = [];
  #workspace = new Workspace([]);
  #client: Client = clientOf({});
  #settings: Settings = noSettings;

  constructor(connection: Connection, docs: string) {
    this.connection = connection;
    this.docs = docs;
    this.#fault = faultLog(connection);
    this.#scheduler = new Scheduler({
      steps: (document) => reading(document, this.#settings, this.#last.get(document.uri)),
      done: (document, snapshot) => {
        this.#last.set(document.uri, snapshot);
        this.#publish(snapshot);
      },
      failed: (document, error) => {
        this.#fault('the analysis', error);
        this.#send(document, [faultAtStart(this.docs)]);
      },
    });
    this.#documents.onDidChangeContent(({ document }) => this.#scheduler.changed(document));
    this.#documents.onDidClose(({ document: { uri } }) => {
      this.#scheduler.closed(uri);
      this.#last.delete(uri);
      for (const closed of this.#closed) closed(uri);
      this.#tell(connection.sendDiagnostics({ uri, diagnostics: [] }));
    });
    this.#documents.listen(connection);
  }

  get client(): Client {
    return this.#client;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** For what a feature keeps of a document as long as it is open. */
  onClosed(closed: (uri: string) => void): void {
    this.#closed.push(closed);
  }

  initialize({ capabilities, initializationOptions, workspaceFolders, rootUri }: InitializeParams): void {
    const root = rootUri ? [rootUri] : [];
    this.#workspace = new Workspace(workspaceFolders?.map(({ uri }) => uri) ?? root);
    this.#client = clientOf(capabilities);
    this.configure(initializationOptions);
  }

  configure(given: unknown): void {
    this.#settings = readSettings(given);
    for (const fault of this.#settings.faults) this.connection.console.warn(fault);
    this.#scheduler.again();
  }

  /**
   * A handler of requests about a document. It is given the analysis of the document's current version; where the
   * document changes meanwhile, the answer is ContentModified. What is no lab gets the empty answer, and a fault in
   * netgen is told once and ends nothing.
   */
  answering<P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    nothing: R,
    answer: (lab: OpenLab, params: P) => R,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError> {
    return (params, token) =>
      this.guarded(name, token, async () => {
        const { uri } = params.textDocument;
        if (!this.#documents.get(uri)) return nothing;
        const snapshot = await this.#scheduler.current(uri);
        if (token.isCancellationRequested) return cancelled();
        if (snapshot === outdated) return modified();
        const { document, analysis } = snapshot;
        return analysis ? answer({ document, analysis }, params) : nothing;
      });
  }

  /** All labs of the workspace: those that are open as the editor has them, the others as they are in their files. */
  async labs(): Promise<readonly OpenLab[]> {
    const uris = this.#documents.keys();
    const open = await Promise.all(uris.map((uri) => this.#scheduler.current(uri)));
    const labs = open.flatMap((one) =>
      one !== outdated && one.analysis ? [{ document: one.document, analysis: one.analysis }] : [],
    );
    return [...labs, ...(await this.#workspace.labs(new Set(uris), this.#settings))];
  }

  /** The same for what an earlier answer left open; its `data` says of which document it was. */
  resolving<P extends { readonly data?: unknown }>(
    name: string,
    answer: (lab: OpenLab, params: P) => P,
  ): (params: P, token: CancellationToken) => Promise<P | ResponseError> {
    return (params, token) => {
      const resolved = this.answering(name, params, (lab) => answer(lab, params));
      return resolved({ textDocument: { uri: String(params.data) } }, token);
    };
  }

  /** Never rejects. */
  async guarded<R>(
    name: string,
    token: CancellationToken,
    answer: () => Promise<R | ResponseError>,
  ): Promise<R | ResponseError> {
    if (token.isCancellationRequested) return cancelled();
    try {
      return await answer();
    } catch (error) {
      // a refusal is an answer
      if (error instanceof ResponseError) return error;
      this.#fault(name, error);
      return new ResponseError(ErrorCodes.InternalError, `netgen: internal error in ${name}`);
    }
  }

  #publish({ document, analysis }: Snapshot): void {
    for (const { rule, message } of analysis?.diagnostics ?? [])
      if (rule === 'internal-error') this.#fault('the analysis', message);
    const { diagnostics: can } = this.#client;
    const found = analysis?.diagnostics ?? [];
    this.#send(
      document,
      found.map((one) => diagnosticOf(document, one, can, this.docs)),
    );
  }

  #send({ uri, version }: Snapshot['document'], diagnostics: ReturnType<typeof diagnosticOf>[]): void {
    this.#tell(this.connection.sendDiagnostics({ uri, version, diagnostics }));
  }

  /** An editor that is gone need not be told anything. */
  #tell(sent: Promise<void>): void {
    sent.catch(() => {});
  }
}

function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

function modified(): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, 'the document has changed');
}
