import type { Assets, Canvas, Colour, QrSymbol } from '../drivers/ports';
import { symbolBits } from '../qr/index';

/** Canvas.blit with each bit as a scale x scale square. */
export type Scaled = (
  x: number,
  y: number,
  widthPx: number,
  heightPx: number,
  bits: string,
  scale: number,
  colour: Colour,
) => void;

/**
 * Draws a QR symbol by the canvas's own pictures. A symbol that the image has no tables for leaves the white square, and
 * `fault` hears 'qr-unsupported'.
 */
export function drawSymbol(
  canvas: Canvas,
  scaled: Scaled,
  assets: Assets,
  x: number,
  y: number,
  modulePx: number,
  symbol: QrSymbol,
  fault: (text: string) => void,
): void {
  const modules = 17 + 4 * symbol.version;
  const sidePx = modules * modulePx;
  canvas.fill(x, y, sidePx, sidePx, 'white');
  const bits = symbolBits(assets, symbol);
  if (bits === undefined) fault('qr-unsupported');
  else scaled(x, y, modules, modules, bits, modulePx, 'black');
}
