// The Canvas port over Espruino's Graphics: fills and 1-bit images are native, and so is their scaling.
import { rgb565 } from '../../canvas/palette';
import type { Canvas, Colour, Panel, QrSymbol } from '../../drivers/ports';

/** Turns a symbol into its modules, one bit each, rows not padded, 1 is dark; undefined when the image has no table for it. */
export type SymbolBits = (symbol: QrSymbol) => string | undefined;

/** `fault` hears of a QR that could not be drawn: the screen then keeps its white square. */
export function graphicsCanvas(
  graphics: Graphics,
  panel: Panel,
  symbolBits: SymbolBits,
  fault: (text: string) => void,
): Canvas {
  const canvas: Canvas = {
    widthPx: graphics.getWidth(),
    heightPx: graphics.getHeight(),
    fill(x, y, widthPx, heightPx, colour) {
      if (widthPx < 1 || heightPx < 1) return;
      graphics.setColor(rgb565(colour)).fillRect(x, y, x + widthPx - 1, y + heightPx - 1);
    },
    blit(x, y, widthPx, heightPx, bits, scale, colour, paper) {
      if (widthPx < 1 || heightPx < 1) return;
      const palette = new Uint16Array([rgb565(paper === undefined ? colour : paper), rgb565(colour)]);
      const image: GraphicsImage = { width: widthPx, height: heightPx, bpp: 1, buffer: bits, palette };
      if (paper === undefined) image.transparent = 0;
      graphics.drawImage(image, x, y, { scale });
    },
    qr(x, y, modulePx, quietModules, symbol) {
      const modules = 17 + 4 * symbol.version;
      const sidePx = (modules + 2 * quietModules) * modulePx;
      canvas.fill(x, y, sidePx, sidePx, 'white');
      const bits = symbolBits(symbol);
      if (bits === undefined) {
        fault('qr-unsupported');
        return;
      }
      const inset = quietModules * modulePx;
      const black: Colour = 'black';
      canvas.blit(x + inset, y + inset, modules, modules, bits, modulePx, black, 'white');
    },
    show: panel.show,
  };
  return canvas;
}
