// One compiled test file in a process of its own. uvu's own command would look for files and colour its output.
import { resolve } from 'node:path';
import process from 'node:process';
import { run } from 'uvu/run';

await run([{ name: null, file: resolve(process.argv[2]) }]);
