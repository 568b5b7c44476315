// The file 'qr' of an image. All numbers little endian:
//   "GQRT" u8 format (1) u8 versions u8 degrees u8 zero
//   per version and mask 20 bytes: u8 version, u8 mask, u16 codewords in all, u32 where its places are, then for levels
//     L M Q H { u8 blocks, u8 error correction codewords of a block, u8 data codewords of a short block }
//   per degree 8 bytes: u8 degree, u8 words of a row, u16 zero, u32 where its rows are
//   places: u16 per module, row after row (placement.ts). Rows: 256 x words of 32 bits; row f is f times the generator
//   polynomial without its leading 1, highest coefficient in the highest byte of word 0.
import type { Board } from '../../boards/board';
import { blocksOf, dataCodewords, totalCodewords } from '../../bridge/gateway/qr/capacity';
import { placement } from './placement';

const HEADER_BYTES = 8;
const VERSION_BYTES = 20;
const DEGREE_BYTES = 8;
const LEVELS = [0, 1, 2, 3];

/** The tables for the versions and masks that a board declares. */
export function buildQrTables(qr: Pick<Board['qr'], 'versions' | 'masks'>): Uint8Array {
  const symbols = qr.versions.flatMap((version) => qr.masks.map((mask) => ({ version, mask })));
  const degrees = [...new Set(qr.versions.flatMap((v) => LEVELS.map((l) => blocksOf(v, l).eccCodewords)))].sort(
    (a, b) => a - b,
  );
  const head = Buffer.alloc(HEADER_BYTES + VERSION_BYTES * symbols.length + DEGREE_BYTES * degrees.length);
  head.write('GQRT', 'latin1');
  head.set([1, symbols.length, degrees.length], 4);
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
    }
  });
  degrees.forEach((degree, i) => {
    const row = HEADER_BYTES + VERSION_BYTES * symbols.length + DEGREE_BYTES * i;
    head.set([degree, Math.ceil(degree / 4)], row);
    // Words are read as such: they begin at a multiple of four.
    if (at % 4 !== 0) add(Buffer.alloc(4 - (at % 4)));
    head.writeUInt32LE(add(feedbackRows(degree)), row + 4);
  });
  return Buffer.concat(parts);
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
  const words = Math.ceil(degree / 4);
  const polynomial = generator(degree);
  const rows = Buffer.alloc(256 * words * 4);
  for (let f = 0; f < 256; f++) {
    polynomial.forEach((coefficient, k) => {
      rows[(f * words + (k >>> 2)) * 4 + 3 - (k & 3)] = multiply(f, coefficient);
    });
  }
  return rows;
}
