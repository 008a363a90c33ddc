// What can be made to fail in a script's `up`: each step, each setting, each name, each write to the journal.
import { noSuchSetting, type Subject, soak } from './injection.helper.ts';
import { claim } from './labs.helper.ts';
import type { Machine } from './machine.helper.ts';

interface Step {
  readonly tool: 'ip' | 'nft';
  /** A namespace; empty for the machine itself. */
  readonly node: string;
  /** As the tool reads it. */
  readonly line: string;
  /** What stands behind it. */
  readonly place: string;
}
interface Block {
  readonly kind: 'root' | 'links' | 'inside' | 'ensured' | 'table';
  readonly node: string;
  readonly steps: readonly Step[];
}

/** The steps of a script's `lab` function, in order. */
function blocksOf(script: string): readonly Block[] {
  const blocks: Block[] = [];
  const body = script.slice(script.indexOf('\nlab() {'), script.indexOf('\n}\n'));
  const pattern =
    /^ {2}(root|links|inside (\S+) \S+ '[^']*'|table (\S+)) '\n([^']*)'|^ {2}(route|neighbour) '([^']*)' (\S+)$/gm;
  for (const [, word = '', inside, table, batch = '', ensured, wish = '', place = ''] of body.matchAll(
    pattern,
  )) {
    if (ensured) {
      const line =
        ensured === 'route'
          ? `route add ${wish.replace(/^\S+ /, '')} # ${place}`
          : `neigh replace ${wish} nud permanent # ${place}`;
      blocks.push({ kind: 'ensured', node: '', steps: [{ tool: 'ip', node: '', line, place }] });
      continue;
    }
    const node = inside ?? (table === 'root' ? '' : table) ?? '';
    const tool = table === undefined ? 'ip' : 'nft';
    const steps = batch
      .split('\n')
      .map((line) => ({ tool, node, line, place: / # (\S+)$/.exec(line)?.[1] ?? '' }) as const);
    const kind = table === undefined ? (word.split(' ')[0] as 'root' | 'links' | 'inside') : 'table';
    blocks.push({ kind, node, steps });
  }
  return blocks;
}

/** One way to make one step fail, and what has to come of it. */
export interface Injection {
  readonly kind: string;
  /** For whoever reads of it. */
  readonly at: string;
  /** What the stand-ins are told. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text before `up`, and after it: what the injection itself has made goes, and must be there to go. */
  readonly before?: string;
  readonly after?: string;
  /** A line of what it says. */
  readonly says: string | RegExp;
  /** The journal cannot be removed, thus only `down` removes it afterwards. */
  readonly down?: true;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `lab.net:4`, or `lab.net:4-18` where it may come from several steps. */
function placesOf(steps: readonly Step[]): string {
  const places = steps.map(({ place }) => place).filter(Boolean);
  const lines = places.map((place) => Number(place.replace(/^.*:/, '')));
  const [low, high] = [Math.min(...lines), Math.max(...lines)];
  return `${places[0]?.replace(/:.*/, '')}:${low}${high > low ? `-${high}` : ''}`;
}

function says(place: string, node: string, text: string): RegExp {
  return new RegExp(`^${literally(place)}: ${node === '' ? 'root' : `ns ${node}`}: ${text}`, 'm');
}

/** Each step refused by the kernel, not understood by ip, killed; each entry into a namespace refused. */
export function failingSteps({ script }: Subject): readonly Injection[] {
  return blocksOf(script).flatMap((block) => {
    const { kind, node, steps } = block;
    const who = kind === 'links' ? 'links' : node;
    const said = (place: string, text: string): RegExp =>
      kind === 'links' ? new RegExp(`^${literally(place)}: links: ${text}`, 'm') : says(place, node, text);
    const [first, last] = [steps[0], steps.at(-1)];
    if (!first || !last) return [];
    const at = (step: Step, act: string): Readonly<Record<string, string>> => ({
      AT_TOOL: step.tool,
      AT_NODE: node,
      AT_LINE: step.line,
      ACT: act,
    });
    const injections: Injection[] = [];
    if (kind === 'table') {
      const place = placesOf(steps);
      injections.push(
        {
          kind: 'refused',
          at: first.line,
          env: at(first, 'refused'),
          says: said(place, '/dev/stdin:1:.*not permitted$'),
        },
        { kind: 'killed', at: first.line, env: at(first, 'killed'), says: said(place, 'ended with 137$') },
      );
    } else {
      for (const [index, step] of steps.entries()) {
        const word = / (\S+) # \S+$/.exec(step.line)?.[1] ?? '';
        const same = steps.filter(({ line }) => line.includes(` ${word} `));
        const refused: Injection = {
          kind: 'refused',
          at: `${who}: ${step.line}`,
          env: at(step, 'refused'),
          says: said(step.place, 'RTNETLINK answers: Operation not permitted$'),
        };
        const unread: Injection = {
          kind: 'not understood',
          at: `${who}: ${step.line}`,
          env: { ...at(step, 'unread'), AT_WORD: word },
          says: said(placesOf(same), 'Error: either "local" is duplicate, or ".*" is a garbage'),
        };
        // what is undone is the same, so by turns where there is little time
        if (soak) injections.push(refused, unread);
        else injections.push(index % 2 ? unread : refused);
      }
      injections.push({
        kind: 'killed',
        at: `${who}: ${last.line}`,
        env: at(last, 'killed'),
        says: said(placesOf(steps), 'ended with 137$'),
      });
      // what ip itself says of a word that it does not know
      if (kind !== 'root')
        injections.push({
          kind: 'not understood',
          at: `${who}: ${last.line}, with a word too many`,
          env: at(last, 'garbage'),
          says: said(placesOf(steps), '.+'),
        });
    }
    if (node !== '')
      injections.push({
        kind: 'not entered',
        at: `${node}: ${kind}`,
        env: { AT_TOOL: 'nsenter', AT_NODE: node, AT_LINE: kind === 'table' ? 'nft' : 'sh' },
        says: said(placesOf(steps), 'nsenter: .*not permitted$'),
      });
    if (kind === 'links')
      injections.push({
        kind: 'not entered',
        at: 'links',
        env: { AT_TOOL: 'unshare' },
        says: said(placesOf(steps), 'unshare: .*No space left on device$'),
      });
    return injections;
  });
}

/** A name or a route that somebody else takes after it was looked up: it is there afterwards. */
export function takenNames({ script }: Subject): readonly Injection[] {
  return blocksOf(script).flatMap(({ kind, node, steps }) =>
    node === '' && kind !== 'links' ? steps.flatMap((step) => takenName(step, placesOf(steps))) : [],
  );
}

function takenName({ tool, line, place }: Step, places: string): readonly Injection[] {
  const words = line.trim().split(' ');
  const family = words.some((word) => /:.*:/.test(word)) ? '-6' : '-4';
  const theirs: Readonly<Record<string, readonly [string, string]>> = {
    'netns add': [`ip netns add ${words[2]}`, `ip netns del ${words[2]}`],
    'link add': [`ip link add name ${words[3]} type bridge`, `ip link del dev ${words[3]}`],
    'route add': [
      `ip ${family} ${words.join(' ')}`,
      `ip ${family} ${words.join(' ').replace('route add', 'route del')}`,
    ],
    'create table': [`nft ${words.join(' ')}`, `nft delete table ${words.slice(2).join(' ')}`],
  };
  const [make, remove] = theirs[words.slice(0, 2).join(' ')] ?? [];
  if (!make || !remove) return [];
  return [
    {
      kind: 'taken in between',
      at: make,
      env: { AT_TOOL: tool, AT_NODE: '', AT_LINE: line, ACT: make },
      after: remove,
      says: says(place || places, '', '.*File exists'),
    },
  ];
}

/** Each setting, of a namespace and of the machine, that cannot be opened, or not be written. */
export async function failingSettings(subject: Subject, machine: Machine): Promise<readonly Injection[]> {
  const blocks = blocksOf(subject.script);
  const first = blocks.find(({ kind }) => kind === 'root')?.steps[0];
  const commands = claim(await machine.script(subject.script, ['-n', 'up']), 0);
  const injections: Injection[] = [];
  const seen = new Set<string>();
  for (const [, node = '', settings = ''] of commands.matchAll(
    /^(?:ip netns exec (\S+) )?sysctl -e?qw (.*)$/gm,
  )) {
    for (const [, setting] of settings.matchAll(/(net\/[^ '=]+)=/g)) {
      const path = `/proc/sys/${setting}`;
      // a sandbox knows one group alone, so this one may fail
      if (path.endsWith('/ping_group_range') || seen.has(`${node} ${path}`)) continue;
      seen.add(`${node} ${path}`);
      const readOnly = `mount --bind ${path} ${path} && mount -o remount,ro,bind ${path}`;
      if (node === '') {
        // Devices come with the first batch. Nothing but the lab's own are gone with their settings.
        injections.push({
          kind: 'setting of the machine',
          at: path,
          env: {
            AT_TOOL: 'ip',
            AT_NODE: '',
            AT_LINE: first?.line ?? '',
            ACT: `then test ! -e ${path} || { ${readOnly}; }`,
          },
          after: `umount ${path} 2>/dev/null || true`,
          // the switch of the whole machine stands for what has to be kept of each device
          says: new RegExp(
            `^\\S+\\.net:\\d+: cannot write (${path}|/proc/sys/net/ipv6/conf/all/forwarding)$`,
            'm',
          ),
        });
        continue;
      }
      const steps = blocks.find((one) => one.kind === 'inside' && one.node === node)?.steps ?? [];
      // by turns, as both are the same to a shell
      const act = injections.length % 2 ? readOnly : `mount --bind /dev/full ${path}`;
      injections.push({
        kind: 'setting of a namespace',
        at: `${node}: ${path}`,
        env: { AT_TOOL: 'setting', AT_NODE: node, ACT: act },
        says: says(placesOf(steps), node, '.+'),
      });
    }
  }
  return injections;
}

/** A folder of journals that is full, read-only or without room for a file, at each write. */
export function failingJournal({ id, script }: Subject): readonly Injection[] {
  const journal = `/run/netgen/${id}`;
  const folder = (options: string, more = 'true'): string =>
    `mkdir -p /run/netgen; mount -t tmpfs ${options} tmpfs /run/netgen; ${more}`;
  const blocks = blocksOf(script);
  const last = blocks.at(-1)?.steps[0];
  const first = blocks.find(({ kind }) => kind === 'root')?.steps[0];
  const fill = 'cat /dev/zero >/run/netgen/.filler 2>/dev/null';
  const end = (step: Step | undefined, act: string) => ({
    AT_TOOL: step?.tool ?? '',
    AT_NODE: step?.node ?? '',
    AT_LINE: step?.line ?? '',
    ACT: act,
  });
  // a page of a tmpfs is 4 KiB; what follows begins as its last bytes or on the next one
  const pad = (room: number): string =>
    `size=$(stat -c %s ${journal}); { echo; head -c $((8190 - size % 4096 - ${room})) /dev/zero | tr '\\0' x; echo; } >>${journal}; ${fill}; true`;
  const cannot = `${id}: cannot write ${journal}`;
  const common = { kind: 'journal', after: 'umount /run/netgen', says: cannot } as const;
  const anywhere: readonly Injection[] = [
    { ...common, at: 'full from the start', before: folder('-o size=4k', `${fill} || true`) },
    { ...common, at: 'no file more', before: folder('-o nr_inodes=1') },
    { ...common, at: 'read-only from the start', before: folder('-o ro') },
    {
      kind: 'journal',
      at: 'no folder',
      before: 'rmdir /run/netgen; mount -o remount,ro /run',
      after: 'mount -o remount,rw /run; mkdir /run/netgen',
      says: /^mkdir: .*Read-only file system/m,
    },
  ];
  const roomy = { ...common, before: folder('-o size=64k') };
  const readOnly = {
    ...roomy,
    after: 'mount -o remount,rw /run/netgen',
    down: true,
  } as const;
  // the notes of what root steps have made, or of the table that comes next
  const notes: readonly Injection[] = [
    ...anywhere,
    { ...roomy, at: 'full after the first step', env: end(first, `then ${pad(0)}`) },
    {
      ...readOnly,
      at: 'read-only after the first step',
      env: end(first, 'then mount -o remount,ro /run/netgen'),
    },
  ];
  if (!script.includes(noSuchSetting))
    return [
      ...notes,
      { ...roomy, at: 'full at its end', env: end(last, pad(0)) },
      { ...roomy, at: 'full in the middle of its last word', env: end(last, pad(1)) },
      { ...readOnly, at: 'read-only at its end', env: end(last, 'mount -o remount,ro /run/netgen') },
    ];
  // it is written to, too, when forwarding is turned on
  const forward = /^\S+\.net:\d+: cannot write /m;
  const before = blocks.findLast(({ kind }) => kind === 'inside')?.steps[0];
  return [
    ...notes,
    { ...roomy, at: 'full before it keeps', env: end(before, `then ${pad(0)}`), says: forward },
    { ...roomy, at: 'full while it keeps', env: end(before, `then ${pad(99)}`), says: forward },
    {
      ...readOnly,
      at: 'read-only before it keeps',
      env: end(before, 'then mount -o remount,ro /run/netgen'),
      says: forward,
    },
  ];
}
