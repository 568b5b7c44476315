import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { beforeAll, describe, expect, test } from 'vitest';
import { boards } from '../../../boards/registry';
import { planQr } from '../../../bridge/gateway/qr/plan';
import { symbolBits } from '../../../firmware/qr/index';
import { need } from '../../support/need';
import { payloads } from '../../support/payloads';
import { qrAssets, symbolPng } from '../../support/qr';

prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer,
  },
});
const TEXTS = payloads(20_26, 520);

/** What the bridge may send: boards that are alike in it need not be read twice. */
const kinds = Object.entries(boards).filter(
  ([, { qr }], at, all) => all.findIndex(([, one]) => JSON.stringify(one.qr) === JSON.stringify(qr)) === at,
);

describe.each(kinds)('a QR on %s', (_id, board) => {
  const assets = qrAssets(board.qr.versions, board.qr.masks);
  let pngs: Buffer[] = [];
  beforeAll(() => {
    pngs = TEXTS.map((text) => {
      const plan = planQr(text, board.qr);
      return symbolPng(symbolBits(assets, plan)!, plan.version, plan.modulePx, plan.quietModules);
    });
  }, 120_000);

  test('is read by ZXing as exactly the text that the switch made, 520 times', async () => {
    for (const [i, text] of TEXTS.entries()) {
      const [read] = await readBarcodes(new Uint8Array(pngs[i]!), { formats: ['QRCode'], tryHarder: true });
      expect(Buffer.from(read?.bytes ?? []).toString('utf8')).toBe(text);
    }
  }, 120_000);

  need('zbarimg', 'and zbar', () => {
    test('is read as exactly the text that the switch made, 520 times', { timeout: 120_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'ghanti-qr-'));
      try {
        const files = pngs.map((png, i) => {
          const file = join(folder, `${i}.png`);
          writeFileSync(file, png);
          return file;
        });
        const zbar = (options: string[]): Buffer => {
          const args = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', ...options];
          return spawnSync('zbarimg', args, { maxBuffer: 1e7 }).stdout;
        };
        const isAscii = (text: string): boolean => !/[^ -~]/.test(text);
        const plain = files.filter((_file, i) => isAscii(TEXTS[i]!));
        expect(zbar(plain).toString().trimEnd().split('\n')).toEqual(TEXTS.filter(isAscii));
        // As bytes, one by one: zbar guesses the character set, and takes some UTF-8 for Big5 or Shift JIS.
        const others = TEXTS.flatMap((text, i) =>
          isAscii(text) ? [] : [[text, zbar(['-Sqrcode.binary', files[i]!]).toString('utf8').trimEnd()]],
        );
        for (const [text, read] of others) expect(read).toBe(text);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});
