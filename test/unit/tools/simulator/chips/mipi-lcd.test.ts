import { describe, expect, test } from 'vitest';
import { ili9341 } from '../../../../../tools/simulator/chips/ili9341';
import type { PanelModel } from '../../../../../tools/simulator/chips/panel';
import { st7789 } from '../../../../../tools/simulator/chips/st7789';
import { row, send } from '../../../../support/panel-wires';

const RED = [0xf8, 0x00];
const GREEN = [0x07, 0xe0];
const BLUE = [0x00, 0x1f];

/** A panel that is awake, on, with 16 bits a pixel and this MADCTL, as its power-on sequence asks for. */
function lit(panel: PanelModel, access: number, colourless = 0x20) {
  let nowMs = 0;
  const wait = (ms: number): void => panel.tick((nowMs += ms));
  panel.reset(true);
  wait(1);
  panel.reset(false);
  wait(120);
  send(panel, 0x11);
  wait(120);
  send(panel, 0x3a, 0x55);
  send(panel, 0x36, access);
  send(panel, colourless);
  send(panel, 0x29);
  return { panel, wait };
}

const blackened = (panel: PanelModel): void => {
  send(panel, 0x2a, 0, 0, 1, 63);
  send(panel, 0x36, 0x20);
  send(panel, 0x2b, 0, 0, 0, 239);
  send(panel, 0x2c);
  panel.select(true);
  panel.bytes(new Uint8Array(240 * 320 * 2));
  panel.select(false);
};

describe.each([
  ['ST7789', st7789, 240, 0x21],
  ['ILI9341', ili9341, 320, 0x20],
] as const)('the %s panel', (_, make, heightPx, colourless) => {
  test('is dark until it is awake and on', () => {
    const { panel, wait } = lit(make(), 0, colourless);
    expect([panel.widthPx, panel.heightPx]).toEqual([240, heightPx]);
    send(panel, 0x2c, ...new Array<number>(2000).fill(0xff));
    expect(row(panel, 0)).toContain('.');
    send(panel, 0x28);
    expect(row(panel, 0)).toBe('#'.repeat(240));
    send(panel, 0x29);
    expect(row(panel, 0)).toContain('.');
    send(panel, 0x10);
    wait(5);
    expect(row(panel, 0)).toBe('#'.repeat(240));
    expect(panel.faults).toEqual([]);
    expect(panel.refreshes).toEqual({ full: 0, partial: 0 });
  });

  test('waits where the datasheet says so', () => {
    const panel = make();
    let nowMs = 0;
    const wait = (ms: number): void => panel.tick((nowMs += ms));
    panel.reset(true);
    wait(0.001);
    panel.reset(false);
    send(panel, 0x3a, 0x55);
    wait(5);
    send(panel, 0x11);
    send(panel, 0x29);
    wait(6);
    send(panel, 0x10);
    expect(panel.faults).toEqual([
      'the pulse on RESX is too short (15.4)',
      'command 3Ah came within 5 ms of a reset or a change of sleep',
      'SLPOUT within 120 ms of a reset or of its opposite',
      'command 29h came within 5 ms of a reset or a change of sleep',
      'SLPIN within 120 ms of a reset or of its opposite',
    ]);
  });

  test('takes a window at a time, row after row, and starts over when it is full', () => {
    const { panel } = lit(make(), 0, colourless);
    blackened(panel);
    send(panel, 0x36, 0);
    send(panel, 0x2a, 0, 10, 0, 11);
    send(panel, 0x2b, 0, 7, 0, 8);
    send(panel, 0x2c, ...[255, 255, 0, 0], ...[0, 0, 255, 255]);
    const turned = panel.heightPx === 320;
    const at = turned ? 239 - 11 : 10;
    expect([row(panel, 7, at, 2), row(panel, 8, at, 2)]).toEqual(turned ? ['#.', '.#'] : ['.#', '#.']);
    send(panel, 0x2c, ...new Array<number>(8).fill(0), 255, 255);
    expect([row(panel, 7, at, 2), row(panel, 8, at, 2)]).toEqual([turned ? '#.' : '.#', '##']);
    expect(panel.faults).toEqual([]);
  });

  test('refuses windows outside its memory, pixels cut in half, and other pixel formats', () => {
    const { panel } = lit(make(), 0, colourless);
    send(panel, 0x2a, 0, 0, 0, 240);
    send(panel, 0x2c);
    send(panel, 0x2a, 0, 9, 0, 8);
    send(panel, 0x2b, 0, 0, 1, 64);
    send(panel, 0x2c, 1);
    send(panel, 0x3a, 0x53);
    send(panel, 0x12);
    expect(panel.faults).toEqual([
      'CASET: 0 to 240 is outside the memory (0 to 239)',
      'CASET: the start 9 is behind the end 8',
      'RASET: 0 to 320 is outside the memory (0 to 319)',
      'RAMWR ended in the middle of a pixel',
      'COLMOD 53h: 16 (55h) and 18 bits (66h) are modelled',
      "command 12h is not one of this chip's, or not modelled",
    ]);
  });
});

