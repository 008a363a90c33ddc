// What the linter says of forwarding.
import { forwarding } from './truth/forwarding.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: forwarding', forwarding);

test.run();
