import { childOf, valueOf } from '../syntax/tree.ts';
import { isLinkLocal } from './address.ts';
import type { Findings } from './findings.ts';
import { anyDevice, onLinkDevice } from './next-hops.ts';
import { explicitDevice, mainTable, type Place } from './routing-place.ts';
import { hopAddress, macAddress } from './values.ts';

/** Reads a `neigh` statement: its device is said, or the one that the address is on-link at, or where it stands. */
export function addNeighbour(place: Place, findings: Findings): void {
  const { node, at, statement } = place;
  const before = findings.diagnostics.length;
  const name = valueOf(statement, 'address');
  const dev = explicitDevice(place, statement, findings);
  const lladdr = childOf(statement, 'lladdr');
  const macName = lladdr && valueOf(lladdr, 'address');
  const mac = macName && macAddress(macName, findings);
  const address = name && hopAddress(name, node, dev ?? at, findings);
  if (!name || !address || !mac || findings.diagnostics.length > before) return;
  const onLink = isLinkLocal(address) ? undefined : onLinkDevice(node, address, undefined, mainTable);
  const device = dev ?? onLink ?? at ?? anyDevice(node, address);
  node.neighbours.push({ address, mac, device, origin: name.span });
}
