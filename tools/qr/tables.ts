// The file 'qr' of an image. All numbers little endian:
//   "GQRT" u8 format (1) u8 versions, two zeros
//   per version and mask 52 bytes: u8 version, u8 mask, u16 codewords in all, u32 where its places are, then for levels
//     L M Q H { u8 blocks, u8 error correction codewords of a block, u8 data codewords of a short block }, then for
//     levels L M Q H u32 where its order is, and for levels L M Q H u32 where the rows of its error correction are
//   order: u16 per codeword: where it lies when each block has the bytes of a long one, data then error correction.
//   places: u16 per module, row after row (placement.ts). Rows: 256 x degree bytes; row f is f times the generator
//   polynomial without its leading 1, highest coefficient first.
import type { Board } from '../../boards/board';
import { blocksOf, dataCodewords, totalCodewords } from '../../bridge/gateway/qr/capacity';
import { placement } from './placement';

const HEADER_BYTES = 8;
const VERSION_BYTES = 52;
const LEVELS = [0, 1, 2, 3];

/** The tables for the versions and masks that a board declares. */
export function buildQrTables(qr: Pick<Board['qr'], 'versions' | 'masks'>): Uint8Array {
  const symbols = qr.versions.flatMap((version) => qr.masks.map((mask) => ({ version, mask })));
  const head = Buffer.alloc(HEADER_BYTES + VERSION_BYTES * symbols.length);
  head.write('GQRT', 'latin1');
  head.set([1, symbols.length], 4);
  const rowsAt = new Map<number, number>();
  const parts: Buffer[] = [head];
  let at = head.length;
  const add = (bytes: Buffer): number => {
    parts.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  symbols.forEach(({ version, mask }, i) => {
    const row = HEADER_BYTES + VERSION_BYTES * i;
    head.set([version, mask], row);
    head.writeUInt16LE(totalCodewords(version), row + 2);
    head.writeUInt32LE(add(u16s(placement(version, mask))), row + 4);
    for (const level of LEVELS) {
      const { blocks, eccCodewords } = blocksOf(version, level);
      head.set([blocks, eccCodewords, Math.floor(dataCodewords(version, level) / blocks)], row + 8 + 3 * level);
      head.writeUInt32LE(add(u16s(order(version, level))), row + 20 + 4 * level);
      if (!rowsAt.has(eccCodewords)) rowsAt.set(eccCodewords, add(feedbackRows(eccCodewords)));
      head.writeUInt32LE(rowsAt.get(eccCodewords)!, row + 36 + 4 * level);
    }
  });
  return Buffer.concat(parts);
}

/** Where the codewords lie in the box's work area, in the order in which they are placed (7.6). */
function order(version: number, level: number): Uint16Array {
  const { blocks, eccCodewords } = blocksOf(version, level);
  const data = dataCodewords(version, level);
  const short = Math.floor(data / blocks);
  const lengthOf = (b: number): number => short + (b < blocks - (data % blocks) ? 0 : 1);
  const blockBytes = short + 1 + eccCodewords;
  const places: number[] = [];
  for (let i = 0; i <= short; i++) {
    for (let b = 0; b < blocks; b++) if (i < lengthOf(b)) places.push(b * blockBytes + i);
  }
  for (let i = 0; i < eccCodewords; i++) {
    for (let b = 0; b < blocks; b++) places.push(b * blockBytes + lengthOf(b) + i);
  }
  return Uint16Array.from(places);
}

function u16s(values: Uint16Array): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(value, 2 * i));
  return bytes;
}

/** Multiplication in GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (7.5.2). */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> i) & 1) * a);
  return product;
}

/** Coefficients of (x - 1)(x - 2)(x - 4)... without the leading 1, highest first (annex A). */
function generator(degree: number): number[] {
  const coefficients = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let k = 0; k < degree; k++) {
      coefficients[k] = multiply(coefficients[k]!, root) ^ (coefficients[k + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return coefficients;
}

function feedbackRows(degree: number): Buffer {
  const polynomial = generator(degree);
  const rows = Array.from({ length: 256 }, (_none, f) => polynomial.map((coefficient) => multiply(f, coefficient)));
  return Buffer.from(rows.flat());
}
