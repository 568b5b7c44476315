// The Canvas port over a panel with a memory of its own (LCD): nothing is kept here but what was painted last where.
//
// Letters are drawn without their paper, and the panel cannot be read back. One window a run of ink would be dear, so
// the canvas remembers the last rectangles: a picture that lies wholly in a fill, with nothing on top, is sent whole.
import type { Assets, Canvas, Colour, PixelPanel } from '../drivers/ports';
import { rgb565 } from './palette';
import { drawSymbol, type Scaled } from './symbol';
import { idiv } from '../wire/idiv';

/** Pixels in one string that goes to the panel. */
const PIECE_PX = 256;
const REMEMBERED = 16;

interface Painted {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Undefined where letters stand. */
  colour: Colour | undefined;
}

/** The panel is started and has this size in its rotation. `fault` hears of a QR that could not be drawn. */
export function pixelCanvas(
  panel: PixelPanel,
  widthPx: number,
  heightPx: number,
  qrPx: number,
  assets: Assets,
  fault: (text: string) => void,
): Canvas {
  let painted: Painted[] = [];
  const pieces: Partial<Record<Colour, string>> = {};

  /** This many pixels of a colour. */
  function solid(colour: Colour, pixels: number): string {
    let piece = pieces[colour];
    if (piece === undefined) {
      const value = rgb565(colour);
      piece = String.fromCharCode(value >>> 8) + String.fromCharCode(value & 255);
    }
    while (piece.length < 2 * pixels) piece += piece;
    pieces[colour] = piece;
    return piece.substring(0, 2 * pixels);
  }

  function remember(one: Painted): void {
    const kept: Painted[] = [];
    const from = painted.length < REMEMBERED ? 0 : 1;
    for (let i = from; i < painted.length; i++) if (!covers(one, painted[i])) kept.push(painted[i]);
    kept.push(one);
    painted = kept;
  }

  /** A line of letters is remembered as one rectangle. */
  function rememberLetters(one: Painted): void {
    if (painted.length > 0) {
      const last = painted[painted.length - 1];
      if (last.colour === undefined && one.top < last.bottom && one.bottom > last.top) {
        if (one.left < last.left) last.left = one.left;
        if (one.right > last.right) last.right = one.right;
        if (one.top < last.top) last.top = one.top;
        if (one.bottom > last.bottom) last.bottom = one.bottom;
        return;
      }
    }
    remember(one);
  }

  /** The one colour that is under the rectangle, as far as it is known. */
  function under(one: Painted): Colour | undefined {
    for (let i = painted.length - 1; i >= 0; i--) {
      const there = painted[i];
      if (covers(there, one)) return there.colour;
      if (one.left < there.right && one.right > there.left && one.top < there.bottom && one.bottom > there.top)
        return undefined;
    }
    return undefined;
  }

  function paint(left: number, top: number, right: number, bottom: number, colour: Colour): void {
    const x = left < 0 ? 0 : left;
    const y = top < 0 ? 0 : top;
    const width = (right < widthPx ? right : widthPx) - x;
    const height = (bottom < heightPx ? bottom : heightPx) - y;
    if (width < 1 || height < 1) return;
    panel.window(x, y, width, height);
    let rest = width * height;
    for (; rest > PIECE_PX; rest -= PIECE_PX) panel.pixels(solid(colour, PIECE_PX));
    panel.pixels(solid(colour, rest));
  }

  /** Every run of ink as a window of its own. */
  function paintRuns(
    x: number,
    y: number,
    width: number,
    height: number,
    bits: string,
    scale: number,
    colour: Colour,
  ): void {
    for (let row = 0; row < height; row++) {
      const top = y + row * scale;
      for (let column = 0; column < width;) {
        const end = runEnd(bits, row * width, column, width);
        if (bitAt(bits, row * width + column) === 1)
          paint(x + column * scale, top, x + end * scale, top + scale, colour);
        column = end;
      }
    }
  }

  /** Ink and paper in one window; all of it is on the canvas. */
  function paintWhole(
    x: number,
    y: number,
    width: number,
    height: number,
    bits: string,
    scale: number,
    colour: Colour,
    paper: Colour,
  ): void {
    panel.window(x, y, width * scale, height * scale);
    let bytes = '';
    for (let row = 0; row < height; row++) {
      let line = '';
      for (let column = 0; column < width;) {
        const end = runEnd(bits, row * width, column, width);
        const ink = bitAt(bits, row * width + column) === 1;
        line += solid(ink ? colour : paper, (end - column) * scale);
        column = end;
      }
      for (let i = 0; i < scale; i++) {
        if (bytes.length > 0 && bytes.length + line.length > 2 * PIECE_PX) {
          panel.pixels(bytes);
          bytes = '';
        }
        bytes += line;
      }
    }
    panel.pixels(bytes);
  }

  const scaled: Scaled = (x, y, width, height, bits, scale, colour) => {
    if (width < 1 || height < 1) return;
    const there: Painted = {
      left: x,
      top: y,
      right: x + width * scale,
      bottom: y + height * scale,
      colour: undefined,
    };
    const ground = under(there);
    const inside = x >= 0 && y >= 0 && there.right <= widthPx && there.bottom <= heightPx;
    if (ground !== undefined && inside) paintWhole(x, y, width, height, bits, scale, colour, ground);
    else paintRuns(x, y, width, height, bits, scale, colour);
    rememberLetters(there);
  };

  const canvas: Canvas = {
    widthPx,
    heightPx,
    colour: true,
    slow: false,
    qrPx,
    fill(x, y, width, height, colour) {
      if (width < 1 || height < 1) return;
      paint(x, y, x + width, y + height, colour);
      remember({ left: x, top: y, right: x + width, bottom: y + height, colour });
    },
    blit(x, y, width, height, bits, colour) {
      scaled(x, y, width, height, bits, 1, colour);
    },
    qr(x, y, modulePx, symbol) {
      drawSymbol(canvas, scaled, assets, x, y, modulePx, symbol, fault);
    },
    show(_whole, done) {
      done(undefined);
    },
  };
  return canvas;
}

function covers(outer: Painted, inner: Painted): boolean {
  return (
    outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom
  );
}

function bitAt(bits: string, bit: number): number {
  return (bits.charCodeAt(idiv(bit, 8)) >>> (7 - (bit & 7))) & 1;
}

/** The column after the run of equal bits that begins at `column` in the row at bit `from`. */
function runEnd(bits: string, from: number, column: number, width: number): number {
  const wanted = bitAt(bits, from + column);
  let end = column + 1;
  while (end < width && bitAt(bits, from + end) === wanted) end++;
  return end;
}
