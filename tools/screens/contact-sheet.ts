// All screens of a board in all its languages on one picture, to be looked at.
import { PNG } from 'pngjs';
import type { Board } from '../../boards/board';
import type { Assets } from '../../firmware/drivers/ports';
import { drawView } from '../../firmware/screens/registry';
import { picture } from './picture';
import { exampleViews, type PlannedQr } from './views';

const COLUMNS = 4;
const GAP_PX = 8;

/** PNG with every screen of the board, one row of pictures after another, languages in turn. */
export function contactSheet(board: Board, assets: Assets, qr: PlannedQr): Buffer {
  const { widthPx, heightPx } = board.display;
  const views = board.languages.flatMap((language) => exampleViews(language, qr));
  const rows = Math.ceil(views.length / COLUMNS);
  const sheet = new PNG({ width: COLUMNS * (widthPx + GAP_PX) + GAP_PX, height: rows * (heightPx + GAP_PX) + GAP_PX });
  sheet.data.fill(0x80);
  for (let i = 3; i < sheet.data.length; i += 4) sheet.data[i] = 255;
  views.forEach(([, view], i) => {
    const screen = picture(board, assets);
    drawView(screen.canvas, assets, view, undefined, (fault) => {
      if (fault !== undefined) throw new Error(`screens: ${fault}; run \`ghanti font\``);
    });
    const x = GAP_PX + (i % COLUMNS) * (widthPx + GAP_PX);
    const y = GAP_PX + Math.floor(i / COLUMNS) * (heightPx + GAP_PX);
    PNG.bitblt(PNG.sync.read(screen.png(1)), sheet, 0, 0, widthPx, heightPx, x, y);
  });
  return PNG.sync.write(sheet);
}
