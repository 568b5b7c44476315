import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keepWifi } from '../../../../../firmware/platforms/nodemcu/wifi';
import { stubTimers } from '../../../../support/node-chip';

beforeEach(() => {
  vi.useFakeTimers();
  stubTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** An access point that the test plays. */
function accessPoint() {
  const seen = { tries: 0, given: '', left: 0, states: [] as boolean[] };
  let changed: (up: boolean) => void = () => undefined;
  const station = {
    begin(ssid: string, password: string, told: (up: boolean) => void) {
      seen.given = `${ssid}/${password}`;
      changed = told;
    },
    join: () => void seen.tries++,
    leave: () => void seen.left++,
  };
  keepWifi(
    station,
    'shop',
    'secret',
    () => 999,
    (up) => seen.states.push(up),
  );
  return { seen, tell: (up: boolean) => changed(up) };
}

describe('the Wi-Fi of a NodeMCU', () => {
  test('is joined with its name and password, told once, and left alone', () => {
    const point = accessPoint();
    point.tell(true);
    point.tell(true);
    vi.advanceTimersByTime(600_000);
    expect(point.seen).toEqual({ tries: 1, given: 'shop/secret', left: 0, states: [true] });
  });

  test('that refuses is tried again, with pauses up to half a minute, and told only once it is there', () => {
    const point = accessPoint();
    for (let i = 0; i < 8; i++) {
      const before = point.seen.tries;
      point.tell(false);
      vi.advanceTimersByTime(30_200);
      expect(point.seen.tries).toBeGreaterThan(before);
    }
    expect(point.seen.states).toEqual([]);
    point.tell(true);
    expect(point.seen.states).toEqual([true]);
  });

  test('that reports one loss several times is tried once', () => {
    const point = accessPoint();
    point.tell(true);
    for (let i = 0; i < 5; i++) point.tell(false);
    expect(point.seen).toMatchObject({ tries: 1, states: [true, false] });
    vi.advanceTimersByTime(30_200);
    expect(point.seen.tries).toBe(2);
  });

  test('that never answers is given up after 30 s and tried again', () => {
    const point = accessPoint();
    vi.advanceTimersByTime(30_000);
    expect(point.seen.left).toBe(1);
    vi.advanceTimersByTime(31_000);
    expect(point.seen.tries).toBe(2);
  });
});
