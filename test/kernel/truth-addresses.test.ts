// What the linter says of addresses.
import { addresses } from './truth/addresses.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: addresses', addresses);

test.run();
