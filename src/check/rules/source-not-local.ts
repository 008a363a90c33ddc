import type { Network } from '../../forwarding/network.ts';
import { type Address, isLinkLocal } from '../../model/address.ts';
import { type Device, nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

/** Of a link-local address it counts which device has it (ipv6_chk_addr_and_flags). */
function isUsableAt(network: Network, src: Address, device: Device): boolean {
  if (src.family === 'inet' || !isLinkLocal(src)) return true;
  return network
    .stackOf(device.node)
    .inet6(device)
    .some(({ address }) => address.bits === src.bits);
}

/** The kernel says "Invalid prefsrc address" (fib_valid_prefsrc). */
export const sourceNotLocal: Rule = {
  name: 'source-not-local',
  summary: '`src` is no address of the node',
  *check({ nodes, network }) {
    for (const node of nodes) {
      if (node.unsure) continue;
      for (const { src, srcOrigin, hops } of node.routes) {
        if (!src || !srcOrigin) continue;
        if (network.fibOf(node).isLocal(src)) {
          const other = hops.find(({ device }) => !isUsableAt(network, src, device));
          if (other)
            yield {
              span: srcOrigin,
              message: `${src.text} is link-local, and \`${other.device.name}\`, by which the route leaves, does not have it.`,
            };
          continue;
        }
        yield {
          span: srcOrigin,
          message: `${src.text} is no address of ${nodeName(node)}, so nothing can be sent from it.`,
          // the machine may have it on a device that the lab does not describe; but not what another node has
          ...(node.kind === 'root' && network.segments.everywhere(src).length === 0 ? { given: 'root' } : {}),
        };
      }
    }
  },
};
