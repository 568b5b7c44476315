// The Canvas port over Espruino's Graphics: fills and 1-bit images are native, and so is their scaling.
import type { Canvas, Colour, Panel, QrSymbol } from '../../drivers/ports';

/** The modules of a symbol, one byte each, row after row, 1 is dark; undefined when the image has no table for it. */
export type SymbolModules = (symbol: QrSymbol) => Uint8Array | undefined;

/** What the screens must know of the panel. */
export type Glass = Omit<Canvas, 'fill' | 'blit' | 'qr' | 'show'>;

/**
 * Makes the glass a canvas. `valueOf` gives a colour's value in a pixel. `fault` hears of a QR that could not be drawn:
 * the screen then keeps its white square.
 */
export function graphicsCanvas(
  graphics: Graphics,
  glass: Glass,
  valueOf: (colour: Colour) => number,
  panel: Panel,
  symbolModules: SymbolModules,
  fault: (text: string) => void,
): Canvas {
  function imageOf(
    width: number,
    height: number,
    bpp: number,
    buffer: ArrayBuffer | string,
    paper: Colour,
    ink: Colour,
  ): GraphicsImage {
    return { width, height, bpp, buffer, palette: new Uint16Array([valueOf(paper), valueOf(ink)]) };
  }

  const canvas = glass as Canvas;
  canvas.fill = (x, y, widthPx, heightPx, colour) => {
    if (widthPx < 1 || heightPx < 1) return;
    graphics.setColor(valueOf(colour)).fillRect(x, y, x + widthPx - 1, y + heightPx - 1);
  };
  canvas.blit = (x, y, widthPx, heightPx, bits, scale, colour, paper) => {
    if (widthPx < 1 || heightPx < 1) return;
    const image = imageOf(widthPx, heightPx, 1, bits, paper === undefined ? colour : paper, colour);
    if (paper === undefined) image.transparent = 0;
    graphics.drawImage(image, x, y, { scale });
  };
  canvas.qr = (x, y, modulePx, quietModules, symbol) => {
    const modules = 17 + 4 * symbol.version;
    const sidePx = (modules + 2 * quietModules) * modulePx;
    canvas.fill(x, y, sidePx, sidePx, 'white');
    const dark = symbolModules(symbol);
    if (dark === undefined) {
      fault('qr-unsupported');
      return;
    }
    const inset = quietModules * modulePx;
    const image = imageOf(modules, modules, 8, dark.buffer, 'white', 'black');
    // On a turned surface Espruino draws an opaque scaled pixel one too wide, into its neighbour; the white is there already.
    image.transparent = 0;
    graphics.drawImage(image, x + inset, y + inset, { scale: modulePx });
  };
  canvas.show = panel.show;
  return canvas;
}
