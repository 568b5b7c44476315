import type { Assets, PixelPanel } from '../../drivers/ports';
import type { Display } from './display';
import { drawPixels } from './pixel-picture';
import type { PixelGlass } from './pixel-picture';

/** A panel that is set up once, before the first picture. */
export function pixelDisplay(
  panel: PixelPanel,
  glass: PixelGlass,
  assets: Assets,
  fault: (text: string) => void,
): Display {
  return {
    start: (done) => panel.start(done),
    draw: (view, previous, done) => drawPixels(panel, glass, assets, fault, view, previous, done),
  };
}
