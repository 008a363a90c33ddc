import { childOf, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Family } from './address.ts';
import type { Findings } from './findings.ts';
import type { Node } from './lab.ts';
import { resolveDevice } from './references.ts';
import { routePrefix } from './values.ts';

/** Reads `forward`: for the named family, or those that the node has addresses of. */
export function readForward(node: Node, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.word.keyword !== 'forward') continue;
    const family = valueOf(statement, 'family')?.text as Family | undefined;
    const own = new Set(
      node.devices.flatMap(({ addresses }) => addresses.map(({ address }) => address.family)),
    );
    for (const one of family ? [family] : own) node.forward[one] ??= statement.keyword;
  }
}

/** Reads `nat`: what leaves the prefix, or through the device, or both. */
export function readNats(node: Node, statements: readonly Statement[], findings: Findings): void {
  let said = false;
  const forwards = statements.some(({ word }) => word.keyword === 'forward');
  for (const statement of statements) {
    if (statement.word.keyword !== 'nat') continue;
    const before = findings.diagnostics.length;
    const prefixName = valuesOf(statement, 'prefix')[0];
    const prefix = prefixName && routePrefix(prefixName, 'inet', findings);
    const arrow = childOf(statement, '->');
    const deviceName = arrow && valueOf(arrow, 'device');
    const device = deviceName && resolveDevice(deviceName, node, findings);
    if (!prefixName && !arrow) {
      findings.error(
        'bad-nat',
        statement.keyword,
        '`nat` says neither whose packets nor through which device.',
        {
          help: 'write `nat 192.168.1.0/24 -> DEVICE`',
        },
      );
    }
    if (!forwards) {
      if (said) continue;
      said = true;
      findings.error(
        'nat-without-forward',
        statement.keyword,
        `${node.name} does not forward, so nothing passes that could be masqueraded.`,
        {
          help: `write \`forward\` in ${node.kind === 'root' ? 'the root namespace' : `\`ns ${node.name}\``}`,
        },
      );
    } else if (
      prefix &&
      prefix.length > 0 &&
      (node.forward.inet ?? node.forward.inet6) &&
      !node.forward[prefix.family]
    ) {
      const span = prefixName.span;
      findings.error(
        'nat-without-forward',
        span,
        `${node.name} does not forward ${prefix.family === 'inet' ? 'IPv4' : 'IPv6'}, so nothing passes that could be masqueraded.`,
        {
          help: `write \`forward ${prefix.family}\``,
        },
      );
    }
    if (findings.diagnostics.length > before) continue;
    node.nats.push({
      prefix: prefix?.length === 0 && prefixName?.text === 'default' ? undefined : prefix,
      device,
      origin: statement.keyword,
    });
  }
}
