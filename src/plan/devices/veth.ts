import { macOf } from '../../model/generated-mac.ts';
import type { Device } from '../../model/lab.ts';
import type { End, Operation } from '../operation.ts';
import { type Context, placed } from './context.ts';

/** Both ends straight into place, in one message: no temporary names, nothing stranded by a crash in between. */
export function addVeth(one: Device, context: Context): readonly Operation[] {
  const other = one.peer as Device;
  // `master` and `up` work on the first-named end only, and only where the batch runs: in the root namespace
  const [first, second] = rank(other) > rank(one) ? [other, one] : [one, other];
  const isPort = first.node.kind === 'root' && first.master !== undefined;
  const end: End = {
    ...ended(first, context),
    ...(isPort && first.master ? { up: true, master: first.master.name } : {}),
  };
  const origin = first.written === 'generated' ? second.origin : first.origin;
  const add: Operation = { op: 'add-veth', end, peer: ended(second, context), origin };
  if (second.node.kind !== 'root' || !second.master) return [add];
  return [
    add,
    { op: 'set-master', device: second.name, master: second.master.name, origin: second.origin },
    { op: 'set-up', device: second.name, origin: second.origin },
  ];
}

function rank(device: Device): number {
  return device.node.kind === 'root' ? (device.master ? 2 : 1) : 0;
}

function ended(device: Device, context: Context): End {
  const mac = macOf(device, context.id);
  const mtu = device.mtu ?? (device.written === 'written' ? undefined : device.peer?.mtu);
  return {
    ...placed(device, context),
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu }),
  };
}
