import { networkOf } from '../../forwarding/network.ts';
import { type Device, deviceName, type Lab } from '../../model/lab.ts';
import { isForwarding } from '../forwards.ts';
import { capped, fence, table } from '../markdown.ts';
import { membersAround } from '../segment-members.ts';

const mostMembers = 12;

/** Who is on the segment of a device, as Markdown; nothing where there is nobody but itself. */
export function segmentMarkdown(lab: Lab, device: Device): readonly string[] {
  const network = networkOf(lab);
  const members = membersAround(network, device);
  const isOpen = network.segments.of(device)?.open ?? false;
  if (!isOpen && members.every((one) => one.device === device)) return [];
  const rows = table(
    members.map((one) => [
      `${one.held.address.text}/${one.held.prefix.length}`,
      deviceName(one.device),
      isForwarding(one.device.node) ? 'forwards' : '',
    ]),
  );
  const more = isOpen ? ['… and what else is on the network of the uplink'] : [];
  return [`On the same segment:\n\n${fence([...capped(rows, mostMembers), ...more])}`];
}
