import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
} from 'vscode-languageserver/node';
import { semanticTokens } from '../../service/semantic-tokens.ts';
import { spanOf, tokenLegend, tokensOf } from '../convert.ts';
import type { Feature } from '../feature.ts';
import { TokenMemory } from '../token-memory.ts';

/** What the words of a file are: all of them, those in a range, or what has changed. */
export const tokens: Feature = {
  offers: () => ({
    semanticTokensProvider: { legend: tokenLegend, full: { delta: true }, range: true },
  }),
  listen: (session) => {
    const { semanticTokens: on } = session.connection.languages;
    const memory = new TokenMemory();
    session.onClosed((uri) => memory.forget(uri));
    on.on(
      session.answering<SemanticTokensParams, SemanticTokens>(
        'semantic tokens',
        { data: [] },
        ({ document, analysis }) => memory.full(document.uri, tokensOf(document, semanticTokens(analysis))),
      ),
    );
    on.onDelta(
      session.answering<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta>(
        'semantic tokens',
        { data: [] },
        ({ document, analysis }, { previousResultId }) =>
          memory.since(previousResultId, document.uri, tokensOf(document, semanticTokens(analysis))),
      ),
    );
    on.onRange(
      session.answering('semantic tokens', { data: [] }, ({ document, analysis }, { range }) => {
        const { start, end } = spanOf(document, range);
        const inside = semanticTokens(analysis).filter(({ span }) => span.start < end && start < span.end);
        return { data: tokensOf(document, inside) };
      }),
    );
  },
};
