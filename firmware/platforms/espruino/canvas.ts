// The Canvas port over Espruino's Graphics: fills and 1-bit images are native, and so is their scaling.
import { rgb565 } from '../../canvas/palette';
import type { Canvas, Panel, QrSymbol } from '../../drivers/ports';

/** The modules of a symbol, one byte each, row after row, 1 is dark; undefined when the image has no table for it. */
export type SymbolModules = (symbol: QrSymbol) => Uint8Array | undefined;

/** `fault` hears of a QR that could not be drawn: the screen then keeps its white square. */
export function graphicsCanvas(
  graphics: Graphics,
  panel: Panel,
  symbolModules: SymbolModules,
  fault: (text: string) => void,
): Canvas {
  const canvas: Canvas = {
    widthPx: graphics.getWidth(),
    heightPx: graphics.getHeight(),
    colour: true,
    slow: false,
    qrPx: graphics.getHeight(),
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
      const dark = symbolModules(symbol);
      if (dark === undefined) {
        fault('qr-unsupported');
        return;
      }
      const inset = quietModules * modulePx;
      const palette = new Uint16Array([rgb565('white'), rgb565('black')]);
      const image: GraphicsImage = { width: modules, height: modules, bpp: 8, buffer: dark.buffer, palette };
      graphics.drawImage(image, x + inset, y + inset, { scale: modulePx });
    },
    show: panel.show,
  };
  return canvas;
}
