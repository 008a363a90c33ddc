// The lab as people bring it up by hand: one `ip` for each thing, links made here and moved, `sysctl` behind
// `ip netns exec`.

/** The script of a plan: `up` where nothing is said, else `down`. */
export function naiveScript(plan, settings) {
  const up = plan.steps.flatMap((step) => commands(step, settings));
  const down = plan.steps.flatMap((step) => removals(step));
  return ['set -e', 'if test "$1" = up; then', ...up, 'else', ...down, 'fi', ''].join('\n');
}

function commands(step, settings) {
  switch (step.step) {
    case 'root':
    case 'links':
      return step.operations.flatMap((operation) => make(operation, ''));
    case 'inside':
      return [
        `ip netns exec ${step.namespace} ${sysctl(settings.inside(step.namespace))}`,
        ...step.operations.flatMap((operation) => make(operation, `-n ${step.namespace} `)),
      ];
    case 'interface':
      return [sysctl(settings.root(step.device))];
    case 'prefix':
    case 'expect':
    case 'expect-all':
      return [];
    default:
      throw new Error(`this bench has no ${step.step} by hand`);
  }
}

function sysctl(pairs) {
  return `sysctl -eqw ${pairs.map(([path, value]) => `'${path}=${value}'`).join(' ')}`;
}

let temporary = 0;

function make(operation, where) {
  switch (operation.op) {
    case 'add-namespace':
      return [`ip netns add ${operation.name}`];
    case 'add-bridge': {
      const { namespace, name, group, mac } = operation.end;
      const inside = namespace === undefined ? '' : `-n ${namespace} `;
      return [
        `ip ${inside}link add name ${name}${word('group', group)}${word('address', mac)} type bridge mcast_snooping 0`,
      ];
    }
    case 'add-veth': {
      const ends = [operation.end, operation.peer].map((end) => ({
        ...end,
        made: end.namespace === undefined ? end.name : `tmp${temporary++}`,
      }));
      return [`ip link add name ${ends[0].made} type veth peer name ${ends[1].made}`, ...ends.flatMap(place)];
    }
    case 'set-master':
      return [`ip ${where}link set dev ${operation.device} master ${operation.master}`];
    case 'set-mtu':
      return [`ip ${where}link set dev ${operation.device} mtu ${operation.mtu}`];
    case 'set-up':
      return [`ip ${where}link set dev ${operation.device} up`];
    case 'add-address':
      return [`ip ${where}addr add ${operation.address} dev ${operation.device}`];
    case 'add-route': {
      const { to, hops } = operation.route;
      return [`ip ${where}route add ${to}${word('via', hops[0].via)} dev ${hops[0].device}`];
    }
    default:
      throw new Error(`this bench has no ${operation.op} by hand`);
  }
}

function place({ made, name, namespace, group, master, up }) {
  if (namespace !== undefined) return [`ip link set dev ${made} netns ${namespace} name ${name}`];
  return [
    ...(group === undefined ? [] : [`ip link set dev ${name} group ${group}`]),
    ...(master === undefined ? [] : [`ip link set dev ${name} master ${master}`]),
    ...(up ? [`ip link set dev ${name} up`] : []),
  ];
}

function word(name, value) {
  return value === undefined ? '' : ` ${name} ${value}`;
}

function removals(step) {
  return (step.operations ?? []).flatMap((operation) => {
    if (operation.op === 'add-namespace') return [`ip netns del ${operation.name}`];
    if (operation.op === 'add-bridge' && operation.end.namespace === undefined)
      return [`ip link del dev ${operation.end.name}`];
    return [];
  });
}
