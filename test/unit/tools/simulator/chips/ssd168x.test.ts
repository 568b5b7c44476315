import { describe, expect, test } from 'vitest';
import type { EpaperModel } from '../../../../../tools/simulator/chips/panel';
import { ssd1680 } from '../../../../../tools/simulator/chips/ssd1680';
import { ssd1681 } from '../../../../../tools/simulator/chips/ssd1681';
import { row, send } from '../../../../support/panel-wires';

const FULL = 0xf7;
const PARTIAL = 0xff;

/** A bench with a panel on it and a clock. */
function bench(panel: EpaperModel) {
  let nowMs = 0;
  const wait = (ms: number): void => panel.tick((nowMs += ms));
  const idle = (): number => {
    const from = nowMs;
    while (panel.busyIsHigh() && nowMs - from < 10_000) wait(1);
    return nowMs - from;
  };
  /** The flow of chapter 9, with the memory's rows from the top. */
  const setUp = (): void => {
    wait(10);
    panel.reset(true);
    wait(1);
    panel.reset(false);
    wait(10);
    send(panel, 0x12);
    idle();
    send(panel, 0x01, (panel.heightPx - 1) & 255, (panel.heightPx - 1) >> 8, 0);
    send(panel, 0x21, 0, panel.widthPx === 122 ? 0x80 : 0);
    send(panel, 0x18, 0x80);
  };
  const window = (firstByte: number, lastByte: number, top: number, bottom: number): void => {
    send(panel, 0x44, firstByte, lastByte);
    send(panel, 0x45, top & 255, top >> 8, bottom & 255, bottom >> 8);
    send(panel, 0x4e, firstByte);
    send(panel, 0x4f, top & 255, top >> 8);
  };
  const fill = (plane: number, byte: number): void => {
    const columns = (panel.widthPx + 7) >> 3;
    window(0, columns - 1, 0, panel.heightPx - 1);
    send(panel, plane, ...new Array<number>(columns * panel.heightPx).fill(byte));
  };
  const refresh = (sequence: number): number => {
    send(panel, 0x22, sequence);
    send(panel, 0x20);
    return idle();
  };
  const whitened = (): void => {
    setUp();
    fill(0x24, 0xff);
    fill(0x26, 0xff);
    refresh(FULL);
  };
  return { panel, wait, idle, setUp, window, fill, refresh, whitened };
}

