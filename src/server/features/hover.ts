import { hover as hoverAt } from '../../service/hover.ts';
import { hoverOf, offsetOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

export const hover: Feature = {
  offers: () => ({ hoverProvider: true }),
  listen: (session) =>
    session.connection.onHover(
      session.answering('hover', null, ({ document, analysis }, { position }) => {
        const found = hoverAt(analysis, offsetOf(document, position), session.docs);
        return found ? hoverOf(document, found, session.client.hover) : null;
      }),
    ),
};
