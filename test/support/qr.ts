import { PNG } from 'pngjs';
import { sideModules } from '../../bridge/gateway/qr/capacity';
import type { Assets } from '../../firmware/drivers/ports';
import { buildQrTables } from '../../tools/qr/tables';

/** The QR tables of these versions and masks, as an image's files. */
export function qrAssets(versions: number[], masks: number[]): Assets {
  const file = Buffer.from(buildQrTables({ versions, masks }));
  return { read: (_name, offset, bytes) => file.subarray(offset, offset + bytes).toString('latin1') };
}

/** The packed modules of a symbol as a text of 0 and 1, row after row. */
export function moduleText(bits: string, version: number): string {
  const count = sideModules(version) ** 2;
  let rows = '';
  for (let i = 0; i < count; i++) rows += (bits.charCodeAt(i >>> 3) & (0x80 >>> (i & 7))) !== 0 ? '1' : '0';
  return rows;
}

/** A black on white PNG of packed modules. */
export function symbolPng(bits: string, version: number, modulePx: number, quietModules: number): Buffer {
  const n = sideModules(version);
  const text = moduleText(bits, version);
  const sidePx = (n + 2 * quietModules) * modulePx;
  const png = new PNG({ width: sidePx, height: sidePx });
  png.data.fill(255);
  for (let y = 0; y < n * modulePx; y++) {
    for (let x = 0; x < n * modulePx; x++) {
      if (text[Math.floor(y / modulePx) * n + Math.floor(x / modulePx)] !== '1') continue;
      const at = ((y + quietModules * modulePx) * sidePx + x + quietModules * modulePx) * 4;
      png.data.fill(0, at, at + 3);
    }
  }
  return PNG.sync.write(png);
}
