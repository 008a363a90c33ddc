// What the static kernel says of each lab of `fixtures/forwarding`, byte for byte; `UPDATE=1` writes it anew. The
// kernel test `prove` asks a real one the same.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askModel } from '../kernel/prove/model.ts';
import { forwardingFixtures, labOf } from '../lab.helper.ts';

const test = suite('forwarding: fixtures');

for (const { name, file, text } of forwardingFixtures()) {
  test(name, () => {
    const said = matrixOf(text);
    const kept = file.replace(/\.net$/, '.out');
    if (process.env.UPDATE) writeFileSync(kept, said);
    assert.ok(existsSync(kept), `${kept} is missing`);
    assert.is(said, readFileSync(kept, 'utf8'));
  });
}

/** From each node to each address: whether it answers, why not, and the node's route to it. */
function matrixOf(text: string): string {
  const model = askModel(labOf(text));
  const lines = [...model.nodes.keys()].flatMap((node) =>
    model.targets.map((to) => {
      const { answered, why } = model.echo(node, to);
      const end = answered === true ? 'answers' : answered === false ? why : `? ${why}`;
      return `${node} ${to.text}: ${end} (${model.lookUps(node, to)[0]?.said})\n`;
    }),
  );
  return lines.join('');
}

test.run();
