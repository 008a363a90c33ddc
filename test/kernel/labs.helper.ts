import * as assert from 'uvu/assert';
import { compile, type Script } from '../../src/compile.ts';
import { isError } from '../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { Machine, type Result } from './machine.helper.ts';
import { difference, snapshot } from './snapshot.helper.ts';

/** The scripts of a lab that must be without errors, unless it is to be built in spite of them. */
export function scriptsOf(text: string, name: string, force = false): readonly Script[] {
  const { diagnostics, scripts } = compile(new SourceText(`${name}.net`, text), { force });
  assert.equal(
    diagnostics.filter((one) => isError(one) && !force).map(({ message }) => message),
    [],
  );
  return scripts;
}

/** The script of a lab with one machine. */
export function onlyScript(text: string, name: string, force = false): string {
  return scriptsOf(text, name, force)[0]?.text ?? '';
}

/** Claims the exit code of a script's word; answers its standard output. */
export function claim(result: Result, code: number): string {
  assert.is(result.code, code, `exit ${result.code}, not ${code}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** One ping from a node (`root` for the machine itself). */
export function ping(machine: Machine, node: string, address: string): Promise<Result> {
  const enter = node === 'root' ? [] : ['ip', 'netns', 'exec', node];
  return machine.run([...enter, 'ping', '-n', '-c', '1', '-W', '2', address]);
}

/** Claims that the machine is, after some work, what it was before: links, addresses, routes, rules, settings, nft. */
export async function leavesNothing(machine: Machine, work: () => Promise<void>): Promise<void> {
  const before = await snapshot(machine);
  await work();
  assert.equal(difference(before, await snapshot(machine)), []);
}

/** Some work on a machine of its own. */
export async function withMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}
