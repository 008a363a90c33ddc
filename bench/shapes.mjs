/** Labs of one shape with a number of namespaces: long-hand, as a generator would write them, without ranges. */
export const shapes = {
  star: (count) => {
    const lines = ['forward'];
    for (let i = 0; i < count; i++) {
      const [bridge, host] = [Math.floor(i / 1000), (i % 1000) + 2];
      const net = `10.${bridge}`;
      if (i % 1000 === 0) lines.push(`bridge br${bridge} ip ${net}.0.1/22`);
      lines.push(`ns n${i} < veth eth0 -> br${bridge} ip ${net}.${host >> 8}.${host & 255}/22 gw .0.1 >`);
    }
    return lines;
  },
  // each node knows the links of its neighbours
  chain: (count) => {
    const link = (i) => `10.${i >> 14}.${(i >> 6) & 255}.${(i & 63) * 4}`;
    const end = (i, host) => link(i).replace(/\d+$/, (last) => String(Number(last) + host));
    return Array.from({ length: count }, (_, i) => {
      const words = ['forward'];
      if (i > 0)
        words.push(
          `veth l ip ${end(i - 1, 2)}/30${i > 1 ? ` route ${link(i - 2)}/30 via ${end(i - 1, 1)}` : ''}`,
        );
      if (i < count - 1)
        words.push(
          `veth r -> n${i + 1}:l ip ${end(i, 1)}/30${i < count - 2 ? ` route ${link(i + 1)}/30 via ${end(i, 2)}` : ''}`,
        );
      return `ns n${i} < ${words.join('; ')} >`;
    });
  },
  // a core, a router for every 1,000 namespaces, under it a router for every 32, and hosts
  tree: (count) => {
    const lines = [];
    const core = ['forward'];
    for (let site = 0; site * 1000 < count; site++) {
      core.push(
        `veth s${site} -> s${site}:up ip 10.${site}.255.1/30 route 10.${site}.0.0/17 via 10.${site}.255.2`,
      );
      const router = ['forward', `veth up ip 10.${site}.255.2/30 gw .1`];
      const inside = Math.min(1000, count - site * 1000) - 2;
      for (let leaf = 0; leaf * 32 < inside; leaf++) {
        router.push(
          `veth l${leaf} -> l${site}-${leaf}:up ip 10.${site}.254.${leaf * 4 + 1}/30 route 10.${site}.${leaf}.0/24 via 10.${site}.254.${leaf * 4 + 2}`,
        );
        const below = [
          'forward',
          `veth up ip 10.${site}.254.${leaf * 4 + 2}/30 gw 10.${site}.254.${leaf * 4 + 1}`,
          `bridge br0 ip 10.${site}.${leaf}.1/24`,
        ];
        lines.push(`ns l${site}-${leaf} < ${below.join('; ')} >`);
        for (let host = 1; host < Math.min(32, inside - leaf * 32); host++)
          lines.push(
            `ns h${site}-${leaf}-${host} < veth eth0 -> l${site}-${leaf}:br0 ip 10.${site}.${leaf}.${host + 1}/24 gw .1 >`,
          );
      }
      lines.push(`ns s${site} < ${router.join('; ')} >`);
    }
    lines.push(`ns core < ${core.join('; ')} >`);
    return lines;
  },
};
