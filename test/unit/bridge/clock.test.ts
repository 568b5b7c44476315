import { describe, expect, test } from 'vitest';
import { dayStartMs, nextDayMs } from '../../../bridge/clock';

describe("the shop's day", () => {
  test.each([
    ['Asia/Kathmandu', '2026-11-21T10:00:00.500Z', '2026-11-20T18:15:00.000Z'],
    ['Asia/Kathmandu', '2026-11-20T18:15:00.000Z', '2026-11-20T18:15:00.000Z'],
    ['Asia/Kathmandu', '2026-11-20T18:14:59.999Z', '2026-11-19T18:15:00.000Z'],
    ['Asia/Phnom_Penh', '2026-01-01T00:00:00.000Z', '2025-12-31T17:00:00.000Z'],
    ['UTC', '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
  ])('in %s at %s began at %s', (timeZone, now, began) => {
    expect(new Date(dayStartMs(Date.parse(now), timeZone)).toISOString()).toBe(began);
  });
});

test('a day whose clocks were changed began at its midnight all the same', () => {
  const began = (now: string) => new Date(dayStartMs(Date.parse(now), 'Europe/Berlin')).toISOString();
  expect([began('2026-03-29T10:00:00Z'), began('2026-10-25T10:00:00Z')]).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
  ]);
});

describe("the shop's next day", () => {
  test.each([
    ['Asia/Kathmandu', '2026-09-21T18:14:59Z', '2026-09-21T18:15:00.000Z'],
    ['Asia/Kathmandu', '2026-09-21T18:15:00Z', '2026-09-22T18:15:00.000Z'],
    ['Africa/Johannesburg', '2026-12-31T21:59:59Z', '2026-12-31T22:00:00.000Z'],
    // Clocks go forward in that night, and back in the other.
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-24T22:00:00.000Z'],
  ])('%s, after %s', (zone, now, next) => {
    expect(new Date(nextDayMs(Date.parse(now), zone)).toISOString()).toBe(next);
  });
});
