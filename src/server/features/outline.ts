import { folding } from '../../service/folding.ts';
import { selection } from '../../service/selection.ts';
import { documentSymbols } from '../../service/symbols.ts';
import { workspaceSymbols } from '../../service/workspace-symbols.ts';
import { foldOf, offsetOf, selectionOf, symbolOf, workspaceSymbolOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** How a file is built. */
export const outline: Feature = {
  offers: () => ({
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
  }),
  listen: (session) => {
    const { connection } = session;
    connection.onDocumentSymbol(
      session.answering('symbols', null, ({ document, analysis }) =>
        documentSymbols(analysis).map((one) => symbolOf(document, one)),
      ),
    );
    connection.onWorkspaceSymbol(({ query }, token) =>
      session.guarded('workspace symbols', token, async () => {
        const labs = await session.labs();
        return labs.flatMap(({ document, analysis }) =>
          workspaceSymbols([analysis], query).map((one) => workspaceSymbolOf(document, one)),
        );
      }),
    );
    connection.onFoldingRanges(
      session.answering('folding', null, ({ document, analysis }) =>
        folding(analysis).map((one) => foldOf(document, one)),
      ),
    );
    connection.onSelectionRanges(
      session.answering('selection', null, ({ document, analysis }, { positions }) =>
        positions.map((position) =>
          selectionOf(document, selection(analysis, offsetOf(document, position)), position),
        ),
      ),
    );
  },
};
