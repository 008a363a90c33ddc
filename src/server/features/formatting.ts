import { formatting as edits } from '../../service/formatting.ts';
import { spanOf, textEditsOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

export const formatting: Feature = {
  offers: () => ({ documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  listen: (session) => {
    session.connection.onDocumentFormatting(
      session.answering('formatting', [], ({ document, analysis }) => textEditsOf(document, edits(analysis))),
    );
    session.connection.onDocumentRangeFormatting(
      session.answering('range formatting', [], ({ document, analysis }, { range }) =>
        textEditsOf(document, edits(analysis, spanOf(document, range))),
      ),
    );
  },
};
