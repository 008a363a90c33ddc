// Labs that are up together, and runs of one lab at once, leave each other alone.
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript, withMachine } from './labs.helper.ts';
import { harnessFolder } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';
import { addUplink, usersLine } from './uplinks.helper.ts';

const test = await kernelSuite('side by side', ['nft', 'sysctl', 'bash', 'dash', 'busybox', 'mksh']);
const shells = [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']] as const;

/** A small lab with a bridge and a namespace; names and networks go with its number. */
const numbered = (n: number, more = ''): string =>
  onlyScript(
    `bridge b${n} ip 10.${n}.0.1/24\nns n${n} < veth e -> b${n} ip 10.${n}.0.2/24 gw .1 >\n${more}`,
    `lab${n}`,
  );

for (const shell of shells) {
  test(`two runs of one lab take turns under ${shell.join(' ')}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const both = (...words: readonly string[]) =>
          Promise.all(words.map((word) => machine.script(usersLine, [word], { shell })));
        const ups = await both('up', 'up');
        assert.equal(ups.map((one) => claim(one, 0)).sort(), [
          'users-line: already up\n',
          'users-line: up\n',
        ]);
        assert.match(ups.map(({ stderr }) => stderr).join(''), /^users-line: waits for another run$/m);
        for (const [up, down] of [await both('up', 'down'), await both('up', 'down')]) {
          claim(up as never, 0);
          assert.match(claim(down as never, 0), /: (down|not up)$/m);
          const { code } = await machine.script(usersLine, ['status']);
          assert.ok(code === 0 || code === 3, `status ${code}`);
        }
        const downs = await both('down', 'down');
        for (const one of downs) claim(one, 0);
      }),
    ));
}

test('a run that does not end keeps others waiting, but not for ever', () =>
  withMachine(async (machine) => {
    claim(await machine.script(usersLine, ['down']), 0);
    // the minute is short here
    await machine.shell(
      `mkdir ${harnessFolder}/bin; flock=$(command -v flock); cat >${harnessFolder}/bin/flock <<END
#!/bin/sh
case \\$1 in -w) exec $flock -w 0.2 "\\$3" ;; *) exec $flock "\\$@" ;; esac
END
chmod +x ${harnessFolder}/bin/flock; sh -c 'flock 9; exec sleep 100' 9</run/netgen >/dev/null 2>&1 &
until ! flock -n /run/netgen true; do sleep 0.05; done`,
    );
    await leavesNothing(machine, async () => {
      const file = machine.write(usersLine);
      const result = await machine.run(['sh', '-c', `PATH=${harnessFolder}/bin:$PATH exec sh ${file}`]);
      claim(result, 1);
      assert.is(result.stderr, 'users-line: waits for another run\nusers-line: another run does not end\n');
    });
  }));

test('different labs at once; of two that want one name exactly one is built', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const three = [numbered(1), numbered(2), numbered(3)];
      for (const word of ['up', 'down'])
        for (const result of await Promise.all(three.map((one) => machine.script(one, [word]))))
          claim(result, 0);
      const rivals = [numbered(1, 'ns same\n'), numbered(2, 'ns same\n')];
      const results = await Promise.all(rivals.map((one) => machine.script(one)));
      assert.equal(results.map(({ code }) => code).sort(), [0, 3]);
      const loser = results.findIndex(({ code }) => code === 3);
      assert.match(
        results[loser]?.stderr ?? '',
        new RegExp(`lab${loser + 1}\\.net:3: a namespace same exists already`),
      );
      assert.is(claim(await machine.script(rivals[loser] ?? '', ['down']), 0), `lab${loser + 1}: not up\n`);
      claim(await machine.script(rivals[1 - loser] ?? '', ['status']), 0);
      claim(await machine.script(rivals[1 - loser] ?? '', ['down']), 0);
    }),
  ));

const sharing = (n: number): string =>
  onlyScript(
    'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\nforward\nroute 10.99.0.0/16 via 10.0.2.16\nneigh 10.0.2.77 lladdr 02:00:00:00:00:77 dev enp0s3\n' +
      `bridge b${n} ip 10.${n}.0.1/24, fd00:${n}0::1/64\n` +
      `ns n${n} < veth e -> b${n} ip 10.${n}.0.2/24, fd00:${n}0::2/64 gw .1, ::1 >\n` +
      `expect n${n} reaches root:enp0s3\n`,
    `lab${n}`,
  );
for (const order of ['the first goes first', 'the last goes first']) {
  test(`two labs share an uplink, a route and a neighbour: ${order}`, () =>
    withMachine(async (machine) => {
      await addUplink(machine);
      const [one, two] = [sharing(3), sharing(4)];
      const [first, last] = order === 'the first goes first' ? [one, two] : [two, one];
      const switches = 'net.ipv4.ip_forward net.ipv6.conf.all.forwarding';
      const turn = (value: number) => machine.shell(`for s in ${switches}; do sysctl -qw $s=${value}; done`);
      for (const turned of [false, true]) {
        await leavesNothing(machine, async () => {
          for (const script of [one, two]) claim(await machine.script(script), 0);
          if (turned) await turn(1);
          assert.match(claim(await machine.script(first, ['down']), 0), /: down$/m);
          for (const word of ['status', 'verify']) claim(await machine.script(last, [word]), 0);
          if (turned) await turn(0); // so it is as `up` has found it
          assert.match(claim(await machine.script(last, ['down']), 0), /: down$/m);
        });
      }
      // switched on while they are up, it stays on for all; switched off, it stays off
      for (const to of [1, 0]) {
        for (const script of [one, two]) claim(await machine.script(script), 0);
        await turn(to);
        const own = 'sysctl net.ipv4.conf.enp0s3.forwarding net.ipv4.ip_forward net.ipv6.conf.all.forwarding';
        const switched = await machine.shell(own);
        for (const script of [first, last]) claim(await machine.script(script, ['down']), 0);
        assert.is(await machine.shell(own), switched);
      }
    }));
}

test('another version of the lab is refused, and torn down by the newer script', () =>
  withMachine(async (machine) => {
    await addUplink(machine);
    const { text } = fixtureLab('gateway');
    const older = onlyScript(`${text}route 10.98.0.0/16 via 10.0.2.16\nns extra\n`, 'gateway');
    const source = new SourceText('gateway.net', fixtureLab('users-line').text);
    const [newer = '', teardown = ''] = [{}, { teardown: true }].map(
      (options) => compile(source, options).scripts[0]?.text,
    );
    await leavesNothing(machine, async () => {
      for (const script of [newer, teardown]) {
        claim(await machine.script(older), 0);
        for (const word of ['up', 'check']) {
          const refused = await machine.script(newer, [word]);
          claim(refused, 3);
          assert.match(refused.stderr, /^gateway: another version of it is up; down first$/m);
        }
        claim(await machine.script(newer, ['status']), 1);
        assert.match(claim(await machine.script(newer, ['verify']), 3), /^Bail out! another version/);
        claim(await machine.script(older, ['status']), 0); // untouched
        assert.is(claim(await machine.script(script, ['down']), 0), 'gateway: down\n');
      }
    });
  }));

test('file names that come to the same name are one lab', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const { text } = fixtureLab('users-line');
      const [one, alike, other] = [
        onlyScript(text, 'my lab'),
        onlyScript(text, 'my-lab'),
        onlyScript(text.replaceAll('ns1', 'ns2'), 'my-lab'),
      ] as const;
      claim(await machine.script(one), 0);
      assert.match(claim(await machine.script(alike), 0), /: already up$/m);
      assert.match((await machine.script(other)).stderr, /another version of it is up/);
      claim(await machine.script(alike, ['down']), 0);
    }),
  ));

test.run();
