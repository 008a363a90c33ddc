// What the linter says of wire.
import { wire } from './truth/wire.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: wire', wire);

test.run();
