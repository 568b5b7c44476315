import { describe, expect, test } from 'vitest';
import { newCharge, takesCode } from '../../../../bridge/payments/charge';
import { presentRefusal } from '../../../../bridge/payments/present';
import { charge, OPENED_AT_MS } from '../../../support/charges';

const request = {
  chargeId: 'ch_0123456789ABCDEFGHJKMNPQ',
  device: 'counter-1',
  amountMinor: 1_300,
  currency: 'USD',
  reference: undefined,
  expiresAtMs: OPENED_AT_MS + 300_000,
} as const;
const session = { session: 'S1', payee: 'SHOP1', expiresAtMs: undefined };

describe('a charge for which the customer presents a code', () => {
  test('has nothing to show, so the box is told nothing yet', () => {
    const { charge: made, notices } = newCharge(
      'pockyt',
      request,
      { ...session, text: '', presents: 'customer' },
      1,
      OPENED_AT_MS,
    );
    expect([made.qr, made.state, takesCode(made)]).toEqual(['', 'open', true]);
    expect(notices).toEqual([{ tell: 'progress', charge: made, stage: 'present' }]);
  });

  test('is never made by accident: no text without a word, no word beside a text', () => {
    const make = (text: string, presents?: 'customer') => () =>
      newCharge('pockyt', request, { ...session, text, ...(presents && { presents }) }, 1, OPENED_AT_MS);
    expect(make('')).toThrow('must have a text or be presented');
    expect(make('000201', 'customer')).toThrow('must have a text or be presented');
  });

  test.each(['open', 'page-opened', 'scanned', 'failed'] as const)('takes a code while it is %s', (state) => {
    expect(presentRefusal(charge({ qr: '', state }), OPENED_AT_MS)).toBeUndefined();
  });

  test('takes no second code while one is being paid', () => {
    expect(presentRefusal(charge({ qr: '', state: 'pending' }), OPENED_AT_MS)).toBe('being-paid');
  });

  test.each(['paid', 'expired', 'cancelled', 'reversed'] as const)('takes none after it was %s', (state) => {
    expect(presentRefusal(charge({ qr: '', state }), OPENED_AT_MS)).toBe('ended');
  });

  test('takes none when its time is over', () => {
    const live = charge({ qr: '' });
    expect(presentRefusal(live, live.expiresAtMs - 1)).toBeUndefined();
    expect(presentRefusal(live, live.expiresAtMs)).toBe('ended');
  });

  test('is not one that shows a QR', () => {
    expect(presentRefusal(charge(), OPENED_AT_MS)).toBe('shows-a-qr');
  });
});
