import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { board } from '../../boards/esp32-cyd';
import { planQr } from '../../bridge/gateway/qr/plan';
import { symbolBits } from '../../firmware/qr/index';
import { buildQrTables } from '../../tools/qr/tables';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';
import { payloads } from '../support/payloads';
import { moduleText, qrAssets } from '../support/qr';

const SCRIPT = `
import { symbolModules } from './firmware/platforms/espruino/qr';
const storage = require('Storage');
const assets = { read: (file, offset, bytes) => storage.read(file, offset, bytes) };
SYMBOLS.forEach(function (symbol) {
  symbol.codewords = atob(symbol.codewords);
  const modules = symbolModules(assets, symbol);
  print(modules === undefined ? 'none' : E.CRC32(E.toString(modules)));
});
print('PEAK ' + process.memory().usage);
quit();`;

/** The box's own drawing of symbols, bundled for Espruino. */
async function script(symbols: object[]): Promise<string> {
  const bundled = await build({
    stdin: { contents: SCRIPT, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    minify: true,
    external: ['Storage'],
    define: { SYMBOLS: 'SYMBOLS' },
  });
  return `var SYMBOLS=${JSON.stringify(symbols)};${bundled.outputFiles[0]!.text}`;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

need('ESPRUINO_BIN', 'a QR on a real Espruino', () => {
  test('has the modules of the plain algorithm, payload after payload', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ghanti-qr-'));
    try {
      const tables = join(folder, 'qr.bin');
      const bytes = buildQrTables(board.qr);
      writeFileSync(tables, bytes);
      const flash = `var s=require("Storage"),f=E.openFile(${JSON.stringify(tables)},"r"),at=0,p;while((p=f.read(512))!==undefined&&p.length){s.write("qr",p,at,${bytes.length});at+=p.length;}quit();`;
      await runInEspruino(flash, { folder });
      const assets = qrAssets(board.qr.versions, board.qr.masks);
      const plans = payloads(99, 40).map((text) => planQr(text, board.qr));
      for (let from = 0; from < plans.length; from += 4) {
        const some = plans.slice(from, from + 4);
        const symbols = some.map(({ version, level, mask, codewords }) => ({
          version,
          level,
          mask,
          codewords: btoa(codewords),
        }));
        const printed = await runInEspruino(await script(symbols), { folder });
        const wanted = some.map((plan) => {
          const modules = moduleText(symbolBits(assets, plan)!, plan.version);
          return String(crc32(Uint8Array.from(modules, Number)));
        });
        expect(printed.slice(0, some.length)).toEqual(wanted);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
