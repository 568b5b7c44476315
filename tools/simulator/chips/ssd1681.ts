import type { EpaperModel } from './panel';
import { ssd168x } from './ssd168x';

/** A 200x200 e-paper panel (1.54") on an SSD1681 (datasheet rev 0.13, June 2019: 200 sources, 200 gates). */
export function ssd1681(): EpaperModel {
  return ssd168x({
    widthPx: 200,
    heightPx: 200,
    sources: 200,
    gates: 200,
    firstSource: 0,
    update1: [1, 2],
  });
}
