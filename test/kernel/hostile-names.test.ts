// What scripts of hostile labs really run: under four shells, with stand-ins for every tool that changes something,
// each of which writes down its words and what it is given to read. And on the kernel itself, names that ip has a
// meaning of its own for.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { compile, type Script } from '../../src/compile.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { awkward, canary, hostileLab } from '../render/hostile-labs.helper.ts';
import { operationOf, readSteps, stepsOf } from '../render/script-reader.helper.ts';
import { claim, leavesNothing, onlyScript } from './labs.helper.ts';
import { harnessFolder, Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('hostile names', [
  'ping',
  'nft',
  'awk',
  'flock',
  'lsns',
  'bash',
  'dash',
  'busybox',
  'mksh',
]);

const wanted = Number(process.env.NETGEN_HOSTILE_SCRIPTS ?? 120);
const seed = Number(process.env.NETGEN_SEED ?? 20261128);
const shells = ['bash', 'dash', 'busybox sh', 'mksh'];

const standIn = `#!/bin/sh
record=\${0##*/} last=
for word; do
  case $last in -c | -ec) record="$record|(text)" ;; *) record="$record|$word" ;; esac
  last=$word
done
case "\${0##*/} $*" in
  'ip -V') echo 'ip utility, iproute2-6.1.0'; exit ;;
  'ip -N -j -batch -') /bin/cat >/dev/null; /bin/cat ./facts; exit ;;
  'ip -o link show group '* | 'ip -N -o link show' | 'nft list '*) code=1 ;;
  *' -batch -' | *'nft -f -' | 'nsenter '*' sh -ec '* | 'nsenter '*' sh -c '* | 'sh -c '*) code=0 record="$record
$(/bin/cat)" ;;
  *) code=0 ;;
esac
printf '%s\\n\\036' "$record" >>./log
case "$SHOWN \${0##*/} $*" in '-n up sh -c '*) exec /bin/sh "$@" ;; esac
exit "$code"
`;

const driver = `cd ${harnessFolder}/hostile
mkdir tools
for tool in awk cat find flock grep id mkdir printf rm sed sleep tail tr; do
  for at in /usr/bin /bin; do test ! -x $at/$tool || ln -sf $at/$tool tools/$tool; done
done
for tool in ip lsns nft nsenter ping reboot sh touch unshare; do cp stand-in tools/$tool; chmod 755 tools/$tool; done
tools=$PWD/tools
for n in *.sh; do
  n=\${n%.sh} shell=$(cat $n.shell)
  cp $n.facts facts
  for words in '-n up' up verify down; do
    rm -f log
    code=0
    NETGEN_OVERLAP=allow SHOWN=$words PATH=$tools /usr/bin/env -- $(command -v \${shell%% *}) $(test "$shell" = "\${shell#* }" || echo \${shell#* }) $n.sh $words >"$n.$words.out" 2>"$n.$words.err" </dev/null || code=$?
    echo $code >"$n.$words.code"
    test ! -e log || mv log "$n.$words.log"
    test "$words" != up || cp -r /run/netgen "$n.state"
  done
  test -z "$(ls -A /run/netgen)" || mv /run/netgen "$n.left"
done
`;

/** Scripts of as many hostile labs. */
function hostileScripts(count: number): readonly Script[] {
  const scripts: Script[] = [];
  for (let round = 0; scripts.length < count; round++) {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { file, text } = hostileLab(draw, 0);
        scripts.push(...compile(new SourceText(file, text), { force: true }).scripts);
      }),
      { numRuns: 20, seed: seed + round },
    );
  }
  return scripts.slice(0, count);
}

/** What ip says of the uplinks that a plan describes. */
function factsOf({ steps }: Plan): string {
  const links = steps.flatMap((step, index) => {
    if (step.step !== 'uplink') return [];
    const of = (key: string): string | undefined =>
      step.checks.find((check) => check.startsWith(`${key}=`))?.slice(key.length + 1);
    const addresses = step.checks.filter((check) => check.includes('/'));
    return {
      ifindex: index + 2,
      ifname: step.device,
      flags: ['BROADCAST', 'UP'],
      mtu: Number(of('mtu') ?? 1500),
      operstate: 'UP',
      group: '0',
      address: of('mac') ?? '02:00:00:00:00:01',
      addr_info: addresses.map((address) => ({
        family: address.includes(':') ? 'inet6' : 'inet',
        local: address.split('/')[0],
        prefixlen: Number(address.split('/')[1]),
        scope: '0',
      })),
    };
  });
  return `${JSON.stringify(links)}\n`;
}

