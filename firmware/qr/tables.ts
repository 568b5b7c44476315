// The QR tables that an image carries (made by tools/qr/tables.ts, which documents the bytes): for each version where
// every module comes from, how its codewords are cut into blocks, and the feedback rows of each error correction degree.
import type { Assets, QrSymbol } from '../drivers/ports';

export const QR_FILE = 'qr';
const HEADER_BYTES = 8;
const VERSION_BYTES = 52;

/** Where a module comes from: LIGHT, DARK, a format bit from FORMAT on, a codeword bit from PLAIN on, or that inverted. */
export const FORMAT = 2;
export const PLAIN = 17;

/** All that placing one symbol needs. Offsets are into the file QR_FILE. */
export interface SymbolTable {
  modules: number;
  /** n x n numbers of 16 bits. */
  placesAt: number;
  totalCodewords: number;
  dataCodewords: number;
  blocks: number;
  eccCodewords: number;
  /** Data codewords of the short blocks; the long ones, which come last, have one more. */
  shortBlock: number;
  shortBlocks: number;
  /** Bytes of one block in the work area: a long block and its error correction. */
  blockBytes: number;
  /** Numbers of 16 bits: where in the work area each codeword lies, in the order in which they are placed. */
  orderAt: number;
  /** 256 rows of `eccCodewords` bytes: row f is f times the generator polynomial, highest coefficient first. */
  rowsAt: number;
}

function u16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
}

function u32(bytes: string, at: number): number {
  return u16(bytes, at) + u16(bytes, at + 2) * 65536;
}

/** The tables of this symbol's version, level and mask; undefined when the image does not carry them. */
export function tableOf(assets: Assets, symbol: QrSymbol): SymbolTable | undefined {
  const header = assets.read(QR_FILE, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.substring(0, 4) !== 'GQRT' || header.charCodeAt(4) !== 1) return undefined;
  const versions = header.charCodeAt(5);
  for (let i = 0; i < versions; i++) {
    const row = assets.read(QR_FILE, HEADER_BYTES + VERSION_BYTES * i, VERSION_BYTES);
    if (row.charCodeAt(0) === symbol.version && row.charCodeAt(1) === symbol.mask) {
      return tableIn(row, symbol.level);
    }
  }
  return undefined;
}

function tableIn(row: string, level: number): SymbolTable {
  const blocks = row.charCodeAt(8 + 3 * level);
  const eccCodewords = row.charCodeAt(9 + 3 * level);
  const shortBlock = row.charCodeAt(10 + 3 * level);
  const totalCodewords = u16(row, 2);
  const dataCodewords = totalCodewords - blocks * eccCodewords;
  return {
    modules: 17 + 4 * row.charCodeAt(0),
    placesAt: u32(row, 4),
    totalCodewords,
    dataCodewords,
    blocks,
    eccCodewords,
    shortBlock,
    shortBlocks: blocks - (dataCodewords - blocks * shortBlock),
    blockBytes: shortBlock + 1 + eccCodewords,
    orderAt: u32(row, 20 + 4 * level),
    rowsAt: u32(row, 36 + 4 * level),
  };
}

const FORMAT_GENERATOR = 0x537;
const FORMAT_MASK = 0x5412;

/** The 15 format bits, most significant first in bit 14 (ISO/IEC 18004:2015, 7.9.1). Level: 0 L to 3 H. */
export function formatBits(level: number, mask: number): number {
  const value = ((level ^ 1) << 3) | mask;
  let rest = value;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * FORMAT_GENERATOR);
  return ((value << 10) | rest) ^ FORMAT_MASK;
}
