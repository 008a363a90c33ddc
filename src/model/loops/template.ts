import { evaluate, type Value, type Values } from './evaluate.ts';
import { type Expression, type Fault, isFault, parseExpression } from './expression.ts';

/** A word with expressions in it: `10.0.{i+1}.2/24`. Literal pieces are texts. */
export type Template = readonly (string | Expression)[];

/** Why a word is no template: a fault of the expression `inside`, or a range where none can be. */
export interface TemplateFault {
  readonly inside: string;
  readonly fault: Fault | { readonly code: 'range' };
}

export function hasBraces(text: string): boolean {
  return text.includes('{');
}

/** Reads a word; the variables are those of the loops around, the outermost first. */
export function readTemplate(text: string, variables: readonly string[]): Template | TemplateFault {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const [index, piece] of text.split(/\{([^{}]*)\}/).entries()) {
    const start = at;
    // a brace stands between two pieces
    at += piece.length + 1;
    if (index % 2 === 0) {
      if (piece !== '') parts.push(piece);
      continue;
    }
    if (/\.\.|,/.test(piece)) return { inside: piece, fault: { code: 'range' } };
    const expression = parseExpression(piece, variables, start);
    if (isFault(expression)) return { inside: piece, fault: expression };
    parts.push(expression);
  }
  return parts;
}

export function isTemplateFault(read: Template | TemplateFault): read is TemplateFault {
  return 'fault' in read;
}

/** Where a template names which variables. */
export function variablesIn(template: Template): readonly Variable[] {
  return template.flatMap((part) => (typeof part === 'string' ? [] : variablesOf(part)));
}

type Variable = Extract<Expression, { kind: 'variable' }>;

function variablesOf(expression: Expression): readonly Variable[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'variable':
      return [expression];
    case 'negative':
      return variablesOf(expression.of);
    default:
      return [...variablesOf(expression.left), ...variablesOf(expression.right)];
  }
}

/** The word in one copy, or why there is none. */
export function fill(template: Template, values: Values): Filled {
  let text = '';
  for (const part of template) {
    const piece = typeof part === 'string' ? part : written(part, values);
    if (typeof piece === 'object') return piece;
    text += piece;
  }
  return text;
}

/** A text, or the reason why it cannot be made. */
export type Filled = string | { readonly why: string };

// a variable alone stands as it is: a text, or a number with the zeros before it
function written(expression: Expression, values: Values): Filled {
  if (expression.kind === 'variable') return (values[expression.index] as Value).text;
  const value = evaluate(expression, values);
  return typeof value === 'number' ? String(value) : { why: value };
}
