// A QR symbol from its data codewords, in plain loops: for engines without native passes, and the measure for those with.
import type { Assets, QrSymbol } from '../drivers/ports';
import { FORMAT, PLAIN, QR_FILE, formatBits, tableOf, type SymbolTable } from './tables';

const PAD = [0xec, 0x11];

/** Data codewords filled up with pad codewords (7.4.10). */
function padded(symbol: QrSymbol, table: SymbolTable): string {
  let data = symbol.codewords;
  for (let i = 0; data.length < table.dataCodewords; i++) data += String.fromCharCode(PAD[i % 2]);
  return data;
}

/** Error correction codewords of one block: the remainder of the division by the generator polynomial. */
function remainder(rows: string, table: SymbolTable, block: string): number[] {
  const rowBytes = 4 * table.words;
  const rest: number[] = [];
  for (let k = 0; k < rowBytes; k++) rest.push(0);
  for (let i = 0; i < block.length; i++) {
    const row = (rest[0] ^ block.charCodeAt(i)) * rowBytes;
    for (let k = 0; k < rowBytes; k++) {
      // Rows are words with the least significant byte first, the polynomial's highest coefficient in the highest byte.
      const at = row + (k & ~3) + 3 - (k & 3);
      const next = k + 1 < rowBytes ? rest[k + 1] : 0;
      rest[k] = next ^ rows.charCodeAt(at);
    }
  }
  return rest;
}

/** All codewords in the order in which they are placed (7.6): first of each block, second of each block ... */
function interleaved(assets: Assets, symbol: QrSymbol, table: SymbolTable): number[] {
  const data = padded(symbol, table);
  const rows = assets.read(QR_FILE, table.rowsAt, 1024 * table.words);
  const starts: number[] = [];
  const ecc: number[][] = [];
  let at = 0;
  for (let b = 0; b < table.blocks; b++) {
    const length = table.shortBlock + (b < table.blocks - table.longBlocks ? 0 : 1);
    starts.push(at);
    ecc.push(remainder(rows, table, data.substring(at, at + length)));
    at += length;
  }
  starts.push(at);
  const out: number[] = [];
  for (let i = 0; i <= table.shortBlock; i++) {
    for (let b = 0; b < table.blocks; b++) {
      if (starts[b] + i < starts[b + 1]) out.push(data.charCodeAt(starts[b] + i));
    }
  }
  for (let i = 0; i < table.eccCodewords; i++) {
    for (let b = 0; b < table.blocks; b++) out.push(ecc[b][i]);
  }
  return out;
}

/** One module, 1 dark, from the number that the placement table holds for it. */
function moduleBit(place: number, format: number, codewords: number[]): number {
  if (place < FORMAT) return place;
  if (place < PLAIN) return (format >>> (place - FORMAT)) & 1;
  const bits = codewords.length * 8;
  const inverted = place >= PLAIN + bits;
  const bit = place - PLAIN - (inverted ? bits : 0);
  const value = (codewords[bit >>> 3] >>> (7 - (bit & 7))) & 1;
  return inverted ? 1 - value : value;
}

/**
 * The symbol's modules, one bit each, most significant first, rows not padded, 1 is dark (Canvas.blit's form). Undefined
 * when the image carries no tables for its version and mask, or it has more codewords than it can.
 */
export function symbolBits(assets: Assets, symbol: QrSymbol): string | undefined {
  const table = tableOf(assets, symbol);
  if (table === undefined || symbol.codewords.length > table.dataCodewords) return undefined;
  const codewords = interleaved(assets, symbol, table);
  const format = formatBits(symbol.level, symbol.mask);
  const count = table.modules * table.modules;
  const places = assets.read(QR_FILE, table.placesAt, 2 * count);
  let bits = '';
  let byte = 0;
  for (let i = 0; i < count; i++) {
    const place = places.charCodeAt(2 * i) + places.charCodeAt(2 * i + 1) * 256;
    byte = (byte << 1) | moduleBit(place, format, codewords);
    if ((i & 7) === 7) {
      bits += String.fromCharCode(byte);
      byte = 0;
    }
  }
  const left = count & 7;
  return left === 0 ? bits : bits + String.fromCharCode(byte << (8 - left));
}
