import {
  type Connection,
  DidChangeConfigurationNotification,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { formatting } from '../service/formatting.ts';
import { spanOf, textEditsOf } from './convert.ts';
import { Session } from './session.ts';

interface Server {
  readonly version: string;
  /** The folder of the rules’ pages, as a URI that ends with a slash. */
  readonly pages: string;
}

const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
};

/** Answers an editor at the other end of a connection. */
export function startServer(connection: Connection, { version, pages }: Server): void {
  const session = new Session(connection, pages);

  connection.onInitialize((params) => {
    session.initialize(params);
    return { capabilities, serverInfo: { name: 'netgen', version } };
  });
  connection.onInitialized(() => followSettings(session));
  connection.onDidChangeConfiguration(({ settings }) =>
    session.client.configuration ? askForSettings(session) : session.configure(settings?.netgen),
  );
  connection.onDocumentFormatting(
    session.answering('formatting', [], ({ document, analysis }) =>
      textEditsOf(document, formatting(analysis)),
    ),
  );
  connection.onDocumentRangeFormatting(
    session.answering('range formatting', [], ({ document, analysis }, { range }) =>
      textEditsOf(document, formatting(analysis, spanOf(document, range))),
    ),
  );
  connection.listen();
}

async function followSettings(session: Session): Promise<void> {
  const { client, connection } = session;
  if (client.registersConfiguration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'netgen' });
  if (client.configuration) await askForSettings(session);
}

async function askForSettings(session: Session): Promise<void> {
  const settings: unknown = await session.connection.workspace.getConfiguration('netgen');
  // an editor that has nothing to say leaves what was said at the start
  if (settings !== null && settings !== undefined) session.configure(settings);
}
