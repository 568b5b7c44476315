// A QR symbol on Espruino: JavaScript touches a codeword once, all else is native. Error correction divides by drawing:
// the row of the feedback table that belongs to the leading codeword is a picture, laid over the block with XOR. The same
// tables and the same result as firmware/qr/index.ts.
import type { Assets, QrSymbol } from '../../drivers/ports';
import { QR_FILE, tableOf, type SymbolTable } from '../../qr/tables';

/** Pad codewords (7.4.10), many at a time. */
const PADS = '\xec\x11\xec\x11\xec\x11\xec\x11\xec\x11\xec\x11\xec\x11\xec\x11';

/**
 * The modules of a symbol, one byte each, row after row, 1 is dark. Undefined when the image carries no tables for its
 * version and mask, or it has more codewords than it can.
 */
export function symbolModules(assets: Assets, symbol: QrSymbol): Uint8Array | undefined {
  const table = tableOf(assets, symbol);
  if (table === undefined || symbol.codewords.length > table.dataCodewords) return undefined;
  const shown = filled(assets, symbol, table);
  const bits = new Uint8Array(8 * shown.length);
  E.mapInPlace(shown, bits, undefined, 1);
  const count = table.modules * table.modules;
  const modules = new Uint8Array(count);
  E.mapInPlace(words(assets, table.placesAt, count), modules, bits);
  return modules;
}

/** The codewords in the order in which they are placed (ISO/IEC 18004:2015, 7.6), masked, and what stands behind them. */
function filled(assets: Assets, symbol: QrSymbol, table: SymbolTable): Uint8Array {
  let codewords = symbol.codewords;
  while (codewords.length < table.dataCodewords) codewords += PADS;
  const data = E.toUint8Array(codewords.substring(0, table.dataCodewords));
  const work = divided(assets, table, data);
  const total = table.totalCodewords;
  const line = Graphics.createArrayBuffer(total + 1 + table.format.length, 1, 8);
  E.mapInPlace(words(assets, table.orderAt, total), new Uint8Array(line.buffer, 0, total), work);
  const mask = assets.read(QR_FILE, table.maskAt, total + 1);
  line.drawImages([{ image: { width: total + 1, height: 1, bpp: 8, buffer: mask }, x: 0, y: 0, compose: 'xor' }]);
  const shown = new Uint8Array(line.buffer);
  shown.set(E.toUint8Array(table.format), total + 1);
  return shown;
}

/** The work area: each block's data and, behind it, the rest of its division by the generator polynomial. */
function divided(assets: Assets, table: SymbolTable, data: Uint8Array): Uint8Array {
  const degree = table.eccCodewords;
  const blockBytes = table.blockBytes;
  const rows = E.toArrayBuffer(assets.read(QR_FILE, table.rowsAt, 256 * degree));
  const layer = { image: { width: degree, height: 256, bpp: 8, buffer: rows }, x: 0, y: 0, compose: 'xor' };
  const layers = [layer];
  const line = Graphics.createArrayBuffer(blockBytes, 1, 8);
  const bytes = new Uint8Array(line.buffer);
  const work = new Uint8Array(table.blocks * blockBytes);
  let from = 0;
  for (let b = 0; b < table.blocks; b++) {
    const length = b < table.shortBlocks ? table.shortBlock : table.shortBlock + 1;
    const block = new Uint8Array(data.buffer, from, length);
    bytes.fill(0);
    bytes.set(block);
    for (let i = 0; i < length;) {
      layer.y = -bytes[i++];
      layer.x = i;
      line.drawImages(layers);
    }
    // The division has eaten the data.
    bytes.set(block);
    work.set(bytes, b * blockBytes);
    from += length;
  }
  return work;
}

/** A table of 16-bit numbers in flash. */
function words(assets: Assets, at: number, count: number): Uint16Array {
  return new Uint16Array(E.toArrayBuffer(assets.read(QR_FILE, at, 2 * count)));
}
