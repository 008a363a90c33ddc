import { completions, mostCompletions } from '../../service/completion.ts';
import { completionOf, offsetOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

export const completion: Feature = {
  offers: () => ({ completionProvider: { triggerCharacters: [':', '.'] } }),
  listen: (session) =>
    session.connection.onCompletion(
      session.answering('completion', null, ({ document, analysis }, { position }) => {
        const found = completions(analysis, offsetOf(document, position));
        return {
          isIncomplete: found.length === mostCompletions,
          items: found.map((one, index) => completionOf(document, one, index, session.client.completion)),
        };
      }),
    ),
};
