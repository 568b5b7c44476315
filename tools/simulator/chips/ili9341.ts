import { mipiLcd } from './mipi-lcd';
import type { PanelModel } from './panel';

/**
 * A 240x320 panel (2.4" to 2.8") on an ILI9341. The usual modules have the colour filter blue, green, red, and the
 * memory's last column at the left, so that MADCTL has BGR, and MX where the picture stands upright.
 * Datasheet: ILI Technology ILI9341 V1.11, chapters 8.3 and 8.4.
 */
export function ili9341(): PanelModel {
  return mipiLcd(
    { widthPx: 240, heightPx: 320, mirrored: true, bgr: true, inverted: false },
    // Frame rates, display function, voltages, gamma, and the extended commands.
    {
      0xb1: [2, 2],
      0xb4: [1, 1],
      0xb5: [4, 4],
      0xb6: [3, 4],
      0xb7: [1, 1],
      0xc0: [1, 1],
      0xc1: [1, 1],
      0xc5: [2, 2],
      0xc7: [1, 1],
      0xcb: [5, 5],
      0xcf: [3, 3],
      0xe0: [15, 15],
      0xe1: [15, 15],
      0xe8: [3, 3],
      0xea: [2, 2],
      0xed: [4, 4],
      0xf2: [1, 1],
      0xf6: [3, 3],
      0xf7: [1, 1],
    },
  );
}
