// One lab, put to both: where they differ.

import { type Compilation, compile } from '../../../src/compile.ts';
import { isError } from '../../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { askKernel, type KernelSays, pair } from './kernel.ts';
import { askModel } from './model.ts';
import type { Turns } from './turns.ts';

export interface Disagreement {
  readonly what: 'route' | 'echo' | 'unknown';
  readonly node: string;
  readonly to: string;
  readonly kernel: string;
  readonly model: string;
}

export interface Comparison {
  readonly compilation: Compilation;
  /** Undefined where there is nothing to bring up: no script, or a loop that would never come to rest. */
  readonly kernel: KernelSays | undefined;
  readonly disagreements: readonly Disagreement[];
  readonly counts: Counts;
}

export interface Counts {
  readonly pairs: number;
  readonly answered: number;
  readonly routes: number;
  /** Pairs of which the model does not say whether they answer. */
  readonly unknown: number;
}

const nothing: Counts = { pairs: 0, answered: 0, routes: 0, unknown: 0 };

export async function compareOnce(text: string, turns: Turns): Promise<Comparison> {
  const compilation = compile(new SourceText('lab.net', text), { force: true });
  const { lab, diagnostics, scripts } = compilation;
  const script = scripts.length === 1 ? scripts[0] : undefined;
  if (!script || diagnostics.some(({ rule, severity }) => rule === 'bridge-loop' && severity === 'error'))
    return { compilation, kernel: undefined, disagreements: [], counts: nothing };
  const model = askModel(lab);
  const questions = new Map(
    [...model.nodes.keys()].map((node) => [
      node,
      new Map(model.targets.map((to) => [to.text, model.echo(node, to).answered === true])),
    ]),
  );
  const kernel = await askKernel(lab, script.text, questions, turns);
  if (kernel.up.code !== 0) return { compilation, kernel, disagreements: [], counts: nothing };
  const disagreements: Disagreement[] = [];
  let unknown = 0;
  for (const node of model.nodes.keys()) {
    for (const to of model.targets) {
      const { answered, why } = model.echo(node, to);
      const really = kernel.answered.has(pair(node, to.text));
      if (answered === undefined) unknown += 1;
      else if (answered !== really) {
        disagreements.push({
          what: 'echo',
          node,
          to: to.text,
          kernel: really ? 'answered' : 'not answered',
          model: `${answered ? 'answered' : 'not answered'}: ${why}`,
        });
      }
    }
  }
  const pairs = model.nodes.size * model.targets.length;
  return {
    compilation,
    kernel,
    disagreements,
    counts: { pairs, answered: kernel.answered.size, routes: kernel.routes.size, unknown },
  };
}

/** Whether the linter objects to a lab. */
export function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some(isError);
}
