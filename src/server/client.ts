import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { CompletionAbilities, DiagnosticAbilities, MarkdownAbilities } from './convert.ts';

/** What the editor at the other end can do. */
export interface Client {
  readonly diagnostics: DiagnosticAbilities;
  readonly completion: CompletionAbilities;
  readonly hover: MarkdownAbilities;
  /** It takes changes that say of which version of a document they are. */
  readonly versionedEdits: boolean;
  /** It can be asked for its settings. */
  readonly configuration: boolean;
  /** It wants to be asked to tell of changes of its settings. */
  readonly registersConfiguration: boolean;
}

export function clientOf({ textDocument, workspace }: ClientCapabilities): Client {
  const diagnostics = textDocument?.publishDiagnostics;
  const item = textDocument?.completion?.completionItem;
  return {
    diagnostics: {
      related: diagnostics?.relatedInformation === true,
      tags: diagnostics?.tagSupport?.valueSet.includes(1) === true,
      descriptions: diagnostics?.codeDescriptionSupport === true,
    },
    completion: {
      snippets: item?.snippetSupport === true,
      markdown: item?.documentationFormat?.includes('markdown') === true,
    },
    hover: { markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true },
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
  };
}

/** Tells the editor's log what went wrong in netgen; the same fault once. */
export function faultLog(connection: Connection): (where: string, error: unknown) => void {
  const told = new Set<string>();
  return (where, error) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const fault = `netgen: internal error in ${where}: ${what}`;
    if (told.has(fault)) return;
    told.add(fault);
    connection.console.error(`${fault}\nplease report it with the lab file`);
  };
}
