// A plan for floor.c: namespaces and devices by numbers, a line for each thing that is made or set.

/** The lines; devices get numbers from 1001 on, the root namespace is 0. */
export function flatPlan(plan, settings) {
  const spaces = new Map([[undefined, 0]]);
  const devices = new Map();
  const lines = [];
  let here;
  const key = (namespace, device) => `${namespace ?? ''} ${device}`;
  const index = (device) => {
    if (device === 'lo') return 1; // as in every namespace
    const found = devices.get(key(here, device));
    if (found === undefined) throw new Error(`${here ?? 'root'} has no ${device}`);
    return found;
  };
  const enter = (namespace) => {
    here = namespace;
    lines.push(`enter ${spaces.get(namespace)}`);
  };
  const end = ({ namespace, name, group, mac, mtu, master, up }) => {
    devices.set(key(namespace, name), 1001 + devices.size);
    const words = [group, mac, mtu, master === undefined ? undefined : index(master), up ? 'up' : undefined];
    const shown = words.map((value) => value ?? '-').join(' ');
    return `${spaces.get(namespace)} ${devices.get(key(namespace, name))} ${name} ${shown}`;
  };
  const set = ([path, value]) => lines.push(`set ${path} ${value}`);
  const make = (operation) => {
    switch (operation.op) {
      case 'add-namespace':
        spaces.set(operation.name, spaces.size);
        return `ns ${operation.name}`;
      case 'add-bridge':
        return `bridge ${end(operation.end)}`;
      case 'add-veth':
        return `veth ${end(operation.end)} ${end(operation.peer)}`;
      case 'set-master':
        return `master ${index(operation.device)} ${index(operation.master)}`;
      case 'set-mtu':
        return `mtu ${index(operation.device)} ${operation.mtu}`;
      case 'set-up':
        return `up ${index(operation.device)}`;
      case 'add-address':
        return `address ${index(operation.device)} ${operation.address.replace('/', ' ')}`;
      case 'add-route': {
        const { family, to, hops } = operation.route;
        const [address, length] =
          to === 'default' ? [family === 'inet' ? '0.0.0.0' : '::', 0] : to.split('/');
        const whole = length ?? (family === 'inet' ? 32 : 128);
        return `route ${index(hops[0].device)} ${address} ${whole} ${hops[0].via ?? '-'}`;
      }
      default:
        throw new Error(`floor.c has no ${operation.op}`);
    }
  };
  for (const step of plan.steps) {
    if (step.step === 'inside') {
      enter(step.namespace);
      for (const pair of settings.inside(step.namespace)) set(pair);
    } else if (here !== undefined || lines.length === 0) enter(undefined);
    if (step.step === 'interface') for (const pair of settings.root(step.device)) set(pair);
    for (const operation of step.operations ?? []) {
      // a namespace that was just made is where we are
      if (operation.op !== 'add-namespace' && lines.at(-1).startsWith('ns ')) enter(undefined);
      lines.push(make(operation));
    }
  }
  const root = [...devices.keys()].some((name) => name.startsWith(' '));
  return [...(root ? [`group ${plan.group}`] : []), ...lines, ''].join('\n');
}
