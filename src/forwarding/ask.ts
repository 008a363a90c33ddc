import type { Address } from '../model/address.ts';
import { commonAddresses } from '../model/expectations.ts';
import type { Node, Target } from '../model/lab.ts';
import { type Echo, echo } from './echo.ts';
import type { Network } from './network.ts';

/** Whether a node reaches what `expect` could name, with an echo request for each address that counts. */
export interface Asked {
  readonly from: Node;
  readonly to: Target;
  readonly echoes: readonly { readonly address: Address; readonly echo: Echo }[];
  /** Whether all are answered; undefined where that is not known. */
  readonly reaches: boolean | undefined;
}

/** Asks every address of a target in the families that the sender has, too; an address that is named itself in any case. */
export function ask(network: Network, from: Node, to: Target): Asked {
  const addresses = to.node ? commonAddresses(from, to) : to.addresses;
  const echoes = addresses.map((address) => ({ address, echo: echo(network, from, address) }));
  const answers = echoes.map((one) => one.echo.answered);
  const reaches = answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  return { from, to, echoes, reaches };
}
