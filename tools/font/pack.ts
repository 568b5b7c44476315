// The font file's bytes. Format (all numbers little endian), read by firmware/canvas/font.ts:
//   "GFNT" u8 version u8 faces, then per face 12 bytes: u8 height, u8 baseline, u8 ascii (glyphs from code 32, or 33 for
//   icons; in order), u8 first code, u16 clusters, u16 zero, u32 where the face begins.
//   A face: one 9-byte entry per glyph { u8 advance, i8 left + 64, u8 top, u8 width, u8 height, u32 offset of its bits };
//   the clusters' entries follow the plain ones, and then come their keys: CLUSTER_KEY_BYTES of UTF-8 each, zero-filled,
//   sorted by bytes. Bits: rows top to bottom, most significant bit first, not padded at the row's end.
import type { Glyph, RenderedFace } from './render';

export const CLUSTER_KEY_BYTES = 18;
const ENTRY_BYTES = 9;
const FACE_BYTES = 12;
const HEADER_BYTES = 6;

/** Bytes of the font file for these faces. Throws when a glyph breaks the format's limits. */
export function packFont(faces: RenderedFace[]): Uint8Array {
  const parts: Buffer[] = [];
  let at = HEADER_BYTES + FACE_BYTES * faces.length;
  const header = Buffer.alloc(at);
  header.write('GFNT', 'latin1');
  header[4] = 1;
  header[5] = faces.length;
  faces.forEach((face, i) => {
    const plain = face.name === 'icons' ? face.glyphs : face.glyphs.filter((glyph) => glyph.text.charCodeAt(0) < 127);
    const key = (glyph: Glyph): Buffer => Buffer.from(glyph.text, 'utf8');
    const grouped = face.name === 'icons' ? [] : face.glyphs.filter((glyph) => glyph.text.charCodeAt(0) > 126);
    grouped.sort((a, b) => Buffer.compare(key(a), key(b)));
    const ascii = plainOrder(face.name, plain);
    const body = packFace([...ascii.glyphs, ...grouped], grouped.map(key), at);
    header.writeUInt8(face.heightPx, HEADER_BYTES + FACE_BYTES * i);
    header.writeUInt8(face.baselinePx, HEADER_BYTES + FACE_BYTES * i + 1);
    header.writeUInt8(ascii.glyphs.length, HEADER_BYTES + FACE_BYTES * i + 2);
    header.writeUInt8(ascii.first, HEADER_BYTES + FACE_BYTES * i + 3);
    header.writeUInt16LE(grouped.length, HEADER_BYTES + FACE_BYTES * i + 4);
    header.writeUInt32LE(at, HEADER_BYTES + FACE_BYTES * i + 8);
    parts.push(body);
    at += body.length;
  });
  return Buffer.concat([header, ...parts]);
}

const EMPTY: Glyph = { text: '', advancePx: 0, left: 0, top: 0, rows: [] };

/** Plain glyphs from the first to the last code without holes, so that a code is an index. */
function plainOrder(name: string, plain: Glyph[]): { first: number; glyphs: Glyph[] } {
  if (name === 'icons') return { first: 33, glyphs: plain };
  const codes = plain.map((glyph) => glyph.text.charCodeAt(0));
  const first = Math.min(...codes);
  const glyphs = Array.from(
    { length: Math.max(...codes) - first + 1 },
    (_, i) => plain[codes.indexOf(first + i)] ?? EMPTY,
  );
  return { first, glyphs };
}

function packFace(glyphs: Glyph[], keys: Buffer[], at: number): Buffer {
  const entries = Buffer.alloc(glyphs.length * ENTRY_BYTES);
  const keyBytes = Buffer.alloc(keys.length * CLUSTER_KEY_BYTES);
  keys.forEach((key, i) => {
    if (key.length > CLUSTER_KEY_BYTES)
      throw new Error(`font: the cluster "${key.toString()}" is longer than ${CLUSTER_KEY_BYTES} bytes; cut the text.`);
    key.copy(keyBytes, i * CLUSTER_KEY_BYTES);
  });
  const pictures: Buffer[] = [];
  let offset = at + entries.length + keyBytes.length;
  glyphs.forEach((glyph, i) => {
    const bits = packBits(glyph.rows);
    const widthPx = glyph.rows[0]?.length ?? 0;
    entries.set(
      [glyph.advancePx, glyph.left + 64, Math.max(0, glyph.top), widthPx, glyph.rows.length],
      i * ENTRY_BYTES,
    );
    entries.writeUInt32LE(offset, i * ENTRY_BYTES + 5);
    pictures.push(bits);
    offset += bits.length;
  });
  return Buffer.concat([entries, keyBytes, ...pictures]);
}

function packBits(rows: string[]): Buffer {
  const bits = rows.join('');
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) if (bits[i] === '1') bytes[i >>> 3]! |= 0x80 >>> (i & 7);
  return bytes;
}
