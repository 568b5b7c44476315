// An amount that was keyed in at a box, and the few words that its screen shows when it becomes no charge.
import { currencies } from '../firmware/wire/index';
import type { Charges } from './charges';
import type { CurrencyCode } from './payments/types';
import { BridgeError } from './service';

/** At most 40 bytes, in words that a shopkeeper knows. */
const REASONS: Record<BridgeError['code'], string> = {
  'not-found': 'this box is not set up',
  conflict: 'this was asked before',
  invalid: 'this cannot be charged here',
  'switch-refused': 'the payment system refused',
  'switch-unreachable': 'the payment system does not answer',
  limit: 'too busy, please try again',
  unsupported: 'this cannot be charged here',
};

/**
 * The same request again, because the box has seen no answer, shows the charge again.
 * @returns why it becomes no charge; undefined when there is one
 */
export async function chargeAtBox(
  charges: Charges | undefined,
  nowMs: number,
  device: string,
  asked: { request: number; amountMinor: number; currency: number },
): Promise<string | undefined> {
  const { request, amountMinor } = asked;
  const currency = currencies.find(({ numeric }) => numeric === asked.currency);
  if (charges === undefined || currency === undefined) return REASONS.invalid;
  try {
    const charge = await charges.create({
      by: `box:${device}`,
      ...{ device, amountMinor, currency: currency.code as CurrencyCode },
      ...{ idempotencyKey: `box:${device}:${request}` },
      ...{ switch: undefined, reference: undefined, expiresInSeconds: undefined },
    });
    if (charge.createdAtMs < nowMs) await charges.showAgain(charge.id);
    return undefined;
  } catch (error) {
    if (error instanceof BridgeError) return REASONS[error.code];
    throw error;
  }
}
