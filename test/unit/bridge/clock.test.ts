import { describe, expect, test } from 'vitest';
import { dayStartMs } from '../../../bridge/clock';

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
