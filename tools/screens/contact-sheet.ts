// All screens of a panel in all its languages on one picture, to be looked at and to be compared with.
import { PNG } from 'pngjs';
import { planQr } from '../../bridge/gateway/qr/plan';
import { drawView } from '../../firmware/screens/registry';
import { chosen } from '../build/languages';
import { screenAssets } from './assets';
import type { PanelKind } from './panels';
import { picture } from './picture';
import { exampleViews, type PlannedQr } from './views';

/** A QR like a shop's, so that the sheet shows the real density. */
const EXAMPLE =
  '00020101021229270023NCHL000099019901TESTSHP5204541153035245406125.005802NP5917Demo Kirana Pasal6009Kathmandu' +
  '62750105B00010306Store10709Terminal10812Bill payment512300192601010000000001TST6304A13A';

const COLUMNS = 5;
const GAP_PX = 8;
const GREY = 0x80;

/** Where a screen is on its sheet. */
export interface Tile {
  x: number;
  y: number;
  widthPx: number;
  heightPx: number;
}

/** Screens beside and below each other, with where each is. */
export interface Sheet {
  png: Buffer;
  /** By language and name, as 'en-qr'. */
  at: Map<string, Tile>;
}

/** Every screen of the panel, one language after the other. */
export function contactSheet(root: string, panel: PanelKind): Sheet {
  const { widthPx, heightPx, colour } = panel.display;
  const assets = screenAssets(root, panel);
  const qr = exampleQr(panel);
  const views = chosen(panel.languages).flatMap(({ tag: language }) =>
    exampleViews(language, qr).map(([name, view]) => [`${language}-${name}`, view] as const),
  );
  const rows = Math.ceil(views.length / COLUMNS);
  const width = COLUMNS * (widthPx + GAP_PX) + GAP_PX;
  const sheet = new PNG({ width, height: rows * (heightPx + GAP_PX) + GAP_PX });
  sheet.data.fill(GREY);
  for (let i = 3; i < sheet.data.length; i += 4) sheet.data[i] = 255;
  const at: Sheet['at'] = new Map();
  views.forEach(([name, view], i) => {
    const screen = picture(panel, assets);
    drawView(screen.canvas, assets, view, undefined, (fault) => {
      if (fault !== undefined) throw new Error(`screens: ${fault}; run \`ghanti font\``);
    });
    const x = GAP_PX + (i % COLUMNS) * (widthPx + GAP_PX);
    const y = GAP_PX + Math.floor(i / COLUMNS) * (heightPx + GAP_PX);
    screen.paint(sheet, x, y);
    at.set(name, { x, y, widthPx, heightPx });
  });
  return {
    png: PNG.sync.write(sheet, { colorType: colour ? 2 : 0, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }),
    at,
  };
}

/** A panel without room for a QR is given one all the same: it shows that it does not draw it. */
function exampleQr(panel: PanelKind): PlannedQr {
  if (panel.qr.areaPx === 0) return { version: 4, level: 0, mask: 0, codewords: 'A' };
  return planQr(EXAMPLE, panel.qr);
}