describe('colours', () => {
  const first = (panel: PanelModel, x: number): string => panel.pixel(x, 0).toString(16).padStart(6, '0');

  test('are right on the ST7789’s IPS glass with INVON, and inverse without', () => {
    const { panel } = lit(st7789(), 0, 0x21);
    send(panel, 0x2c, ...RED, ...GREEN, ...BLUE);
    expect([0, 1, 2].map((x) => first(panel, x))).toEqual(['ff0000', '00ff00', '0000ff']);
    send(panel, 0x20);
    expect(first(panel, 0)).toBe('00ffff');
  });

  test('are right on the ILI9341’s modules with BGR, and red for blue without', () => {
    const { panel } = lit(ili9341(), 0x48);
    send(panel, 0x2c, ...RED, ...GREEN, ...BLUE);
    expect([0, 1, 2].map((x) => first(panel, x))).toEqual(['ff0000', '00ff00', '0000ff']);
    send(panel, 0x36, 0x40);
    expect(first(panel, 0)).toBe('0000ff');
  });

  test('come in 18 bits after power-on', () => {
    const { panel } = lit(st7789(), 0, 0x21);
    send(panel, 0x3a, 0x66);
    send(panel, 0x2c, 0xfc, 0x80, 0x00);
    expect(first(panel, 0)).toBe('ff8200');
  });
});

describe('MADCTL', () => {
  // Where the first and the second pixel of a window at 0, 0 land in a memory of 240 x 320 (9.3, page 208).
  test.each([
    [0x00, [0, 0], [1, 0]],
    [0x40, [239, 0], [238, 0]],
    [0x20, [0, 0], [0, 1]],
    [0x60, [239, 0], [239, 1]],
    [0x80, [0, 319], [1, 319]],
    [0xc0, [239, 319], [238, 319]],
    [0xa0, [0, 319], [0, 318]],
    [0xe0, [239, 319], [239, 318]],
  ])('%i turns columns and rows as its table says', (access, [x0, y0], [x1, y1]) => {
    const { panel } = lit(ili9341(), 0);
    blackened(panel);
    send(panel, 0x36, access | 0x08);
    send(panel, 0x2a, 0, 0, 0, 1);
    send(panel, 0x2b, 0, 0, 0, 0);
    send(panel, 0x2c, ...RED, ...GREEN);
    expect(panel.pixel(239 - x0!, y0!)).toBe(0xff0000);
    expect(panel.pixel(239 - x1!, y1!)).toBe(0x00ff00);
    expect(panel.faults).toEqual([]);
  });

  test('MY on a 240x240 glass needs the window 80 rows further', () => {
    const { panel } = lit(st7789(), 0, 0x21);
    blackened(panel);
    send(panel, 0x36, 0xc0);
    send(panel, 0x2a, 0, 0, 0, 0);
    send(panel, 0x2b, 0, 80, 0, 80);
    send(panel, 0x2c, ...GREEN);
    expect(panel.pixel(239, 239)).toBe(0x00ff00);
  });
});
