// One lab, put to both: where they differ.

import { analyze, type Compilation, compile } from '../../../src/compile.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { askKernel, type KernelSays, pair, type RouteGet } from './kernel.ts';
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
  /** It has an uplink, behind which is what the lab does not know. */
  readonly isOpen: boolean;
}

interface Counts {
  readonly pairs: number;
  readonly answered: number;
  readonly routes: number;
  /** Pairs of which the model does not say whether they answer. */
  readonly unknown: number;
  /** Of these, those that depend on which of several ways is taken, or on who answers first. */
  readonly severalWays: number;
}

const nothing: Counts = { pairs: 0, answered: 0, routes: 0, unknown: 0, severalWays: 0 };

function words(answered: boolean): string {
  return answered ? 'answered' : 'not answered';
}

function wayText({ kind, via, device, source }: RouteGet): string {
  return device === undefined ? kind : `${kind}${via ? ` via ${via}` : ''} dev ${device} src ${source}`;
}

/** Brings a lab up and compares; the model may be given another lab, so that the comparison can be tested. */
export async function compareOnce(text: string, turns: Turns, modelled = text): Promise<Comparison> {
  const compilation = compile(new SourceText('lab.net', text), { force: true });
  const { lab, diagnostics, scripts } = compilation;
  const script = scripts.length === 1 ? scripts[0] : undefined;
  if (!script || diagnostics.some(({ rule, severity }) => rule === 'bridge-loop' && severity === 'error'))
    return { compilation, kernel: undefined, disagreements: [], counts: nothing, isOpen: false };
  const model = askModel(modelled === text ? lab : analyze(new SourceText('lab.net', modelled)).lab);
  const questions = new Map(
    [...model.nodes.keys()].map((node) => [
      node,
      new Map(model.targets.map((to) => [to.text, model.echo(node, to).answered === true])),
    ]),
  );
  const kernel = await askKernel(lab, script.text, questions, turns);
  if (kernel.up.code !== 0) return { compilation, kernel, disagreements: [], counts: nothing, isOpen: false };
  const disagreements: Disagreement[] = [];
  const isOpen = lab.hosts.some(({ root }) => root.devices.some(({ kind }) => kind === 'uplink'));
  let unknown = 0;
  let severalWays = 0;
  for (const node of model.nodes.keys()) {
    for (const to of model.targets) {
      const found = (what: Disagreement['what'], really: string, said: string): void => {
        disagreements.push({ what, node, to: to.text, kernel: really, model: said });
      };
      const { answered, why } = model.echo(node, to);
      const really = kernel.answered.has(pair(node, to.text));
      if (answered === undefined) {
        unknown += 1;
        if (why === 'several-ways') severalWays += 1;
        else if (!isOpen) found('unknown', words(really), why);
      } else if (answered !== really) found('echo', words(really), `${words(answered)}: ${why}`);
      const way = kernel.routes.get(pair(node, to.text));
      if (!way) throw new Error(`${node} was not asked for its route to ${to.text}`);
      const agrees = model.agrees(node, to, way);
      if (agrees === false || (agrees === undefined && !isOpen))
        found('route', wayText(way), model.route(node, to));
    }
  }
  const pairs = model.nodes.size * model.targets.length;
  return {
    compilation,
    kernel,
    disagreements,
    counts: { pairs, answered: kernel.answered.size, routes: kernel.routes.size, unknown, severalWays },
    isOpen,
  };
}
