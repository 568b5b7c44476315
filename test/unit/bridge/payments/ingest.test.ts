import { describe, expect, test } from 'vitest';
import { ingest, mayRepeat } from '../../../../bridge/payments/ingest';
import type { Charge, ChargeState, SwitchEvent } from '../../../../bridge/payments/types';
import { charge, event, OPENED_AT_MS } from '../../../support/charges';

const NOW_MS = OPENED_AT_MS + 20_000;
const take = (before: Charge, taken: SwitchEvent, alreadySeen = false) => ingest(before, taken, NOW_MS, alreadySeen);
const after = (...events: SwitchEvent[]): Charge =>
  events.reduce((now, next) => take(now, next).charge ?? now, charge());

describe('a customer who pays', () => {
  test('is seen opening, scanning, waiting and paying', () => {
    const told: string[] = [];
    let now = charge();
    for (const kind of ['page-opened', 'scanned', 'pending', 'paid'] as const) {
      const step = take(now, event(kind));
      now = step.charge ?? now;
      expect(step.rejection).toBeUndefined();
      told.push(...step.notices.map((notice) => (notice.tell === 'progress' ? notice.stage : notice.tell)));
    }
    expect(told).toEqual(['opened', 'scanned', 'pending', 'paid']);
    expect(now).toMatchObject({ state: 'paid', paidAtMs: NOW_MS, late: false });
  });

  test('is announced even when nothing was seen before', () => {
    const { charge: paid, notices } = take(charge(), event('paid', { txnId: 'T1' }));
    expect(paid).toMatchObject({ state: 'paid', switchTxnId: 'T1' });
    expect(notices).toEqual([{ tell: 'paid', charge: paid, paidAtMs: NOW_MS }]);
  });

  test('who failed may scan again and pay on the same QR', () => {
    const failed = take(after(event('scanned')), event('failed'));
    expect(failed.notices).toEqual([{ tell: 'closed', charge: failed.charge, how: 'failed' }]);
    const again = take(failed.charge ?? charge(), event('page-opened'), true);
    expect(again.charge?.state).toBe('page-opened');
    expect(take(again.charge ?? charge(), event('failed'), true).charge?.state).toBe('failed');
    expect(after(event('scanned'), event('failed'), event('scanned'), event('paid')).state).toBe('paid');
    expect(after(event('failed'), event('paid')).state).toBe('paid');
  });
});

describe('an event that is not about this charge', () => {
  test('of a session that nobody knows is kept for the operator', () => {
    expect(ingest(undefined, event('paid'), NOW_MS, false)).toEqual({
      charge: undefined,
      notices: [],
      rejection: 'unknown-session',
    });
  });

  test.each([
    [{ switch: 'other' }, 'unknown-session'],
    [{ session: 'other' }, 'unknown-session'],
    [{ payee: 'SHOP2' }, 'payee-mismatch'],
    [{ currency: 'INR' }, 'currency-mismatch'],
    [{ amountMinor: 125_051 }, 'amount-mismatch'],
    [{ amountMinor: 0 }, 'amount-mismatch'],
  ] as const)('stating %j is never announced', (stated, rejection) => {
    const open = charge();
    for (const kind of ['page-opened', 'scanned', 'pending', 'paid', 'failed', 'expired', 'reversed'] as const) {
      expect(take(open, event(kind, stated))).toEqual({ charge: open, notices: [], rejection });
    }
  });

  test('does not stop the right one from being taken afterwards, even when it carried the same id', () => {
    const wrong = take(charge(), event('paid', { txnId: 'T1', amountMinor: 1 }));
    const right = take(wrong.charge ?? charge(), event('paid', { txnId: 'T1', amountMinor: 125_050 }), true);
    expect(right.charge?.state).toBe('paid');
  });

  test('stating the charge exactly is taken', () => {
    const stated = { payee: 'SHOP1', currency: 'NPR', amountMinor: 125_050 };
    expect(take(charge(), event('paid', stated)).rejection).toBeUndefined();
  });
});

describe('the same payment told twice', () => {
  test.each([
    [undefined, undefined],
    ['T1', 'T1'],
    ['T1', undefined],
    ['T1', ''],
    ['T1', '2609210000000001ABC'],
  ])('with ids %s and %s is announced once', (first, second) => {
    const paid = take(charge(), event('paid', { txnId: first })).charge ?? charge();
    expect(take(paid, event('paid', { txnId: second }))).toEqual({ charge: paid, notices: [], rejection: 'duplicate' });
  });

  test('first without an id and then with one is announced once, and the id is kept for the books', () => {
    const paid = take(charge(), event('paid')).charge ?? charge();
    const told = take(paid, event('paid', { txnId: 'T1' }));
    expect(told).toEqual({ charge: { ...paid, switchTxnId: 'T1' }, notices: [], rejection: undefined });
  });

  test('under another id is another payment on the same QR: silent here, for the operator to look at', () => {
    const paid = take(charge(), event('paid', { txnId: 'T1' })).charge ?? charge();
    expect(take(paid, event('paid', { txnId: 'T2' }))).toEqual({ charge: paid, notices: [], rejection: 'after-final' });
  });
});

