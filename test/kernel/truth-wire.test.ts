// What the linter says of wire.
import { wire } from './truth/wire.ts';
import { truthSuite } from './truth.helper.ts';

await truthSuite('truth: wire', wire);
