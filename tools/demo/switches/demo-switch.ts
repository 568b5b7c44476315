// What the demo needs of a pretended switch: its part of the bridge's configuration, and the hands of its customer.
import type { Charge, CurrencyCode } from '../../../bridge/payments/types';

export interface DemoSwitch {
  id: string;
  title: string;
  /** Where it listens, for whoever wants to look at it. */
  address: string;
  currencies: readonly CurrencyCode[];
  /** As its folder under bridge/switches has read it. */
  config: unknown;
  /** Paths that its documents fix, led to its webhooks. */
  webhookPaths: Record<string, string>;
  /** What its customer and the switch can do about a charge. What a deed returns is told to the page. */
  deeds: Record<string, (charge: Charge) => Promise<object | void> | object | void>;
  /** Can the shop order money back? */
  refunds: boolean;
  /** Goes out of reach, and comes back. Undefined where the bridge itself is the switch. */
  dark: ((on: boolean) => void) | undefined;
  close(): Promise<void>;
}

interface FaultsOf<F> {
  set(fault: F): void;
  clear(fault?: F): void;
}

/** Out of reach while these faults are on. @param drop cuts what is connected */
export function darkBy<F>(faults: FaultsOf<F>, names: readonly F[], drop?: () => void): (on: boolean) => void {
  return (on) => {
    for (const name of names) {
      if (on) faults.set(name);
      else faults.clear(name);
    }
    if (on) drop?.();
  };
}

/** Starts one; `bridgeAddress` is where the bridge will be, without a slash at the end. */
export type StartSwitch = (bridgeAddress: string, folder: string) => Promise<DemoSwitch>;

/** Everything here is on this machine: no reason to wait long for it. */
export const SOON = { retryMinMs: 300, retryMaxMs: 1_500 } as const;
