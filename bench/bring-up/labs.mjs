/** Labs of a shape and a size: their text, and a ping that proves them. Hosts are numbered from 0. */
export const shapes = {
  /** Namespaces on one bridge of the machine; each is expected to reach it. */
  star: (count) => {
    const lines = ['bridge br0 ip 10.0.0.1/21'];
    for (let i = 0; i < count; i++)
      lines.push(`ns n${i} < veth eth0 -> br0 ip ${hostAddress(i)}/21 gw 10.0.0.1 >`);
    lines.push(`expect n{0..${count - 1}} reaches 10.0.0.1`);
    return { lines, from: 'n0', to: hostAddress(count - 1) };
  },
  /** Routers in a row: each knows the first link to its left, and everything else is to its right. */
  chain: (count) => {
    const lines = [];
    for (let i = 0; i < count; i++) {
      const words = ['forward'];
      if (i > 0) words.push(`veth l ip 10.1.${i - 1}.2/24`);
      if (i > 1) words.push(`route 10.1.0.0/24 via 10.1.${i - 1}.1`);
      if (i < count - 1) words.push(`veth r -> n${i + 1}:l ip 10.1.${i}.1/24`);
      if (i < count - 2) words.push(`gw 10.1.${i}.2`);
      lines.push(`ns n${i} < ${words.join('; ')} >`);
    }
    // the answer comes 64 hops far
    return { lines, from: 'n0', to: `10.1.${Math.min(count - 2, 59)}.2` };
  },
  /** A core, under it a router for every ten namespaces, under each a bridge with hosts. */
  tree: (count) => {
    const lines = [];
    const core = ['forward'];
    const routers = Math.floor((count - 1) / 11);
    let left = count - 1 - routers;
    for (let r = 0; r < routers; r++) {
      const hosts = Math.ceil(left / (routers - r));
      left -= hosts;
      core.push(`veth d${r} -> r${r}:up ip 10.2.${r}.1/30 route 10.3.${r}.0/24 via 10.2.${r}.2`);
      lines.push(
        `ns r${r} < forward; bridge br0 ip 10.3.${r}.1/24; veth up ip 10.2.${r}.2/30; gw 10.2.${r}.1 >`,
      );
      for (let h = 0; h < hosts; h++)
        lines.push(`ns h${r}-${h} < veth eth0 -> r${r}:br0 ip 10.3.${r}.${h + 2}/24 gw 10.3.${r}.1 >`);
    }
    lines.push(`ns core < ${core.join('; ')} >`);
    return { lines, from: 'h0-0', to: `10.3.${routers - 1}.2` };
  },
};

function hostAddress(i) {
  return `10.0.${(i + 2) >> 8}.${(i + 2) & 255}`;
}
