import { addForward } from './add-forward.ts';
import { addMetric } from './add-metric.ts';
import { addRoute } from './add-route.ts';
import { asAdvised } from './as-advised.ts';
import { chooseNextHop } from './choose-next-hop.ts';
import { connectVeth } from './connect-veth.ts';
import { declareName } from './declare-name.ts';
import { giveAddress } from './give-address.ts';
import { ignore } from './ignore.ts';
import { nextFreeAddress } from './next-free-address.ts';
import type { Remedy } from './remedy.ts';
import { remove } from './remove.ts';
import { sureFix } from './sure-fix.ts';

/** All of them, the likeliest answers first. */
export const remedies: readonly Remedy[] = [
  sureFix,
  asAdvised,
  // adding what is missing
  addForward,
  addRoute,
  addMetric,
  connectVeth,
  declareName,
  giveAddress,
  // writing something else
  chooseNextHop,
  nextFreeAddress,
  // leaving out
  remove,
  ignore,
];
