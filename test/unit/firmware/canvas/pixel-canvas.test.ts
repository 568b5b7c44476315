import { describe, expect, test } from 'vitest';
import { pixelCanvas } from '../../../../firmware/canvas/pixel-canvas';
import type { PixelPanel } from '../../../../firmware/drivers/ports';
import { drawView } from '../../../../firmware/screens/registry';
import { boards } from '../../../../boards/registry';
import { screenAssets } from '../../../../tools/screens/assets';
import { picture } from '../../../../tools/screens/picture';
import { exampleViews } from '../../../../tools/screens/views';
import { drawStory } from '../../../support/canvas-story';

const assets = screenAssets(process.cwd(), boards['esp32-cyd']!);
const PIECE_BYTES = 512;

/** A panel's memory: a window must be on it and be filled before the next one comes. */
function memory(widthPx: number, heightPx: number) {
  const pixels = new Uint16Array(widthPx * heightPx).fill(0xffff);
  const seen = { windows: 0, bytes: 0, longest: 0 };
  let open = { x: 0, y: 0, widthPx: 0, heightPx: 0 };
  let put = 0;
  const panel: PixelPanel = {
    start: (done) => done(undefined),
    window(x, y, width, height) {
      expect(put).toBe(open.widthPx * open.heightPx);
      expect(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= widthPx && y + height <= heightPx).toBe(true);
      open = { x, y, widthPx: width, heightPx: height };
      put = 0;
      seen.windows++;
    },
    pixels(bytes) {
      seen.bytes += bytes.length;
      seen.longest = Math.max(seen.longest, bytes.length);
      for (let i = 0; i < bytes.length; i += 2, put++) {
        const at = (open.y + Math.floor(put / open.widthPx)) * widthPx + open.x + (put % open.widthPx);
        pixels[at] = bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
      }
      expect(put).toBeLessThanOrEqual(open.widthPx * open.heightPx);
    },
  };
  return { panel, pixels, seen };
}

function screens(widthPx: number, heightPx: number) {
  const glass = memory(widthPx, heightPx);
  const faults: string[] = [];
  const canvas = pixelCanvas(glass.panel, widthPx, heightPx, heightPx, assets, (fault) => faults.push(fault));
  const display = { widthPx, heightPx, colour: true, slow: false };
  const plain = picture({ display, qr: { areaPx: heightPx } }, assets);
  const same = (): boolean => Buffer.from(glass.pixels.buffer).equals(Buffer.from(plain.pixels.buffer));
  return { glass, canvas, plain, faults, same };
}

describe('an LCD', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('shows every pixel as a plain picture would, whatever is drawn: %i', (seed) => {
    const { canvas, plain, same, glass } = screens(100, 80);
    for (let round = 0; round < 20; round++) {
      drawStory([canvas, plain.canvas], 100 * seed + round, 6);
      expect(same(), `round ${round}`).toBe(true);
    }
    expect(glass.seen.longest).toBeLessThanOrEqual(PIECE_BYTES);
  });

  const qr = { version: 9, level: 0, mask: 0, codewords: 'A'.repeat(180) };
  test.each(exampleViews('ne', qr))('shows the screen %s as it was designed', (_name, view) => {
    const { canvas, plain, same } = screens(240, 240);
    for (const one of [canvas, plain.canvas]) drawView(one, assets, view, undefined, () => undefined);
    expect(same()).toBe(true);
  });

  test('gets letters on plain ground as one window each, not one for every stroke', () => {
    const { canvas, glass } = screens(240, 240);
    canvas.fill(0, 0, 240, 240, 'white');
    const before = { ...glass.seen };
    for (let i = 0; i < 10; i++) canvas.blit(10 + 9 * i, 20, 8, 2, '\xaa\x55', 'ink');
    expect([glass.seen.windows - before.windows, glass.seen.bytes - before.bytes]).toEqual([10, 10 * 8 * 2 * 2]);
  });

  test('says when it has no tables for a QR', () => {
    const { canvas, faults } = screens(240, 240);
    canvas.qr(0, 0, 1, { ...qr, version: 39 });
    expect(faults).toEqual(['qr-unsupported']);
  });
});
