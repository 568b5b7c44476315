// The Canvas port over a panel that takes pictures of one bit a pixel (e-paper): Graphics draws into memory.
import { isLight } from '../../canvas/palette';
import { refresh } from '../../canvas/refresh';
import type { Canvas, Frame, FramePanel, PanelSize } from '../../drivers/ports';
import { graphicsCanvas } from './canvas';
import type { Glass, SymbolModules } from './canvas';

/**
 * A canvas that keeps a picture in the chip's orientation and turns what is drawn by `rotation` quarter turns clockwise.
 * `size` is the chip's; a line has whole bytes, and where that makes it longer than the glass is wide, only rotations 0
 * and 3 leave the rest of it unseen (the build refuses the others). The rectangle that was drawn in is sent, and nothing
 * when the picture is what the glass has.
 */
export function frameCanvas(
  panel: FramePanel,
  size: PanelSize,
  rotation: number,
  glass: Glass,
  symbolModules: SymbolModules,
  fault: (text: string) => void,
): Canvas {
  const width = (size.widthPx + 7) >>> 3;
  const height = size.heightPx;
  const graphics = Graphics.createArrayBuffer(width * 8, height, 1, { msb: true });
  const buffer = graphics.buffer;
  graphics.setRotation(rotation);
  const kinds = refresh();
  let shown: number | undefined;
  const frame: Frame = {
    read(y, lines, fromByte, lineBytes) {
      const piece = Graphics.createArrayBuffer(lineBytes, lines, 8);
      piece.drawImage({ width, height, bpp: 8, buffer }, -fromByte, -y);
      const found = E.toString(new Uint8Array(piece.buffer));
      return found === undefined ? '' : found;
    },
  };
  return graphicsCanvas(
    graphics,
    glass,
    (colour) => (isLight(colour) ? 0 : 1),
    {
      show(cleaning, done) {
        const drawn = graphics.getModified(true);
        const now = E.CRC32(new Uint8Array(buffer));
        const kind = kinds.next(now !== shown, cleaning);
        if (kind === 'none') return done(undefined);
        shown = now;
        const partial = kind === 'partial';
        const x = partial ? drawn.x1 & -8 : 0;
        const y = partial ? drawn.y1 : 0;
        panel.show(
          frame,
          {
            x,
            y,
            widthPx: partial ? (drawn.x2 | 7) + 1 - x : width * 8,
            heightPx: partial ? drawn.y2 + 1 - y : height,
          },
          !partial,
          (wrong) => {
            if (wrong !== undefined) kinds.failed();
            done(wrong);
          },
        );
      },
    },
    symbolModules,
    fault,
  );
}
