import { type Device, deviceName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';
import { listOf } from '../words.ts';

/** Bridges without the spanning tree protocol send a broadcast around a loop for ever. */
export const bridgeLoop: Rule = {
  name: 'bridge-loop',
  summary: 'cables between bridges make a loop',
  *check({ nodes }) {
    const joined = new Map<Device, Device>();
    const top = (device: Device): Device => {
      let at = device;
      for (let up = joined.get(at); up; up = joined.get(at)) at = up;
      if (at !== device) joined.set(device, at);
      return at;
    };
    const done = new Set<Device>();
    for (const end of cablesOf(nodes.flatMap(({ devices }) => devices))) {
      if (!end.peer || done.has(end)) continue;
      done.add(end.peer);
      const [one, other] = [end.master as Device, end.peer.master as Device];
      const [a, b] = [top(one), top(other)];
      if (a !== b) {
        joined.set(b, a);
        continue;
      }
      const drawn = end.written === 'written' ? end : end.peer;
      yield {
        span: drawn.origin,
        message:
          one === other
            ? `Both ends of this cable are plugged into \`${deviceName(one)}\`: what the bridge sends to everybody comes back for ever.`
            : `${listOf([one, other].map((device) => `\`${deviceName(device)}\``))} are joined already: with this cable a broadcast goes around for ever.`,
        help: 'remove one cable of the loop: netgen has no word for the spanning tree protocol yet',
      };
    }
  },
};

/** Cables from port to port, in the order in which they are drawn. */
function cablesOf(devices: readonly Device[]): readonly Device[] {
  return devices
    .filter(({ kind, master, peer }) => kind === 'veth' && master && peer?.master)
    .toSorted((a, b) => a.origin.start - b.origin.start);
}
