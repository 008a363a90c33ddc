import type { Feature } from './feature.ts';
import { actions } from './features/code-actions.ts';
import { commands } from './features/commands.ts';
import { completion } from './features/completion.ts';
import { formatting } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { between } from './features/lenses.ts';

/** Everything that an editor can ask for. */
export const features: readonly Feature[] = [hover, completion, between, actions, formatting, commands];
