import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, analyzing } from '../compile.ts';
import { isForeign } from '../syntax/not-a-lab.ts';
import { SourceText } from '../text/source-text.ts';
import type { Settings } from './settings.ts';

/** What is known of one version of an open document. */
export interface Snapshot {
  readonly document: TextDocument;
  /** Undefined where the file is another program's, and left alone. */
  readonly analysis: Analysis | undefined;
}

/** An open document that is a lab. */
export interface OpenLab {
  readonly document: TextDocument;
  readonly analysis: Analysis;
}

/** Finds out all that can be known of a document, in steps; `before` is known of an earlier version of it. */
export function* reading(
  document: TextDocument,
  { levels }: Settings,
  before: Snapshot | undefined,
): Generator<void, Snapshot> {
  const text = document.getText();
  if (isForeign(text)) return { document, analysis: undefined };
  const source = new SourceText(pathOf(document.uri), text);
  const analysis = yield* analyzing(source, { levels, replaced: before?.analysis });
  return { document, analysis };
}

/** The path of a file, or the end of what stands for a document that is none. */
function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return uri.replace(/^.*[/:]/, '');
  }
}
