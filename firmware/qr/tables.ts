// The QR tables that an image carries (made by tools/qr/tables.ts, which documents the bytes): for each version where
// every module comes from, how its codewords are cut into blocks, and the feedback rows of each error correction degree.
import type { Assets, QrSymbol } from '../drivers/ports';

export const QR_FILE = 'qr';
const HEADER_BYTES = 8;
/** The bits 0 and 1 and the 15 format bits. */
const FORMAT_BYTES = 3;
const FORMATS_BYTES = 96;
const VERSION_BYTES = 56;

/** All that placing one symbol needs. Offsets are into the file QR_FILE. */
export interface SymbolTable {
  modules: number;
  /** n x n numbers of 16 bits: the bit that a module shows, of the masked codewords and what stands behind them. */
  placesAt: number;
  /** What the mask inverts: one byte per codeword and one for the modules that are left over. */
  maskAt: number;
  /** What stands behind these bytes: the modules without a codeword, in FORMAT_BYTES bytes. */
  format: string;
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
  if (header.length < HEADER_BYTES || header.substring(0, 4) !== 'GQRT' || header.charCodeAt(4) !== 2) return undefined;
  const masks = header.charCodeAt(6);
  if (((masks >>> symbol.mask) & 1) === 0) return undefined;
  let before = 0;
  for (let m = 0; m < symbol.mask; m++) before += (masks >>> m) & 1;
  const format = assets.read(QR_FILE, HEADER_BYTES + FORMAT_BYTES * (8 * symbol.level + symbol.mask), FORMAT_BYTES);
  const versions = header.charCodeAt(5);
  for (let i = 0; i < versions; i++) {
    const row = assets.read(QR_FILE, HEADER_BYTES + FORMATS_BYTES + VERSION_BYTES * i, VERSION_BYTES);
    if (row.charCodeAt(0) === symbol.version) return tableIn(row, symbol.level, before, format);
  }
  return undefined;
}

function tableIn(row: string, level: number, masksBefore: number, format: string): SymbolTable {
  const blocks = row.charCodeAt(12 + 3 * level);
  const eccCodewords = row.charCodeAt(13 + 3 * level);
  const shortBlock = row.charCodeAt(14 + 3 * level);
  const totalCodewords = u16(row, 2);
  const dataCodewords = totalCodewords - blocks * eccCodewords;
  return {
    modules: 17 + 4 * row.charCodeAt(0),
    placesAt: u32(row, 4),
    maskAt: u32(row, 8) + masksBefore * (totalCodewords + 1),
    format,
    totalCodewords,
    dataCodewords,
    blocks,
    eccCodewords,
    shortBlock,
    shortBlocks: blocks - (dataCodewords - blocks * shortBlock),
    blockBytes: shortBlock + 1 + eccCodewords,
    orderAt: u32(row, 24 + 4 * level),
    rowsAt: u32(row, 40 + 4 * level),
  };
}
