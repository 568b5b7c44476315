import { describe, expect, test } from 'vitest';
import { loudestAt } from '../../../bridge/night';

const HOUR = 3600;
const overMidnight = { from: 21.5 * HOUR, to: 6.5 * HOUR, volume: 3 };
const afternoon = { from: 13 * HOUR, to: 15 * HOUR, volume: 2 };

describe("the shop's night", () => {
  test.each([
    // 21:29:59, 21:30, midnight, 06:29:59 and 06:30 in Kathmandu, which is 5:45 ahead of UTC.
    ['2026-11-21T15:44:59Z', overMidnight, undefined],
    ['2026-11-21T15:45:00Z', overMidnight, 3],
    ['2026-11-21T18:15:00Z', overMidnight, 3],
    ['2026-11-22T00:44:59Z', overMidnight, 3],
    ['2026-11-22T00:45:00Z', overMidnight, undefined],
    ['2026-11-21T07:15:00Z', afternoon, 2],
    ['2026-11-21T09:15:00Z', afternoon, undefined],
    ['2026-11-21T18:15:00Z', afternoon, undefined],
    ['2026-11-21T18:15:00Z', undefined, undefined],
  ])('at %s', (now, night, volume) => {
    expect(loudestAt(Date.parse(now), 'Asia/Kathmandu', night)).toBe(volume);
  });

  test('goes by the clock on the wall when the clocks were changed', () => {
    const at = (now: string) => loudestAt(Date.parse(now), 'Europe/Berlin', overMidnight);
    // 06:29 and 06:30 of the day on which 02:00 became 03:00.
    expect([at('2026-03-29T04:29:00Z'), at('2026-03-29T04:30:00Z')]).toEqual([3, undefined]);
  });
});
