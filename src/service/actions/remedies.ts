import { addForward } from './add-forward.ts';
import { addGateways } from './add-gateways.ts';
import { addMetric } from './add-metric.ts';
import { addRoute } from './add-route.ts';
import { addVia } from './add-via.ts';
import { asAdvised } from './as-advised.ts';
import { chooseDevice } from './choose-device.ts';
import { chooseNextHop } from './choose-next-hop.ts';
import { choosePrefix } from './choose-prefix.ts';
import { chooseSource } from './choose-source.ts';
import { closeBlock } from './close-block.ts';
import { connectVeth } from './connect-veth.ts';
import { declareName } from './declare-name.ts';
import { endDevice } from './end-device.ts';
import { expectOtherwise } from './expect-otherwise.ts';
import { freeName } from './free-name.ts';
import { giveAddress } from './give-address.ts';
import { giveOwnAddress } from './give-own-address.ts';
import { ignore } from './ignore.ts';
import { inBounds } from './in-bounds.ts';
import { moveAddress } from './move-address.ts';
import { moveIntoHost } from './move-into-host.ts';
import { neighbourMac } from './neighbour-mac.ts';
import { nextFreeAddress } from './next-free-address.ts';
import { otherName } from './other-name.ts';
import { ownMac } from './own-mac.ts';
import { plainAddress } from './plain-address.ts';
import type { Remedy } from './remedy.ts';
import { remove, removeOther, removeUnread } from './remove.ts';
import { removeCable } from './remove-cable.ts';
import { removeComment } from './remove-comment.ts';
import { removeWay } from './remove-way.ts';
import { renumber } from './renumber.ts';
import { sameLength } from './same-length.ts';
import { sameMtu } from './same-mtu.ts';
import { sureFix } from './sure-fix.ts';
import { writeRule } from './write-rule.ts';

/** All of them, the likeliest answers first. */
export const remedies: readonly Remedy[] = [
  sureFix,
  chooseNextHop,
  nextFreeAddress,
  asAdvised,
  plainAddress,
  closeBlock,
  // adding what is missing
  addForward,
  addRoute,
  addVia,
  addGateways,
  addMetric,
  connectVeth,
  declareName,
  giveAddress,
  giveOwnAddress,
  writeRule,
  // writing something else
  chooseDevice,
  choosePrefix,
  chooseSource,
  endDevice,
  expectOtherwise,
  freeName,
  inBounds,
  moveAddress,
  moveIntoHost,
  neighbourMac,
  otherName,
  ownMac,
  renumber,
  sameLength,
  sameMtu,
  // leaving out
  removeWay,
  remove,
  removeCable,
  removeOther,
  removeUnread,
  removeComment,
  ignore,
];
