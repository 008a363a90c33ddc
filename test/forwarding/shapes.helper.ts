// Labs of one shape and any number of nodes, as `lab.net` texts: for what is measured, and for what has to grow with it.

type Shape = (count: number) => readonly string[];

/** 10.0.0.0/8 as links of two addresses, or of many. */
const link = (index: number, host: number, length = 30): string => {
  const bits = index * 2 ** (32 - length) + host;
  return `10.${bits >>> 16}.${(bits >>> 8) & 255}.${bits & 255}`;
};
const upTo = <T>(count: number, each: (index: number) => T): T[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => each(index));

/** Hosts on one bridge. */
const star: Shape = (count) => [
  'bridge br0',
  ...upTo(count, (i) => `ns n${i} < veth e -> br0 ip ${link(0, i + 1, 8)}/16 >`),
];

/** A core, a router for each 24 hosts. */
const tree: Shape = (count) => {
  const routers = Math.ceil(count / 25);
  const core = upTo(
    routers,
    (r) => `veth d${r} ip 10.255.${r}.1/24; route 10.${r >> 8}.${r & 255}.0/24 via 10.255.${r}.2;`,
  );
  const below = upTo(routers, (r) => {
    const lan = `10.${r >> 8}.${r & 255}`;
    return [
      `ns r${r} < forward; veth up -> core:d${r} ip 10.255.${r}.2/24; gw 10.255.${r}.1; bridge br0 ip ${lan}.1/24 >`,
      ...upTo(24, (h) => `ns h${r}-${h} < veth e -> r${r}:br0 ip ${lan}.${h + 2}/24; gw ${lan}.1 >`),
    ];
  });
  return [...below.flat(), `ns core < forward; ${core.join(' ')} >`];
};

/** Routers in a row, of which each knows the next 70 links to the right, and sends the rest to the left. */
const chain: Shape = (count) => row(count, count - 1);

/** The same, the last one joined to the first. */
const ring: Shape = (count) => row(count, count);

function row(count: number, links: number): readonly string[] {
  return upTo(count, (i) => {
    const before = (i + links - 1) % links;
    const left = i > 0 || links === count ? `veth l ip ${link(before, 2)}/30; gw ${link(before, 1)}` : '';
    const beyond = upTo(
      Math.min(70, links === count ? count >> 1 : links - 1 - i),
      (k) => (i + 1 + k) % links,
    );
    const right = `veth r -> n${(i + 1) % count}:l ip ${link(i, 1)}/30; ${beyond
      .map((one) => `route ${link(one, 0)}/30 via ${link(i, 2)}`)
      .join('; ')}`;
    return `ns n${i} < forward; ${left}; ${i < links ? right : ''} >`;
  });
}

/** Routers in a square; packets go along the row first, then along the column. */
const grid: Shape = (count) => {
  const side = Math.round(Math.sqrt(count));
  const own = (x: number, y: number, host: number): string => `10.${x}.${y}.${host}`;
  const columns = (from: number, to: number): string[] => upTo(to - from, (i) => `10.${from + i}.0.0/16`);
  return upTo(side, (x) => {
    const rows = (from: number, to: number): string[] => upTo(to - from, (i) => `10.${x}.${from + i}.0/24`);
    return upTo(side, (y) => {
      const to = (device: string, via: string, prefixes: readonly string[]): string =>
        [`veth ${device}/30`, ...prefixes.map((prefix) => `route ${prefix} via ${via}`)].join('; ');
      const lines = [
        x < side - 1
          ? to(`e -> r${x + 1}-${y}:w ip ${own(x, y, 1)}`, own(x, y, 2), columns(x + 1, side))
          : '',
        x > 0 ? to(`w ip ${own(x - 1, y, 2)}`, own(x - 1, y, 1), columns(0, x)) : '',
        y < side - 1 ? to(`s -> r${x}-${y + 1}:n ip ${own(x, y, 5)}`, own(x, y, 6), rows(y + 1, side)) : '',
        y > 0 ? to(`n ip ${own(x, y - 1, 6)}`, own(x, y - 1, 5), rows(0, y)) : '',
      ];
      return `ns r${x}-${y} < forward; ${lines.join('; ')} >`;
    });
  }).flat();
};

