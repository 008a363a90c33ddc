// What stands in braces in a loop, against the same calculated with big integers.
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate, type Value } from '../../src/model/loops/evaluate.ts';
import { isFault, parseExpression } from '../../src/model/loops/expression.ts';

const test = suite('expressions');

type Tree =
  | { readonly leaf: number | 'i' | 'j' }
  | { readonly negative: Tree }
  | { readonly operator: '+' | '-' | '*' | '/' | '%'; readonly left: Tree; readonly right: Tree };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ leaf: fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom('i' as const, 'j' as const)) }),
    fc.record({ negative: tie('tree') }),
    fc.record({
      operator: fc.constantFrom('+', '-', '*', '/', '%'),
      left: tie('tree'),
      right: tie('tree'),
    }),
  ) as fc.Arbitrary<Tree>,
}));

/** With every parenthesis, or with no more than needed: the rules of precedence are those of arithmetic. */
function written(node: Tree, all: boolean): string {
  if ('leaf' in node) return String(node.leaf);
  if ('negative' in node) {
    const inner = written(node.negative, all);
    return 'leaf' in node.negative ? `-${inner}` : `-(${inner})`;
  }
  const strong = (operator: string): boolean => '*/%'.includes(operator);
  const side = (child: Tree, isRight: boolean): string => {
    const text = written(child, all);
    if (!('operator' in child)) return all ? `(${text})` : text;
    const needed = strong(node.operator)
      ? !strong(child.operator) || isRight
      : isRight && !strong(child.operator);
    return all || needed ? `(${text})` : text;
  };
  return `${side(node.left, false)}${node.operator}${side(node.right, true)}`;
}

const limit = BigInt(Number.MAX_SAFE_INTEGER);
const fits = (value: bigint): bigint | undefined => (value <= limit && value >= -limit ? value : undefined);

/** The same in big integers; undefined where a number does not fit, or something is divided by zero. */
function reference(node: Tree, variables: Readonly<Record<'i' | 'j', number>>): bigint | undefined {
  if ('leaf' in node) return BigInt(typeof node.leaf === 'number' ? node.leaf : variables[node.leaf]);
  if ('negative' in node) {
    const value = reference(node.negative, variables);
    return value === undefined ? undefined : -value;
  }
  const [left, right] = [reference(node.left, variables), reference(node.right, variables)];
  if (left === undefined || right === undefined) return undefined;
  if (node.operator === '+') return fits(left + right);
  if (node.operator === '-') return fits(left - right);
  if (node.operator === '*') return fits(left * right);
  if (right === 0n) return undefined;
  const size = right < 0n ? -right : right;
  if (node.operator === '%') return ((left % size) + size) % size;
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function result(text: string, i: number, j: number): number | string {
  const expression = parseExpression(text, ['i', 'j']);
  if (isFault(expression)) throw new Error(`${text} was not read: ${JSON.stringify(expression)}`);
  const values: readonly Value[] = [i, j].map((number) => ({ text: String(number), number }));
  return evaluate(expression, values);
}

test('every expression has the value that big integers give it', () => {
  fc.assert(
    fc.property(tree, fc.maxSafeInteger(), fc.integer(), fc.boolean(), (node, i, j, all) => {
      const expected = reference(node, { i, j });
      const found = result(written(node, all), i, j);
      if (expected === undefined) assert.type(found, 'string');
      else assert.ok(Object.is(found, Number(expected)), `${written(node, all)}: ${found}, not ${expected}`);
    }),
    { numRuns: 5000, seed: 20261124 },
  );
});

for (const [text, expected] of [
  ['7/2', 3],
  ['-7/2', -4],
  ['7/-2', -4],
  ['-7%3', 2],
  ['7%-3', 1],
  ['-7%-3', 2],
  ['2+3*4', 14],
  ['(2+3)*4', 20],
  ['10-3-2', 5],
  ['--1', 1],
  ['-0', 0],
  ['9007199254740991/2', 4503599627370495],
] as const) {
  test(`${text} is ${expected}`, () => assert.ok(Object.is(result(text, 0, 0), expected)));
}

test('whatever the text is, it is an expression or a fault', () => {
  const pieces = fc.oneof(
    fc.constantFrom('i', 'j', 'k', '1', '(', ')', '+', '-', '*', '/', '%', ' ', '9'.repeat(30)),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const read = parseExpression(parts.join(''), ['i', 'j']);
      if (isFault(read)) assert.match(read.code, /^un/);
      else assert.match(typeof evaluate(read, [{ text: 'a', number: undefined }]), /^(number|string)$/);
    }),
    { numRuns: 3000, seed: 20261124 },
  );
});

test('very long and very deep ones are faults', () => {
  for (const text of ['('.repeat(100_000), '-'.repeat(100_000), '1+'.repeat(100_000), '(1'.repeat(150)])
    assert.ok(isFault(parseExpression(text, [])), text.slice(0, 10));
});

test.run();
