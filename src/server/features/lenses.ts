import type { CodeLens } from 'vscode-languageserver/node';
import { inlayHints } from '../../service/inlay-hints.ts';
import { lenses, lensTitle } from '../../service/lenses.ts';
import { inlayHintOf, rangeOf, spanOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** What stands between the lines and between the words. */
export const between: Feature = {
  offers: () => ({ codeLensProvider: { resolveProvider: true }, inlayHintProvider: true }),
  listen: (session) => {
    const { connection } = session;
    connection.onCodeLens(
      session.answering('code lenses', [], ({ document, analysis }) =>
        lenses(analysis).map(({ span }) => ({ range: rangeOf(document, span), data: document.uri })),
      ),
    );
    // what is said of an expectation takes traces: it is found out for the lenses that are shown
    connection.onCodeLensResolve(
      session.resolving('a code lens', ({ document, analysis }, lens: CodeLens) => ({
        ...lens,
        command: { title: lensTitle(analysis, { span: spanOf(document, lens.range) }) ?? '', command: '' },
      })),
    );
    connection.languages.inlayHint.on(
      session.answering('inlay hints', [], ({ document, analysis }, { range }) =>
        inlayHints(analysis, spanOf(document, range)).map((hint) => inlayHintOf(document, hint)),
      ),
    );
  },
};
