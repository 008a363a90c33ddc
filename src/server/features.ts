import type { Feature } from './feature.ts';
import { commands } from './features/commands.ts';
import { completion } from './features/completion.ts';
import { formatting } from './features/formatting.ts';

/** Everything that an editor can ask for. */
export const features: readonly Feature[] = [completion, formatting, commands];
