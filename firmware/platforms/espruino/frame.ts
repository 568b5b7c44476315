// The Canvas port over a panel that takes pictures of one bit a pixel (e-paper): Graphics draws into memory.
import { isLight } from '../../canvas/palette';
import { refresh } from '../../canvas/refresh';
import type { Canvas, FramePanel, PanelSize } from '../../drivers/ports';
import { graphicsCanvas } from './canvas';
import type { Glass, SymbolModules } from './canvas';

/**
 * A canvas that keeps a picture in the chip's orientation and turns what is drawn by `rotation` quarter turns clockwise.
 * `size` is the chip's; a line has whole bytes, and where that makes it longer than the glass is wide, only rotations 0
 * and 3 leave the rest of it unseen (the build refuses the others). The whole picture is sent each time: a screen is
 * drawn anew as a whole, and 5000 bytes take 4 ms of the 450 ms of the quickest refresh.
 */
export function frameCanvas(
  panel: FramePanel,
  size: PanelSize,
  rotation: number,
  glass: Glass,
  symbolModules: SymbolModules,
  fault: (text: string) => void,
): Canvas {
  const lineBytes = (size.widthPx + 7) >>> 3;
  const graphics = Graphics.createArrayBuffer(lineBytes * 8, size.heightPx, 1, { msb: true });
  graphics.setRotation(rotation);
  const kinds = refresh();
  return graphicsCanvas(
    graphics,
    glass,
    (colour) => (isLight(colour) ? 0 : 1),
    {
      show(cleaning, done) {
        panel.show(
          {
            read(y, lines) {
              const found = E.toString(new Uint8Array(graphics.buffer, y * lineBytes, lines * lineBytes));
              return found === undefined ? '' : found;
            },
          },
          { x: 0, y: 0, widthPx: lineBytes * 8, heightPx: size.heightPx },
          kinds.next(true, cleaning) === 'whole',
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
