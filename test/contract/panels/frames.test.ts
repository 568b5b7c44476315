// Every driver of a panel that keeps a frame, on the model of its chip: the one is written from what the box needs, the
// other from the datasheet, and the glass decides.
import { describe, expect, test } from 'vitest';
import { ssd1680 } from '../../../firmware/drivers/display/ssd1680/driver';
import { ssd1681 } from '../../../firmware/drivers/display/ssd1681/driver';
import { uc8151 } from '../../../firmware/drivers/display/uc8151/driver';
import type { Region } from '../../../firmware/drivers/ports';
import * as ssd1680Model from '../../../tools/simulator/chips/ssd1680';
import * as ssd1681Model from '../../../tools/simulator/chips/ssd1681';
import * as uc8151Model from '../../../tools/simulator/chips/uc8151';
import { noise } from '../../support/recorded-wires';
import { wired } from './wired';

const chips = [
  { name: 'ssd1680', driver: ssd1680, model: ssd1680Model.ssd1680 },
  { name: 'ssd1681', driver: ssd1681, model: ssd1681Model.ssd1681 },
  { name: 'uc8151', driver: uc8151, model: uc8151Model.uc8151 },
];
const QR: Region = { x: 8, y: 20, widthPx: 104, heightPx: 98 };

describe.each(chips)('a picture on an $name', ({ driver, model }) => {
  function box() {
    const panel = model();
    const { widthPx, heightPx } = panel;
    const { wires, clock } = wired(panel);
    const picture = noise(widthPx, heightPx, 11);
    const display = driver(wires, { widthPx, heightPx });
    const all: Region = { x: 0, y: 0, widthPx, heightPx };
    const show = (region: Region, whole: boolean): (string | undefined)[] => {
      const faults: (string | undefined)[] = [];
      display.show(picture.frame, region, whole, (fault) => faults.push(fault));
      clock.advance(12_000);
      return faults;
    };
    /** Pixels of the glass that are not what the picture says: ink is dark, paper is light. */
    const wrong = (): number => {
      let count = 0;
      for (let y = 0; y < heightPx; y++)
        for (let x = 0; x < widthPx; x++) {
          const ink = ((picture.bytes[y * picture.lineBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
          if (ink === 1 ? panel.pixel(x, y) > 0x404040 : panel.pixel(x, y) < 0xbfbfbf) count++;
        }
      return count;
    };
    return { panel, picture, all, show, wrong };
  }

  test('is on the glass after one full refresh, whatever the glass showed before', () => {
    const { panel, show, wrong, all } = box();
    expect(show(all, false)).toEqual([undefined]);
    expect(panel.faults).toEqual([]);
    expect(wrong()).toBe(0);
    expect(panel.refreshes).toEqual({ full: 1, partial: 0 });
    expect(panel.ghostPx).toBe(0);
  });

  test('is right after any row of partial refreshes, and costs one refresh each', () => {
    const { panel, picture, show, wrong, all } = box();
    show(all, true);
    let state = 5;
    const next = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    for (let i = 0; i < 30; i++) {
      const x = 8 * next(14);
      const y = next(panel.heightPx - 8);
      const region = {
        x,
        y,
        widthPx: Math.min(8 * (1 + next(15)), panel.widthPx - x),
        heightPx: 1 + next(panel.heightPx - y),
      };
      picture.scribble(region);
      expect(show(region, false)).toEqual([undefined]);
      expect(wrong()).toBe(0);
    }
    expect(panel.faults).toEqual([]);
    expect(panel.refreshes).toEqual({ full: 1, partial: 30 });
    show(all, true);
    expect([wrong(), panel.ghostPx, panel.refreshes.full]).toEqual([0, 0, 2]);
  });

  test('with a new QR costs at most 1.05 times its region on the bus', () => {
    const { panel, picture, show, wrong, all } = box();
    show(all, true);
    for (let i = 0; i < 3; i++) {
      const before = panel.spiBytes;
      picture.scribble(QR);
      show(QR, false);
      expect(wrong()).toBe(0);
      expect((panel.spiBytes - before) / ((QR.widthPx / 8) * QR.heightPx)).toBeLessThanOrEqual(1.05);
    }
  });
});
