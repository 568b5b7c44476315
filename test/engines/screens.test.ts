// Every screen of the boards with e-paper: drawn by the program as the build makes it, in a real Espruino, brought by the
// board's own driver to the model of its chip, and compared with the picture that was looked at.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { boards } from '../../boards/registry';
import type { View } from '../../firmware/app/effects';
import { drawView } from '../../firmware/screens/registry';
import { screenFiles } from '../../tools/build/assets';
import { bundleEntry } from '../../tools/build/bundle';
import { markNames } from '../../tools/build/names';
import { glassOf } from '../../tools/build/espruino-entry';
import { DECLARATIONS } from '../../tools/build/image';
import { buildQrTables } from '../../tools/qr/tables';
import { screenAssets } from '../../tools/screens/assets';
import { picture } from '../../tools/screens/picture';
import { exampleViews } from '../../tools/screens/views';
import { turned } from '../../tools/simulator/bit-panel';
import { ssd1680 } from '../../tools/simulator/chips/ssd1680';
import { ssd1681 } from '../../tools/simulator/chips/ssd1681';
import { wired } from '../contract/panels/wired';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';

const root = process.cwd();
const models: Record<string, typeof ssd1680> = { ssd1680, ssd1681 };
const LIMIT_MS = 60_000;
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

type Step = [name: string, view: View];

/** Every screen in English, some in Nepali (looking its letters up takes long here); then one QR after the other. */
function stepsOf(language: string, version: number): Step[] {
  const qr = { version, level: 0, mask: 3, codewords: 'A'.repeat(70) };
  const views = exampleViews(language, qr).filter(([name]) => language === 'en' || /^(idle|qr-|paid$)/.test(name));
  const shown = views.findLast(([, view]) => view.at === 'qr')![1];
  const next = (letter: string): View => ({ ...shown, codewords: letter.repeat(70) }) as View;
  return [...views, ...QRS.map((letter): Step => [`qr ${letter}`, next(letter)])];
}
/** Four charges, the last one's QR drawn once more. */
const QRS = ['B', 'C', 'D', 'E', 'E'];

/** Keys without quotes, because the build shortens those alone; words of the program's own are shortened like them. */
const literal = (value: unknown): string => JSON.stringify(value).replace(/"(\w+)":/g, '$1:');

function program(id: string, steps: Step[]): string {
  const { driver, rotation, widthPx, heightPx } = boards[id]!.display;
  const size = rotation % 2 === 0 ? { widthPx, heightPx } : { widthPx: heightPx, heightPx: widthPx };
  return `import { ${driver} } from './drivers/display/${driver}/driver';
import { assetsIn } from './platforms/espruino/assets';
import { frameCanvas } from './platforms/espruino/frame';
import { symbolModules } from './platforms/espruino/qr';
import { drawView } from './screens/registry';
const assets = assetsIn(require('Storage'));
let waiting;
const wires = {
  after(ms, run) { print('after'); waiting = run; return 1; },
  cancel() {},
  command(code, bytes) { print('command ' + code + ' ' + btoa(bytes)); },
  more(bytes) { print('more ' + btoa(bytes)); },
  reset(low) { print(low ? 'reset' : 'let-go'); },
  busyIsHigh: () => false,
};
const canvas = frameCanvas(${driver}(wires, ${literal(size)}), ${literal(size)}, ${rotation}, ${literal(glassOf(boards[id]!))},
  (symbol) => symbolModules(assets, symbol), print);
const views = [${steps.map(([, view]) => `() => (${literal(view)})`).join(',\n')}];
let previous;
for (const make of views) {
  const view = make();
  drawView(canvas, assets, view, previous, (fault) => print('shown ' + fault));
  while (waiting !== undefined) { const run = waiting; waiting = undefined; run(); }
  previous = view;
}
quit();`;
}

/** In pieces, because the interpreter's memory is small. */
function flashing(folder: string, files: Record<string, Uint8Array>): string {
  const scripts = Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, `${name}.bin`);
    writeFileSync(path, bytes);
    return `f=E.openFile(${JSON.stringify(path)},"r");at=0;while((p=f.read(512))!==undefined&&p.length){s.write("${name}",p,at,${bytes.length});at+=p.length;}f.close();`;
  });
  return `var s=require("Storage"),f,at,p;s.eraseAll();${scripts.join('')}quit();`;
}

/** What is on the glass when each step is done, and what it cost. */
function played(id: string, lines: string[], step: (at: number, seen: ReturnType<typeof glass>) => void): string[] {
  const panel = glass(id);
  let at = 0;
  for (const line of lines) {
    const [what = '', one = '', two = ''] = line.split(' ');
    if (what === 'command') panel.wires.command(Number(one), bytesOf(two));
    else if (what === 'more') panel.wires.more(bytesOf(one));
    else if (what === 'reset' || what === 'let-go') panel.wires.reset(what === 'reset');
    else if (what === 'after') {
      panel.clock.advance(5000);
      panel.wires.busyIsHigh();
    } else {
      expect(line).toBe('shown undefined');
      step(at++, panel);
    }
  }
  return panel.model.faults.slice();
}

const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

function glass(id: string) {
  const model = models[boards[id]!.display.driver]!();
  return { model, ...wired(model) };
}

/** The last column is what a new QR over a QR may cost in bytes: its own square, or all where the amount is beside it. */
need('ESPRUINO_BIN', 'the screens of', () => {
  test.each([
    ['esp32-epaper-154', 'en', 7, 23 * 180],
    ['esp32-epaper-154', 'ne', 4, 25 * 200],
    ['esp32-epaper-213', 'en', 10, 16 * 250],
    ['esp32-epaper-213-keypad', 'en', 4, 16 * 250],
  ])(
    '%s in %s with a QR of version %i are on the glass as they were looked at, and a new QR costs its region',
    async (id, language, version, region) => {
      const board = boards[id]!;
      const folder = mkdtempSync(join(tmpdir(), 'ghanti-screens-'));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      const assets = screenAssets(root, board);
      const files = {
        ...Object.fromEntries(screenFiles(root, board.languages).map(({ name, bytes }) => [name, bytes])),
        qr: buildQrTables({ versions: [version], masks: [3] }),
      };
      await runInEspruino(flashing(folder, files), { folder, limitMs: LIMIT_MS });
      const steps = stepsOf(language, version);
      const { js } = await bundleEntry(root, id, markNames(program(id, steps)), glassOf(board), DECLARATIONS);
      const lines = await runInEspruino(js, { folder, limitMs: LIMIT_MS });
      const spiBytes: number[] = [];
      const { rotation, widthPx } = board.display;
      const faults = played(id, lines, (at, { model }) => {
        const [name, view] = steps[at]!;
        const wanted = picture(board, assets);
        drawView(wanted.canvas, assets, view, undefined, () => undefined);
        const wrong = wanted.pixels.reduce((count, pixel, i) => {
          const [x, y] = turned(i % widthPx, Math.floor(i / widthPx), rotation, model.widthPx, model.heightPx);
          return count + (model.pixel(x, y) > 0x808080 === (pixel === 0xffff) ? 0 : 1);
        }, 0);
        expect(wrong, `pixels of ${name}`).toBe(0);
        spiBytes.push(model.spiBytes);
      });
      expect(faults).toEqual([]);
      expect(spiBytes).toHaveLength(steps.length);
      const last = spiBytes.slice(-3);
      expect(last[2]! - last[1]!).toBe(0);
      expect(last[1]! - last[0]!).toBeLessThanOrEqual(1.05 * region + 40);
    },
    2 * LIMIT_MS,
  );
});
