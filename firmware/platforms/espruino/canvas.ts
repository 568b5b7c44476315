// The Canvas port over Espruino's Graphics: fills and 1-bit images are native, and so is their scaling.
import type { Canvas, Colour, Panel, QrSymbol } from '../../drivers/ports';

const LETTER = '!';
const LETTER_CODE = 33;

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
  const canvas = glass as Canvas;
  canvas.fill = (x, y, widthPx, heightPx, colour) => {
    if (widthPx < 1 || heightPx < 1) return;
    graphics.setColor(valueOf(colour)).fillRect(x, y, x + widthPx - 1, y + heightPx - 1);
  };
  canvas.blit = (x, y, width, height, buffer, colour) => {
    const palette = new Uint16Array([0, valueOf(colour)]);
    if (width > 0 && height > 0) graphics.drawImage({ width, height, bpp: 1, buffer, palette, transparent: 0 }, x, y);
  };
  canvas.qr = (x, y, modulePx, symbol) => {
    const modules = 17 + 4 * symbol.version;
    const sidePx = modules * modulePx;
    canvas.fill(x, y, sidePx, sidePx, 'white');
    const dark = symbolModules(symbol);
    const letter = dark === undefined ? undefined : letterOf(dark, modules);
    if (letter === undefined) fault('qr-unsupported');
    else
      graphics
        .setColor(valueOf('black'))
        .setFontCustom(letter, LETTER_CODE, modules, modules | (modulePx << 8))
        .drawString(LETTER, x, y)
        .setFontBitmap();
  };
  canvas.show = panel.show;
  return canvas;
}

/**
 * The modules as the one letter of a font: one bit each, column by column. Espruino enlarges letters alone evenly. Of a
 * picture it makes some modules a pixel wider than others (its step is a whole 256th; the exact way is built for Linux and
 * watches alone), and on a turned surface it cuts it at the sides of the one that was not turned (libs/graphics, 2v29).
 */
function letterOf(dark: Uint8Array, modules: number): string | undefined {
  const letter = Graphics.createArrayBuffer(modules, modules, 1, { msb: true });
  const image = { width: modules, height: modules, bpp: 8, buffer: dark.buffer };
  letter.setRotation(3, true).drawImage(image, 0, 0);
  return E.toString(new Uint8Array(letter.buffer));
}
