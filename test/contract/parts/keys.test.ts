// Drivers of keys on models of contacts that bounce.
import { describe, expect, test } from 'vitest';
import { buttons } from '../../../firmware/drivers/input/buttons/driver';
import { keypad } from '../../../firmware/drivers/input/keypad/driver';
import type { InputSink, KeyName } from '../../../firmware/drivers/ports';
import { button } from '../../../tools/simulator/chips/buttons';
import * as models from '../../../tools/simulator/chips/keypad';
import { bench } from './wired';

function sink() {
  const keys: KeyName[] = [];
  const taken: InputSink = { key: (key) => keys.push(key), code: () => undefined };
  return { keys, taken };
}

describe('two buttons', () => {
  test.each([5, 15])('that bounce for %i ms give one key a press', (bounceMs) => {
    const { add, wait, timers } = bench();
    const { keys, taken } = sink();
    const repeat = button(bounceMs);
    const dismiss = button(bounceMs);
    add(repeat.tick);
    add(dismiss.tick);
    buttons(
      [
        { key: 'repeat', pin: repeat.pin },
        { key: 'dismiss', pin: dismiss.pin },
      ],
      taken,
      timers,
    );
    for (const one of [repeat, repeat, dismiss, repeat]) {
      one.press();
      wait(120);
      one.release();
      wait(120);
    }
    expect(keys).toEqual(['repeat', 'repeat', 'dismiss', 'repeat']);
  });
});

describe('a keypad', () => {
  function counter() {
    const { add, wait, timers } = bench();
    const { keys, taken } = sink();
    const pad = models.keypad();
    add(pad.tick);
    const four = [0, 1, 2, 3];
    keypad(
      four.map((row) => ({ set: (high) => pad.drive(row, high ? 'open' : 'low') })),
      four.map((column) => ({
        isHigh: () => pad.columnIsHigh(column),
        onChange: (handler) => pad.onColumnChange(column, handler),
      })),
      taken,
      timers,
    );
    return { pad, wait, keys };
  }

  test('gives each of its keys once a press, through all bounces', () => {
    const { pad, wait, keys } = counter();
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 4; column++) {
        pad.press(row, column);
        wait(150);
        pad.release(row, column);
        wait(100);
      }
    // prettier-ignore
    expect(keys).toEqual([
      '1', '2', '3', 'clear', '4', '5', '6', '00', '7', '8', '9', 'dismiss', 'repeat', '0', 'enter', 'enter',
    ]);
    expect(pad.faults).toEqual([]);
  });

  test('gives no key that nobody pressed when three are down, and none twice', () => {
    const { pad, wait, keys } = counter();
    pad.press(0, 0);
    pad.press(0, 1);
    pad.press(1, 0);
    wait(200);
    expect(keys).toEqual([]);
    pad.release(0, 1);
    wait(100);
    pad.release(1, 0);
    wait(100);
    pad.release(0, 0);
    wait(100);
    expect(keys).toEqual([]);
    pad.press(1, 1);
    wait(150);
    expect(keys).toEqual(['5']);
    expect(pad.faults).toEqual([]);
  });
});
