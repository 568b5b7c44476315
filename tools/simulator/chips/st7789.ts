import { mipiLcd } from './mipi-lcd';
import type { PanelModel } from './panel';

/**
 * A 240x240 IPS panel (1.3", 1.54") on an ST7789: it shows the first 240 of the memory's 320 rows, and right colours need
 * INVON. Datasheet: Sitronix ST7789V 1.3 (March 2014), chapters 9.1 and 9.2.
 */
export function st7789(): PanelModel {
  return mipiLcd(
    { widthPx: 240, heightPx: 240, mirrored: false, bgr: false, inverted: true },
    // RAM, RGB and porch control, frame rates, gate and VCOM voltages, power control, gamma.
    {
      0xb0: [1, 2],
      0xb1: [3, 3],
      0xb2: [5, 5],
      0xb3: [3, 3],
      0xb7: [1, 1],
      0xbb: [1, 1],
      0xc0: [1, 1],
      0xc2: [1, 2],
      0xc3: [1, 1],
      0xc4: [1, 1],
      0xc5: [1, 1],
      0xc6: [1, 1],
      0xd0: [2, 2],
      0xe0: [14, 14],
      0xe1: [14, 14],
    },
  );
}
