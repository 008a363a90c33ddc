// Labs that the linter warns of, and that run.
import { warnings } from './truth/warnings.ts';
import { truthSuite } from './truth.helper.ts';

await truthSuite('truth: warnings', warnings);
