// What is said of random labs without a kernel, as one digest: a change that only makes things faster leaves it as it is,
// and what a soak has proven of one version holds for the other.

import { createHash, type Hash } from 'node:crypto';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { compile } from '../../../src/compile.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { labAt } from './generate.ts';
import { askModel, type ModelSays } from './model.ts';

export function soak(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      labs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const digest = createHash('sha256');
  for (let index = 0; index < Number(values.labs); index++) take(digest, labAt(Number(values.seed), index));
  process.stdout.write(`${digest.digest('hex')}\n`);
  return 0;
}

/** The scripts, the findings, and what the model says to all that the prover would ask. */
function take(digest: Hash, text: string): void {
  const { lab, diagnostics, scripts } = compile(new SourceText('lab.net', text), { force: true });
  const findings = diagnostics.map(({ rule, severity, message, span }) => [rule, severity, message, span]);
  digest.update(JSON.stringify([text, scripts.map((script) => script.text), findings]));
  if (diagnostics.some(({ rule, severity }) => rule === 'bridge-loop' && severity === 'error')) return;
  const model = askModel(lab);
  for (const node of model.nodes.keys())
    for (const to of model.targets) digest.update(JSON.stringify(answersOf(model, node, to)));
}

function answersOf(model: ModelSays, node: string, to: Parameters<ModelSays['echo']>[1]): unknown {
  const { answered, why } = model.echo(node, to);
  const ways = answered === undefined ? model.ways(node, to).map((way) => [way.answered, way.at]) : [];
  const size = model.sizeFor(node, to);
  const arrivals = [model.arrivals(node, to), size && model.arrivals(node, to, size)].map(
    (found) => found && [[...found.at], found.isSure],
  );
  return [answered, why, ways, arrivals, model.lookUps(node, to).map(({ what, said }) => [what, said])];
}
