import type { Command } from '../command.ts';
import { version } from '../version.ts';

export const lspCommand: Command = {
  name: 'lsp',
  declare: (cli, choose) =>
    cli.command(
      'lsp',
      'Serve an editor as its language server',
      (command) =>
        command
          .usage(
            '$0 lsp\n\nServes an editor: the language server protocol on standard input and output.\nEditors start it; docs/editors.md says how.',
          )
          .option('stdio', {
            type: 'boolean',
            describe: 'what it does anyway; some editors say it',
          })
          .option('clientProcessId', {
            type: 'number',
            requiresArg: true,
            describe: 'ends when this process does; some editors say it',
          }),
      () => {
        choose(async () => {
          const { serve } = await import('../../server/serve.ts');
          return serve(version);
        });
      },
    ),
};