describe.each([
  ['SSD1681', ssd1681, 200, 200],
  ['SSD1680', ssd1680, 122, 250],
])('the %s panel', (_, make, widthPx, heightPx) => {
  test('shows what its memory holds only after a refresh, which takes its time', () => {
    const { panel, setUp, fill, refresh } = bench(make());
    expect([panel.widthPx, panel.heightPx]).toEqual([widthPx, heightPx]);
    setUp();
    const before = row(panel, 0);
    fill(0x24, 0xff);
    expect(row(panel, 0)).toBe(before);
    expect(refresh(FULL)).toBeGreaterThan(1000);
    for (let y = 0; y < heightPx; y++) expect(row(panel, y)).toBe('.'.repeat(widthPx));
    expect(panel.faults).toEqual([]);
    expect(panel.refreshes).toEqual({ full: 1, partial: 0 });
  });

  test('drives in a partial refresh what differs from the old picture, and keeps a ghost until a full one', () => {
    const { panel, whitened, window, refresh } = bench(make());
    whitened();
    expect(panel.ghostPx).toBe(0);
    window(1, 2, 3, 4);
    send(panel, 0x24, 0xf0, 0x00, 0x0f, 0xff);
    expect(refresh(PARTIAL)).toBeLessThan(1000);
    expect(row(panel, 3, 0, 32)).toBe('............############........');
    expect(row(panel, 4, 0, 32)).toBe('........####....................');
    expect(row(panel, 5, 0, 32)).toBe('.'.repeat(32));
    expect(panel.ghostPx).toBe(16);
    expect(panel.pixel(12, 3)).not.toBe(0);
    refresh(FULL);
    expect(panel.ghostPx).toBe(0);
    expect(panel.pixel(12, 3)).toBe(0);
    expect(panel.refreshes).toEqual({ full: 2, partial: 1 });
    expect(panel.faults).toEqual([]);
  });

  test('leaves a pixel as it is when the old picture in its memory is wrong', () => {
    const { panel, whitened, window, refresh } = bench(make());
    whitened();
    window(0, 0, 0, 0);
    send(panel, 0x26, 0x00);
    window(0, 0, 0, 0);
    send(panel, 0x24, 0x0f);
    refresh(PARTIAL);
    expect(row(panel, 0, 0, 8)).toBe('........');
  });

  test('takes nothing while it is busy, and says what came', () => {
    const { panel, setUp, fill, idle } = bench(make());
    setUp();
    fill(0x24, 0xff);
    send(panel, 0x22, FULL);
    send(panel, 0x20);
    send(panel, 0x24, 1, 2, 3);
    expect(panel.busyIsHigh()).toBe(true);
    expect(panel.faults).toEqual(['command 24h came while BUSY is high (page 8)']);
    idle();
    expect(panel.busyIsHigh()).toBe(false);
  });

  test('sleeps with BUSY high until its reset line is pulled, and keeps its memory in mode 1 alone', () => {
    for (const [mode, seen] of [
      [1, '.'],
      [3, '#'],
    ] as const) {
      const { panel, wait, whitened, setUp, refresh } = bench(make());
      whitened();
      send(panel, 0x10, mode);
      wait(60_000);
      expect(panel.busyIsHigh()).toBe(true);
      send(panel, 0x22, FULL);
      expect(panel.faults).toEqual(['command 22h came in deep sleep, which only RES# ends (10h, page 23)']);
      setUp();
      refresh(FULL);
      expect(row(panel, 7).includes('#'), `mode ${mode}`).toBe(seen === '#');
    }
  });

  test('turns grey where a reset tears a refresh', () => {
    const { panel, whitened, fill, wait } = bench(make());
    whitened();
    fill(0x24, 0x00);
    send(panel, 0x22, FULL);
    send(panel, 0x20);
    wait(100);
    panel.reset(true);
    expect(row(panel, 9)).toBe('?'.repeat(widthPx));
    expect(panel.faults).toEqual(['RES# during a refresh corrupts the picture (20h, page 25)']);
  });

  test('counts what it takes while it is selected and nothing else', () => {
    const { panel, setUp } = bench(make());
    setUp();
    const before = panel.spiBytes;
    send(panel, 0x4f, 1, 0);
    panel.bytes(Uint8Array.of(1, 2, 3));
    expect(panel.spiBytes - before).toBe(3);
  });
});

describe('the memory of an SSD168x', () => {
  test.each([
    // Data entry (11h), window x, window y, counter, and where three bytes land (page 37).
    [0b011, [0, 1], [0, 1], '#.......#.......', '#...............'],
    [0b010, [1, 0], [0, 1], '#.......#.......', '........#.......'],
    [0b001, [0, 1], [1, 0], '#...............', '#.......#.......'],
    [0b000, [1, 0], [1, 0], '........#.......', '#.......#.......'],
    [0b111, [0, 1], [0, 1], '#.......#.......', '#...............'],
  ])('is filled in the order of data entry mode %i', (entry, [x0, x1], [y0, y1], first, second) => {
    const { panel, whitened, refresh } = bench(ssd1681());
    whitened();
    send(panel, 0x11, entry);
    send(panel, 0x44, x0!, x1!);
    send(panel, 0x45, y0!, 0, y1!, 0);
    send(panel, 0x4e, x0!);
    send(panel, 0x4f, y0!, 0);
    send(panel, 0x24, 0x7f, 0x7f, 0x7f);
    refresh(FULL);
    expect(row(panel, 0, 0, 16)).toBe(first);
    expect(row(panel, 1, 0, 16)).toBe(second);
    expect(panel.faults).toEqual([]);
  });

  test('is left by no counter and no window that the chip does not have', () => {
    const { panel, setUp, window } = bench(ssd1681());
    setUp();
    window(0, 25, 0, 199);
    window(0, 24, 0, 200);
    window(3, 4, 0, 9);
    send(panel, 0x4e, 5);
    send(panel, 0x24, 1);
    window(4, 3, 0, 9);
    send(panel, 0x24, 1);
    expect(panel.faults).toEqual([
      '44h: 0 to 25 is outside the memory (0 to 24)',
      '45h: 0 to 200 is outside the memory (0 to 199)',
      'the X counter 5 is outside its window 3 to 4 (8.6)',
      'the X window 4 to 3 runs against the data entry mode (11h)',
    ]);
  });

  test('changes its planes after each partial refresh when ping-pong is on', () => {
    const { panel, whitened, window, refresh } = bench(ssd1681());
    whitened();
    send(panel, 0x37, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0);
    window(0, 0, 0, 0);
    send(panel, 0x24, 0x0f);
    refresh(PARTIAL);
    expect(row(panel, 0, 0, 8)).toBe('####....');
    // What is written next goes over the picture before the last one.
    refresh(PARTIAL);
    expect(row(panel, 0, 0, 8)).toBe('........');
  });
});

