import type { ServerCapabilities } from 'vscode-languageserver/node';
import type { Client } from './client.ts';
import type { Session } from './session.ts';

/** A group of requests: what the server says that it can do, and how it does it. */
export interface Feature {
  readonly offers: (client: Client) => ServerCapabilities;
  readonly listen: (session: Session) => void;
}
