// The scanner's driver on the model of the module, with codes as payment apps show them.
import { describe, expect, test } from 'vitest';
import { gm65 } from '../../../firmware/drivers/input/gm65/driver';
import * as models from '../../../tools/simulator/chips/gm65';
import { bench } from './wired';

function counter(mode: 'manual' | 'continuous' | 'induction') {
  const { add, wait, line } = bench();
  const module = models.gm65(mode);
  add(module.tick);
  const codes: string[] = [];
  gm65(line(module), {
    key: () => undefined,
    code: (code) => codes.push(code),
  });
  return { module, wait, codes };
}

const CODE = '28100112345678901234';
const EMV = `00020101021226${'0123456789'.repeat(23)}6304ABCD`;

describe('a GM65 scanner', () => {
  test('brings a code once in induction mode, however long the phone is held', () => {
    const { module, wait, codes } = counter('induction');
    module.show(CODE, 5_000);
    wait(6_000);
    expect(codes).toEqual([CODE]);
    expect(module.faults).toEqual([]);
  });

  test('brings long codes whole, whatever pieces the line makes of them', () => {
    const { module, wait, codes } = counter('induction');
    for (const code of [EMV, 'x'.repeat(512)]) {
      module.show(code, 1_000);
      wait(2_000);
    }
    expect(codes).toEqual([EMV, 'x'.repeat(512)]);
  });

  test('brings no code that is too long, cut off, or mixed with noise', () => {
    const { module, wait, codes } = counter('induction');
    module.show('x'.repeat(513), 1_000);
    wait(2_000);
    module.show(EMV, 1_000);
    wait(150);
    module.unplug();
    wait(1_000);
    module.disturb(Uint8Array.of(0x00, 0xff, 0x13));
    module.show(CODE, 300);
    wait(70);
    module.disturb(Uint8Array.of(0x02, 0x00));
    wait(1_000);
    module.show(CODE, 300);
    wait(1_000);
    expect(codes.filter((code) => code !== CODE)).toEqual([]);
    expect(codes.length).toBeGreaterThanOrEqual(1);
  });

  test('brings a code of a module in manual mode when its button is pressed', () => {
    const { module, wait, codes } = counter('manual');
    module.show(CODE, 1_000);
    wait(1_500);
    expect(codes).toEqual([]);
    module.button();
    module.show(CODE, 1_000);
    wait(1_500);
    expect(codes).toEqual([CODE]);
  });
});
