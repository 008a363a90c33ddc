// As many labs as asked for, each case that is not as it should be in a folder: what `tools/soak.mjs prove` runs.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { compareOnce } from './compare.ts';
import { type Case, figuresText, proveLabs, stableOf, turns } from './prove.ts';
import { shrunk } from './shrink.ts';

export async function soak(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      labs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      seconds: { type: 'string' },
      out: { type: 'string', default: 'prove-out' },
      // for a kernel without nftables
      'without-nat': { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
    },
  });

  const seed = Number(values.seed);
  let last = Date.now();
  const works: Promise<void>[] = [];
  const { figures } = await proveLabs({
    seed,
    labs: Number(values.labs),
    first: Number(values.first),
    ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }),
    ...(values['without-nat'] ? { takes: (text: string) => !/^ *nat /m.test(text) } : {}),
    onCase: (one) => {
      works.push(
        keep(one, join(values.out, `${one.kind.replace(' ', '-')}-${seed}-${one.index}`), values.shrink),
      );
    },
    onLab: (now) => {
      if (Date.now() - last < 60_000) return;
      last = Date.now();
      process.stdout.write(`${figuresText(now)}\n`);
    },
  });
  await Promise.all(works);
  process.stdout.write(`# FIGURES prove, seed ${seed}: ${figuresText(figures)}\n`);
  return figures.disagreements + figures.misses + figures.unforeseen + figures.falseAlarms > 0 ? 1 : 0;
}

async function keep({ kind, text, details }: Case, folder: string, shrink: boolean): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lab.net'), text);
  writeFileSync(join(folder, 'what.txt'), `${kind}\n${details.join('\n')}\n`);
  process.stdout.write(`${kind}: ${folder}\n  ${details.slice(0, 3).join('\n  ')}\n`);
  if (!shrink || kind !== 'disagreement') return;
  const small = await shrunk(text, isStillWrong);
  const { disagreements } = await compareOnce(small, turns);
  writeFileSync(join(folder, 'small.net'), small);
  writeFileSync(join(folder, 'small.txt'), JSON.stringify(disagreements, undefined, 2));
}

export async function isStillWrong(text: string): Promise<boolean> {
  const { disagreements } = await compareOnce(text, turns);
  return disagreements.length > 0 && (await stableOf(text, disagreements.slice(0, 1))).length > 0;
}
