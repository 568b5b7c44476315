// A Canvas in memory, for contact sheets and golden pictures: what a board's screen looks like without the board.
import type { PNG } from 'pngjs';
import { isLight, rgb565 } from '../../firmware/canvas/palette';
import type { Board } from '../../boards/board';
import { drawSymbol, type Scaled } from '../../firmware/canvas/symbol';
import type { Assets, Canvas, Colour } from '../../firmware/drivers/ports';

/** A picture with a Canvas onto it. */
export interface Picture {
  canvas: Canvas;
  /** Paints it into a larger one, with the top left at x, y. */
  paint(png: PNG, x: number, y: number): void;
  /** RGB565, row after row. */
  pixels: Uint16Array;
}

/** What a picture is of: the part of a board that its screens depend on. */
export interface PictureOf {
  display: Pick<Board['display'], 'widthPx' | 'heightPx' | 'colour' | 'slow'>;
  qr: Pick<Board['qr'], 'areaPx'>;
}

/** An empty picture; without colour, every colour but paper and white is black. The assets hold the QR tables. */
export function picture({ display, qr: { areaPx } }: PictureOf, assets: Assets): Picture {
  const { widthPx, heightPx, colour: inColour, slow } = display;
  const pixels = new Uint16Array(widthPx * heightPx).fill(0xffff);
  const value = (colour: Colour): number => (inColour ? rgb565(colour) : isLight(colour) ? 0xffff : 0);
  const fill: Canvas['fill'] = (x, y, w, h, colour) => {
    for (let row = Math.max(0, y); row < Math.min(heightPx, y + h); row++) {
      pixels.fill(value(colour), row * widthPx + Math.max(0, x), row * widthPx + Math.max(0, Math.min(widthPx, x + w)));
    }
  };
  const scaled: Scaled = (x, y, w, h, bits, scale, colour) => {
    for (let i = 0; i < w * h; i++) {
      const on = (bits.charCodeAt(i >>> 3) & (0x80 >>> (i & 7))) !== 0;
      if (on) fill(x + (i % w) * scale, y + Math.floor(i / w) * scale, scale, scale, colour);
    }
  };
  const qr: Canvas['qr'] = (x, y, modulePx, symbol) => {
    drawSymbol(canvas, scaled, assets, x, y, modulePx, symbol, () => {
      throw new Error(`screens: the board carries no QR table for version ${symbol.version}, mask ${symbol.mask}`);
    });
  };
  const canvas: Canvas = {
    ...{ widthPx, heightPx, colour: inColour, slow, qrPx: areaPx },
    ...{ fill, qr, show: (_whole, done) => done(undefined) },
    blit: (x, y, w, h, bits, colour) => scaled(x, y, w, h, bits, 1, colour),
  };
  return { canvas, pixels, paint: (png, x, y) => paint(pixels, widthPx, png, x, y) };
}

/** Paints RGB565 pixels into a PNG, with the top left at x, y. */
function paint(pixels: Uint16Array, widthPx: number, png: PNG, x: number, y: number): void {
  const rows = pixels.length / widthPx;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < widthPx; column++) {
      const value = pixels[row * widthPx + column]!;
      const at = ((y + row) * png.width + x + column) * 4;
      png.data[at] = ((value >>> 11) * 255) / 31;
      png.data[at + 1] = (((value >>> 5) & 63) * 255) / 63;
      png.data[at + 2] = ((value & 31) * 255) / 31;
      png.data[at + 3] = 255;
    }
  }
}