interface Call {
  readonly words: readonly string[];
  readonly input: readonly string[];
}

function callsIn(log: string): readonly Call[] {
  return log
    .split('\n\x1e')
    .filter((record) => record !== '')
    .map((record) => {
      const [first = '', ...input] = record.split('\n');
      return { words: first.split('|'), input };
    });
}

/** Calls of `up` as the lines of a `lab` that would make them; undefined for one that only looks. */
function lineOf({ words, input }: Call): readonly string[] {
  const quoted = (line: string): readonly string[] => [
    `  ${line} '`,
    ...input.slice(0, -1),
    `${input.at(-1)}'`,
  ];
  const line = words.join('|');
  const [, namespace, forward, devices] =
    /^nsenter\|--net=\/run\/netns\/([^|/]+)\|sh\|-ec\|\(text\)\|sh\|([^|]*)\|([^|]*)\|[^|]*$/.exec(line) ??
    [];
  if (namespace !== undefined) return quoted(`inside ${namespace} forward=${forward} '${devices}'`);
  const [, enter] = /^(nsenter\|--net=\/run\/netns\/[^|/]+\|)?nft\|-f\|-$/.exec(line) ? [0, line] : [];
  if (enter !== undefined) return quoted(`table ${/netns\/([^|]+)/.exec(enter)?.[1] ?? 'root'}`);
  const [only = '', ...more] = input;
  switch (line) {
    case 'ip|-batch|-':
      return quoted('root');
    case 'unshare|--net|ip|-batch|-':
      return quoted('links');
    case 'ip|-4|-batch|-':
    case 'ip|-6|-batch|-': {
      assert.equal(more, []);
      const [, route, place] = /^route add ([^#']*) # ([^ ]*)$/.exec(only) ?? [];
      if (route !== undefined) return [`  route 'inet${words[1] === '-6' ? '6' : ''} ${route}' ${place}`];
      const [, neighbour, at] = /^neigh replace ([^#']*) nud permanent # ([^ ]*)$/.exec(only) ?? [];
      return [`  neighbour '${neighbour}' ${at}`];
    }
    default:
      // what looks
      assert.match(
        line,
        /^(lsns\|-n\|-l\|-t\|net\|-o\|PID,NSFS,COMMAND|nft\|(-t\|)?list\|.*|unshare\|--net\|sh\|-c\|\(text\)|ip\|-o\|link\|show\|group\|\d+|ip\|-N\|-o\|link\|show|ip\|-n\|[^|]*\|-o\|link\|show\|dev\|lo\|up)$/,
        line,
      );
      return [];
  }
}

const changes = new Set(['root', 'links', 'inside', 'route', 'neighbour', 'table']);
const changesOf = (steps: readonly unknown[]): readonly unknown[] =>
  steps.filter((one) => changes.has((one as { step: string }).step));

/** The commands that `-n up` shows, by the namespace that they are for. */
function shown(output: string): readonly unknown[] {
  const found: unknown[] = [];
  let inTable = false;
  for (const line of output.split('\n').slice(0, -1)) {
    const inside = /^ip -n ([^ ]+) (.*)$/.exec(line);
    const made = /^(?:unshare --net )?ip ([^-].*)$/.exec(line);
    const ruled = inTable && !/^END$/.test(line);
    if (/nft -f - <<'END'$/.test(line)) inTable = true;
    else if (line === 'END') inTable = false;
    if (ruled) continue;
    const step = (inside?.[2] ?? made?.[1])?.replace(/ # .*$/, '');
    if (step !== undefined && !/^netns exec /.test(step))
      found.push([inside?.[1] ?? 'root', operationOf(step)]);
    else
      assert.match(
        line,
        /^(ip netns exec [A-Za-z0-9_.+-]+ (sysctl -eqw ([A-Za-z0-9_/.+-]+=\d+ |'net\/ipv4\/ping_group_range=0 2147483647' )+|nft -f - <<'END')|sysctl -qw net\/[A-Za-z0-9_/.+-]+=\d|ip -[46] (route add|neigh replace) [A-Za-z0-9_:./+ -]+ # \S+|nft -f - <<'END'|END)$/,
      );
  }
  return found;
}

function operationsOf({ steps }: Plan): readonly unknown[] {
  return steps.flatMap((step) =>
    'operations' in step
      ? step.operations.map((operation) => [step.step === 'inside' ? step.namespace : 'root', operation])
      : [],
  );
}

const oneBatch = (operations: readonly unknown[]): readonly unknown[] =>
  (stepsOf({ steps: [{ operations }] } as never)[0] as { operations: readonly unknown[] }).operations;

/** Claims that two lists say the same; the first difference is enough to read. */
function same(found: readonly unknown[], known: readonly unknown[], about: string): void {
  const [ours, theirs] = [found.map((one) => JSON.stringify(one)), known.map((one) => JSON.stringify(one))];
  const at = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex(
    (_, i) => ours[i] !== theirs[i],
  );
  assert.is(at < 0 ? '' : ours[at], at < 0 ? '' : theirs[at], about);
}

/** The probes of `verify`: who, what kind, which addresses, and what is said of it. */
function probesOf({ steps }: Plan): readonly string[] {
  return steps.flatMap((step) => {
    if (step.step === 'expect' && step.elsewhere === undefined)
      return [[step.node, step.kind, step.addresses.join(' '), step.text].join('|')];
    if (step.step !== 'expect-all') return [];
    const targets = step.targets.map(({ name, addresses }) => `${name}=${addresses.join(',')}`).join(' ');
    return step.sources.map((source) => [source, 'all', targets, `${source} reaches ${step.to}`].join('|'));
  });
}

function probeOf({ words, input }: Call): string {
  const isRoot = words[0] === 'sh';
  const [, , node = '', kind, targets, text] = words.slice(isRoot ? 4 : 6);
  if (!isRoot) assert.is(words[1], `--net=/run/netns/${node}`);
  assert.equal(words.slice(isRoot ? 0 : 2, isRoot ? 4 : 6), ['sh', '-c', '(text)', 'sh']);
  assert.equal(input, [targets]);
  return [node, kind, targets, text].join('|');
}

test('what runs is what the plan holds', async () => {
  const scripts = hostileScripts(wanted);
  const machine = await Machine.start();
  try {
    const folder = machine.path(`${harnessFolder}/hostile`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/stand-in`, standIn);
    for (const [index, { text, plan }] of scripts.entries()) {
      writeFileSync(`${folder}/${index}.sh`, text);
      writeFileSync(`${folder}/${index}.shell`, shells[index % shells.length] ?? '');
      writeFileSync(`${folder}/${index}.facts`, factsOf(plan));
    }
    await machine.script(driver, [], { timeout: 20 + 3 * scripts.length });
    let calls = 0;
    for (const [index, { plan }] of scripts.entries()) {
      const read = (word: string, what: string): string => {
        const file = `${folder}/${index}.${word}.${what}`;
        return existsSync(file) ? readFileSync(file, 'utf8') : '';
      };
      const about = `${index} under ${shells[index % shells.length]}`;
      for (const word of ['-n up', 'up', 'down'])
        assert.is(read(word, 'code'), '0\n', `${about}: ${word}\n${read(word, 'err')}`);
      const [show, up, verify, down] = ['-n up', 'up', 'verify', 'down'].map((word) =>
        callsIn(read(word, 'log')),
      );

      const entered = plan.steps.flatMap((step) => (step.step === 'inside' ? [step] : []));
      assert.equal(
        show?.map(({ words }) => words.join('|')),
        entered.map(({ forward, devices }) => {
          const families = forward.length === 2 ? 'both' : (forward[0] ?? 'none');
          return `sh|-c|(text)|sh|${families}|${devices.join(' ')}`;
        }),
        `${about}: -n`,
      );
      same(oneBatch(shown(read('-n up', 'out'))), oneBatch(operationsOf(plan)), about);
      same(
        changesOf(stepsOf({ steps: readSteps(up?.flatMap(lineOf) ?? []) } as never)),
        changesOf(stepsOf(plan)),
        about,
      );
      assert.equal(readdirSync(`${folder}/${index}.state`), [plan.id]);
      assert.equal([...(verify ?? [])].map(probeOf).sort(), [...probesOf(plan)].sort(), about);
      const removed = (down ?? []).flatMap(({ words, input }) => {
        if (words.join('|') === 'ip|-force|-batch|-') return input;
        assert.match(
          words.join('|'),
          /^(lsns\|-n\|-l\|-t\|net\|-o\|PID,NSFS,COMMAND|nft\|list\|table\|inet\|netgen-[A-Za-z0-9_-]+|ip\|-N\|-o\|link\|show|ip\|-o\|neigh\|show\|to\|[0-9a-f.:]+\|dev\|[A-Za-z0-9_.+-]+\|nud\|permanent|ip\|-[46]\|-o\|route\|show\|table\|main\|exact\|[0-9a-f.:/]+\|metric\|\d+)$/,
          `${about}: ${words.join('|')}`,
        );
        return [];
      });
      assert.equal(
        new Set(removed),
        new Set(entered.map(({ namespace }) => `netns del ${namespace}`)),
        about,
      );
      assert.not.ok(existsSync(`${folder}/${index}.left`), `${about}: a state is left`);
      calls += (up?.length ?? 0) + (verify?.length ?? 0) + (down?.length ?? 0);
    }
    for (const file of [canary, machine.path(canary)]) assert.not.ok(existsSync(file), file);
    process.stdout.write(
      `# FIGURES ${scripts.length} scripts of hostile labs under ${shells.length} shells ran ${calls} commands, all of them the plans'\n`,
    );
  } finally {
    await machine.stop();
  }
});

/** A chain of namespaces, at the root's bridge, in names that are drawn. */
function awkwardLab(names: readonly string[], others: readonly string[]): string {
  const [bridge = '', ...nodes] = names;
  const [left = '', right = '', port = ''] = others;
  const lines = nodes.map((node, index) => {
    const next = nodes[index + 1];
    const cable =
      next === undefined
        ? ''
        : `veth ${left} -> ${next}:${right} ip 10.1.${index}.1/24, fd00:1:${index}::1/64; `;
    const back = index === 0 ? '' : `veth ${right} ip 10.1.${index - 1}.2/24, fd00:1:${index - 1}::2/64; `;
    const home =
      index === 0 ? `veth ${port} -> ${bridge} port ${port} ip 10.2.0.2/24, fd00:2::2/64 gw .1; ` : '';
    return `ns ${node} < ${cable}${back}${home}forward; nat 10.1.0.0/16 >`;
  });
  const expectations = nodes.slice(1).map((node, index) => `expect ${nodes[index]} reaches ${node}:${right}`);
  return [
    `bridge ${bridge} ip 10.2.0.1/24, fd00:2::1/64`,
    ...lines,
    ...expectations,
    `expect ${nodes[0]} reaches 10.2.0.1`,
    '',
  ].join('\n');
}

for (const shell of [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']]) {
  test(`names that ip has a meaning for are names, under ${shell.join(' ')}`, async () => {
    const labs: string[] = [];
    const texts = fc.uniqueArray(
      awkward.filter((one) => !/^(lo|all|default|root|link)$/.test(one)),
      { minLength: 9, maxLength: 9, size: 'max' },
    );
    for (const words of fc.sample(texts, { numRuns: 3, seed: seed + shell.join().length })) {
      const text = awkwardLab(words.slice(0, 6), words.slice(6));
      const { scripts } = compile(new SourceText('awkward.net', text), { force: true });
      if (scripts.length > 0) labs.push(text);
    }
    assert.ok(labs.length > 0);
    const machine = await Machine.start();
    try {
      for (const lab of labs) {
        const script = onlyScript(lab, 'awkward', true);
        await leavesNothing(machine, async () => {
          for (const word of ['up', 'status', 'verify', 'up', 'down'])
            claim(await machine.script(script, [word], { shell }), 0);
        });
      }
    } finally {
      await machine.stop();
    }
  });
}

test.run();
