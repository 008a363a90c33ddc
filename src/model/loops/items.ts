import { type Advised, toWrite } from '../../diagnostic/advice.ts';
import { shorten } from '../../util/shorten.ts';
import { isTooLong, rangeCount, rangeValues } from '../ranges.ts';
import { type Value, type Values, valueOfText } from './evaluate.ts';
import {
  fill,
  hasBraces,
  isTemplateFault,
  readTemplate,
  type Template,
  type TemplateFault,
} from './template.ts';

/** What stands behind `in`, between commas. */
export type Item =
  /** Without a variable in it: the same in every copy, and a range as bash has it. */
  | { readonly kind: 'fixed'; readonly text: string; readonly isRange: boolean }
  | { readonly kind: 'word'; readonly word: Template }
  /** With an expression as a bound: from `from` to `to` by `step`, and nothing where that is the other way. */
  | { readonly kind: 'range'; readonly from: Template; readonly to: Template; readonly step: Template };

/** What is wrong with an item, and what to write. */
export interface ItemFault extends Partial<Advised> {
  readonly message: string;
}

const bound = '((?:\\{[^{}]*\\}|[^{}.])+)';
const rangeForm = new RegExp(`^${bound}\\.\\.${bound}(?:\\.\\.${bound})?$`);

/** Reads an item; the variables are those of the loops around. */
export function readItem(text: string, variables: readonly string[]): Item | ItemFault | TemplateFault {
  const range = rangeForm.exec(text);
  if (!hasBraces(text))
    return range || text.includes('..')
      ? fixedRange(text, variables)
      : { kind: 'fixed', text, isRange: false };
  const [, from = text, to = '', step = '1'] = range ?? [];
  const words: Template[] = [];
  for (const word of range ? [from, to, step] : [text]) {
    const template = readTemplate(word, variables);
    if (isTemplateFault(template)) return template;
    words.push(template);
  }
  const [first, second, third] = words;
  if (!first || !second || !third) return { kind: 'word', word: first ?? [] };
  return { kind: 'range', from: first, to: second, step: third };
}

export function isItem(read: Item | ItemFault | TemplateFault): read is Item {
  return 'kind' in read;
}

function fixedRange(text: string, variables: readonly string[]): Item | ItemFault {
  const bounds = text.split('..');
  if (bounds.some((one) => variables.includes(one) || /[A-Za-z_]\w*[-+*/%]|[-+*/%(][A-Za-z_]/.test(one))) {
    const right = bounds.map((one) => (/[A-Za-z_]/.test(one) ? `{${one}}` : one)).join('..');
    return { message: 'A bound that is calculated stands in braces.', ...toWrite(right) };
  }
  if (/\.\.-?0+$/.test(text) && bounds.length === 3)
    return {
      message: `The step of \`${shorten(text)}\` is 0: it never comes to its end.`,
      help: 'write a step of 1 or more',
    };
  if (isTooLong(text)) return { kind: 'fixed', text, isRange: true };
  const unsafe = bounds.some((one) => /^-?\d+$/.test(one) && !Number.isSafeInteger(Number(one)));
  if (!unsafe && rangeValues(text)) return { kind: 'fixed', text, isRange: true };
  return {
    message: unsafe
      ? `\`${shorten(text)}\` does not fit: numbers go up to ${Number.MAX_SAFE_INTEGER}.`
      : `\`${shorten(text)}\` is no range.`,
    help: 'write `1..3`, `0..10..2`, `{i+1}..4` or `a, b, c`',
  };
}

/** How many values an item has in a copy; none where they cannot be told. */
export function countOf(item: Item, values: Values): number {
  if (item.kind === 'fixed') return item.isRange ? (rangeCount(item.text) ?? 0) : 1;
  if (item.kind === 'word') return 1;
  const numbers = numbersOf(item, values);
  return 'why' in numbers ? 0 : stepsOf(numbers);
}

/** The values of an item in a copy, or why there are none. */
export function valuesOfItem(item: Item, values: Values): readonly Value[] | { readonly why: string } {
  if (item.kind === 'fixed')
    return (item.isRange ? (rangeValues(item.text) ?? []) : [item.text]).map(valueOfText);
  if (item.kind === 'word') {
    const text = fill(item.word, values);
    return typeof text === 'string' ? [valueOfText(text)] : text;
  }
  const numbers = numbersOf(item, values);
  if ('why' in numbers) return numbers;
  const { from, step } = numbers;
  return Array.from({ length: stepsOf(numbers) }, (_, index) => {
    const number = from + step * index;
    return { text: String(number), number };
  });
}

interface Numbers {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function stepsOf({ from, to, step }: Numbers): number {
  return Math.max(0, Math.floor((to - from) / step) + 1);
}

function numbersOf(
  item: Extract<Item, { kind: 'range' }>,
  values: Values,
): Numbers | { readonly why: string } {
  const found: number[] = [];
  for (const word of [item.from, item.to, item.step]) {
    const text = fill(word, values);
    if (typeof text === 'object') return text;
    const { number } = valueOfText(text);
    if (number === undefined) return { why: `A bound is \`${shorten(text)}\`, which is no number.` };
    found.push(number);
  }
  const [from = 0, to = 0, step = 0] = found;
  return step === 0 ? { why: 'The step is 0: it never comes to its end.' } : { from, to, step };
}
