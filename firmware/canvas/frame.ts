// From the picture as the shop sees it to the picture as the chip counts it. Rotations are quarter turns of the picture,
// clockwise, as in Espruino's setRotation: in the first one the canvas's top left is the chip's top right.
import type { Frame, PanelSize, Region } from '../drivers/ports';

/** The picture in the chip's own orientation; `lines` as frame-canvas.ts keeps them. */
export function frameOf(lines: string[], size: PanelSize, rotation: number): Frame {
  function byteAt(fromX: number, y: number): string {
    let byte = 0;
    for (let x = fromX; x < fromX + 8; x++) {
      byte = byte << 1;
      if (x < size.widthPx && isInk(lines, size, rotation, x, y)) byte++;
    }
    return String.fromCharCode(byte);
  }
  return {
    read(y, count, fromByte, lineBytes) {
      let bytes = '';
      for (let line = y; line < y + count; line++) {
        if (rotation === 0) bytes += lines[line].substring(fromByte, fromByte + lineBytes);
        else for (let i = fromByte; i < fromByte + lineBytes; i++) bytes += byteAt(8 * i, line);
      }
      return bytes;
    },
  };
}

function isInk(lines: string[], size: PanelSize, rotation: number, x: number, y: number): boolean {
  let column = size.widthPx - 1 - x;
  let line = size.heightPx - 1 - y;
  if (rotation === 1) {
    line = column;
    column = y;
  } else if (rotation === 3) {
    column = line;
    line = x;
  }
  return ((lines[line].charCodeAt(column >>> 3) >>> (7 - (column & 7))) & 1) === 1;
}

/** The whole glass, to the end of the last byte of a line. */
export function wholeRegion(size: PanelSize): Region {
  return { x: 0, y: 0, widthPx: ((size.widthPx + 7) >>> 3) * 8, heightPx: size.heightPx };
}

/** The smallest region of the chip in which all changes lie; undefined when nothing changed. */
export function changedRegion(
  lines: string[],
  shown: string[],
  widthPx: number,
  size: PanelSize,
  rotation: number,
): Region | undefined {
  if (shown.length === 0) return wholeRegion(size);
  let top = -1;
  let bottom = -1;
  let first = widthPx;
  let last = -1;
  for (let y = 0; y < lines.length; y++) {
    const now = lines[y];
    const before = shown[y];
    if (now !== before) {
      if (top < 0) top = y;
      bottom = y;
      let from = 0;
      while (now.charCodeAt(from) === before.charCodeAt(from)) from++;
      let to = now.length - 1;
      while (now.charCodeAt(to) === before.charCodeAt(to)) to--;
      if (from < first) first = from;
      if (to > last) last = to;
    }
  }
  if (top < 0) return undefined;
  const right = 8 * last + 7;
  return turned(8 * first, right < widthPx ? right : widthPx - 1, top, bottom, size, rotation);
}

/** From the canvas's pixels (all included) to the chip's, in whole bytes. */
function turned(left: number, right: number, top: number, bottom: number, size: PanelSize, rotation: number): Region {
  const w = size.widthPx - 1;
  const h = size.heightPx - 1;
  if (rotation === 0) return bytewise(left, right, top, bottom);
  if (rotation === 1) return bytewise(w - bottom, w - top, left, right);
  if (rotation === 2) return bytewise(w - right, w - left, h - bottom, h - top);
  return bytewise(top, bottom, h - right, h - left);
}

function bytewise(left: number, right: number, top: number, bottom: number): Region {
  const x = (left >>> 3) * 8;
  return { x, y: top, widthPx: ((right >>> 3) + 1) * 8 - x, heightPx: bottom - top + 1 };
}
