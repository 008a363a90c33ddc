// What the linter says of routes, next hops and neighbours.
import { routing } from './truth/routing.ts';
import { truthSuite } from './truth.helper.ts';

const test = await truthSuite('truth: routing', routing);

test.run();
