import type { Asked } from '../../forwarding/ask.ts';
import { ask } from '../../forwarding/ask.ts';
import { Reachability } from '../../forwarding/reachability.ts';
import { nodeName } from '../../model/lab.ts';
import { nodeNamed, targetNamed } from '../../model/questions.ts';
import { file, single } from '../arguments.ts';
import type { Command } from '../command.ts';
import { exit, type Io, Unasked } from '../io.ts';
import { type Askable, answerCode, askable, found } from '../question.ts';

export const reachCommand: Command = {
  name: 'reach',
  declare: (cli, choose) =>
    cli.command(
      'reach <file> [from] [to]',
      'Say which node reaches which, and why not',
      (command) =>
        command
          .usage(
            '$0 reach FILE [FROM TO] [options]\n\nSays which node of a lab reaches which, or whether one reaches another, without running anything.\nFROM is a node, TO a node, NODE:DEVICE or an address.',
          )
          .positional('file', { type: 'string', describe: 'the lab file, or -' })
          .positional('from', { type: 'string', describe: 'the node that sends' })
          .positional('to', { type: 'string', describe: 'what is to answer' })
          .option('format', {
            choices: ['text', 'json'] as const,
            default: 'text' as const,
            describe: 'for people or for programs',
          })
          .option('strict', { type: 'boolean', describe: 'what is not known counts as not reached' })
          .example('$0 reach lab.net', 'every node and every other')
          .example('$0 reach lab.net ns1 ns2', 'one answer'),
      (args) => {
        if (args.from !== undefined && args.to === undefined)
          throw new Error('reach FROM wants a TO as well');
        const options = {
          file: file(single(args.file, 'FILE')),
          pair:
            args.from === undefined || args.to === undefined
              ? undefined
              : ([single(args.from, 'FROM'), single(args.to, 'TO')] as const),
          format: args.format,
          strict: args.strict === true,
        };
        choose((io) => reach(options, io));
      },
    ),
};

interface ReachOptions {
  readonly file: string;
  readonly pair: readonly [string, string] | undefined;
  readonly format: 'text' | 'json';
  readonly strict: boolean;
}

async function reach(options: ReachOptions, io: Io): Promise<number> {
  const askedOf = await askable(options.file, io);
  return options.pair ? one(askedOf, options.pair, options, io) : all(askedOf, options, io);
}

async function one(
  { source, network }: Askable,
  [fromName, toName]: readonly [string, string],
  { format, strict }: ReachOptions,
  io: Io,
): Promise<number> {
  const from = found(nodeNamed(network.lab, fromName));
  const to = found(targetNamed(network.lab, toName));
  const asked = ask(network, from, to);
  if (asked.echoes.length === 0)
    throw new Unasked(
      `${nodeName(from)} and ${to.text} have no addresses of one family: nothing can be sent`,
    );
  if (format === 'json') {
    const { answersAsJson } = await import('../../report/reachability/json.ts');
    io.out(answersAsJson([asked], source));
  } else {
    const { answerText } = await import('../../report/reachability/trace-text.ts');
    io.out(answerText(asked, source, io.colour.out));
  }
  return answerCode([asked], strict);
}

async function all({ source, network }: Askable, { format, strict }: ReachOptions, io: Io): Promise<number> {
  const reachability = new Reachability(network);
  if (format === 'json') {
    const { pairsAsJson } = await import('../../report/reachability/json.ts');
    for (const part of pairsAsJson(reachability, source)) io.out(part);
  } else {
    const { matrixText } = await import('../../report/reachability/matrix-text.ts');
    io.out(matrixText(reachability, source, io.colour.out));
  }
  const answers = reachability.groups.flatMap((group) =>
    reachability.groups.flatMap((other): Pick<Asked, 'reaches'>[] => {
      const [from, to] = group === other ? group : [group[0], other[0]];
      const reaches = from && to ? reachability.reaches(from, to) : null;
      return reaches === null ? [] : [{ reaches }];
    }),
  );
  return answers.length === 0 ? exit.yes : answerCode(answers, strict);
}
