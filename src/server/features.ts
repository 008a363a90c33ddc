import type { Feature } from './feature.ts';
import { actions } from './features/code-actions.ts';
import { commands } from './features/commands.ts';
import { completion } from './features/completion.ts';
import { formatting } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { between } from './features/lenses.ts';
import { names } from './features/names.ts';
import { outline } from './features/outline.ts';
import { tokens } from './features/tokens.ts';

/** Everything that an editor can ask for. */
export const features: readonly Feature[] = [
  hover,
  completion,
  names,
  outline,
  tokens,
  between,
  actions,
  formatting,
  commands,
];
