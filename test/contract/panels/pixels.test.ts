// Every driver of a panel that is written at any time, on the model of its chip, in all four rotations: the glass decides.
import { describe, expect, test } from 'vitest';
import { ili9341 } from '../../../firmware/drivers/display/ili9341/driver';
import { st7789 } from '../../../firmware/drivers/display/st7789/driver';
import * as ili9341Model from '../../../tools/simulator/chips/ili9341';
import * as st7789Model from '../../../tools/simulator/chips/st7789';
import { wired } from './wired';

const chips = [
  { name: 'st7789', driver: st7789, model: st7789Model.st7789 },
  { name: 'ili9341', driver: ili9341, model: ili9341Model.ili9341 },
];
const turns = chips.flatMap((chip) => [0, 1, 2, 3].map((rotation) => ({ ...chip, rotation })));

describe.each(turns)('an $name turned by $rotation quarters', ({ driver, model, rotation }) => {
  function lit() {
    const panel = model();
    const { widthPx, heightPx } = panel;
    const { wires, clock } = wired(panel);
    const display = driver(wires, { widthPx, heightPx }, rotation);
    const faults: (string | undefined)[] = [];
    display.start((fault) => faults.push(fault));
    clock.advance(1_000);
    /** A pixel as the shop counts, from the top left of the turned glass. */
    const seen = (x: number, y: number): number => {
      if (rotation === 1) return panel.pixel(widthPx - 1 - y, x);
      if (rotation === 2) return panel.pixel(widthPx - 1 - x, heightPx - 1 - y);
      return rotation === 3 ? panel.pixel(y, heightPx - 1 - x) : panel.pixel(x, y);
    };
    const [wide, high] = rotation % 2 === 0 ? [widthPx, heightPx] : [heightPx, widthPx];
    return { panel, display, faults, seen, wide, high };
  }

  test('is black when it lights up', () => {
    const { panel, faults, seen, wide, high } = lit();
    expect(faults).toEqual([undefined]);
    expect(panel.faults).toEqual([]);
    let dark = 0;
    for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) dark += seen(x, y) === 0 ? 1 : 0;
    expect(dark).toBe(wide * high);
  });

  test('shows each pixel of a window in its place and colour, and nothing beside it', () => {
    const { panel, display, seen, wide, high } = lit();
    // Red, green, blue, white in RGB565, high byte first, over all four corners and the middle.
    const colours = ['\xf8\x00', '\x07\xe0', '\x00\x1f', '\xff\xff'];
    const places = [0, 1].flatMap((right) => [0, 1].map((low) => ({ x: right * (wide - 2), y: low * (high - 2) })));
    for (const { x, y } of [...places, { x: 50, y: 70 }]) {
      display.window(x, y, 2, 2);
      display.pixels(colours.slice(0, 2).join(''));
      display.pixels(colours.slice(2).join(''));
    }
    expect(panel.faults).toEqual([]);
    let bright = 0;
    for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) bright += seen(x, y) === 0 ? 0 : 1;
    expect(bright).toBe(20);
    for (const { x, y } of [...places, { x: 50, y: 70 }])
      expect([seen(x, y), seen(x + 1, y), seen(x, y + 1), seen(x + 1, y + 1)]).toEqual([
        0xff0000, 0x00ff00, 0x0000ff, 0xffffff,
      ]);
  });
});
