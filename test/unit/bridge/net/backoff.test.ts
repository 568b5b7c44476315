import { describe, expect, test } from 'vitest';
import { fullJitterMs } from '../../../../bridge/net/backoff';

describe('waiting between tries', () => {
  const backoff = { minMs: 1_000, maxMs: 60_000 };
  test('doubles its ceiling up to the longest wait', () => {
    expect([0, 1, 2, 5, 6, 1_000].map((attempt) => fullJitterMs(backoff, attempt, () => 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });
  test('spreads evenly from nothing, so that a thousand boxes do not return in one beat', () => {
    expect([0, 0.25, 0.5].map((chance) => fullJitterMs(backoff, 0, () => chance))).toEqual([0, 250, 500]);
  });
});
