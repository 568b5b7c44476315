import { isLive } from './charge';
import type { Charge, Notice } from './types';

/** Why a charge cannot be cancelled: the state that it has already ended in. */
export type CancelRefusal = 'paid' | 'expired' | 'reversed';

/**
 * The shop takes the QR away. Allowed in every state without an end, also while the customer is paying: a payment that
 * still comes is announced as late. Cancelling twice is one cancelling.
 */
export function cancel(charge: Charge): { charge: Charge; notices: Notice[]; refusal: CancelRefusal | undefined } {
  const { state } = charge;
  if (isLive(state)) {
    const cancelled: Charge = { ...charge, state: 'cancelled' };
    return {
      charge: cancelled,
      notices: [{ tell: 'closed', charge: cancelled, how: 'cancelled' }],
      refusal: undefined,
    };
  }
  return { charge, notices: [], refusal: state === 'cancelled' ? undefined : state };
}