/** Three layers of switches with as many ports, an even number, each of which knows several equal ways up. */
const fatTree: Shape = (count) => {
  let ports = 2;
  while (nodesOfFatTree(ports + 2) <= count) ports += 2;
  return fatTreeOf(ports);
};

const nodesOfFatTree = (ports: number): number => (5 * ports ** 2) / 4 + ports ** 3 / 4;

function fatTreeOf(ports: number): readonly string[] {
  const half = ports / 2;
  /** The links of a pod: up to the core, and down to its edge. */
  const up = (pod: number, a: number, c: number, end: number): string =>
    `10.${100 + pod}.${a * half + c}.${end}`;
  const down = (pod: number, a: number, e: number, end: number): string =>
    `10.${160 + pod}.${a * half + e}.${end}`;
  const upwards = (vias: readonly string[]): string =>
    `route default < ${vias.map((via) => `nexthop via ${via}`).join(' ')} >`;
  const core = (a: number, c: number): string => {
    const links = upTo(ports, (p) => {
      const routes = [p, 100 + p, 160 + p].map((net) => `route 10.${net}.0.0/16 via ${up(p, a, c, 0)}`);
      return `veth p${p} ip ${up(p, a, c, 1)}/31; ${routes.join('; ')}`;
    });
    return `ns core${a}-${c} < forward; ${links.join('; ')} >`;
  };
  const aggregation = (p: number, a: number): string => {
    const ups = upTo(half, (c) => `veth u${c} -> core${a}-${c}:p${p} ip ${up(p, a, c, 0)}/31`);
    const downs = upTo(
      half,
      (e) => `veth d${e} ip ${down(p, a, e, 1)}/31; route 10.${p}.${e}.0/24 via ${down(p, a, e, 0)}`,
    );
    const lines = [...ups, ...downs, upwards(upTo(half, (c) => up(p, a, c, 1)))];
    return `ns agg${p}-${a} < forward; ${lines.join('; ')} >`;
  };
  const edge = (p: number, e: number): string => {
    const ups = upTo(half, (a) => `veth u${a} -> agg${p}-${a}:d${e} ip ${down(p, a, e, 0)}/31`);
    const lines = [`bridge lan ip 10.${p}.${e}.1/24`, ...ups, upwards(upTo(half, (a) => down(p, a, e, 1)))];
    return `ns edge${p}-${e} < forward; ${lines.join('; ')} >`;
  };
  const host = (p: number, e: number, h: number): string =>
    `ns h${p}-${e}-${h} < veth e -> edge${p}-${e}:lan ip 10.${p}.${e}.${h + 2}/24; gw 10.${p}.${e}.1 >`;
  const each = (outer: number, inner: number, one: (a: number, b: number) => readonly string[]): string[] =>
    upTo(outer, (a) => upTo(inner, (b) => one(a, b)).flat()).flat();
  return [
    ...each(half, half, (a, c) => [core(a, c)]),
    ...each(ports, half, (p, i) => [aggregation(p, i), edge(p, i), ...upTo(half, (h) => host(p, i, h))]),
  ];
}

export const shapes: Readonly<Record<string, Shape>> = { star, tree, chain, ring, grid, 'fat tree': fatTree };

/** A lab of IPv4 as one of IPv6: each byte becomes a group. */
export function asInet6(text: string): string {
  const lengths: Readonly<Record<string, number>> = { 8: 80, 16: 96, 24: 112, 30: 126, 31: 127, 32: 128 };
  return text
    .replace(/\b10\.(\d+)\.(\d+)\.(\d+)/g, (_, ...groups: string[]) => {
      const [a, b, c] = groups.slice(0, 3).map((group) => Number(group).toString(16));
      return `fd10:0:0:0:1:${a}:${b}:${c}`;
    })
    .replace(/\/(\d+)/g, (_, length: string) => `/${lengths[length]}`);
}
