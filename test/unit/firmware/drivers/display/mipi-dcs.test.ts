import { describe, expect, test } from 'vitest';
import { ili9341 } from '../../../../../firmware/drivers/display/ili9341/driver';
import { st7789 } from '../../../../../firmware/drivers/display/st7789/driver';
import { recordedWires } from '../../../../support/recorded-wires';

const chips = [
  {
    name: 'ST7789, 240x240',
    chip: st7789,
    size: { widthPx: 240, heightPx: 240 },
    modes: [0x00, 0x60, 0xc0, 0xa0],
    inversion: 0x21,
  },
  {
    name: 'ILI9341, 240x320',
    chip: ili9341,
    size: { widthPx: 240, heightPx: 320 },
    modes: [0x48, 0x28, 0x88, 0xe8],
    inversion: 0x20,
  },
];

describe.each(chips)('a panel on an $name', ({ chip, size, modes, inversion }) => {
  function panel(rotation: number) {
    const recorded = recordedWires();
    const driver = chip(recorded.wires, size, rotation);
    const faults: (string | undefined)[] = [];
    driver.start((fault) => faults.push(fault));
    recorded.clock.advance(1_000);
    return { ...recorded, recorded, driver, faults };
  }

  test('is woken with the waits of its datasheet and is black when it is lit', () => {
    const { sent, resets, codes, faults } = panel(0);
    expect(faults).toEqual([undefined]);
    expect(resets.map(({ low }) => low)).toEqual([true, false]);
    expect(codes()).toEqual([0x01, 0x11, 0x3a, 0x36, inversion, 0x13, 0x2a, 0x2b, 0x2c, 0x29]);
    const at = (code: number): number => sent.find((one) => one.code === code)?.atMs ?? 0;
    expect(at(0x01) - (resets[1]?.atMs ?? 0)).toBeGreaterThanOrEqual(5);
    expect(at(0x11) - at(0x01)).toBeGreaterThanOrEqual(120);
    expect(at(0x29) - at(0x11)).toBeGreaterThanOrEqual(120);
    expect(sent.find(({ code }) => code === 0x3a)?.bytes).toEqual([0x55]);
    const black = sent.find(({ code }) => code === 0x2c)?.bytes ?? [];
    expect(black.length).toBe(2 * size.widthPx * size.heightPx);
    expect(black.every((byte) => byte === 0)).toBe(true);
  });

  test.each([0, 1, 2, 3])('turned by %i quarters writes each pixel where the glass shows it', (rotation) => {
    const { sent, driver, recorded } = panel(rotation);
    const mode = sent.find(({ code }) => code === 0x36)?.bytes[0] ?? -1;
    expect(mode).toBe(modes[rotation]);
    driver.window(3, 5, 2, 4);
    driver.pixels('\x12\x34');
    driver.pixels('\x56\x78');
    const [columns, rows, write] = sent.slice(-3);
    expect(write).toMatchObject({ code: 0x2c, bytes: [0x12, 0x34, 0x56, 0x78] });
    const first = ([a = 0, b = 0]: number[]): number => a * 256 + b;
    const last = ([, , a = 0, b = 0]: number[]): number => a * 256 + b;
    expect(last(columns?.bytes ?? []) - first(columns?.bytes ?? [])).toBe(1);
    expect(last(rows?.bytes ?? []) - first(rows?.bytes ?? [])).toBe(3);
    // Where the first pixel lands in memory, by the datasheet's table of MV, MX and MY.
    const x = first(columns?.bytes ?? []);
    const y = first(rows?.bytes ?? []);
    const [column, row] = (mode & 0x20) !== 0 ? [y, x] : [x, y];
    const memory = {
      column: (mode & 0x40) !== 0 ? 239 - column : column,
      row: (mode & 0x80) !== 0 ? 319 - row : row,
    };
    // A glass that shows memory mirrored (BGR modules of the ILI9341) has its first column on the right.
    const glassX = modes[0] === 0x48 ? 239 - memory.column : memory.column;
    const { widthPx, heightPx } = size;
    const turned = [
      { x: 3, y: 5 },
      { x: widthPx - 1 - 5, y: 3 },
      { x: widthPx - 1 - 3, y: heightPx - 1 - 5 },
      { x: 5, y: heightPx - 1 - 3 },
    ];
    expect({ x: glassX, y: memory.row }).toEqual(turned[rotation]);
    expect(recorded.longestPiece).toBeLessThanOrEqual(512);
  });
});
