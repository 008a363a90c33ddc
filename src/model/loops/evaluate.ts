import { shorten } from '../../util/shorten.ts';
import type { Expression } from './expression.ts';

/** What a variable has in one round of its loop. */
export interface Value {
  /** As it is put into words. */
  readonly text: string;
  /** What is calculated with; undefined where the value is a text. */
  readonly number: number | undefined;
}

/** The values of the loops around, the outermost first. */
export type Values = readonly Value[];

/** Calculates with integers: `/` rounds down, `%` is never negative. A text is the reason why it cannot be done. */
export function evaluate(expression: Expression, values: Values): number | string {
  switch (expression.kind) {
    case 'number':
      return checked(expression.value);
    case 'variable': {
      const value = values[expression.index];
      if (value?.number !== undefined) return value.number;
      return `\`${expression.name}\` is the text \`${shorten(value?.text ?? '')}\`: nothing can be calculated with it.`;
    }
    case 'negative': {
      const value = evaluate(expression.of, values);
      return typeof value === 'string' ? value : 0 - value;
    }
    default: {
      const left = evaluate(expression.left, values);
      if (typeof left === 'string') return left;
      const right = evaluate(expression.right, values);
      if (typeof right === 'string') return right;
      return calculate(expression.kind, left, right);
    }
  }
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: number, right: number): number | string {
  switch (operator) {
    case '+':
      return checked(left + right);
    case '-':
      return checked(left - right);
    case '*':
      return checked(left * right);
    default:
      if (right === 0)
        return `This ${operator === '/' ? 'divides' : 'asks for the rest of a division'} by zero.`;
      return operator === '%' ? modulo(left, Math.abs(right)) : quotient(left, right);
  }
}

/** The rest of a division, from 0 up. */
function modulo(left: number, right: number): number {
  const rest = left % right;
  return rest < 0 ? rest + right : rest + 0;
}

/** A division that rounds down; exact, where dividing first would round to the nearest. */
function quotient(left: number, right: number): number {
  const rest = left % right;
  const towardsZero = (left - rest) / right;
  return rest !== 0 && rest < 0 !== right < 0 ? towardsZero - 1 : towardsZero + 0;
}

function checked(value: number): number | string {
  if (Number.isSafeInteger(value)) return value + 0;
  return `The result does not fit: numbers go up to ${Number.MAX_SAFE_INTEGER}.`;
}

/** A word as a value: an integer where it looks like one. */
export function valueOfText(text: string): Value {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return { text, number: Number.isSafeInteger(number) ? number + 0 : undefined };
}