describe('an event that a customer cannot do twice', () => {
  const states: ChargeState[] = ['open', 'scanned', 'failed', 'paid', 'expired', 'cancelled', 'reversed'];
  const kinds = ['page-opened', 'scanned', 'pending', 'failed', 'paid', 'expired', 'reversed'] as const;
  test.each(kinds)('%s is taken alike whether anybody looks up that it was seen, or it is said to repeat', (kind) => {
    const told = event(kind, { txnId: 'T2' });
    const differs = states.some((state) => {
      const before = charge({ state });
      return JSON.stringify(take(before, told, true)) !== JSON.stringify(take(before, told, false));
    });
    expect(differs).toBe(mayRepeat(kind));
  });
});

describe('an event out of order', () => {
  test.each([
    ['page-opened', 'page-opened', 'duplicate'],
    ['scanned', 'page-opened', 'backwards'],
    ['pending', 'scanned', 'backwards'],
    ['pending', 'pending', 'duplicate'],
    ['paid', 'scanned', 'after-final'],
    ['paid', 'failed', 'after-final'],
    ['paid', 'expired', 'after-final'],
    ['expired', 'pending', 'after-final'],
    ['expired', 'expired', 'duplicate'],
    ['expired', 'failed', 'after-final'],
    ['failed', 'failed', 'duplicate'],
    ['reversed', 'reversed', 'duplicate'],
    ['reversed', 'paid', 'after-final'],
  ] as const)('after %s: %s changes nothing (%s)', (first, second, rejection) => {
    const before = after(event(first));
    expect(before.state).toBe(first);
    expect(take(before, event(second))).toEqual({ charge: before, notices: [], rejection });
  });

  test('of a try that was told before by its id does not open a failed charge again', () => {
    const failed = after(event('scanned', { txnId: 'T1' }), event('failed', { txnId: 'T1' }));
    expect(take(failed, event('scanned', { txnId: 'T1' }), true).rejection).toBe('duplicate');
    const second = take(failed, event('scanned', { txnId: 'T2' })).charge ?? failed;
    expect(take(second, event('failed', { txnId: 'T1' }), true).rejection).toBe('duplicate');
  });
});

describe('money that comes after the end', () => {
  test.each(['expired', 'cancelled'] as const)('of a charge that was %s is announced as late', (state) => {
    const { charge: paid, notices } = take(charge({ state }), event('paid'));
    expect(paid).toMatchObject({ state: 'paid', late: true });
    expect(notices).toEqual([{ tell: 'paid', charge: paid, paidAtMs: NOW_MS }]);
  });

  test('but before anybody closed the charge is not late', () => {
    const { charge: paid } = ingest(charge(), event('paid'), OPENED_AT_MS + 999_000, false);
    expect(paid).toMatchObject({ state: 'paid', late: false });
  });
});

describe('money that goes back', () => {
  test('is told after the payment was', () => {
    const paid = after(event('paid', { txnId: 'T1' }));
    const { charge: reversed, notices } = take(paid, event('reversed'));
    expect(reversed).toEqual({ ...paid, state: 'reversed' });
    expect(notices).toEqual([{ tell: 'reversed', charge: reversed, paidAtMs: NOW_MS }]);
  });

  test('before its payment was told closes the QR, and the payment is never announced', () => {
    const { charge: reversed, notices } = take(charge({ state: 'pending' }), event('reversed', { txnId: 'T1' }));
    expect(reversed).toMatchObject({ state: 'reversed', paidAtMs: undefined, switchTxnId: 'T1' });
    expect(notices).toEqual([{ tell: 'closed', charge: reversed, how: 'cancelled' }]);
    expect(take(reversed ?? charge(), event('paid', { txnId: 'T1' })).notices).toEqual([]);
  });

  test.each(['expired', 'cancelled'] as const)('on a charge that was %s says nothing to the box', (state) => {
    const { charge: reversed, notices, rejection } = take(charge({ state }), event('reversed'));
    expect([reversed?.state, notices, rejection]).toEqual(['reversed', [], undefined]);
  });
});

describe('the time of a payment', () => {
  test.each([
    [NOW_MS - 5_000.5, NOW_MS - 5_001],
    [NOW_MS + 3_600_000, NOW_MS],
    [OPENED_AT_MS - 1, OPENED_AT_MS],
    [Number.NaN, NOW_MS],
    [undefined, NOW_MS],
  ])("by the switch's clock %s is taken as %d", (occurredAtMs, paidAtMs) => {
    expect(take(charge(), event('paid', { occurredAtMs })).charge?.paidAtMs).toBe(paidAtMs);
  });

  test('is not before the charge, even when our own clock was set back', () => {
    expect(ingest(charge(), event('paid'), OPENED_AT_MS - 60_000, false).charge?.paidAtMs).toBe(OPENED_AT_MS);
  });
});

test('what came in is never changed', () => {
  const states: ChargeState[] = [
    'open',
    'page-opened',
    'scanned',
    'pending',
    'paid',
    'failed',
    'expired',
    'cancelled',
    'reversed',
  ];
  for (const state of states) {
    for (const kind of ['page-opened', 'scanned', 'pending', 'paid', 'failed', 'expired', 'reversed'] as const) {
      expect(() => take(Object.freeze(charge({ state })), Object.freeze(event(kind)))).not.toThrow();
    }
  }
});
