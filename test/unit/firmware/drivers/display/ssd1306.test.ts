import { describe, expect, test } from 'vitest';
import { ssd1306 } from '../../../../../firmware/drivers/display/ssd1306/driver';
import { noise, recordedWires } from '../../../../support/recorded-wires';

const SIZE = { widthPx: 128, heightPx: 64 };
const ALL = { x: 0, y: 0, ...SIZE };

function panel() {
  const recorded = recordedWires();
  const picture = noise(128, 64, 3);
  const display = ssd1306(recorded.wires, SIZE);
  const faults: (string | undefined)[] = [];
  const show = (region = ALL): void => display.show(picture.frame, region, false, (fault) => faults.push(fault));
  return { ...recorded, recorded, picture, show, faults };
}

/** Whether the picture has ink there, by a byte of a page: a column of eight lines, the top one lowest. */
const inPage = (bytes: number[], column: number, line: number): number => ((bytes[column] ?? 0) >> line) & 1;

describe('a panel on an SSD1306', () => {
  test('is lit when its first picture is in its memory, every pixel in its place', () => {
    const { show, clock, sent, faults, picture, resets, codes } = panel();
    show();
    clock.advance(10);
    expect(faults).toEqual([undefined]);
    expect(resets.map(({ low }) => low)).toEqual([true, false]);
    expect(codes().at(-1)).toBe(0xaf);
    // What belongs to the addresses is sent as commands; the picture follows the last of them.
    expect(codes().slice(-7, -1)).toEqual([0x21, 0, 127, 0x22, 0, 7]);
    const memory = sent.at(-2)?.bytes ?? [];
    expect(memory.length).toBe(1024);
    for (let y = 0; y < 64; y++)
      for (let x = 0; x < 128; x++) {
        const ink = ((picture.bytes[y * 16 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
        expect(inPage(memory.slice((y >> 3) * 128), x, y & 7)).toBe(ink);
      }
  });

  test('is sent only the pages and columns that changed', () => {
    const { show, clock, recorded, picture } = panel();
    show();
    clock.advance(10);
    const before = recorded.sent.length;
    show({ x: 16, y: 12, widthPx: 24, heightPx: 9 });
    const sent = recorded.sent.slice(before);
    expect(sent.map(({ code }) => code)).toEqual([0x21, 16, 39, 0x22, 1, 2]);
    const bytes = sent.at(-1)?.bytes ?? [];
    expect(bytes.length).toBe(48);
    expect(inPage(bytes, 0, 0)).toBe((picture.bytes[8 * 16 + 2] ?? 0) >> 7);
    expect(recorded.longestPiece).toBeLessThanOrEqual(512);
  });

  test('takes one picture at a time', () => {
    const { show, faults, clock } = panel();
    show();
    show();
    expect(faults).toEqual(['display-busy']);
    clock.advance(10);
    show();
    expect(faults).toEqual(['display-busy', undefined, undefined]);
  });
});
