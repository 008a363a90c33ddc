import type { Command } from './command.ts';
import { buildCommand } from './commands/build.ts';
import { explainCommand } from './commands/explain.ts';
import { fmtCommand } from './commands/fmt.ts';
import { lintCommand } from './commands/lint.ts';
import { lspCommand } from './commands/lsp.ts';
import { reachCommand } from './commands/reach.ts';
import { traceCommand } from './commands/trace.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  buildCommand,
  lintCommand,
  traceCommand,
  reachCommand,
  explainCommand,
  fmtCommand,
  lspCommand,
];
