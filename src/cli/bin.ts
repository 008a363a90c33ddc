import { readFileSync } from 'node:fs';
import { exit, type Io } from './io.ts';
import { main } from './main.ts';

const { argv, env, stderr, stdout } = process;

// https://no-color.org: any value that is not empty
const wanted = !env.NO_COLOR;

const io: Io = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  readFile: (path) => readFileSync(path, 'utf8'),
  readInput: () => readFileSync(0, 'utf8'),
  colour: { out: wanted && stdout.isTTY === true, err: wanted && stderr.isTTY === true },
};

// Somebody who has read enough (`netgen build … | head`) is no error: the exit code tells what was found.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(exit.unasked);
  });
}

main(argv.slice(2), io).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // one line, and never the bundle's own text
    const { name, message } = error as Error;
    stderr.write(
      `netgen: internal error: ${name}: ${String(message).split('\n')[0]}; please report it with the lab file\n`,
    );
    process.exitCode = exit.internal;
  },
);
