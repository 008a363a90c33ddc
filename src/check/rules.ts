import type { Rule } from './rule.ts';
import { badNextHop } from './rules/bad-next-hop.ts';
import { bridgeLoop } from './rules/bridge-loop.ts';
import { broadcastAddress } from './rules/broadcast-address.ts';
import { differentLengths } from './rules/different-lengths.ts';
import { differentMtus } from './rules/different-mtus.ts';
import { dockerPrefix } from './rules/docker-prefix.ts';
import { doubleReading } from './rules/double-reading.ts';
import { duplicateAddress } from './rules/duplicate-address.ts';
import { duplicateNeighbour } from './rules/duplicate-neighbour.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { idleForward } from './rules/idle-forward.ts';
import { isolatedAddress } from './rules/isolated-address.ts';
import { managedName } from './rules/managed-name.ts';
import { missingLength } from './rules/missing-length.ts';
import { natWithoutForward } from './rules/nat-without-forward.ts';
import { networkAddress } from './rules/network-address.ts';
import { nextHopNotOnLink } from './rules/next-hop-not-on-link.ts';
import { noForward } from './rules/no-forward.ts';
import { noWayBack } from './rules/no-way-back.ts';
import { nothingToExpect } from './rules/nothing-to-expect.ts';
import { overlappingPrefixes } from './rules/overlapping-prefixes.ts';
import { ownNextHop } from './rules/own-next-hop.ts';
import { smallMtu } from './rules/small-mtu.ts';
import { sourceNotLocal } from './rules/source-not-local.ts';
import { tooManyPorts } from './rules/too-many-ports.ts';
import { twoDefaults } from './rules/two-defaults.ts';
import { unheldNextHop } from './rules/unheld-next-hop.ts';
import { unmatchedNat } from './rules/unmatched-nat.ts';
import { unmatchedRoute } from './rules/unmatched-route.ts';
import { unusableAddress } from './rules/unusable-address.ts';
import { unusedBridge } from './rules/unused-bridge.ts';

/**
 * Every rule, by what it is about. A new rule is its file, its page, its fixtures, and a line here and in
 * `severities.ts`; an error also has to be true on a kernel (`test/kernel/truth`).
 */
export const rules: readonly Rule[] = [
  // names
  managedName,
  unusedBridge,
  doubleReading,
  // addresses
  unusableAddress,
  broadcastAddress,
  networkAddress,
  missingLength,
  duplicateAddress,
  isolatedAddress,
  differentLengths,
  overlappingPrefixes,
  dockerPrefix,
  // routing
  ownNextHop,
  nextHopNotOnLink,
  badNextHop,
  unheldNextHop,
  sourceNotLocal,
  twoDefaults,
  duplicateRoute,
  duplicateNeighbour,
  unmatchedRoute,
  // forwarding
  noForward,
  noWayBack,
  idleForward,
  natWithoutForward,
  unmatchedNat,
  // the wire
  smallMtu,
  differentMtus,
  tooManyPorts,
  bridgeLoop,
  // expectations
  nothingToExpect,
];
