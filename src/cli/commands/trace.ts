import { ask } from '../../forwarding/ask.ts';
import { nodeName } from '../../model/lab.ts';
import { nodeNamed, targetNamed } from '../../model/questions.ts';
import { file, single } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type Io, Unasked } from '../io.ts';
import { answerCode, askable, found } from '../question.ts';

export const traceCommand: Command = {
  name: 'trace',
  declare: (cli, choose) =>
    cli.command(
      'trace <file> <from> <to>',
      'Say which way a packet takes through a lab, and where it ends',
      (command) =>
        command
          .usage(
            '$0 trace FILE FROM TO [options]\n\nSays which way an echo request and its answer take, hop by hop, without running anything.\nFROM is a node, TO a node, NODE:DEVICE or an address.',
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
          .example('$0 trace lab.net ns1 ns2', 'the way from ns1 to each address of ns2, and back')
          .example('$0 trace lab.net ns1 10.0.2.2', 'to one address'),
      (args) => {
        const options = {
          file: file(single(args.file, 'FILE')),
          from: single(args.from, 'FROM'),
          to: single(args.to, 'TO'),
          format: args.format,
          strict: args.strict === true,
        };
        choose((io) => trace(options, io));
      },
    ),
};

interface TraceOptions {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly format: 'text' | 'json';
  readonly strict: boolean;
}

async function trace(options: TraceOptions, io: Io): Promise<number> {
  const { source, network } = await askable(options.file, io);
  const from = found(nodeNamed(network.lab, options.from));
  const to = found(targetNamed(network.lab, options.to));
  const asked = ask(network, from, to);
  if (asked.echoes.length === 0)
    throw new Unasked(
      `${nodeName(from)} and ${to.text} have no addresses of one family: nothing can be sent`,
    );
  if (options.format === 'json') {
    const { answersAsJson } = await import('../../report/reachability/json.ts');
    io.out(answersAsJson([asked], source));
  } else {
    const { traceText } = await import('../../report/reachability/trace-text.ts');
    io.out(traceText(network, asked, source, io.colour.out));
  }
  return answerCode([asked], options.strict);
}
