import { describe, expect, test } from 'vitest';
import { cancel } from '../../../../bridge/payments/cancel';
import { due, expire, LATE_WATCH_MS } from '../../../../bridge/payments/expire';
import { charge } from '../../../support/charges';

const END_MS = charge().expiresAtMs;

describe('a QR whose time is over', () => {
  test.each([
    ['open', 5_000],
    ['page-opened', 5_000],
    ['failed', 5_000],
    ['scanned', 45_000],
    ['pending', 45_000],
  ] as const)('while %s: the switch is asked once more and given %i ms', (state, graceMs) => {
    const live = charge({ state });
    expect(due(live, END_MS - 1)).toEqual({ is: 'wait', untilMs: END_MS });
    expect(due(live, END_MS)).toEqual({ is: 'last-look', untilMs: END_MS + graceMs });
    expect(due(live, END_MS + graceMs - 1)).toEqual({ is: 'last-look', untilMs: END_MS + graceMs });
    expect(due(live, END_MS + graceMs)).toEqual({ is: 'expire' });
    expect(expire(live, END_MS + graceMs - 1)).toEqual({ charge: live, notices: [] });
    const expired = { ...live, state: 'expired' };
    expect(expire(live, END_MS + graceMs)).toEqual({
      charge: expired,
      notices: [{ tell: 'closed', charge: expired, how: 'expired' }],
    });
  });

  test.each(['expired', 'cancelled'] as const)('and that was %s is still watched for late money', (state) => {
    const closed = charge({ state });
    expect(due(closed, END_MS)).toEqual({ is: 'watch-late', untilMs: END_MS + LATE_WATCH_MS });
    expect(due(closed, END_MS + LATE_WATCH_MS)).toEqual({ is: 'nothing' });
    expect(expire(closed, END_MS + LATE_WATCH_MS)).toEqual({ charge: closed, notices: [] });
  });

  test.each(['paid', 'reversed'] as const)('and that was %s asks for nothing', (state) => {
    expect(due(charge({ state }), END_MS - 1)).toEqual({ is: 'nothing' });
    expect(expire(charge({ state }), END_MS * 2)).toEqual({ charge: charge({ state }), notices: [] });
  });
});

describe('a QR that the shop takes away', () => {
  test.each(['open', 'page-opened', 'scanned', 'pending', 'failed'] as const)('while %s is cancelled', (state) => {
    const cancelled = charge({ state: 'cancelled' });
    expect(cancel(charge({ state }))).toEqual({
      charge: cancelled,
      notices: [{ tell: 'closed', charge: cancelled, how: 'cancelled' }],
      refusal: undefined,
    });
  });

  test('twice is cancelled once', () => {
    const cancelled = charge({ state: 'cancelled' });
    expect(cancel(cancelled)).toEqual({ charge: cancelled, notices: [], refusal: undefined });
  });

  test.each(['paid', 'expired', 'reversed'] as const)('after it was %s stays as it is', (state) => {
    expect(cancel(charge({ state }))).toEqual({ charge: charge({ state }), notices: [], refusal: state });
  });
});
