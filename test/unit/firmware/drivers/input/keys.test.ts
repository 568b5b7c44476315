import { describe, expect, test } from 'vitest';
import { buttons } from '../../../../../firmware/drivers/input/buttons/driver';
import { keypad } from '../../../../../firmware/drivers/input/keypad/driver';
import type { InputPin } from '../../../../../firmware/drivers/ports';
import { handLine, handPin } from '../../../../support/hand-line';

function sink() {
  const keys: string[] = [];
  return { keys, sink: { key: (key: string) => keys.push(key), code: () => undefined } };
}

describe('a button', () => {
  function two() {
    const { line, clock } = handLine();
    const [repeat, dismiss] = [handPin(), handPin()];
    const taken = sink();
    buttons(
      [
        { key: 'repeat', pin: repeat.pin },
        { key: 'dismiss', pin: dismiss.pin },
      ],
      taken.sink,
      line,
    );
    return { clock, repeat, dismiss, keys: taken.keys };
  }

  test('counts once a press, when it ends, however its contact bounces', () => {
    const { clock, repeat, dismiss, keys } = two();
    for (const closed of [true, false, true, false, true]) {
      repeat.set(!closed);
      clock.advance(4);
    }
    clock.advance(500);
    expect(keys).toEqual([]);
    for (const closed of [false, true, false]) {
      repeat.set(!closed);
      clock.advance(4);
    }
    clock.advance(100);
    expect(keys).toEqual(['repeat']);
    dismiss.set(false);
    repeat.set(false);
    clock.advance(100);
    dismiss.set(true);
    repeat.set(true);
    clock.advance(100);
    expect(keys.sort()).toEqual(['dismiss', 'repeat', 'repeat']);
  });

  test.each([
    [600, 'repeat', 'dismiss'],
    [800, 'total', 'volume'],
    [2500, 'total', 'volume'],
    [3000, 'language', 'language'],
    [60_000, 'language', 'language'],
  ])('held for %i ms is %s, or on the other one %s', (ms, left, right) => {
    const { clock, repeat, dismiss, keys } = two();
    for (const hand of [repeat, dismiss]) {
      hand.set(false);
      clock.advance(ms);
      hand.set(true);
      clock.advance(100);
    }
    expect(keys).toEqual([left, right]);
  });

  test('is not pressed by a spark', () => {
    const { clock, repeat, keys } = two();
    for (let i = 0; i < 50; i++) {
      repeat.set(false);
      clock.advance(1);
      repeat.set(true);
      clock.advance(300);
    }
    expect(keys).toEqual([]);
  });
});

/** A matrix without diodes: pressed keys connect their row and column, and through them each other. */
function matrix() {
  const { line, clock } = handLine();
  const high = [true, true, true, true];
  const down = new Set<number>();
  const handlers: ((high: boolean) => void)[][] = [[], [], [], []];
  let before = [true, true, true, true];
  let driven = 0;
  const low = (column: number): boolean => {
    const reached = new Set([column]);
    const rows = new Set<number>();
    for (let round = 0; round < 4; round++) {
      for (const key of down) if (reached.has(key & 3)) rows.add(key >> 2);
      for (const key of down) if (rows.has(key >> 2)) reached.add(key & 3);
    }
    return [...rows].some((row) => high[row] === false);
  };
  const settle = (): void => {
    const now = [0, 1, 2, 3].map((column) => !low(column));
    const was = before;
    before = now;
    for (const [column, level] of now.entries())
      if (level !== was[column]) for (const handler of handlers[column] ?? []) handler(level);
  };
  const rows = [0, 1, 2, 3].map((row) => ({
    set(level: boolean) {
      driven++;
      high[row] = level;
      settle();
    },
  }));
  const columns: InputPin[] = [0, 1, 2, 3].map((column) => ({
    isHigh: () => !low(column),
    onChange: (handler) => handlers[column]?.push(handler),
  }));
  const taken = sink();
  keypad(rows, columns, taken.sink, line);
  const press = (...keys: number[]): void => {
    for (const key of keys) down.add(key);
    settle();
  };
  const release = (...keys: number[]): void => {
    for (const key of keys) down.delete(key);
    settle();
  };
  return { clock, keys: taken.keys, press, release, driven: () => driven };
}

describe('a keypad', () => {
  test('gives each of its keys once, as they are printed', () => {
    const { clock, keys, press, release } = matrix();
    for (let key = 0; key < 16; key++) {
      press(key);
      clock.advance(500);
      release(key);
      clock.advance(100);
    }
    // prettier-ignore
    expect(keys).toEqual(['1', '2', '3', 'clear', '4', '5', '6', '00', '7', '8', '9', 'dismiss', 'repeat', '0', 'enter', 'enter']);
  });

  test('tells the total when * is held, and changes volume and language by C', () => {
    const { clock, keys, press, release } = matrix();
    for (const [key, ms] of [
      [12, 1000],
      [11, 1000],
      [11, 3500],
      [4, 3500],
    ] as const) {
      press(key);
      clock.advance(ms);
      release(key);
      clock.advance(100);
    }
    expect(keys).toEqual(['total', 'volume', 'language', '4']);
  });

  test('takes no bounce for a second press, and no spark for a first', () => {
    const { clock, keys, press, release } = matrix();
    for (let i = 0; i < 4; i++) {
      press(5);
      clock.advance(3);
      release(5);
      clock.advance(2);
    }
    press(5);
    clock.advance(200);
    release(5);
    clock.advance(5);
    press(5);
    clock.advance(2);
    release(5);
    clock.advance(100);
    expect(keys).toEqual(['5']);
    press(6);
    clock.advance(1);
    release(6);
    clock.advance(200);
    expect(keys).toEqual(['5']);
  });

  test('counts nothing while several keys are down, and no key that only seems to be', () => {
    const { clock, keys, press, release } = matrix();
    press(0);
    clock.advance(100);
    press(1, 4);
    clock.advance(100);
    release(0);
    clock.advance(100);
    release(1);
    clock.advance(100);
    expect(keys).toEqual(['1']);
    release(4);
    clock.advance(100);
    press(4);
    clock.advance(100);
    expect(keys).toEqual(['1', '4']);
  });

  test('rests between presses', () => {
    const { clock, press, release, driven } = matrix();
    press(3);
    clock.advance(100);
    release(3);
    clock.advance(100);
    const before = driven();
    clock.advance(60_000);
    expect(driven()).toBe(before);
  });
});
