import { isLive } from './charge';
import type { Charge, Notice } from './types';

/** How long after its end a QR is still believed to be payable, because the switch's last word may be on its way. */
const GRACE_MS = 5_000;
/** The same while a customer was seen paying: his bank may take this long, and "expired" would make him pay twice. */
const GRACE_PAYING_MS = 45_000;
/** How long after the end of a QR, expired or cancelled, its session is still watched for a late payment. */
export const LATE_WATCH_MS = 15 * 60_000;

/** What a charge's clock asks for now. `untilMs` is when to ask again. */
export type Due =
  | { is: 'wait'; untilMs: number }
  /** The QR has ended: ask the switch once more what became of the session, then wait for `untilMs`. */
  | { is: 'last-look'; untilMs: number }
  /** The last look was given its time: close the charge with `expire`. */
  | { is: 'expire' }
  /** Closed, but money may still come: keep watching the session. */
  | { is: 'watch-late'; untilMs: number }
  /** Nothing more is waited for: stop watching the session. */
  | { is: 'nothing' };

/** Where a charge stands in its time. Right at any moment, also long after it (the bridge may have been off). */
export function due(charge: Charge, nowMs: number): Due {
  if (isLive(charge.state)) {
    const untilMs = charge.expiresAtMs + graceMs(charge);
    if (nowMs < charge.expiresAtMs) return { is: 'wait', untilMs: charge.expiresAtMs };
    return nowMs < untilMs ? { is: 'last-look', untilMs } : { is: 'expire' };
  }
  const untilMs = charge.expiresAtMs + LATE_WATCH_MS;
  const unpaid = charge.state === 'expired' || charge.state === 'cancelled';
  return unpaid && nowMs < untilMs ? { is: 'watch-late', untilMs } : { is: 'nothing' };
}

/** Closes a charge whose time is over; leaves every other as it is, so it may be called at any time. */
export function expire(charge: Charge, nowMs: number): { charge: Charge; notices: Notice[] } {
  if (due(charge, nowMs).is !== 'expire') return { charge, notices: [] };
  const expired: Charge = { ...charge, state: 'expired' };
  return { charge: expired, notices: [{ tell: 'closed', charge: expired, how: 'expired' }] };
}

function graceMs(charge: Charge): number {
  return charge.state === 'scanned' || charge.state === 'pending' ? GRACE_PAYING_MS : GRACE_MS;
}
