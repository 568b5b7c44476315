// A pretended switch with the hands of its customer, as the demo and `ghanti switch-sim` play it.
import type { Charge, CurrencyCode } from '../../../bridge/payments/types';

export interface PlayedSwitch {
  id: string;
  title: string;
  /** Where it listens, for whoever wants to look at it. */
  address: string;
  currencies: readonly CurrencyCode[];
  /** Its part of the bridge's settings, as an operator writes it. */
  settings: Record<string, unknown>;
  /** Paths that its documents fix, led to its webhooks. */
  webhookPaths: Record<string, string>;
  /** What its customer and the switch can do about a charge. What a deed returns is told to whoever asked for it. */
  deeds: Record<string, (charge: Charge) => Promise<object | void> | object | void>;
  /** Those deeds that are about a payment that was made. All others are about a charge that waits for one. */
  afterwards: readonly string[];
  /** Can the shop order money back? */
  refunds: boolean;
  /** Goes out of reach, and comes back. Undefined where the bridge itself is the switch. */
  dark: ((on: boolean) => void) | undefined;
  /** What the next run has to be given (as `kept`), so that settings written for this one stay right. JSON. */
  keeps: unknown;
  close(): Promise<void>;
}

/** Where a switch is played. */
export interface Stage {
  /** Where the bridge will be, without a slash at the end. */
  bridgeUrl: string;
  /** Of files that its settings name. */
  folder: string;
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  /** What an earlier run keeps; undefined on the first. */
  kept: unknown;
}

export type StartSwitch = (stage: Stage) => Promise<PlayedSwitch>;

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
