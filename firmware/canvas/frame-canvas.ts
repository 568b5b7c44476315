// The Canvas port over a panel that takes a whole picture of one bit a pixel, for engines without a Graphics of their own.
//
// The picture is a list of lines, each a binary string (1 is ink): equal lines are one string in Lua, so an empty screen
// costs next to nothing, a line in flight is never half changed, and what differs from the glass is found by comparing.
import type { Assets, Canvas, FramePanel, PanelSize, Region } from '../drivers/ports';
import { changedRegion, frameOf, wholeRegion } from './frame';
import { isLight } from './palette';
import { refresh } from './refresh';
import { drawSymbol, type Scaled } from './symbol';

/** Its bit 1 is 1: one pixel to be drawn as wide as a whole rectangle. */
const ONE_BIT = '@';

/** What the board says of a panel. */
export interface Glass {
  /** As the chip counts it. */
  size: PanelSize;
  /** Quarter turns of the picture, clockwise. */
  rotation: number;
  slow: boolean;
  qrPx: number;
}

/** `fault` hears of a QR that could not be drawn. */
export function frameCanvas(panel: FramePanel, glass: Glass, assets: Assets, fault: (text: string) => void): Canvas {
  const sideways = glass.rotation % 2 === 1;
  const widthPx = sideways ? glass.size.heightPx : glass.size.widthPx;
  const heightPx = sideways ? glass.size.widthPx : glass.size.heightPx;
  const lines: string[] = [];
  let blank = '';
  while (blank.length * 8 < widthPx) blank += '\0';
  for (let y = 0; y < heightPx; y++) lines.push(blank);
  /** The lines that the glass has; empty when that is not known. */
  let shown: string[] = [];
  const kinds = refresh();

  /** Lays the mask over the lines from `top` to `bottom` (not included), whatever of them there is. */
  function lay(top: number, bottom: number, at: number, mask: string, ink: boolean): void {
    let before = '';
    let after = '';
    for (let y = top < 0 ? 0 : top; y < bottom && y < heightPx; y++) {
      if (lines[y] !== before) {
        before = lines[y];
        after = laid(before, at, mask, ink);
      }
      lines[y] = after;
    }
  }

  const scaled: Scaled = (x, y, width, height, bits, scale, colour) => {
    for (let row = 0; row < height; row++) {
      const mask = maskOf(bits, row * width, width, scale, x, widthPx);
      const top = y + row * scale;
      if (mask !== '') lay(top, top + scale, x < 0 ? 0 : x >>> 3, mask, !isLight(colour));
    }
  };

  const canvas: Canvas = {
    widthPx,
    heightPx,
    colour: false,
    slow: glass.slow,
    qrPx: glass.qrPx,
    fill(x, y, width, height, colour) {
      const mask = maskOf(ONE_BIT, 1, 1, width, x, widthPx);
      if (width > 0 && mask !== '') lay(y, y + height, x < 0 ? 0 : x >>> 3, mask, !isLight(colour));
    },
    blit(x, y, width, height, bits, colour) {
      scaled(x, y, width, height, bits, 1, colour);
    },
    qr(x, y, modulePx, symbol) {
      drawSymbol(canvas, scaled, assets, x, y, modulePx, symbol, fault);
    },
    show(whole, done) {
      const changed = changedRegion(lines, shown, widthPx, glass.size, glass.rotation);
      const kind = kinds.next(changed !== undefined, whole);
      if (kind === 'none') {
        done(undefined);
        return;
      }
      const now: string[] = [];
      for (let y = 0; y < heightPx; y++) now.push(lines[y]);
      shown = now;
      const region: Region = kind === 'partial' && changed !== undefined ? changed : wholeRegion(glass.size);
      panel.show(frameOf(now, glass.size, glass.rotation), region, kind === 'whole', (wrong) => {
        if (wrong !== undefined) {
          kinds.failed();
          shown = [];
        }
        done(wrong);
      });
    },
  };
  return canvas;
}

/**
 * The bytes of a line, from the one in which x lies, that have a 1 where the pixels shall be touched: `count` bits from
 * bit `from` on, each `scale` pixels wide, cut at the canvas's edges. '' when nothing of it is on the canvas.
 */
function maskOf(bits: string, from: number, count: number, scale: number, x: number, widthPx: number): string {
  const right = x + count * scale;
  const end = right < widthPx ? right : widthPx;
  let bit = from;
  let used = 0;
  let mask = '';
  let byte = 0;
  for (let px = x; px < end; px++) {
    if (px >= 0) {
      if (((bits.charCodeAt(bit >>> 3) >>> (7 - (bit & 7))) & 1) === 1) byte = byte | (0x80 >>> (px & 7));
      if ((px & 7) === 7) {
        mask += String.fromCharCode(byte);
        byte = 0;
      }
    }
    used++;
    if (used === scale) {
      used = 0;
      bit++;
    }
  }
  return end > 0 && end > x && (end & 7) !== 0 ? mask + String.fromCharCode(byte) : mask;
}

function laid(line: string, at: number, mask: string, ink: boolean): string {
  let middle = '';
  for (let i = 0; i < mask.length; i++) {
    const touched = mask.charCodeAt(i);
    const old = line.charCodeAt(at + i);
    middle += String.fromCharCode(ink ? old | touched : old & (255 - touched));
  }
  return line.substring(0, at) + middle + line.substring(at + mask.length);
}
