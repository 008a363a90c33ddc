import { type Address, isSingle } from '../model/address.ts';
import { type Device, type InterfaceAddress, type Lab, type Node, nodesOf } from '../model/lab.ts';

/** A layer-2 segment: what one Ethernet broadcast reaches, through cables and bridges. */
export interface Segment {
  /** Every device of it, bridges and their ports included, in the lab's order. */
  readonly devices: readonly Device[];
  /** Those that hold addresses and send packets: everything but ports. */
  readonly interfaces: readonly Device[];
  /** Devices that the lab does not know may be on it, for one of it is an uplink. */
  readonly open: boolean;
  /** Bridges and cables make a ring: without a spanning tree a broadcast goes round in it for ever. */
  readonly loops: boolean;
  /** Something on it could not be read or resolved: what it lacks may have been that. */
  readonly unsure: boolean;
}

/** The segments of a lab, and who is on them. */
export class Segments {
  readonly all: readonly Segment[];
  readonly #of = new Map<Device, Segment>();
  readonly #next: ReadonlyMap<Device, readonly Device[]>;
  /** All devices of the lab, in its order. */
  readonly #devices: readonly Device[];
  /** The devices by their addresses. */
  #everywhere: Map<string, Device[]> | undefined;
  #withLoopbackPrefixes: readonly Node[] | undefined;
  readonly #interfaces = new Map<Node, Map<Segment, Device[]>>();

  constructor(lab: Lab) {
    const devices = lab.hosts.flatMap((host) => nodesOf(host).flatMap((node) => node.devices));
    this.#devices = devices;
    const next = neighboursOf(devices);
    this.#next = next;
    const all: Segment[] = [];
    for (const device of devices) {
      if (device.kind === 'lo' || this.#of.has(device)) continue;
      const segment = segmentAround(device, next);
      for (const one of segment.devices) this.#of.set(one, segment);
      all.push(segment);
    }
    this.all = all;
  }

  /** Nodes whose loopback device has a whole prefix of IPv4: each address of it is theirs. */
  get withLoopbackPrefixes(): readonly Node[] {
    this.#withLoopbackPrefixes ??= this.#devices
      .filter(
        ({ kind, addresses }) =>
          kind === 'lo' && addresses.some(({ prefix }) => prefix.family === 'inet' && !isSingle(prefix)),
      )
      .map(({ node }) => node);
    return this.#withLoopbackPrefixes;
  }

  /** The devices by which a node is on a segment: those that take packets, not ports. */
  interfacesOf(segment: Segment, node: Node): readonly Device[] {
    let known = this.#interfaces.get(node);
    if (!known) {
      known = new Map();
      for (const device of node.devices) {
        const own = device.master ? undefined : this.#of.get(device);
        if (own) push(known, own, device);
      }
      this.#interfaces.set(node, known);
    }
    return known.get(segment) ?? none;
  }

  /** The segment of a device; the loopback device is on none. */
  of(device: Device): Segment | undefined {
    return this.#of.get(device);
  }

  /** The devices that a frame passes from one to another of a segment, both included; the shortest way. */
  path(from: Device, to: Device): readonly Device[] {
    const before = new Map<Device, Device | undefined>([[from, undefined]]);
    for (const [device] of before)
      for (const next of this.#next.get(device) ?? []) if (!before.has(next)) before.set(next, device);
    const found: Device[] = [];
    for (let one: Device | undefined = to; one; one = before.get(one)) found.unshift(one);
    return found;
  }

  /** The devices of the whole lab that have an address. */
  everywhere(address: Address): readonly Device[] {
    this.#everywhere ??= holdersIn(this.#devices);
    return this.#everywhere.get(address.text) ?? [];
  }

  /** A device has others than these addresses now. */
  forget(device: Device, had: readonly InterfaceAddress[]): void {
    if (device.kind === 'lo') this.#withLoopbackPrefixes = undefined;
    for (const { address } of had) this.#alter(address, (known) => (known?.[0] === device ? [] : undefined));
    for (const { address } of device.addresses)
      this.#alter(address, (known) => (known ? undefined : [device]));
  }

  /** Where several have an address they stand in the lab’s order: then all is put in order again. */
  #alter({ text }: Address, to: (known: readonly Device[] | undefined) => Device[] | undefined): void {
    const known = this.#everywhere?.get(text);
    const devices = known && known.length > 1 ? undefined : to(known);
    if (!devices) this.#everywhere = undefined;
    else if (devices.length > 0) this.#everywhere?.set(text, devices);
    else this.#everywhere?.delete(text);
  }
}

const none: readonly Device[] = [];

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function holdersIn(devices: readonly Device[]): Map<string, Device[]> {
  const found = new Map<string, Device[]>();
  for (const device of devices) for (const { address } of device.addresses) push(found, address.text, device);
  return found;
}

/** What a frame of each device gets to at once: the cable's other end, a port's bridge, a bridge's ports. */
function neighboursOf(devices: readonly Device[]): ReadonlyMap<Device, readonly Device[]> {
  const next = new Map<Device, Device[]>();
  const uplinks = new Map<string, Device>();
  const join = (a: Device, b: Device): void => {
    push(next, a, b);
    push(next, b, a);
  };
  for (const device of devices) {
    if (device.peer) push(next, device, device.peer);
    if (device.master) join(device, device.master);
    if (device.kind !== 'uplink') continue;
    // machines whose uplinks have a prefix in common are on one network
    for (const { prefix } of device.addresses) {
      const other = uplinks.get(prefix.text);
      if (other && other.node.host !== device.node.host) join(device, other);
      else uplinks.set(prefix.text, device);
    }
  }
  return next;
}

function segmentAround(first: Device, next: ReadonlyMap<Device, readonly Device[]>): Segment {
  const seen = new Set([first]);
  for (const device of seen) for (const other of next.get(device) ?? []) seen.add(other);
  const devices = [...seen];
  // each cable and each port is one line of the picture; a tree has one line less than devices
  const cables = devices.filter(({ kind, peer }) => kind === 'veth' && peer).length / 2;
  const lines = cables + devices.filter(({ master }) => master).length;
  const uplinks = devices.filter(({ kind }) => kind === 'uplink').length;
  return {
    devices,
    loops: lines > devices.length - Math.max(1, uplinks),
    interfaces: devices.filter(({ master }) => !master),
    open: devices.some(({ kind }) => kind === 'uplink'),
    unsure: devices.some(({ loose, node }) => loose || node.unsure),
  };
}
