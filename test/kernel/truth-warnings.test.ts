// Labs that the linter warns of, and that run.
import { warnings } from './truth/warnings.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: warnings', warnings);

test.run();
