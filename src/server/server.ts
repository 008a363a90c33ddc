import {
  type Connection,
  DidChangeConfigurationNotification,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { features } from './features.ts';
import { Session } from './session.ts';

interface Server {
  readonly version: string;
  /** The URI of a folder with the pages of docs/ that editors open. */
  readonly docs: string;
}

/** Answers an editor at the other end of a connection. */
export function startServer(connection: Connection, { version, docs }: Server): void {
  const session = new Session(connection, docs);
  connection.onInitialize((params) => {
    session.initialize(params);
    const capabilities: ServerCapabilities = Object.assign(
      {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      },
      ...features.map(({ offers }) => offers(session.client)),
    );
    return { capabilities, serverInfo: { name: 'netgen', version } };
  });
  connection.onInitialized(() => followSettings(session));
  connection.onDidChangeConfiguration(({ settings }) =>
    session.client.configuration ? askForSettings(session) : session.configure(settings?.netgen),
  );
  for (const { listen } of features) listen(session);
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
