// The matrix of `netgen reach` for the five canonical texts, each pair pinged on the real kernel: as they are, and
// without the words that let them route.
import * as assert from 'uvu/assert';
import { Network } from '../../src/forwarding/network.ts';
import { Reachability } from '../../src/forwarding/reachability.ts';
import { countedAddresses, familiesOf } from '../../src/model/expectations.ts';
import { type Node, nodeName } from '../../src/model/lab.ts';
import { fixtureLab, labOf } from '../lab.helper.ts';
import { claim, ping, scriptsOf } from './labs.helper.ts';
import { joinMachines, Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('the matrix', ['ping', 'awk']);

const texts: readonly (readonly [string, string])[] = [
  'point-to-point',
  'bridge',
  'router',
  'root-router',
  'two-machines',
].flatMap((name) => {
  const { text } = fixtureLab(name);
  const still = text.replace(/^(\s*)forward$/gm, '$1');
  const routeless = text.replace(/\s*route [^ ]+ via \S+/g, '');
  const all = [
    ['as it is', text],
    ['without `forward`', still],
    ['without routes', routeless],
  ] as const;
  return all
    .filter(([what, one]) => what === 'as it is' || one !== text)
    .map(([what, one]): readonly [string, string] => [`${name} ${what}`, one]);
});

for (const [name, text] of texts)
  test(name, async () => {
    const reachability = new Reachability(new Network(labOf(text)));
    const nodes = reachability.groups.flat();
    const scripts = scriptsOf(text, 'matrix', true);
    const machines = await Promise.all(scripts.map(() => Machine.start()));
    try {
      const [left, right] = machines;
      if (left && right)
        await joinMachines(left, 'enp0s3', ['10.0.2.15/24'], right, 'enp0s3', ['10.0.2.16/24']);
      for (const [index, script] of scripts.entries())
        claim(await (machines[index] as Machine).script(script.text), 0);
      const pairs = nodes.flatMap((from) =>
        nodes.filter((to) => to !== from).map((to) => [from, to] as const),
      );
      const wrong = await Promise.all(
        pairs.map(async ([from, to]) => {
          const machine = machines[scripts.findIndex(({ host }) => host === from.host.name)] as Machine;
          const really = await answersAll(machine, from, to);
          const said = reachability.reaches(from, to);
          // a machine with an uplink may have routes of its own
          const isOpen = said === undefined && name === 'two-machines without routes';
          return really === said || isOpen
            ? []
            : [`${nodeName(from)} to ${nodeName(to)}: ${said}, but ${really}`];
        }),
      );
      assert.ok(pairs.length > 1);
      assert.equal(wrong.flat(), []);
    } finally {
      await Promise.all(machines.map((machine) => machine.stop()));
    }
  });

async function answersAll(machine: Machine, from: Node, to: Node): Promise<boolean> {
  const families = familiesOf(from);
  const addresses = countedAddresses(to).filter(({ family }) => families.has(family));
  const results = await Promise.all(addresses.map(({ text }) => ping(machine, from.name, text)));
  return results.every(({ code }) => code === 0);
}

test.run();
