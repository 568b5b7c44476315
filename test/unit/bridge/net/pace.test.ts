import { describe, expect, test } from 'vitest';
import { createPace } from '../../../../bridge/net/pace';
import { nextPollMs, pollGapMs } from '../../../../bridge/net/polling-plan';

describe('a limiter', () => {
  test('gives turns in order and never two within the gap', async () => {
    const pace = createPace(20, new AbortController().signal);
    const at: number[] = [];
    await Promise.all([1, 2, 3, 4].map(() => pace.turn(1_000).then(() => at.push(performance.now()))));
    const gaps = at.slice(1).map((ms, index) => ms - at[index]!);
    // setTimeout may fire a millisecond early.
    expect(gaps.every((ms) => ms >= 18)).toBe(true);
  });

  test('turns away who would wait too long, and nobody behind pays for it', async () => {
    let nowMs = 0;
    const pace = createPace(100, new AbortController().signal, () => nowMs);
    pace.holdFor(5_000);
    expect([await pace.turn(4_999), pace.waitMs()]).toEqual([false, 5_000]);
    nowMs = 5_000;
    expect([await pace.turn(0), await pace.turn(99), pace.waitMs()]).toEqual([true, false, 100]);
  });

  test('lets everybody go when it is closed', async () => {
    const stop = new AbortController();
    const pace = createPace(60_000, stop.signal);
    await pace.turn(0);
    const waiting = pace.turn(100_000);
    stop.abort(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    await expect(pace.turn(0)).rejects.toThrow('closed');
  });
});

describe('the polling plan', () => {
  const plan = { firstMs: 2_000, eagerMs: 60_000, growth: 1.5, longestMs: 10_000, lastLookMs: 15_000 };
  const qr = { createdAtMs: 0, expiresAtMs: 600_000 };

  test('asks every 2 s for a minute, then more and more rarely, up to 10 s', () => {
    const gaps = [0, 30_000, 59_999, 60_000, 63_000, 67_500, 74_250, 84_250, 500_000].map((ms) => pollGapMs(plan, ms));
    expect(gaps).toEqual([2_000, 2_000, 2_000, 3_000, 4_500, 6_750, 10_000, 10_000, 10_000]);
    expect(pollGapMs(plan, -1_000)).toBe(2_000);
  });

  test('takes one last look 15 s after the end, and none after it', () => {
    expect(nextPollMs(plan, qr, 590_000, 599_000)).toBe(10_000);
    expect(nextPollMs(plan, qr, 600_000, 600_001)).toBe(14_999);
    expect(nextPollMs(plan, qr, 600_000, 615_000)).toBe(0);
    expect(nextPollMs(plan, qr, undefined, 900_000)).toBe(0);
    expect(nextPollMs(plan, qr, 615_000, 615_100)).toBeUndefined();
  });

  test('of a whole QR’s life is about 80 questions', () => {
    let [asked, nowMs, gap] = [0, 0, 0 as number | undefined];
    for (; gap !== undefined && asked < 200; asked++) {
      nowMs += gap;
      gap = nextPollMs(plan, qr, nowMs, nowMs);
    }
    expect([asked, nowMs]).toEqual([expect.closeTo(88, -1), 615_000]);
  });
});
