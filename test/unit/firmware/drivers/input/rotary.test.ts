import { describe, expect, test } from 'vitest';
import { rotary } from '../../../../../firmware/drivers/input/rotary/driver';
import * as models from '../../../../../tools/simulator/chips/rotary';
import { handLine } from '../../../../support/hand-line';

/** The driver on the model of an EC11, all its chatter included. */
function knob() {
  const { line, clock } = handLine();
  const model = models.rotary();
  let keys: string[] = [];
  rotary(model.a, model.b, model.push, { key: (key) => keys.push(key), code: () => undefined }, line);
  const wait = (ms: number): void => {
    for (let i = 0; i < ms * 10; i++) {
      clock.advance(0.1);
      model.tick(clock.nowMs());
    }
  };
  return {
    wait,
    turn(detents: number) {
      model.turn(detents, 60);
      wait(Math.abs(detents) * 60 + 20);
    },
    press(ms: number) {
      model.press();
      wait(ms);
      model.release();
      wait(60);
    },
    idle: (ms: number) => clock.advance(ms),
    /** What was keyed since the last look. */
    keyed() {
      const all = keys.join(' ');
      keys = [];
      return all;
    },
  };
}

describe('a knob', () => {
  test('keys in 250 by turning and pressing, and enters it', () => {
    const { turn, press, keyed } = knob();
    turn(2);
    expect(keyed()).toBe('clear 1 clear 2');
    press(100);
    expect(keyed()).toBe('clear 2 0');
    turn(-5);
    expect(keyed()).toBe('clear 2 9 clear 2 8 clear 2 7 clear 2 6 clear 2 5');
    press(100);
    press(700);
    expect(keyed()).toBe('clear 2 5 0 enter');
    turn(1);
    expect(keyed()).toBe('clear 1');
  });

  test('says the last payment again, or puts the picture away, while no amount is keyed in', () => {
    const { press, keyed } = knob();
    press(100);
    press(700);
    expect(keyed()).toBe('repeat dismiss');
  });

  test('begins anew when an amount was left alone', () => {
    const { turn, idle, press, keyed } = knob();
    turn(7);
    keyed();
    idle(30_000);
    press(100);
    turn(1);
    expect(keyed()).toBe('repeat clear 1');
  });

  test('keys in no more than eight digits', () => {
    const { turn, press, keyed } = knob();
    turn(9);
    for (let i = 0; i < 7; i++) press(100);
    keyed();
    press(100);
    expect(keyed()).toBe('');
  });
});
