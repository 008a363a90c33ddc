import { shorten } from '../util/shorten.ts';

/** What a finding says in words that could be written in its place, as data for who offers to write it. */
export interface Advice {
  /** Texts that may be meant, the likeliest first; each is whole, with nothing left to be filled in. */
  readonly write?: readonly string[];
  /** The part of what stands there that they are for, where they are not for all of it. */
  readonly of?: string;
  /** Another name for what has one there: at all its places, or at none. */
  readonly name?: string;
  /** Nothing is needed there. */
  readonly remove?: true;
  /** A number that is neither less nor more. */
  readonly bounds?: readonly [from: number, to: number];
}

/** What helps, for people and for machines. */
export interface Advised {
  readonly help: string;
  readonly advice: Advice;
}

/** Help to write a text in the place of what is underlined. */
export function toWrite(text: string, most?: number): Advised {
  return { help: `write \`${shorten(text, most)}\``, advice: { write: [text] } };
}

/** Advice of one who has found what may be meant, or has not. */
export function perhaps(text: string | undefined, of?: string): { readonly advice?: Advice } {
  if (text === undefined) return {};
  return { advice: { write: [text], ...(of === undefined ? {} : { of }) } };
}

/** Help that asks whether a text is meant. */
export function meaning(text: string): Advised {
  return { help: `did you mean \`${shorten(text)}\`?`, advice: { write: [text] } };
}
