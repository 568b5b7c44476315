import { newCharge } from '../../bridge/payments/charge';
import type { Charge, SwitchEvent } from '../../bridge/payments/types';

/** A moment on which the shop is open. */
export const OPENED_AT_MS = 1_790_000_000_000;

/** A charge of NPR 1,250.50 whose QR has just been made, with what a test wants different. */
export function charge(different: Partial<Charge> = {}): Charge {
  const request = {
    chargeId: 'ch_0123456789ABCDEFGHJKMNPQ',
    device: 'counter-1',
    amountMinor: 125_050,
    currency: 'NPR',
    reference: 'bill 7',
    expiresAtMs: OPENED_AT_MS + 300_000,
  } as const;
  const made = { session: '2609210000000001ABC', payee: 'SHOP1', text: '000201…', expiresAtMs: undefined };
  return { ...newCharge('nepalpay', request, made, 1, OPENED_AT_MS).charge, ...different };
}

/** An event about `charge()` that states nothing but its session, with what a test wants different. */
export function event(kind: SwitchEvent['kind'], different: Partial<SwitchEvent> = {}): SwitchEvent {
  return {
    switch: 'nepalpay',
    session: '2609210000000001ABC',
    kind,
    txnId: undefined,
    amountMinor: undefined,
    currency: undefined,
    payee: undefined,
    occurredAtMs: undefined,
    ...different,
  };
}
