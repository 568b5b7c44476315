import { pixelCanvas } from '../../canvas/pixel-canvas';
import type { Assets, PixelPanel } from '../../drivers/ports';
import type { Display } from './display';

/** What the board says of a panel, in its rotation. */
export interface PixelGlass {
  widthPx: number;
  heightPx: number;
  qrPx: number;
}

/** A panel that is set up once, before the first picture. */
export function pixelDisplay(
  panel: PixelPanel,
  glass: PixelGlass,
  assets: Assets,
  fault: (text: string) => void,
): Display {
  return {
    canvas: pixelCanvas(panel, glass.widthPx, glass.heightPx, glass.qrPx, assets, fault),
    start: (done) => panel.start(done),
  };
}
