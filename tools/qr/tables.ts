// The file 'qr' of an image. All numbers little endian:
//   "GQRT" u8 format (2) u8 versions u8 masks (bit m: mask m is there) u8 zero
//   for levels L M Q H and masks 0 to 7 three bytes: the bits 0, 1, the format bits from bit 14 on, zeros
//   per version 56 bytes: u8 version, u8 zero, u16 codewords in all, u32 where its places are, u32 where its masks are,
//     then for levels L M Q H { u8 blocks, u8 error correction codewords of a block, u8 data codewords of a short block },
//     then for levels L M Q H u32 where its order is, and for levels L M Q H u32 where the rows of its error correction are
//   order: u16 per codeword: where it lies when each block has the bytes of a long one, data then error correction.
//   masks: for each mask that is there, what it inverts: one byte per codeword and one for the modules that are left over.
//   places: u16 per module, row after row: which bit it shows, of the masked codewords, the byte for the modules that are
//     left over (0, masked), and the three bytes of the format.
//   rows: 256 x degree bytes; row f is f times the generator polynomial without its leading 1, highest coefficient first.
import type { Board } from '../../boards/board';
import { blocksOf, dataCodewords, totalCodewords } from '../../bridge/gateway/qr/capacity';
import { generator, multiply } from '../../bridge/gateway/qr/field';
import { DARK, FORMAT, LIGHT, maskCodewords, placement } from '../../bridge/gateway/qr/placement';
import { formatBits } from '../../bridge/gateway/qr/symbol';

const VERSION_BYTES = 56;
const LEVELS = [0, 1, 2, 3];
const MASKS = [0, 1, 2, 3, 4, 5, 6, 7];

/** The tables for the versions and masks that a board declares. */
export function buildQrTables(qr: Pick<Board['qr'], 'versions' | 'masks'>): Uint8Array {
  const masks = MASKS.filter((mask) => qr.masks.includes(mask));
  const set = masks.reduce((bits, mask) => bits | (1 << mask), 0);
  const versions = Buffer.alloc(VERSION_BYTES * qr.versions.length);
  const parts = [Buffer.from('GQRT'), Buffer.from([2, qr.versions.length, set, 0]), formats(), versions];
  let at = Buffer.concat(parts).length;
  const add = (bytes: Uint8Array): number => {
    parts.push(Buffer.from(bytes));
    at += bytes.length;
    return at - bytes.length;
  };
  const rowsAt = new Map<number, number>();
  qr.versions.forEach((version, i) => {
    const row = VERSION_BYTES * i;
    const bytes = totalCodewords(version) + 1;
    versions[row] = version;
    versions.writeUInt16LE(totalCodewords(version), row + 2);
    versions.writeUInt32LE(add(u16s(places(version, bytes))), row + 4);
    versions.writeUInt32LE(add(Buffer.concat(masks.map((mask) => maskCodewords(version, mask, bytes)))), row + 8);
    for (const level of LEVELS) {
      const { blocks, eccCodewords } = blocksOf(version, level);
      versions.set([blocks, eccCodewords, Math.floor(dataCodewords(version, level) / blocks)], row + 12 + 3 * level);
      versions.writeUInt32LE(add(u16s(order(version, level))), row + 24 + 4 * level);
      if (!rowsAt.has(eccCodewords)) rowsAt.set(eccCodewords, add(feedbackRows(eccCodewords)));
      versions.writeUInt32LE(rowsAt.get(eccCodewords)!, row + 40 + 4 * level);
    }
  });
  return Buffer.concat(parts);
}

function formats(): Buffer {
  const bytes = LEVELS.flatMap((level) =>
    MASKS.flatMap((mask) => {
      const bits = 0x8000 | formatBits(level, mask);
      return [bits >>> 9, (bits >>> 1) & 255, (bits & 1) << 7];
    }),
  );
  return Buffer.from(bytes);
}

/** `bytes` are the codewords and the byte behind them, where the bits of the format begin. */
function places(version: number, bytes: number): Uint16Array {
  const light = 8 * bytes;
  return Uint16Array.from(placement(version), (place) => {
    if (place >= 0) return place;
    if (place === LIGHT) return light;
    if (place === DARK) return light + 1;
    return light + 2 + 14 - (FORMAT - place);
  });
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

function feedbackRows(degree: number): Buffer {
  const polynomial = generator(degree);
  const rows = Array.from({ length: 256 }, (_none, f) => polynomial.map((coefficient) => multiply(f, coefficient)));
  return Buffer.from(rows.flat());
}
