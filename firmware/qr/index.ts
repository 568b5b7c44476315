// A QR symbol from its data codewords, in plain loops: for engines without native passes, and the measure for those with.
import type { Assets, QrSymbol } from '../drivers/ports';
import { QR_FILE, tableOf, type SymbolTable } from './tables';

const PAD = [0xec, 0x11];

/** Data codewords filled up with pad codewords (7.4.10). */
function padded(symbol: QrSymbol, table: SymbolTable): string {
  let data = symbol.codewords;
  for (let i = 0; data.length < table.dataCodewords; i++) data += String.fromCharCode(PAD[i % 2]);
  return data;
}

/** Error correction codewords of one block: the remainder of the division by the generator polynomial. */
function remainder(rows: string, degree: number, block: string): number[] {
  const rest: number[] = [];
  for (let k = 0; k < degree; k++) rest.push(0);
  for (let i = 0; i < block.length; i++) {
    const row = (rest[0] ^ block.charCodeAt(i)) * degree;
    for (let k = 0; k < degree; k++) rest[k] = (k + 1 < degree ? rest[k + 1] : 0) ^ rows.charCodeAt(row + k);
  }
  return rest;
}

/** All codewords in the order in which they are placed (7.6): first of each block, second of each block ... */
function interleaved(assets: Assets, symbol: QrSymbol, table: SymbolTable): number[] {
  const data = padded(symbol, table);
  const rows = assets.read(QR_FILE, table.rowsAt, 256 * table.eccCodewords);
  const work: number[] = [];
  let from = 0;
  for (let b = 0; b < table.blocks; b++) {
    const length = table.shortBlock + (b < table.shortBlocks ? 0 : 1);
    for (let i = 0; i < length; i++) work.push(data.charCodeAt(from + i));
    const rest = remainder(rows, table.eccCodewords, data.substring(from, from + length));
    for (let i = 0; i < table.eccCodewords; i++) work.push(rest[i]);
    if (length === table.shortBlock) work.push(0);
    from += length;
  }
  const order = assets.read(QR_FILE, table.orderAt, 2 * table.totalCodewords);
  const out: number[] = [];
  for (let i = 0; i < table.totalCodewords; i++)
    out.push(work[order.charCodeAt(2 * i) + 256 * order.charCodeAt(2 * i + 1)]);
  return out;
}

/** The masked codewords, the byte for the modules that are left over, and the bits of all other modules. */
function filled(assets: Assets, symbol: QrSymbol, table: SymbolTable): number[] {
  const bytes = interleaved(assets, symbol, table);
  bytes.push(0);
  const mask = assets.read(QR_FILE, table.maskAt, bytes.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = bytes[i] ^ mask.charCodeAt(i);
  for (let i = 0; i < table.format.length; i++) bytes.push(table.format.charCodeAt(i));
  return bytes;
}

/**
 * The symbol's modules, one bit each, most significant first, rows not padded, 1 is dark (Canvas.blit's form). Undefined
 * when the image carries no tables for its version and mask, or it has more codewords than it can.
 */
export function symbolBits(assets: Assets, symbol: QrSymbol): string | undefined {
  const table = tableOf(assets, symbol);
  if (table === undefined || symbol.codewords.length > table.dataCodewords) return undefined;
  const shown = filled(assets, symbol, table);
  const count = table.modules * table.modules;
  const places = assets.read(QR_FILE, table.placesAt, 2 * count);
  let bits = '';
  let byte = 0;
  for (let i = 0; i < count; i++) {
    const place = places.charCodeAt(2 * i) + places.charCodeAt(2 * i + 1) * 256;
    byte = (byte << 1) | ((shown[place >>> 3] >>> (7 - (place & 7))) & 1);
    if ((i & 7) === 7) {
      bits += String.fromCharCode(byte);
      byte = 0;
    }
  }
  const left = count & 7;
  return left === 0 ? bits : bits + String.fromCharCode(byte << (8 - left));
}
