// A picture in a file: Windows bitmap, 16 colours.
// Document: Microsoft, BITMAPFILEHEADER, BITMAPINFOHEADER and RGBQUAD (learn.microsoft.com/windows/win32/gdi).
import { littleEndian } from '../../little-endian';
import type { Panel, PanelSize } from '../../ports';

const HEADERS_BYTES = 54;
const INFO_BYTES = 40;
const COLOURS = 16;
const COLOUR_BYTES = 4;
const BITS_A_PIXEL = 4;

/**
 * A panel whose glass is a file. `colours` are the RGB565 values of the pixel values 0 to 15; missing ones are black.
 * `write` makes the file anew from its head and the picture behind it (4 bits a pixel, the left one on top, from the top
 * line down; `widthPx` is a multiple of 8, so lines end where a bitmap's do) and says whether it could. Fault:
 * picture-write.
 */
export function bmpFile(size: PanelSize, colours: number[], write: (head: string) => boolean): Panel {
  const head = headOf(size.widthPx, size.heightPx, colours);
  return {
    show(_whole, done) {
      done(write(head) ? undefined : 'picture-write');
    },
  };
}

function headOf(widthPx: number, heightPx: number, colours: number[]): string {
  const pictureAt = HEADERS_BYTES + COLOURS * COLOUR_BYTES;
  const pictureBytes = ((widthPx * BITS_A_PIXEL) >>> 3) * heightPx;
  let head = 'BM' + littleEndian(pictureAt + pictureBytes, 4) + littleEndian(0, 4) + littleEndian(pictureAt, 4);
  // A negative height: the top line comes first.
  head += littleEndian(INFO_BYTES, 4) + littleEndian(widthPx, 4) + littleEndian(-heightPx, 4);
  head += littleEndian(1, 2) + littleEndian(BITS_A_PIXEL, 2) + littleEndian(0, 4) + littleEndian(pictureBytes, 4);
  head += littleEndian(0, 4) + littleEndian(0, 4) + littleEndian(COLOURS, 4) + littleEndian(0, 4);
  for (let i = 0; i < COLOURS; i++) head += littleEndian(i < colours.length ? rgb888(colours[i]) : 0, COLOUR_BYTES);
  return head;
}

/** Red above green above blue; a part's highest bits are repeated below it, so that white stays white. */
function rgb888(rgb565: number): number {
  const red = rgb565 >>> 11;
  const green = (rgb565 >>> 5) & 63;
  const blue = rgb565 & 31;
  return (((red << 3) | (red >>> 2)) << 16) | (((green << 2) | (green >>> 4)) << 8) | (blue << 3) | (blue >>> 2);
}
