// Names, addresses and numbers that no lab can have.
import { values } from './truth/values.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: values', [], values);

test.run();
