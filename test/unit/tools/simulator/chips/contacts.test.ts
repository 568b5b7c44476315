import { describe, expect, test } from 'vitest';
import { button } from '../../../../../tools/simulator/chips/buttons';
import { buzzer } from '../../../../../tools/simulator/chips/buzzer';
import { keypad } from '../../../../../tools/simulator/chips/keypad';
import type { Drive } from '../../../../../tools/simulator/chips/keypad';
import { rotary } from '../../../../../tools/simulator/chips/rotary';

describe('a button', () => {
  test('bounces for 5 ms when it is pressed and when it is let go', () => {
    const key = button();
    const seen: boolean[] = [];
    key.pin.onChange((high) => seen.push(high));
    expect(key.pin.isHigh()).toBe(true);
    key.press();
    for (let ms = 0; ms < 20; ms++) key.tick(ms);
    expect(seen).toEqual([false, true, false, true, false, true, false]);
    expect(key.pin.isHigh()).toBe(false);
    key.release();
    key.tick(24.5);
    expect(seen.length).toBeGreaterThan(7);
    key.tick(30);
    expect(key.pin.isHigh()).toBe(true);
    key.tick(1_000);
    expect(seen.length).toBe(14);
  });

  test('that is let go while it bounces still ends open', () => {
    const key = button();
    key.press();
    key.tick(1);
    key.release();
    key.tick(10);
    expect(key.pin.isHigh()).toBe(true);
  });
});

describe('a 4x4 keypad', () => {
  /** Which keys a scan sees: one row low at a time, the others as the board leaves them. */
  function scanned(pad: ReturnType<typeof keypad>, rest: Drive): string[] {
    const seen: string[] = [];
    for (let row = 0; row < 4; row++) {
      for (let other = 0; other < 4; other++) pad.drive(other, other === row ? 'low' : rest);
      for (let column = 0; column < 4; column++) if (!pad.columnIsHigh(column)) seen.push(`${row}${column}`);
    }
    return seen;
  }

  test('shows the key that is pressed', () => {
    const pad = keypad();
    pad.press(2, 1);
    pad.tick(10);
    expect(scanned(pad, 'open')).toEqual(['21']);
    pad.release(2, 1);
    pad.tick(20);
    expect(scanned(pad, 'high')).toEqual([]);
    expect(pad.faults).toEqual([]);
  });

  test('shows a fourth key when three are pressed on the corners of a rectangle', () => {
    const pad = keypad();
    pad.press(0, 0);
    pad.press(0, 2);
    pad.press(3, 0);
    pad.tick(10);
    expect(scanned(pad, 'open')).toEqual(['00', '02', '30', '32']);
  });

  test('is a short circuit for rows that are driven high', () => {
    const pad = keypad();
    pad.press(0, 1);
    pad.press(2, 1);
    pad.tick(10);
    scanned(pad, 'open');
    expect(pad.faults).toEqual([]);
    scanned(pad, 'high');
    expect(pad.faults[0]).toContain('short a row');
  });

  test('wakes a column that is watched', () => {
    const pad = keypad();
    const seen: boolean[] = [];
    for (let row = 0; row < 4; row++) pad.drive(row, 'low');
    pad.onColumnChange(3, (high) => seen.push(high));
    pad.press(1, 3);
    for (let ms = 0; ms < 10; ms++) pad.tick(ms);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(false);
  });
});

describe('a rotary encoder', () => {
  /** Detents that a full-step decoder counts: A before B is clockwise. */
  function counted(knob: ReturnType<typeof rotary>): () => number {
    let state = 3;
    let quarters = 0;
    const order = [3, 1, 0, 2];
    const look = (): void => {
      const now = (knob.a.isHigh() ? 2 : 0) + (knob.b.isHigh() ? 1 : 0);
      const moved = (order.indexOf(now) - order.indexOf(state) + 4) % 4;
      quarters += moved === 1 ? 1 : moved === 3 ? -1 : 0;
      state = now;
    };
    knob.a.onChange(look);
    knob.b.onChange(look);
    return () => quarters / 4;
  }

  test.each([1, 20, -1, -20])('turned by %i detents moves by as many cycles, through all its chatter', (detents) => {
    const knob = rotary();
    const turned = counted(knob);
    let changes = 0;
    knob.a.onChange(() => changes++);
    knob.turn(detents, 50);
    knob.tick(2_000);
    expect(turned()).toBe(detents);
    expect(changes).toBeGreaterThan(2 * Math.abs(detents));
    expect([knob.a.isHigh(), knob.b.isHigh()]).toEqual([true, true]);
  });

  test('has a switch', () => {
    const knob = rotary();
    knob.press();
    knob.tick(10);
    expect(knob.push.isHigh()).toBe(false);
    knob.release();
    knob.tick(20);
    expect(knob.push.isHigh()).toBe(true);
  });
});

describe('a passive buzzer', () => {
  test('gives its tones and the pauses between them', () => {
    const beeper = buzzer();
    beeper.tick(100);
    beeper.tone(2_000);
    beeper.tick(300);
    beeper.tone(0);
    beeper.tick(350);
    beeper.tone(4_000);
    beeper.tick(450);
    expect(beeper.heard()).toEqual([
      { hz: 2_000, ms: 200 },
      { hz: 0, ms: 50 },
      { hz: 4_000, ms: 100 },
    ]);
    beeper.tone(0);
    beeper.tick(900);
    expect(beeper.heard().length).toBe(3);
    expect(beeper.faults).toEqual([]);
  });

  test('tells of a tone that nobody hears, and of one that never ends', () => {
    const beeper = buzzer();
    beeper.tone(30_000);
    beeper.tone(2_000);
    for (let ms = 0; ms < 25_000; ms += 1_000) beeper.tick(ms);
    expect(beeper.faults).toEqual([
      '30000 Hz is not heard: 100 to 10000 are',
      '2000 Hz for 10 s: the tone was never ended',
    ]);
  });
});
