// What the linter says of addresses.
import { addresses } from './truth/addresses.ts';
import { truthSuite } from './truth.helper.ts';

await truthSuite('truth: addresses', addresses);
