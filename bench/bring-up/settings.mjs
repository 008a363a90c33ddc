/**
 * The settings that the script makes in each namespace, and in the root namespace for each device, from what it
 * prints with `-n`: so whoever is compared with it sets the same.
 */
export function settingsOf(printed) {
  const inside = new Map();
  const root = [];
  for (const line of printed.split('\n')) {
    const [, namespace, words] = /^(?:ip netns exec (\S+) )?sysctl -\S+ (.*)$/.exec(line) ?? [];
    if (words === undefined) continue;
    // a value with blanks in it stands in quotes
    const pairs = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) =>
      (quoted ?? bare).split('='),
    );
    if (namespace === undefined) root.push(...pairs);
    else inside.set(namespace, pairs);
  }
  return {
    inside: (namespace) => inside.get(namespace) ?? [],
    root: (device) => root.filter(([path]) => path.includes(`/${device}/`)),
  };
}
