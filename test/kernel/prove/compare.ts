// One lab, put to both: where they differ.

import { analyze, type Compilation, compile } from '../../../src/compile.ts';
import type { Address } from '../../../src/model/address.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { askKernel, type Hope, type KernelSays, pair, type Questions, type RouteGet } from './kernel.ts';
import { type Arrivals, askModel, type EchoWay, type LookUp, type ModelSays } from './model.ts';
import type { Turns } from './turns.ts';

export interface Disagreement {
  readonly what: 'route' | 'echo' | 'unknown' | 'arrival' | 'large';
  readonly node: string;
  /** An address, or more of what a look-up asked for. */
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
  readonly lookUps: number;
  /** Requests of which it was compared where they came to, and large ones. */
  readonly arrivals: number;
  readonly large: number;
  /** Pairs of which the model does not say whether they answer. */
  readonly unknown: number;
  /** Pairs that depend on which of several ways is taken, and for which the kernel's own look-ups said which. */
  readonly chosen: number;
  /** Those for which nothing says it: that the answer is that of one of the ways is all that is compared. */
  readonly severalWays: number;
}

const nothing: Counts = {
  pairs: 0,
  answered: 0,
  lookUps: 0,
  arrivals: 0,
  large: 0,
  unknown: 0,
  chosen: 0,
  severalWays: 0,
};

function words(answered: boolean): string {
  return answered ? 'answered' : 'not answered';
}

function wayText({ kind, via, device, source }: RouteGet): string {
  return device === undefined ? kind : `${kind}${via ? ` via ${via}` : ''} dev ${device} src ${source}`;
}

/** Brings a lab up and compares; `modelled`: the lab that the model is given, if it is another, so that the comparison can be tested. */
export async function compareOnce(text: string, turns: Turns, modelled = text): Promise<Comparison> {
  const compilation = compile(new SourceText('lab.net', text), { force: true });
  const { lab, diagnostics, scripts } = compilation;
  const script = scripts.length === 1 ? scripts[0] : undefined;
  if (!script || diagnostics.some(({ rule, severity }) => rule === 'bridge-loop' && severity === 'error'))
    return { compilation, kernel: undefined, disagreements: [], counts: nothing, isOpen: false };
  const model = askModel(modelled === text ? lab : analyze(new SourceText('lab.net', modelled)).lab);
  const pairs = [...model.nodes.keys()].flatMap((node) => model.targets.map((to) => pairOf(model, node, to)));
  const kernel = await askKernel(lab, script.text, questionsOf(model, pairs), turns);
  if (kernel.up.code !== 0) return { compilation, kernel, disagreements: [], counts: nothing, isOpen: false };
  const isOpen = lab.hosts.some(({ root }) => root.devices.some(({ kind }) => kind === 'uplink'));
  const counts = { ...nothing, pairs: pairs.length, answered: kernel.answered.size };
  const disagreements: Disagreement[] = [];
  for (const { node, to, echo, ways, lookUps, arrivals, large } of pairs) {
    const key = pair(node, to.text);
    const found = (what: Disagreement['what'], of: string, really: string, said: string): void => {
      disagreements.push({ what, node, to: of, kernel: really, model: said });
    };
    const really = kernel.answered.has(key);
    if (echo.answered !== undefined) {
      if (echo.answered !== really)
        found('echo', to.text, words(really), `${words(echo.answered)}: ${echo.why}`);
    } else if (echo.why === 'several-ways') {
      const said = new Set(ways.filter((way) => isTaken(way, kernel, key)).map(({ answered }) => answered));
      if (!said.has(really))
        found('echo', to.text, words(really), `the ways that are taken say ${[...said].join(', ')}`);
      counts[said.size > 1 ? 'severalWays' : 'chosen'] += 1;
    } else {
      counts.unknown += 1;
      if (!isOpen) found('unknown', to.text, words(really), echo.why);
    }
    for (const [what, came, said] of [
      ['arrival', kernel.arrived.get(key), arrivals],
      ['large', kernel.large.get(key), large?.arrivals],
    ] as const) {
      if (!said) continue;
      counts[what === 'large' ? 'large' : 'arrivals'] += 1;
      const at = [...(came ?? [])];
      if (at.some((one) => !said.at.has(one)) || (said.isSure && at.length === 0))
        found(
          what,
          what === 'large' ? `${to.text} size ${large?.size}` : to.text,
          at.length > 0 ? `comes to ${at.join(', ')}` : 'does not arrive',
          `${said.isSure ? 'comes' : 'may come'} to ${[...said.at].join(', ') || 'nobody'}`,
        );
    }
    for (const { what, agrees, said } of lookUps) {
      const way = kernel.lookUps.get(pair(node, what));
      if (!way) throw new Error(`${node} was not asked for its route to ${what}`);
      counts.lookUps += 1;
      const agreed = agrees(way);
      if (agreed === false || (agreed === undefined && !isOpen)) found('route', what, wayText(way), said);
    }
  }
  return { compilation, kernel, disagreements, counts, isOpen };
}

interface Pair {
  readonly node: string;
  readonly to: Address;
  readonly echo: ReturnType<ModelSays['echo']>;
  /** Where they do not all end alike. */
  readonly ways: readonly EchoWay[];
  readonly lookUps: readonly LookUp[];
  /** Where the request comes to; undefined where the model does not know. */
  readonly arrivals: Arrivals | undefined;
  /** The same of a large one, where one is sent. */
  readonly large: { readonly size: number; readonly arrivals: Arrivals | undefined } | undefined;
}

function pairOf(model: ModelSays, node: string, to: Address): Pair {
  const echo = model.echo(node, to);
  const size = model.sizeFor(node, to);
  return {
    node,
    to,
    echo,
    ways: echo.answered === undefined ? model.ways(node, to) : [],
    lookUps: model.lookUps(node, to),
    arrivals: model.arrivals(node, to),
    large: size === undefined ? undefined : { size, arrivals: model.arrivals(node, to, size) },
  };
}

function questionsOf({ nodes }: ModelSays, pairs: readonly Pair[]): ReadonlyMap<string, Questions> {
  const questions = new Map(
    [...nodes.keys()].map((node) => [
      node,
      {
        lookUps: new Set<string>(),
        pings: new Map<string, { hope: Hope }>(),
        large: new Map<string, { size: number; hope: Hope }>(),
      },
    ]),
  );
  for (const { node, to, echo, ways, lookUps, arrivals, large } of pairs) {
    const asked = questions.get(node);
    for (const { what } of lookUps) asked?.lookUps.add(what);
    for (const choice of ways.flatMap(({ choices }) => choices))
      questions.get(choice.node)?.lookUps.add(choice.what);
    const isAnswered = echo.answered ?? ways.some(({ answered }) => answered);
    asked?.pings.set(to.text, { hope: isAnswered ? 'answer' : hopeOf(arrivals) });
    if (large) asked?.large.set(to.text, { size: large.size, hope: hopeOf(large.arrivals) });
  }
  return questions;
}

function hopeOf(arrivals: Arrivals | undefined): Hope {
  return arrivals?.isSure ? 'arrival' : 'nothing';
}

/** Whether the kernel's look-ups choose a way, and the request came to where it leads. */
function isTaken({ at, choices }: EchoWay, { lookUps, arrived }: KernelSays, key: string): boolean {
  const came = arrived.get(key);
  if (at === undefined ? came !== undefined : !came?.has(at)) return false;
  return choices.every(({ node, what, isTaken }) => {
    const way = lookUps.get(pair(node, what));
    return !way || isTaken(way);
  });
}
