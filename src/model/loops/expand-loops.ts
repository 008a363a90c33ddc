import type { Name, Statement } from '../../syntax/tree.ts';
import type { Copy, Span } from '../../text/span.ts';
import type { Findings } from '../findings.ts';
import { statementLimit } from '../ranges.ts';
import type { Value } from './evaluate.ts';
import { countOf, valuesOfItem } from './items.ts';
import { emptied, isLoop, type Loop, type Pattern, readLoop, type Word } from './read-loop.ts';
import { fill } from './template.ts';

/**
 * Puts in the place of every loop the copies of its block. A copy keeps the places of its source, and each of
 * them knows the values of the variables, so that findings can name them.
 */
export function expandLoops(statements: readonly Statement[], findings: Findings): readonly Statement[] {
  if (!statements.some(holdsLoop)) return statements;
  const loops = new Map<Statement, Loop | undefined>();
  for (const statement of statements) readOuter(statement, loops, findings);
  let left = statementLimit;
  for (const loop of loops.values()) {
    if (!loop) continue;
    left -= costOf(loop, [], left);
    if (left < 0) {
      const message = `With its loops expanded the lab has more than ${statementLimit} statements.`;
      findings.error('too-many-statements', loop.statement.keyword, message, {
        help: 'make the loops shorter',
      });
      return [];
    }
  }
  const expansion = new Expansion(findings);
  const expanded = statements.flatMap((statement) => replace(statement, loops, expansion));
  for (const loop of loops.values()) if (loop) expansion.checkEmpty(loop);
  return expanded;
}

function holdsLoop({ word, children, plain }: Statement): boolean {
  if (plain) return false;
  return word.loop === true || children.some(holdsLoop);
}

function readOuter(statement: Statement, loops: Map<Statement, Loop | undefined>, findings: Findings): void {
  if (statement.plain) return;
  if (statement.word.loop) loops.set(statement, readLoop(statement, [], findings));
  else for (const child of statement.children) readOuter(child, loops, findings);
}

/** How many statements a loop becomes, each round counted as one at least; more than `left` where it is too many. */
function costOf(loop: Loop, values: Value[], left: number): number {
  const rounds = loop.items.reduce((sum, { item }) => sum + countOf(item, values), 0);
  let cost = rounds * Math.max(1, loop.size);
  if (cost > left || loop.inner.length === 0) return cost;
  for (const value of loop.items.flatMap(({ item }) => listed(valuesOfItem(item, values)))) {
    values[loop.depth] = value;
    for (const inner of loop.inner) {
      cost += costOf(inner, values, left - cost);
      if (cost > left) return cost;
    }
  }
  return cost;
}

function listed(values: ReturnType<typeof valuesOfItem>): readonly Value[] {
  return 'why' in values ? [] : values;
}

function replace(
  statement: Statement,
  loops: ReadonlyMap<Statement, Loop | undefined>,
  expansion: Expansion,
): readonly Statement[] {
  if (statement.word.loop) {
    const loop = loops.get(statement);
    return loop ? expansion.run(loop) : [];
  }
  if (!holdsLoop(statement)) return [statement];
  return [
    { ...statement, children: statement.children.flatMap((child) => replace(child, loops, expansion)) },
  ];
}

class Expansion {
  readonly #findings: Findings;
  /** The values of the loops around, the outermost first. */
  readonly #values: Value[] = [];
  readonly #ran = new Set<Loop>();
  readonly #failed = new Set<Loop>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  run(loop: Loop): readonly Statement[] {
    const into: Statement[] = [];
    this.#run(loop, undefined, into);
    return into;
  }

  /** A loop that never runs draws nothing, and is not meant. */
  checkEmpty(loop: Loop): void {
    if (!this.#ran.has(loop)) {
      const name = loop.items[0]?.name;
      if (!name || this.#failed.has(loop)) return;
      this.#findings.error(
        'bad-range',
        name.span,
        `\`${name.text}\` has no values: a range with an expression goes upwards.`,
        {
          help: 'write a step of -1 where it is to go downwards: `{i}..1..-1`',
        },
      );
      return;
    }
    for (const inner of loop.inner) this.checkEmpty(inner);
  }

  #run(loop: Loop, around: Copy | undefined, into: Statement[]): void {
    for (const { item, name } of loop.items) {
      const values = valuesOfItem(item, this.#values);
      if ('why' in values) {
        this.#failed.add(loop);
        this.#fail(name, around, values.why);
        continue;
      }
      for (const value of values) {
        this.#ran.add(loop);
        this.#values[loop.depth] = value;
        this.#add(loop.body, { variable: loop.variable, value: value.text, around }, into);
      }
    }
  }

  #add(body: Loop['body'], copy: Copy, into: Statement[]): void {
    for (const part of body) {
      if (isLoop(part)) this.#run(part, copy, into);
      else into.push(this.#copy(part, copy));
    }
  }

  #copy({ statement, slots, children }: Pattern, copy: Copy): Statement {
    const values = new Map<string, readonly Name[]>();
    for (const [slot, words] of slots)
      values.set(
        slot,
        words.map((word) => this.#word(word, copy)),
      );
    const inside: Statement[] = [];
    this.#add(children, copy, inside);
    return {
      word: statement.word,
      keyword: placed(statement.keyword, copy),
      values,
      children: inside,
      ...(statement.block ? { block: statement.block } : {}),
      ...(statement.damaged ? { damaged: true as const } : {}),
      span: placed(statement.span, copy),
    };
  }

  #word({ name, template }: Word, copy: Copy): Name {
    const span = placed(name.span, copy);
    if (!template) return { text: name.text, span };
    const text = fill(template, this.#values);
    if (typeof text === 'string') return { text, span, written: name.text };
    this.#fail(name, copy, text.why);
    return { text: emptied(name.text), span, written: name.text };
  }

  #fail(name: Name, copy: Copy | undefined, why: string): void {
    this.#findings.error('bad-expression', copy ? placed(name.span, copy) : name.span, why);
    this.#findings.skip(name.text);
  }
}

function placed({ start, end }: Span, copy: Copy): Span {
  return { start, end, copy };
}
