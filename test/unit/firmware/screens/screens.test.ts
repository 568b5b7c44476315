import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import type { View } from '../../../../firmware/app/effects';
import type { Assets, Canvas } from '../../../../firmware/drivers/ports';
import { drawView } from '../../../../firmware/screens/registry';
import { readQr } from '../../../../tools/demo/screen-reader';
import { screenAssets } from '../../../../tools/screens/assets';
import { contactSheet, type Tile } from '../../../../tools/screens/contact-sheet';
import { panels, type PanelKind } from '../../../../tools/screens/panels';
import { picture } from '../../../../tools/screens/picture';
import { exampleViews } from '../../../../tools/screens/views';

const cyd = panels['esp32-cyd']!;
const assets = screenAssets(process.cwd(), cyd);
const qr = { version: 9, level: 0, mask: 0, codewords: 'A'.repeat(180) };

/** Draws and shows the view; the fault, or undefined. */
function faultOf(canvas: Canvas, files: Assets, view: View, previous?: View): string | undefined {
  let heard: string | undefined = 'nothing shown';
  drawView(canvas, files, view, previous, (fault) => (heard = fault));
  return heard;
}

function example<At extends View['at']>(name: string, at: At): Extract<View, { at: At }> {
  const [, view] = exampleViews('en', qr).find(([one]) => one === name)!;
  if (view.at !== at) throw new Error(`${name} is not ${at}`);
  return view as Extract<View, { at: At }>;
}

/** What the screens read of a panel: boards with the same glass share one golden picture. */
const glass = ({ display: { widthPx, heightPx, colour, slow }, qr: symbol, languages }: PanelKind): string =>
  JSON.stringify([widthPx, heightPx, colour, slow, symbol, languages]);
const kinds = Object.entries(panels).filter(
  ([, panel], at, all) => all.findIndex(([, one]) => glass(one) === glass(panel)) === at,
);
const sheets = kinds.map(([name, panel]) => [name, contactSheet(process.cwd(), panel)] as const);

function tile(from: PNG, { x, y, widthPx, heightPx }: Tile): PNG {
  const cut = new PNG({ width: widthPx, height: heightPx });
  PNG.bitblt(from, cut, x, y, widthPx, heightPx, 0, 0);
  return cut;
}

describe.each(sheets)('the screens of %s', (name, sheet) => {
  const golden = `test/golden/screens/${name}.png`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, sheet.png);
  const wanted = existsSync(golden) ? PNG.sync.read(readFileSync(golden)) : undefined;
  const got = PNG.sync.read(sheet.png);

  test.each([...sheet.at])('%s looks as it was looked at', (_name, at) => {
    expect(wanted, `${golden} is missing: look at ghanti screen, then run with UPDATE_GOLDEN=1`).toBeDefined();
    expect(tile(got, at).data.equals(tile(wanted!, at).data), `${golden} differs from what is drawn now`).toBe(true);
  });
});

describe('the QR screen', () => {
  const view = example('qr', 'qr');

  test('draws a new second beside the QR and leaves the QR alone', () => {
    const screen = picture(cyd, assets);
    expect(faultOf(screen.canvas, assets, view)).toBeUndefined();
    const touched: number[] = [];
    const canvas = { ...screen.canvas, fill: (x: number) => void touched.push(x), qr: () => void touched.push(0) };
    expect(faultOf(canvas, assets, { ...view, secondsLeft: view.secondsLeft - 1 }, view)).toBeUndefined();
    expect(Math.min(...touched)).toBeGreaterThanOrEqual(240);
  });

  test.each(['esp32-cyd', 'esp32-epaper-154', 'esp32-epaper-213', 'lcd-240x240'])(
    'gives every version the largest whole module with a quiet zone of 2 or more: %s',
    (name) => {
      const panel = panels[name]!;
      const files = screenAssets(process.cwd(), panel);
      for (let version = 1; version <= 25; version++) {
        const modules = 17 + 4 * version;
        const screen = picture(panel, files);
        const seen: number[][] = [];
        const canvas = { ...screen.canvas, qr: (x: number, y: number, px: number) => void seen.push([x, y, px]) };
        faultOf(canvas, assets, { ...view, version, language: version % 2 === 0 ? 'ne' : 'en' });
        const [[x, y, modulePx]] = seen as [[number, number, number]];
        expect(modulePx).toBe(Math.floor(panel.qr.areaPx / (modules + 4)));
        const [right, bottom] = [x + modules * modulePx, y + modules * modulePx];
        const quiet = 2 * modulePx;
        expect(Math.min(x, y, canvas.widthPx - right, canvas.heightPx - bottom)).toBeGreaterThanOrEqual(quiet);
        const around = screen.pixels.filter((_pixel, at) => {
          const [column, row] = [at % canvas.widthPx, Math.floor(at / canvas.widthPx)];
          return column >= x - quiet && column < right + quiet && row >= y - quiet && row < bottom + quiet;
        });
        expect(new Set(around), `version ${version}`).toEqual(new Set([0xffff]));
      }
    },
  );
});

describe('a slow panel', () => {
  const panel = panels['esp32-epaper-154']!;
  const files = screenAssets(process.cwd(), panel);
  const view = { ...example('qr', 'qr'), version: 4, codewords: 'A' };

  function shown(next: View, previous: View): { drawn: number; whole: boolean[] } {
    const seen = { drawn: 0, whole: [] as boolean[] };
    const canvas: Canvas = {
      ...picture(panel, files).canvas,
      fill: () => void seen.drawn++,
      show: (whole, done) => {
        seen.whole.push(whole);
        done(undefined);
      },
    };
    expect(faultOf(canvas, files, next, previous)).toBeUndefined();
    return seen;
  }

  test('is left alone while only the seconds pass', () => {
    expect(shown({ ...view, secondsLeft: 3 }, view)).toEqual({ drawn: 0, whole: [] });
  });

  test('shows what the customer does, without a full refresh', () => {
    expect(shown({ ...view, opened: true }, view).whole).toEqual([false]);
  });

  test('is cleaned when the box goes idle', () => {
    expect(shown(example('idle', 'idle'), view).whole).toEqual([true]);
  });
});

describe('a QR on the panel', () => {
  const shown = sheets.filter(([name]) => panels[name]!.qr.areaPx > 0);
  test.each(shown)('%s is what the switch wrote', async (_name, sheet) => {
    const screen = tile(PNG.sync.read(sheet.png), sheet.at.get('en-qr')!);
    expect(await readQr(PNG.sync.write(screen))).toMatch(/^000201.*6304A13A$/);
  });
});

describe('a box without its font file', () => {
  test('says so and keeps running', () => {
    const screen = picture(cyd, assets);
    expect(faultOf(screen.canvas, { read: () => '' }, { at: 'starting' })).toBe('font-missing');
  });
});
