import type { Span } from '../src/text/span.ts';
import type { Value, Word } from './words/word.ts';

/** What the parser stumbles over, as data; `src/syntax` says it in the user's words. */
export type Problem = {
  readonly span: Span;
  times?: number;
  /** The same elsewhere, where it is said once for all. */
  also?: Problem[];
} & (
  | {
      readonly code: 'missing-value';
      readonly word: Word;
      readonly value: Value;
      readonly found: string | undefined;
    }
  | { readonly code: 'missing-after-comma'; readonly word: Word; readonly value: Value }
  | { readonly code: 'wrong-choice'; readonly word: Word; readonly value: Value; readonly found: string }
  | { readonly code: 'missing-word'; readonly word: Word }
  | { readonly code: 'said-twice'; readonly word: Word; readonly owner: Word; readonly first: Span }
  | { readonly code: 'repaired'; readonly found: string; readonly word: Word }
  | {
      readonly code: 'unknown-word';
      readonly found: string;
      /** The word around that could have had it as an attribute; missing where a statement begins. */
      readonly owner: Word | undefined;
      readonly expected: readonly string[];
    }
  | {
      readonly code: 'misplaced';
      readonly word: Word;
      readonly owner: Word | undefined;
      /** It stands in the block of the owner, not behind it. */
      readonly isInside: boolean;
    }
  | { readonly code: 'behind-block'; readonly word: Word; readonly owner: Word }
  | { readonly code: 'foreign-loop'; readonly right: string }
  | { readonly code: 'loop-block'; readonly head: string }
  | { readonly code: 'once-in-loop'; readonly word: Word; readonly owner: Word | undefined }
  | { readonly code: 'shell-variable'; readonly right: string }
  | { readonly code: 'needs-block'; readonly word: Word; readonly name: string; readonly rest: string }
  | { readonly code: 'no-block'; readonly word: Word | undefined }
  | { readonly code: 'missing-close'; readonly word: Word; readonly open: Span }
  | { readonly code: 'stray-close' }
  | { readonly code: 'stray-comma' }
  | { readonly code: 'stray-arrow' }
  | { readonly code: 'too-deep'; readonly limit: number }
  | { readonly code: 'shell-line'; readonly text: string; readonly count: number }
  | { readonly code: 'slash-comment' }
  | { readonly code: 'look-alike'; readonly found: string; readonly right: string }
  | { readonly code: 'quoted'; readonly found: string }
  | { readonly code: 'bad-word'; readonly found: string }
  | { readonly code: 'open-range'; readonly found: string }
  | { readonly code: 'spaced-range'; readonly found: string }
  | { readonly code: 'split-address'; readonly right: string }
  | { readonly code: 'netmask'; readonly right: string | undefined }
  | {
      readonly code: 'missing-keyword';
      readonly word: Word;
      readonly found: string;
      readonly owner: Word | undefined;
    }
  | { readonly code: 'missing-open'; readonly word: Word }
  | {
      /** A sign between a word and its value, or in front of both (`- ip`, and then there is no word). */
      readonly code: 'separator';
      readonly found: string;
      word: string;
      readonly value: string | undefined;
    }
  | { readonly code: 'glued'; readonly right: string }
  | { readonly code: 'decimal-comma'; readonly right: string }
  | { readonly code: 'one-only'; readonly word: Word }
  | { readonly code: 'blank-in-name'; readonly right: string }
  | { readonly code: 'swapped'; readonly right: string }
  | { readonly code: 'torn'; readonly right: string }
  | { readonly code: 'foreign-line' }
  | { readonly code: 'too-many' }
  | { readonly code: 'internal'; readonly text: string }
);
