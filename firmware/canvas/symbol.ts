import type { Assets, Canvas, QrSymbol } from '../drivers/ports';
import { symbolBits } from '../qr/index';

/**
 * Draws a QR symbol with its quiet zone by the canvas's own blit. A symbol that the image has no tables for leaves the
 * white square, and `fault` hears 'qr-unsupported'.
 */
export function drawSymbol(
  canvas: Canvas,
  assets: Assets,
  x: number,
  y: number,
  modulePx: number,
  quietModules: number,
  symbol: QrSymbol,
  fault: (text: string) => void,
): void {
  const modules = 17 + 4 * symbol.version;
  const sidePx = (modules + 2 * quietModules) * modulePx;
  canvas.fill(x, y, sidePx, sidePx, 'white');
  const bits = symbolBits(assets, symbol);
  if (bits === undefined) {
    fault('qr-unsupported');
    return;
  }
  const inset = quietModules * modulePx;
  canvas.blit(x + inset, y + inset, modules, modules, bits, modulePx, 'black', 'white');
}
