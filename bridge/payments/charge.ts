import { HIGHEST_AMOUNT_MINOR } from './amount';
import { HIGHEST_NUMBER } from './number';
import type { QrRequest, QrSession } from './ports';
import type { Charge, ChargeState, Notice, Stage } from './types';

/** Bytes of randomness in a charge's id: 120 bits are 24 characters of base32. */
export const ID_BYTES = 15;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * 'ch_' and 24 characters of Crockford base32.
 * @param random ID_BYTES bytes from a cryptographic source
 */
export function chargeId(random: Uint8Array): string {
  if (random.length !== ID_BYTES)
    throw new RangeError(`a charge id takes ${ID_BYTES} random bytes, not ${random.length}`);
  let id = 'ch_';
  let bits = 0;
  let held = 0;
  for (const byte of random) {
    held = held * 256 + byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      const rest = held % 2 ** bits;
      id += CROCKFORD.charAt((held - rest) / 2 ** bits);
      held = rest;
    }
  }
  return id;
}

/**
 * A new charge from what was asked and the QR that the switch made for it. The QR ends when the first of both says so.
 * @param number the box's next charge number, 1 to HIGHEST_NUMBER
 * A charge for which the customer presents a code has no QR: the box asks for the code.
 * @throws RangeError when the amount, the number, the text or the times cannot be: nothing downstream repairs them
 */
export function newCharge(
  switchId: string,
  request: QrRequest,
  made: QrSession,
  number: number,
  nowMs: number,
): { charge: Charge; notices: Notice[] } {
  requireWhole('amountMinor', request.amountMinor, HIGHEST_AMOUNT_MINOR);
  requireWhole('number', number, HIGHEST_NUMBER);
  if ((made.text === '') !== (made.presents === 'customer')) {
    throw new RangeError(`the session of ${request.chargeId} must have a text or be presented by the customer`);
  }
  const expiresAtMs = Math.min(request.expiresAtMs, made.expiresAtMs ?? request.expiresAtMs);
  if (!(expiresAtMs > nowMs)) throw new RangeError(`the QR of ${request.chargeId} had ended before it could be shown`);
  const charge: Charge = {
    id: request.chargeId,
    device: request.device,
    number,
    switch: switchId,
    session: made.session,
    payee: made.payee,
    amountMinor: request.amountMinor,
    currency: request.currency,
    reference: request.reference,
    state: 'open',
    qr: made.text,
    createdAtMs: nowMs,
    expiresAtMs,
    paidAtMs: undefined,
    spokenAtMs: undefined,
    switchTxnId: undefined,
    late: false,
  };
  return { charge, notices: shown(charge) };
}

/** What a box is told that has to show this live charge: its QR, how far it is, or both. */
export function shown(charge: Charge): Notice[] {
  const qr: Notice[] = takesCode(charge) ? [] : [{ tell: 'show', charge }];
  const stage = stageOf(charge);
  return stage === undefined ? qr : [...qr, { tell: 'progress', charge, stage }];
}

/** Does the customer present a code for this charge, so that there is no QR to show? */
export function takesCode(charge: Charge): boolean {
  return charge.qr === '';
}

/** How far a live charge is, as the box shows it; undefined when it only shows the QR. */
export function stageOf(charge: Charge): Stage | undefined {
  const presented = takesCode(charge);
  switch (charge.state) {
    case 'page-opened':
      return presented ? 'present' : 'opened';
    case 'scanned':
      return 'scanned';
    case 'pending':
      return presented ? 'confirm' : 'pending';
    default:
      return presented ? 'present' : undefined;
  }
}

/** The states without an end: the customer can still pay this charge's QR. */
export type LiveState = 'open' | 'page-opened' | 'scanned' | 'pending' | 'failed';

/** A failed try keeps the QR: the customer may try again until it expires. */
export function isLive(state: ChargeState): state is LiveState {
  return (
    state === 'open' || state === 'page-opened' || state === 'scanned' || state === 'pending' || state === 'failed'
  );
}

function requireWhole(name: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= highest) return;
  throw new RangeError(`${name} is ${value}; it must be a whole number from 1 to ${highest}`);
}
