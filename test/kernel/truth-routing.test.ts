// What the linter says of routes, next hops and neighbours.
import { routing } from './truth/routing.ts';
import { truthSuite } from './truth.helper.ts';

await truthSuite('truth: routing', routing);
