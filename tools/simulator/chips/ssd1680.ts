import type { EpaperModel } from './panel';
import { ssd168x } from './ssd168x';

/**
 * A 122x250 e-paper panel (2.13") on an SSD1680 (datasheet rev 0.14, June 2019: 176 sources, 296 gates). Panels of this
 * size are wired from S8 on: Display Update Control 1 (21h) has to choose S8 to S167, or the picture is 8 pixels off.
 */
export function ssd1680(): EpaperModel {
  return ssd168x({
    widthPx: 122,
    heightPx: 250,
    sources: 176,
    gates: 296,
    firstSource: 8,
    update1: [2, 2],
  });
}
