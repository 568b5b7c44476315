import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uptimeClock } from '../../../../../firmware/platforms/espruino/clock';
import { pauseMs } from '../../../../../firmware/platforms/pause';
import { keepWifi } from '../../../../../firmware/platforms/espruino/wifi';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An access point that the test plays. */
function accessPoint() {
  const heard: Record<string, () => void> = {};
  const seen = { tries: 0, given: [] as string[], hungUp: 0, states: [] as boolean[] };
  let answer: (error: string | null) => void = () => undefined;
  const wifi = {
    connect(ssid: string, options: { password: string }, done: (error: string | null) => void) {
      seen.tries++;
      seen.given.push(`${ssid}/${options.password}`);
      answer = done;
    },
    disconnect: () => void seen.hungUp++,
    on: (event: string, handler: () => void) => void (heard[event] = handler),
    getDetails: () => ({ status: '' }),
  };
  keepWifi(
    wifi,
    'shop',
    'secret',
    () => 999,
    (up) => seen.states.push(up),
  );
  return { seen, answer: (error: string | null) => answer(error), happen: (event: string) => heard[event]?.() };
}

describe('the Wi-Fi', () => {
  test('is joined with its name and password, and told once', () => {
    const point = accessPoint();
    point.answer(null);
    point.happen('connected');
    expect(point.seen).toMatchObject({ tries: 1, given: ['shop/secret'], states: [true] });
    vi.advanceTimersByTime(600_000);
    expect(point.seen.tries).toBe(1);
  });

  test('that refuses is tried again, with growing pauses up to half a minute', () => {
    const point = accessPoint();
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = point.seen.tries;
      point.answer('bad password');
      let ms = 0;
      for (; point.seen.tries === before && ms < 60_000; ms++) vi.advanceTimersByTime(1);
      pauses.push(ms);
    }
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_200);
    expect(point.seen.tries).toBe(9);
  });

  test('that never answers is given up after 30 s and tried again', () => {
    const point = accessPoint();
    vi.advanceTimersByTime(30_000);
    expect(point.seen.hungUp).toBe(1);
    vi.advanceTimersByTime(31_000);
    expect(point.seen.tries).toBe(2);
  });

  test('that goes away is told and joined again', () => {
    const point = accessPoint();
    point.happen('connected');
    point.happen('disconnected');
    point.happen('disconnected');
    expect(point.seen.states).toEqual([true, false]);
    vi.advanceTimersByTime(31_000);
    expect(point.seen.tries).toBe(2);
    point.answer(null);
    expect(point.seen.states).toEqual([true, false, true]);
  });
});

test('pauses spread over the whole time allowed, and never exceed 30 s', () => {
  expect(pauseMs(1, 0)).toBe(200);
  expect(pauseMs(1, 999)).toBe(1199);
  expect(pauseMs(1, 1000)).toBe(200);
  expect(pauseMs(4, 7999)).toBe(8199);
  for (const tries of [5, 10, 1000]) expect(pauseMs(tries, 2 ** 31 - 1)).toBeLessThan(30_200);
});

test('uptime never goes back, whatever is done to the clock', () => {
  const engine = globalThis as { getTime?: () => number };
  let now = 1000.5;
  engine.getTime = () => now;
  try {
    const uptime = uptimeClock();
    expect(uptime()).toBe(0);
    now += 2.6;
    expect(uptime()).toBe(2);
    now -= 5000;
    expect(uptime()).toBe(2);
    now += 1.5;
    expect(uptime()).toBe(4);
  } finally {
    delete engine.getTime;
  }
});
