// The font file's bytes. Format (all numbers little endian), read by firmware/canvas/font.ts:
//   "GFNT" u8 version u8 faces, then per face 12 bytes: u8 height, u8 baseline, u8 plain (glyphs from code 32, or 33 for
//   icons, in order, and behind them sets of ten digits), u8 first code, u16 clusters, u8 sets of digits, u8 zero, u32 where
//   the face begins.
//   A face: one 9-byte entry per glyph { u8 advance, i8 left + 64, u8 top, u8 width, u8 height, u32 offset of its bits };
//   the clusters' entries follow the plain ones, and then come their keys: CLUSTER_KEY_BYTES of UTF-8 each, zero-filled,
//   sorted by bytes. Bits: rows top to bottom, most significant bit first, not padded at the row's end.
import type { Glyph, RenderedFace } from './render';

const CLUSTER_KEY_BYTES = 18;
const ENTRY_BYTES = 9;
const FACE_BYTES = 12;
const HEADER_BYTES = 6;
const MOST_PLAIN = 255;
/** How far behind its own beginning a box looks for a cluster. */
const MOST_LONGER = 40;
const ICONS = 'icons';
const NAMES = ['small', 'medium', 'amount', 'large', ICONS];
const FIRST_ICON = 33;

/** Bytes of the font file for these faces. Throws when a glyph breaks the format's limits. */
export function packFont(faces: RenderedFace[]): Uint8Array {
  const parts: Buffer[] = [];
  let at = HEADER_BYTES + FACE_BYTES * faces.length;
  const header = Buffer.alloc(at);
  header.write('GFNT', 'latin1');
  header[4] = 1;
  header[5] = faces.length;
  faces.forEach((face, i) => {
    const { first, plain, grouped } = sorted(face);
    const keys = grouped.map(key);
    checkKeys(keys);
    const all = [...plain, ...face.digits.flat()];
    if (all.length > MOST_PLAIN) throw new Error(`font: ${all.length} plain glyphs; ${MOST_PLAIN} are the most.`);
    const place = HEADER_BYTES + FACE_BYTES * i;
    header.set([face.heightPx, face.baselinePx, all.length, first], place);
    header.writeUInt16LE(grouped.length, place + 4);
    header[place + 6] = face.digits.length;
    header.writeUInt32LE(at, place + 8);
    const body = packFace([...all, ...grouped], keys, at);
    parts.push(body);
    at += body.length;
  });
  return Buffer.concat([header, ...parts]);
}

const EMPTY: Glyph = { text: '', advancePx: 0, left: 0, top: 0, rows: [] };
const key = (glyph: Glyph): Buffer => Buffer.from(glyph.text, 'utf8');

/** Plain glyphs from the first to the last code without holes, so that a code is an index; clusters by their bytes. */
function sorted({ name, glyphs }: RenderedFace): { first: number; plain: Glyph[]; grouped: Glyph[] } {
  if (name === ICONS) return { first: FIRST_ICON, plain: glyphs, grouped: [] };
  const plain = glyphs.filter((glyph) => glyph.text.length === 1 && glyph.text <= '~');
  const codes = plain.map((glyph) => glyph.text.charCodeAt(0));
  const first = Math.min(...codes);
  return {
    first,
    plain: Array.from({ length: Math.max(...codes) - first + 1 }, (_, i) => plain[codes.indexOf(first + i)] ?? EMPTY),
    grouped: glyphs.filter((glyph) => glyph.text > '~').sort((a, b) => Buffer.compare(key(a), key(b))),
  };
}

/** A box finds a cluster only if few others begin with it. */
function checkKeys(keys: Buffer[]): void {
  keys.forEach((one, i) => {
    if (one.length > CLUSTER_KEY_BYTES)
      throw new Error(`font: the cluster "${one.toString()}" is longer than ${CLUSTER_KEY_BYTES} bytes; cut the text.`);
    const longer = keys[i + MOST_LONGER];
    if (longer?.subarray(0, one.length).equals(one) === true)
      throw new Error(`font: more than ${MOST_LONGER} clusters begin with "${one.toString()}".`);
  });
}

function packFace(glyphs: Glyph[], keys: Buffer[], at: number): Buffer {
  const entries = Buffer.alloc(glyphs.length * ENTRY_BYTES);
  const keyBytes = Buffer.alloc(keys.length * CLUSTER_KEY_BYTES);
  keys.forEach((one, i) => one.copy(keyBytes, i * CLUSTER_KEY_BYTES));
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

/** The faces of a font file that `packFont` wrote, of their clusters those that are wanted. */
export function readFont(font: Buffer, wanted: (cluster: string) => boolean): RenderedFace[] {
  return NAMES.map((name, i) => {
    const place = HEADER_BYTES + FACE_BYTES * i;
    const [heightPx, baselinePx, plain, first] = [...font.subarray(place, place + 4)] as [
      number,
      number,
      number,
      number,
    ];
    const clusters = font.readUInt16LE(place + 4);
    const sets = font[place + 6]!;
    const at = font.readUInt32LE(place + 8);
    const keys = at + (plain + clusters) * ENTRY_BYTES;
    const glyph = (index: number, text: string): Glyph => readGlyph(font, at + index * ENTRY_BYTES, text);
    const letters = plain - 10 * sets;
    const glyphs = Array.from({ length: letters }, (_, index) => glyph(index, String.fromCharCode(first + index)));
    for (let n = 0; n < clusters; n++) {
      const [text] = font
        .toString('utf8', keys + n * CLUSTER_KEY_BYTES, keys + (n + 1) * CLUSTER_KEY_BYTES)
        .split('\0');
      if (wanted(text!)) glyphs.push(glyph(plain + n, text!));
    }
    const set = (from: number): Glyph[] => Array.from({ length: 10 }, (_, digit) => glyph(from + digit, String(digit)));
    return {
      name,
      heightPx,
      baselinePx,
      glyphs,
      digits: Array.from({ length: sets }, (_, n) => set(letters + 10 * n)),
    };
  });
}

function readGlyph(font: Buffer, at: number, text: string): Glyph {
  const [advancePx, left, top, widthPx, heightPx] = [...font.subarray(at, at + 5)] as [
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = font.readUInt32LE(at + 5);
  let bits = '';
  for (const byte of font.subarray(offset, offset + Math.ceil((widthPx * heightPx) / 8)))
    bits += byte.toString(2).padStart(8, '0');
  const rows = Array.from({ length: heightPx }, (_, row) => bits.slice(row * widthPx, (row + 1) * widthPx));
  return { text, advancePx, left: left - 64, top, rows };
}
