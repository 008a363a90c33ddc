import type { Rule } from './rule.ts';
import { addressOnPort } from './rules/address-on-port.ts';
import { badNextHop } from './rules/bad-next-hop.ts';
import { bareEnd } from './rules/bare-end.ts';
import { bridgeLoop } from './rules/bridge-loop.ts';
import { broadcastAddress } from './rules/broadcast-address.ts';
import { contradictingExpectations } from './rules/contradicting-expectations.ts';
import { differentLengths } from './rules/different-lengths.ts';
import { differentMtus } from './rules/different-mtus.ts';
import { dockerPrefix } from './rules/docker-prefix.ts';
import { doubleReading } from './rules/double-reading.ts';
import { duplicateAddress } from './rules/duplicate-address.ts';
import { duplicateMac } from './rules/duplicate-mac.ts';
import { duplicateNeighbour } from './rules/duplicate-neighbour.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { duplicateRule } from './rules/duplicate-rule.ts';
import { emptyTable } from './rules/empty-table.ts';
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
import { unknownExpectation } from './rules/unknown-expectation.ts';
import { unmatchedNat } from './rules/unmatched-nat.ts';
import { unmatchedRoute } from './rules/unmatched-route.ts';
import { unmetExpectation } from './rules/unmet-expectation.ts';
import { unusableAddress } from './rules/unusable-address.ts';
import { unusedBridge } from './rules/unused-bridge.ts';

/** The rules of one subject. */
interface Family {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every rule, by what it is about. A new rule is its file, its page, its fixtures, and a line here and in `severities.ts`. */
export const ruleFamilies: readonly Family[] = [
  {
    title: 'Names',
    rules: [managedName, unusedBridge, bareEnd, doubleReading],
  },
  {
    title: 'Addresses',
    rules: [
      unusableAddress,
      broadcastAddress,
      networkAddress,
      missingLength,
      addressOnPort,
      duplicateAddress,
      isolatedAddress,
      differentLengths,
      overlappingPrefixes,
      dockerPrefix,
    ],
  },
  {
    title: 'Routing',
    rules: [
      ownNextHop,
      nextHopNotOnLink,
      badNextHop,
      unheldNextHop,
      sourceNotLocal,
      twoDefaults,
      duplicateRoute,
      duplicateNeighbour,
      unmatchedRoute,
      duplicateRule,
      emptyTable,
    ],
  },
  {
    title: 'Forwarding and NAT',
    rules: [noForward, noWayBack, idleForward, natWithoutForward, unmatchedNat],
  },
  {
    title: 'The wire',
    rules: [smallMtu, differentMtus, duplicateMac, tooManyPorts, bridgeLoop],
  },
  {
    title: 'Expectations',
    rules: [nothingToExpect, contradictingExpectations, unmetExpectation, unknownExpectation],
  },
];

/** All of them in one list. */
export const rules: readonly Rule[] = ruleFamilies.flatMap((family) => family.rules);
