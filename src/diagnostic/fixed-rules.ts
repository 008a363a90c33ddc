/** What cannot be read or resolved: always an error, and never switched off, for there is nothing to make a script of. */
export const fixedRules = [
  // reading
  {
    name: 'syntax',
    summary:
      'the text cannot be read: a word that is unknown or misplaced, a missing value, a block that is not closed',
  },
  { name: 'bad-range', summary: 'what stands in braces or behind `in` is no range, or has no values' },
  { name: 'bad-expression', summary: 'what stands in braces in a `for` cannot be calculated' },
  { name: 'range-lengths', summary: 'ranges that go along with each other have different numbers of values' },
  {
    name: 'too-many-statements',
    summary: 'with its ranges and loops expanded the lab has more than 1,048,576 statements',
  },
  { name: 'internal-error', summary: 'a fault in netgen kept it from reading the file' },
  // resolving names
  { name: 'unnamed-lab', summary: 'a lab from standard input does not say its name' },
  { name: 'unknown-name', summary: 'a name stands for nothing in the lab' },
  { name: 'duplicate-name', summary: 'two things of one sort in one place have the same name' },
  { name: 'bad-name', summary: 'a name that the kernel or the language does not take' },
  { name: 'outside-hosts', summary: 'in a lab with `host`, something stands outside of every host' },
  { name: 'not-the-labs', summary: 'an address for the machine’s own loopback device' },
  // resolving cables
  { name: 'unconnected-veth', summary: 'a veth has no other end' },
  { name: 'contradicting-ends', summary: 'a cable would have a third end, or end at itself' },
  { name: 'not-a-cable-end', summary: 'a cable ends at a device that takes none' },
  { name: 'not-a-bridge', summary: '`master` names a device that is no bridge' },
  { name: 'not-plugged', summary: '`port` stands at a cable that does not end at a bridge' },
  { name: 'cable-leaves-host', summary: 'a cable goes to another machine' },
  // resolving values
  { name: 'bad-address', summary: 'an address or the length of a prefix cannot be read' },
  { name: 'next-hop-length', summary: 'a next hop or gateway has the length of a prefix' },
  {
    name: 'short-address',
    summary: 'a short address cannot be completed, or would lie outside of its prefix',
  },
  { name: 'host-bits', summary: 'a prefix has bits behind its length' },
  { name: 'bad-mac', summary: 'a MAC address cannot be read, or no device can have it' },
  { name: 'bad-number', summary: 'a number lies outside of its bounds' },
  // resolving routes, rules and expectations
  { name: 'bad-route', summary: 'a route does not say where its packets go, or says it in two ways' },
  { name: 'bad-rule', summary: 'a `rule` does two things, or is for no family' },
  {
    name: 'mixed-families',
    summary: 'an IPv6 route has an IPv4 next hop, or a rule is from one family to the other',
  },
  { name: 'bad-nat', summary: '`nat` says neither a prefix nor a device' },
  { name: 'bad-expectation', summary: 'an expectation contradicts itself' },
] as const;

/** The name of such a rule. */
export type FixedRule = (typeof fixedRules)[number]['name'];
