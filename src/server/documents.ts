import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The open documents. Each is one version for good: an analysis keeps the text that it is of. */
export function openDocuments(): TextDocuments<TextDocument> {
  return new TextDocuments({
    create: TextDocument.create,
    update: (document, changes, version) => {
      const { uri, languageId } = document;
      const copy = TextDocument.create(uri, languageId, document.version, document.getText());
      return TextDocument.update(copy, changes, version);
    },
  });
}
