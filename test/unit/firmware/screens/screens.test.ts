import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { boards } from '../../../../boards/registry';
import type { View } from '../../../../firmware/app/effects';
import type { Assets, Canvas } from '../../../../firmware/drivers/ports';
import { layoutQr } from '../../../../firmware/screens/qr';
import { drawView } from '../../../../firmware/screens/registry';
import { screenAssets } from '../../../../tools/screens/assets';
import { picture } from '../../../../tools/screens/picture';
import { exampleViews } from '../../../../tools/screens/views';

const cyd = boards['esp32-cyd']!;
const assets = screenAssets(process.cwd(), cyd);
const qr = { version: 9, level: 0, mask: 0, codewords: 'A'.repeat(180) };

/** Draws and shows the view; the fault, or undefined. */
function faultOf(canvas: Canvas, files: Assets, view: View, previous?: View): string | undefined {
  let heard: string | undefined = 'nothing shown';
  drawView(canvas, files, view, previous, (fault) => (heard = fault));
  return heard;
}

describe.each(Object.entries(boards))('the screens of %s', (id, board) => {
  const files = screenAssets(process.cwd(), board);
  const views = board.languages.flatMap((language) =>
    exampleViews(language, qr).map(([name, view]) => [`${language}-${name}`, view] as const),
  );

  test.each(views)('%s looks as it was looked at', (name, view) => {
    const screen = picture(board, files);
    expect(faultOf(screen.canvas, files, view)).toBeUndefined();
    const golden = `test/golden/screens/${id}-${name}.png`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, screen.png(1));
    expect(existsSync(golden), `${golden} is missing: look at the screen, then run with UPDATE_GOLDEN=1`).toBe(true);
    const wanted = PNG.sync.read(readFileSync(golden));
    const got = PNG.sync.read(screen.png(1));
    expect(got.data.equals(wanted.data), `${golden} differs from what is drawn now`).toBe(true);
  });
});

describe('the QR screen', () => {
  const [, first] = exampleViews('en', qr).find(([name]) => name === 'qr')!;
  const view = first as Extract<View, { at: 'qr' }>;

  test('draws a new second beside the QR and leaves the QR alone', () => {
    const screen = picture(cyd, assets);
    expect(faultOf(screen.canvas, assets, view)).toBeUndefined();
    const touched: number[] = [];
    const canvas = { ...screen.canvas, fill: (x: number) => void touched.push(x), qr: () => void touched.push(0) };
    expect(faultOf(canvas, assets, { ...view, secondsLeft: view.secondsLeft - 1 }, view)).toBeUndefined();
    expect(Math.min(...touched)).toBeGreaterThanOrEqual(240);
  });

  test('gives every version the largest whole module with a quiet zone of 2 or more', () => {
    for (let version = 1; version <= 25; version++) {
      const modules = 17 + 4 * version;
      const { modulePx, quietModules, at } = layoutQr(version, 240);
      expect(modulePx).toBe(Math.floor(240 / (modules + 4)));
      expect(quietModules).toBeGreaterThanOrEqual(2);
      expect(at * 2 + modulePx * (modules + 2 * quietModules)).toBeLessThanOrEqual(240);
    }
  });
});

describe('a box without its font file', () => {
  test('says so and keeps running', () => {
    const screen = picture(cyd, assets);
    expect(faultOf(screen.canvas, { read: () => '' }, { at: 'starting' })).toBe('font-missing');
  });
});
