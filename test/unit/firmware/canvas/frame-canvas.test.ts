import { describe, expect, test } from 'vitest';
import { frameCanvas } from '../../../../firmware/canvas/frame-canvas';
import { drawView } from '../../../../firmware/screens/registry';
import type { Frame, FramePanel, Region } from '../../../../firmware/drivers/ports';
import { boards } from '../../../../boards/registry';
import { screenAssets } from '../../../../tools/screens/assets';
import { picture } from '../../../../tools/screens/picture';
import { drawStory } from '../../../support/canvas-story';

const assets = screenAssets(process.cwd(), boards['esp32-cyd']!);

/** Glass that believes what it is told: the pixels of each region, and nothing else, change. */
class Glass implements FramePanel {
  readonly ink: boolean[][];
  readonly shows: { region: Region; whole: boolean }[] = [];
  fault: string | undefined;

  constructor(
    readonly widthPx: number,
    readonly heightPx: number,
  ) {
    this.ink = Array.from({ length: heightPx }, () => Array<boolean>(widthPx).fill(false));
  }
  show(frame: Frame, region: Region, whole: boolean, done: (fault: string | undefined) => void): void {
    expect([region.x % 8, region.widthPx % 8]).toEqual([0, 0]);
    this.shows.push({ region, whole });
    const lineBytes = region.widthPx / 8;
    for (let y = region.y; y < region.y + region.heightPx; y++) {
      const bytes = frame.read(y, 1, region.x / 8, lineBytes);
      expect(bytes).toHaveLength(lineBytes);
      for (let x = region.x; x < Math.min(this.widthPx, region.x + region.widthPx); x++) {
        const at = x - region.x;
        this.ink[y]![x] = ((bytes.charCodeAt(at >> 3) >> (7 - (at & 7))) & 1) === 1;
      }
    }
    done(this.fault);
  }
  /** The pixel of the picture turned clockwise by so many quarter turns, as Espruino's setRotation has it. */
  seen(x: number, y: number, rotation: number): boolean {
    const [w, h] = [this.widthPx - 1, this.heightPx - 1];
    const places = [
      [x, y],
      [w - y, x],
      [w - x, h - y],
      [y, h - x],
    ] as const;
    const [column, line] = places[rotation]!;
    return this.ink[line]![column]!;
  }
}

function panel(widthPx: number, heightPx: number, rotation: number) {
  const glass = new Glass(widthPx, heightPx);
  const faults: string[] = [];
  const size = { widthPx, heightPx };
  const canvas = frameCanvas(glass, { size, rotation, slow: true, qrPx: 122 }, assets, (fault) => faults.push(fault));
  const ends: (string | undefined)[] = [];
  return { glass, canvas, faults, ends, show: (whole = false) => canvas.show(whole, (fault) => ends.push(fault)) };
}

describe.each([0, 1, 2, 3])('an e-paper of 122 x 250 in rotation %i', (rotation) => {
  test('shows every pixel as a plain picture would, whatever is drawn and however little is sent', () => {
    const { glass, canvas, show } = panel(122, 250, rotation);
    const { widthPx, heightPx } = canvas;
    expect([widthPx, heightPx]).toEqual(rotation % 2 === 1 ? [250, 122] : [122, 250]);
    const display = { widthPx, heightPx, colour: false, slow: true };
    const plain = picture({ display, qr: { areaPx: 122 } }, assets);
    for (let round = 0; round < 6; round++) {
      drawStory([canvas, plain.canvas], 7 * rotation + round, 12);
      show();
      const wrong: string[] = [];
      for (let y = 0; y < heightPx; y++) {
        for (let x = 0; x < widthPx; x++) {
          if (glass.seen(x, y, rotation) !== (plain.pixels[y * widthPx + x] === 0)) wrong.push(`${x},${y}`);
        }
      }
      expect(wrong, `after ${round + 1} rounds`).toEqual([]);
    }
    expect(glass.shows.map(({ whole }) => whole)).toEqual([true, false, false, false, false, false]);
  });
});

describe('an e-paper', () => {
  test('is sent only the bytes around what changed', () => {
    const { glass, canvas, show } = panel(200, 200, 0);
    show();
    canvas.fill(17, 30, 3, 4, 'ink');
    show();
    expect(glass.shows[1]).toEqual({ region: { x: 16, y: 30, widthPx: 8, heightPx: 4 }, whole: false });
  });

  test('is left alone when the same screen is drawn again', () => {
    const { glass, canvas, show, ends } = panel(200, 200, 0);
    const draw = (): void => {
      drawView(canvas, assets, { at: 'fault', fault: 'audio-timeout', language: 'en' }, undefined, (f) => ends.push(f));
    };
    draw();
    draw();
    show();
    expect([glass.shows.length, ends]).toEqual([1, [undefined, undefined, undefined]]);
  });

  test('that failed is sent everything again', () => {
    const { glass, canvas, show, ends } = panel(200, 200, 0);
    show();
    canvas.fill(0, 0, 8, 8, 'ink');
    glass.fault = 'busy-timeout';
    show();
    glass.fault = undefined;
    show();
    expect(ends).toEqual([undefined, 'busy-timeout', undefined]);
    expect(glass.shows[2]).toEqual({ region: { x: 0, y: 0, widthPx: 200, heightPx: 200 }, whole: true });
  });

  test('shows a QR module for module, and says when it has no tables for one', () => {
    const { glass, canvas, show, faults } = panel(200, 200, 0);
    const display = { widthPx: 200, heightPx: 200, colour: false, slow: true };
    const plain = picture({ display, qr: { areaPx: 200 } }, assets);
    const symbol = { version: 9, level: 0, mask: 3, codewords: 'A'.repeat(180) };
    for (const one of [canvas, plain.canvas]) one.qr(3, 4, 3, symbol);
    show();
    const ink = glass.ink.flat().map((dark) => (dark ? 0 : 0xffff));
    expect(ink).toEqual([...plain.pixels]);
    canvas.qr(0, 0, 1, { ...symbol, version: 39 });
    expect(faults).toEqual(['qr-unsupported']);
  });
});
