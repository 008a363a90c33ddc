import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The open documents. Each is one version for good: an analysis keeps the text that it is of. */
export function openDocuments(): TextDocuments<TextDocument> {
  return new TextDocuments({
    create: TextDocument.create,
    update: (document, changes, version) =>
      changes.reduce((before, change) => {
        const changed = TextDocument.update(copyOf(before, before.version), [change], version);
        // lines that it counts on from those before are wrong where a change parts a CRLF, or makes one
        return copyOf(changed, version);
      }, document),
  });
}

function copyOf(document: TextDocument, version: number): TextDocument {
  return TextDocument.create(document.uri, document.languageId, version, document.getText());
}
