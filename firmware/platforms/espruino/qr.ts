// A QR symbol on Espruino: what is done once a codeword is JavaScript on 32-bit words, what is done once a module is one
// native pass. The same tables and the same result as firmware/qr/index.ts.
import type { Assets, QrSymbol } from '../../drivers/ports';
import { FORMAT, PLAIN, QR_FILE, formatBits, tableOf, type SymbolTable } from '../../qr/tables';

/**
 * The modules of a symbol, one byte each, row after row, 1 is dark. Undefined when the image carries no tables for its
 * version and mask, or it has more codewords than it can.
 */
export function symbolModules(assets: Assets, symbol: QrSymbol): Uint8Array | undefined {
  const table = tableOf(assets, symbol);
  if (table === undefined || symbol.codewords.length > table.dataCodewords) return undefined;
  const codewords = interleaved(assets, symbol, table);
  const bits = 8 * table.totalCodewords;
  const pool = new Uint8Array(PLAIN + 2 * bits);
  const format = formatBits(symbol.level, symbol.mask);
  pool[1] = 1;
  for (let i = 0; i < 15; i++) pool[FORMAT + i] = (format >>> i) & 1;
  E.mapInPlace(codewords, new Uint8Array(pool.buffer, PLAIN, bits), undefined, 1);
  E.mapInPlace(codewords, new Uint8Array(pool.buffer, PLAIN + bits, bits), new Uint8Array([1, 0]), 1);
  const count = table.modules * table.modules;
  const modules = new Uint8Array(count);
  E.mapInPlace(new Uint16Array(E.toArrayBuffer(assets.read(QR_FILE, table.placesAt, 2 * count))), modules, pool);
  return modules;
}

/** All codewords in the order in which they are placed (ISO/IEC 18004:2015, 7.6). */
function interleaved(assets: Assets, symbol: QrSymbol, table: SymbolTable): Uint8Array {
  const data = new Uint8Array(table.dataCodewords);
  data.set(E.toUint8Array(symbol.codewords));
  const used = symbol.codewords.length;
  for (let i = used; i < table.dataCodewords; i++) data[i] = (i - used) % 2 === 0 ? 0xec : 0x11;
  const rows = new Int32Array(E.toArrayBuffer(assets.read(QR_FILE, table.rowsAt, 1024 * table.words)));
  const out = new Uint8Array(table.totalCodewords);
  const blocks = table.blocks;
  const shortBlocks = blocks - table.longBlocks;
  let from = 0;
  for (let b = 0; b < blocks; b++) {
    const length = b < shortBlocks ? table.shortBlock : table.shortBlock + 1;
    let to = b;
    for (let i = 0; i < table.shortBlock; i++) {
      out[to] = data[from + i];
      to += blocks;
    }
    if (b >= shortBlocks) out[blocks * table.shortBlock + b - shortBlocks] = data[from + table.shortBlock];
    placeEcc(rows, table, data, from, length, out, b);
    from += length;
  }
  return out;
}

/** Divides one block by the generator polynomial, four coefficients at a time, and puts the rest into its places. */
function placeEcc(
  rows: Int32Array,
  table: SymbolTable,
  data: Uint8Array,
  from: number,
  length: number,
  out: Uint8Array,
  b: number,
): void {
  const words = table.words;
  const rest = new Int32Array(words + 1);
  const last = from + length;
  for (let i = from; i < last; i++) {
    let row = ((rest[0] >>> 24) ^ data[i]) * words;
    let k = 0;
    while (k < words) {
      rest[k] = ((rest[k] << 8) | (rest[k + 1] >>> 24)) ^ rows[row];
      k++;
      row++;
    }
  }
  const blocks = table.blocks;
  let to = table.dataCodewords + b;
  for (let i = 0; i < table.eccCodewords; i++) {
    out[to] = (rest[i >>> 2] >>> (24 - 8 * (i & 3))) & 255;
    to += blocks;
  }
}
