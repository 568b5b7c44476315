import { isLive, takesCode } from './charge';
import type { Charge } from './types';

/** Why a code cannot be handed in for a charge. */
export type PresentRefusal = 'shows-a-qr' | 'ended' | 'being-paid';

/**
 * May the customer's code be handed to the switch for this charge? One code at a time: while one is being paid, a second
 * could be paid too. `scanned` is no hindrance here: after a restart nobody knows whether that code reached the switch,
 * and the connector asks.
 */
export function presentRefusal(charge: Charge, nowMs: number): PresentRefusal | undefined {
  if (!takesCode(charge)) return 'shows-a-qr';
  if (!isLive(charge.state) || nowMs >= charge.expiresAtMs) return 'ended';
  return charge.state === 'pending' ? 'being-paid' : undefined;
}
