import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { analyze } from '../../compile.ts';
import { definition } from '../../service/definition.ts';
import { highlights } from '../../service/highlights.ts';
import { references } from '../../service/references.ts';
import { prepareRename, rename } from '../../service/rename.ts';
import { highlightOf, locationOf, offsetOf, rangeOf, workspaceEditOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** What stands for what, and what it is called. */
export const names: Feature = {
  offers: () => ({
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
  }),
  listen: (session) => {
    const { connection } = session;
    connection.onDefinition(
      session.answering('definition', null, ({ document, analysis }, { position }) =>
        definition(analysis, offsetOf(document, position)).map((span) => locationOf(document, span)),
      ),
    );
    connection.onReferences(
      session.answering('references', null, ({ document, analysis }, { position, context }) => {
        const options = { declaration: context.includeDeclaration };
        return references(analysis, offsetOf(document, position), options).map((span) =>
          locationOf(document, span),
        );
      }),
    );
    connection.onDocumentHighlight(
      session.answering('highlights', null, ({ document, analysis }, { position }) =>
        highlights(analysis, offsetOf(document, position)).map((one) => highlightOf(document, one)),
      ),
    );
    connection.onPrepareRename(
      session.answering('rename', null, ({ document, analysis }, { position }) => {
        const found = prepareRename(analysis, offsetOf(document, position));
        if (!found) return null;
        if ('why' in found) throw refused(found.why);
        return { range: rangeOf(document, found.span), placeholder: found.text };
      }),
    );
    connection.onRenameRequest(
      session.answering('rename', null, ({ document, analysis }, { position, newName }) => {
        const { levels } = session.settings;
        const found = rename(analysis, offsetOf(document, position), newName, (source) =>
          analyze(source, { levels, before: analysis }),
        );
        if ('why' in found) throw refused(found.why);
        return workspaceEditOf(document, found.edits, session.client);
      }),
    );
  },
};

function refused(why: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
