import { join } from 'node:path';
import {
  commands,
  type ExtensionContext,
  languages,
  type TextDocument,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { notALab } from '../../../src/syntax/not-a-lab.ts';

let client: LanguageClient | undefined;

/** Starts the language server and offers the commands. */
export async function activate(context: ExtensionContext): Promise<void> {
  for (const document of workspace.textDocuments) await leaveOthersAlone(document);
  context.subscriptions.push(workspace.onDidOpenTextDocument(leaveOthersAlone));
  client = new LanguageClient('netgen', 'netgen', server(context), {
    documentSelector: [{ language: 'netgen' }],
    synchronize: { configurationSection: 'netgen' },
  });
  await client.start();
  context.subscriptions.push(
    commands.registerCommand('netgen.buildScript', buildScript),
    commands.registerCommand('netgen.showTrace', showTrace),
    commands.registerCommand('netgen.showReachability', showReachability),
  );
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** The command of the settings, or the netgen that comes along, run by the editor's own Node. */
function server(context: ExtensionContext): ServerOptions {
  const command = workspace.getConfiguration('netgen').get<string>('path');
  if (command) return { command, args: ['lsp'], transport: TransportKind.stdio };
  return {
    module: join(context.extensionPath, 'dist/netgen/netgen.cjs'),
    args: ['lsp'],
    transport: TransportKind.stdio,
  };
}

/** Pajek, KiCad, SPICE and others have files that end in `.net`, too. */
async function leaveOthersAlone(document: TextDocument): Promise<void> {
  if (document.languageId === 'netgen' && notALab(document.getText()))
    await languages.setTextDocumentLanguage(document, 'plaintext');
}

async function buildScript(): Promise<void> {
  const uri = labInFront();
  if (uri) await show(await ask('netgen.build', { uri }), 'shellscript');
}

async function showTrace(): Promise<void> {
  const uri = labInFront();
  if (!uri) return;
  const from = await window.showInputBox({ prompt: 'Who sends? A node: ns1, root' });
  if (!from) return;
  const to = await window.showInputBox({
    prompt: `Whom does ${from} reach? A node, NODE:DEVICE or an address`,
  });
  if (to) await show(await ask('netgen.trace', { uri, from, to }), 'plaintext');
}

async function showReachability(): Promise<void> {
  const uri = labInFront();
  if (uri) await show(await ask('netgen.reach', { uri }), 'plaintext');
}

function labInFront(): string | undefined {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'netgen') return document.uri.toString();
  void window.showWarningMessage('Open a lab first.');
  return undefined;
}

/** What the server answers; what it cannot do it says by an error, which the editor shows. */
async function ask(command: string, argument: object): Promise<string> {
  return await commands.executeCommand<string>(command, argument);
}

async function show(content: string, language: string): Promise<void> {
  const document = await workspace.openTextDocument({ content, language });
  await window.showTextDocument(document, ViewColumn.Beside);
}
