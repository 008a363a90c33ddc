import type { Span } from '../../text/span.ts';
import type { CodeAction } from '../code-actions.ts';
import type { Bench } from './bench.ts';

/** What can be written in another way, without changing what it says. */
export function* refactors(_bench: Bench, _span: Span): Generator<CodeAction> {}