describe('an SSD168x that was not set up', () => {
  test('says what the flow chart asks for', () => {
    const { panel, wait } = bench(ssd1681());
    wait(10);
    send(panel, 0x4e, 0);
    expect(panel.faults).toEqual(['not set up by SW RESET (12h) after power-on or RES# (chapter 9)']);
  });

  test.each([
    [0xc7, '22h: the display is driven in mode 1 without the waveform of that mode'],
    [0x91, '22h: a waveform is loaded for a temperature that nobody measured'],
    [0x84, '22h: the display is driven without analog'],
    [0x40, '22h: 40h needs the clock, which is off'],
    [0xc1, '22h: the clock is disabled while analog is on'],
  ])('refuses the sequence %i', (sequence, fault) => {
    const { panel, setUp, refresh } = bench(ssd1681());
    setUp();
    refresh(sequence);
    expect(panel.faults[0]).toBe(fault);
    expect(panel.refreshes).toEqual({ full: 0, partial: 0 });
  });

  test('has no thermometer but its own', () => {
    const { panel, wait } = bench(ssd1681());
    wait(10);
    send(panel, 0x12);
    wait(10);
    send(panel, 0x22, 0xb1);
    send(panel, 0x20);
    expect(panel.faults[0]).toMatch(/external sensor/);
  });

  test('shows the 2.13 inch picture eight pixels off when its sources are not chosen', () => {
    const { panel, setUp, fill, window, refresh } = bench(ssd1680());
    setUp();
    send(panel, 0x21, 0, 0);
    fill(0x24, 0xff);
    window(1, 1, 0, 0);
    send(panel, 0x24, 0x00);
    refresh(FULL);
    expect(row(panel, 0, 0, 24)).toBe('########................');
  });

  test('scans from the last line with TB, and drives no line past its MUX', () => {
    const { panel, whitened, window, refresh } = bench(ssd1681());
    whitened();
    send(panel, 0x01, 99, 0, 1);
    window(0, 0, 0, 0);
    send(panel, 0x24, 0x00);
    window(0, 0, 150, 150);
    send(panel, 0x24, 0x00);
    refresh(FULL);
    expect(row(panel, 99, 0, 9)).toBe('########.');
    expect(row(panel, 150, 0, 9)).toBe('.........');
    send(panel, 0x01, 99, 0, 2);
    expect(panel.faults).toEqual(['01h: the panel is wired for GD = 0 and SM = 0']);
  });

  test('drops a command with too few bytes, and bytes too many', () => {
    const { panel, setUp } = bench(ssd1681());
    setUp();
    send(panel, 0x45, 0, 0, 9);
    send(panel, 0x4e, 1, 2);
    send(panel, 0x99);
    expect(panel.faults).toEqual([
      'command 45h got 3 of 4 data bytes and was dropped',
      'command 4Eh got more than 1 data bytes',
      "command 99h is not one of this chip's, or not modelled",
    ]);
  });

  test('wants its reset line low for longer than a glitch', () => {
    const { panel, wait } = bench(ssd1681());
    panel.reset(true);
    send(panel, 0x12);
    wait(0.01);
    panel.reset(false);
    expect(panel.faults).toEqual(['command 12h came while RES# is low', 'the pulse on RES# is too short']);
  });
});
