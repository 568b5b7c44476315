// What a QR costs: on the bridge against qrcode-generator in Node, on the box in a real Espruino.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { buildQrTables } from '../qr/tables';
import { instructionsOf } from './callgrind';

/** One line of the report: `instructions` of one QR, and what it is measured against. */
export interface QrCost {
  what: string;
  instructions: number;
  budget: string;
}

const BOX_BUDGET = 60_000_000;
/** The box's share is measured where the budget was set: 216 data codewords in five blocks, 57 x 57 modules. */
const VERSION = 10;
const LEVEL = 1;
const CODEWORDS = 200;

const THEIRS = `import qrcode from 'qrcode-generator';
const one = (i) => { const code = qrcode(0, 'M'); code.addData(text(i), 'Byte'); code.make(); };`;
const OURS = `import { planQr } from './bridge/gateway/qr/plan';
const one = (i) => planQr(text(i), { areaPx: 240, versions: [4, 6, 9, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] });`;
const TEXTS = `const text = (i) => '00020101021226380011fonepay.com0115' + (100000000000000 + i * 7919) + '02061234565204541153035245406' +
  (100 + i) + '.505802NP5917Demo Kirana Pasal6009Kathmandu62290106' + (100000 + i) + '0715Terminal 1 Till6304A13A';
for (let i = 0; i < Number(process.argv[2]); i++) one(i);`;

/** Measures in a temporary folder. `espruino` is an interpreter's path; without one the box's line is left out. */
export async function measureQr(root: string, espruino: string | undefined): Promise<QrCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-bench-'));
  try {
    const theirs = await inNode(root, folder, 'theirs', THEIRS);
    const ours = await inNode(root, folder, 'ours', OURS);
    const costs = [
      { what: 'qrcode-generator in Node, level M, one mode', instructions: theirs, budget: '' },
      {
        what: 'the bridge: segments, version, level and mask',
        instructions: ours,
        budget: `${share(ours, theirs)} of it`,
      },
    ];
    if (espruino === undefined) return costs;
    const box = await inEspruino(root, folder, espruino);
    return [
      ...costs,
      {
        what: 'the box: codewords to framebuffer, version 10-M',
        instructions: box,
        budget: `${share(box, BOX_BUDGET)} of ${BOX_BUDGET}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function share(part: number, whole: number): string {
  return (part / whole).toFixed(2);
}

async function inNode(root: string, folder: string, name: string, source: string): Promise<number> {
  const outfile = join(folder, `${name}.mjs`);
  const stdin = { contents: `${source}\n${TEXTS}`, resolveDir: root, loader: 'ts' as const };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile });
  const command = (times: number): string[] => [process.execPath, '--single-threaded', outfile, String(times)];
  return instructionsOf({ folder, command }, 100, 300);
}

async function inEspruino(root: string, folder: string, espruino: string): Promise<number> {
  const tables = buildQrTables({ versions: [VERSION], masks: [0] });
  writeFileSync(join(folder, 'qr.bin'), tables);
  const flash = `var s=require("Storage"),f=E.openFile("qr.bin","r"),at=0,p;while((p=f.read(512))!==undefined&&p.length){s.write("qr",p,at,${tables.length});at+=p.length;}quit();`;
  writeFileSync(join(folder, 'flash.js'), flash);
  spawnSync(espruino, ['flash.js'], { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'], timeout: 20_000 });
  const command = (times: number): string[] => [espruino, `draw${times}.js`];
  for (const times of [2, 4]) writeFileSync(join(folder, `draw${times}.js`), await drawing(root, times), 'latin1');
  return instructionsOf({ folder, command }, 2, 4);
}

/** A program that draws so many different symbols as the box does, on a 200 x 200 surface of one bit a pixel. */
async function drawing(root: string, times: number): Promise<string> {
  const codewords = Array.from({ length: times }, (_none, r) =>
    Array.from(
      { length: CODEWORDS },
      (_also, i) => `\\x${((i * 37 + 11 + r * 5) & 255).toString(16).padStart(2, '0')}`,
    ).join(''),
  );
  const contents = `
import { graphicsCanvas } from './firmware/platforms/espruino/canvas';
import { rgb565 } from './firmware/canvas/palette';
import { symbolModules } from './firmware/platforms/espruino/qr';
const storage = require('Storage');
const assets = { read: (file, offset, bytes) => storage.read(file, offset, bytes) };
const surface = Graphics.createArrayBuffer(200, 200, 1);
const glass = { widthPx: 200, heightPx: 200, colour: false, slow: true, qrPx: 200 };
const canvas = graphicsCanvas(surface, glass, rgb565, { show() {} }, (symbol) => symbolModules(assets, symbol), print);
function draw(codewords) { canvas.qr(8, 8, 3, 2, { version: ${VERSION}, level: ${LEVEL}, mask: 0, codewords }); }
${codewords.map((one) => `draw("${one}");`).join('\n')}
quit();`;
  const bundled = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, write: false, minify: true, charset: 'ascii', format: 'iife', target: 'es2015' },
    external: ['Storage'],
  });
  return bundled.outputFiles[0]!.text;
}
