// The OLED's driver on the model of its chip: ink is lit, the rest is dark.
import { describe, expect, test } from 'vitest';
import { ssd1306 } from '../../../firmware/drivers/display/ssd1306/driver';
import * as models from '../../../tools/simulator/chips/ssd1306';
import { noise } from '../../support/recorded-wires';
import { wired } from './wired';

describe('a picture on an SSD1306', () => {
  test('is lit where it has ink, whole and in part', () => {
    const panel = models.ssd1306();
    const { widthPx, heightPx } = panel;
    const { wires, clock } = wired(panel);
    const picture = noise(widthPx, heightPx, 7);
    const display = ssd1306(wires, { widthPx, heightPx });
    const faults: (string | undefined)[] = [];
    const wrong = (): number => {
      let count = 0;
      for (let y = 0; y < heightPx; y++)
        for (let x = 0; x < widthPx; x++) {
          const ink = ((picture.bytes[y * picture.lineBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
          if ((panel.pixel(x, y) === 0xffffff) !== (ink === 1)) count++;
        }
      return count;
    };
    display.show(picture.frame, { x: 0, y: 0, widthPx, heightPx }, true, (fault) => faults.push(fault));
    clock.advance(1000);
    expect(wrong()).toBe(0);
    const region = { x: 16, y: 11, widthPx: 40, heightPx: 30 };
    picture.scribble(region);
    display.show(picture.frame, region, false, (fault) => faults.push(fault));
    clock.advance(1000);
    expect(wrong()).toBe(0);
    expect(faults).toEqual([undefined, undefined]);
    expect(panel.faults).toEqual([]);
  });
});
