// Up and down again and again, where so few namespaces may be alive at once that none of them can stay unnoticed.
import process from 'node:process';
import { claim, onlyScript, withMachine } from './labs.helper.ts';

const alive = 60;
const lab = onlyScript(
  'bridge b ip 10.5.0.1/24, fd00:5::1/64\nns n{1..3} < veth e -> b ip 10.5.0.{11..13}/24, fd00:5::{11..13}/64 >\n' +
    'expect n1 reaches n3\n',
  'again',
);

// Namespaces are counted for each user namespace, so this needs one of its own. The kernel frees them in the
// background; what `down` has left by then is what a leak would be.
const loop = `set -e
mkdir -p /run/netns /run/netgen
mount -t proc proc /proc
for folder in netns netgen; do mount -t tmpfs tmpfs /run/$folder; done
ip link set lo up
echo ${alive} >/proc/sys/user/max_net_namespaces
look() {
  ip -o link | sed 's/^[0-9]*: //'
  ip -4 route show table all; ip -6 route show table all; ip neigh show nud permanent
  sed 's/^[^/]*//' /proc/self/mountinfo | grep -v ' /run/netns ' || true
  find /run/netns /run/netgen -mindepth 1
}
slab() { awk '/^Slab:/ { print $2 }' /proc/meminfo; }
look >/tmp/before
from=$(slab)
i=0
while test $i -lt "$2"; do
  i=$((i + 1))
  for word in up down; do
    sh "$1" $word >/tmp/said 2>&1 || { echo "round $i, $word: exit $?"; cat /tmp/said; exit 1; }
    test "$(cat /tmp/said)" = "again: $word" || { echo "round $i, $word:"; cat /tmp/said; exit 1; }
  done
done
look >/tmp/after
diff /tmp/before /tmp/after
echo "$from $(slab)"`;

/** So many rounds; answers what they took, in words. */
export async function upAndDownAgain(rounds: number): Promise<string> {
  let figures = '';
  await withMachine(async (machine) => {
    const apart = [
      'unshare',
      '--user',
      '--map-root-user',
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
    ];
    const started = Date.now();
    const result = await machine.run(
      [...apart, 'sh', '-c', `mount -t tmpfs tmpfs /tmp\n${loop}`, 'sh', machine.write(lab), String(rounds)],
      { timeout: 10 * rounds },
    );
    const [before, after] = claim(result, 0).trim().split(' ').map(Number);
    const seconds = (Date.now() - started) / 1000;
    figures =
      `up and down ${rounds} times, at most ${alive} namespaces alive: ${seconds.toFixed(1)} s; ` +
      `the kernel's memory (slab) of the whole machine ${before} kB before, ${after} kB after`;
  });
  return figures;
}

/** `tools/soak.mjs again [ROUNDS]` */
export async function soak([rounds = '200']: readonly string[]): Promise<number> {
  process.stdout.write(`${await upAndDownAgain(Number(rounds))}\n`);
  return 0;
}
