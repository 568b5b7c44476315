import type { Charge, Rejection, SwitchEvent } from './types';

/**
 * Compares what an event states with the charge. What it does not state cannot differ: NEPALPAY's socket, say, names
 * only the session, and its confirm-payment push names everything.
 * @returns why the event is not about this charge; undefined when nothing it states differs
 */
export function mismatch(charge: Charge, event: SwitchEvent): Rejection | undefined {
  if (event.switch !== charge.switch || event.session !== charge.session) return 'unknown-session';
  if (event.payee !== undefined && event.payee !== charge.payee) return 'payee-mismatch';
  if (event.currency !== undefined && event.currency !== charge.currency) return 'currency-mismatch';
  if (event.amountMinor !== undefined && event.amountMinor !== charge.amountMinor) return 'amount-mismatch';
  return undefined;
}
