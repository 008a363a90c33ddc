import { childOf, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
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
    (node.forwards as Span[]).push(statement.keyword);
    if (family) node.forward[family] ??= statement.keyword;
    else
      for (const { addresses } of node.devices)
        for (const { address } of addresses) node.forward[address.family] ??= statement.keyword;
  }
}

/** Reads `nat`: what leaves the prefix, or through the device, or both. */
export function readNats(node: Node, statements: readonly Statement[], findings: Findings): void {
  for (const statement of statements) {
    if (statement.word.keyword !== 'nat') continue;
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
    if (!prefixName && !arrow) continue;
    node.nats.push({
      prefix: prefix?.length === 0 && prefixName?.text === 'default' ? undefined : prefix,
      device,
      origin: statement.keyword,
      prefixOrigin: prefixName?.span,
    });
  }
}
