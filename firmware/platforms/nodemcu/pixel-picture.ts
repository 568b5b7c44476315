import type { View } from '../../app/effects';
import { pixelCanvas } from '../../canvas/pixel-canvas';
import type { Assets, PixelPanel } from '../../drivers/ports';
import { drawView } from '../../screens/registry';

/** What the board says of a panel, in its rotation. */
export interface PixelGlass {
  widthPx: number;
  heightPx: number;
  qrPx: number;
}

/** Draws one view. The panel keeps the picture, so the canvas is made for it alone and forgotten. */
export function drawPixels(
  panel: PixelPanel,
  glass: PixelGlass,
  assets: Assets,
  fault: (text: string) => void,
  view: View,
  previous: View | undefined,
  done: (fault: string | undefined) => void,
): void {
  const canvas = pixelCanvas(panel, glass.widthPx, glass.heightPx, glass.qrPx, assets, fault);
  drawView(canvas, assets, view, previous, done);
}
