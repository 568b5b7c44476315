// Reads the bitmap font file (format: tools/font/pack.ts). Nothing is copied to RAM but what is drawn.
import type { Assets } from '../drivers/ports';
import { u16, u32 } from './bytes';
import { idiv } from '../wire/idiv';

const FILE = 'font';
const HEADER_BYTES = 6;
const FACE_BYTES = 12;
const ENTRY_BYTES = 9;
const CLUSTER_KEY_BYTES = 18;

/** Small, medium, amount, large (digits), icons (pictograms from code ICON_TICK). */
const FACES = 5;

export const ICON_TICK = '!';
export const ICON_CROSS = '"';
export const ICON_CLOCK = '#';
export const ICON_PHONE = '$';
export const ICON_BACK = '%';
export const ICON_ALERT = '&';
export const ICON_OFFLINE = "'";
export const ICON_LIST = '(';
export const ICON_BELL = ')';

/** One face of the font file, ready to look glyphs up. */
export interface Face {
  assets: Assets;
  heightPx: number;
  plain: number;
  firstCode: number;
  clusters: number;
  /** Which of its sets of digits stands for 0 to 9, counted from the last; 0 for none. */
  digits: number;
  at: number;
}

/** A glyph as the file holds it; `bytes` are how many bytes of the text it stands for. */
export interface Glyph {
  advancePx: number;
  left: number;
  top: number;
  widthPx: number;
  heightPx: number;
  offset: number;
  bytes: number;
}

/** All faces in the order of the file, or undefined when it is absent or of another version. `digits` as in Face. */
export function openFaces(assets: Assets, digits: number): Face[] | undefined {
  const bytes = assets.read(FILE, 0, HEADER_BYTES + FACE_BYTES * FACES);
  if (bytes.length < HEADER_BYTES + FACE_BYTES * FACES || bytes.substring(0, 6) !== 'GFNT\x01\x05') return undefined;
  const faces: Face[] = [];
  for (let at = HEADER_BYTES; at < bytes.length; at += FACE_BYTES) {
    faces.push({
      assets,
      heightPx: bytes.charCodeAt(at),
      plain: bytes.charCodeAt(at + 2),
      firstCode: bytes.charCodeAt(at + 3),
      clusters: u16(bytes, at + 4),
      digits,
      at: u32(bytes, at + 8),
    });
  }
  return faces;
}

function entry(face: Face, index: number, bytes: number): Glyph {
  const row = face.assets.read(FILE, face.at + ENTRY_BYTES * index, ENTRY_BYTES);
  return {
    advancePx: row.charCodeAt(0),
    left: row.charCodeAt(1) - 64,
    top: row.charCodeAt(2),
    widthPx: row.charCodeAt(3),
    heightPx: row.charCodeAt(4),
    offset: u32(row, 5),
    bytes,
  };
}

/** The longest cluster that stands at `at`: keys are sorted, and a longer key comes behind its own beginning. */
function clusterAt(face: Face, text: string, at: number): Glyph | undefined {
  const keys = face.at + ENTRY_BYTES * (face.plain + face.clusters);
  // Keys are filled up with zeros: with a blank behind it, a text that is a key stands above that key.
  const there = text.substring(at, at + CLUSTER_KEY_BYTES) + ' ';
  let low = 0;
  let high = face.clusters;
  while (low < high) {
    const middle = idiv(low + high, 2);
    const key = face.assets.read(FILE, keys + CLUSTER_KEY_BYTES * middle, CLUSTER_KEY_BYTES);
    if (there < key) high = middle;
    else low = middle + 1;
  }
  // Everything below `low` is smaller or a beginning of the text; a beginning lies a few places before it at most.
  for (let i = low - 1; i >= 0 && i >= low - 40; i--) {
    const key = face.assets.read(FILE, keys + CLUSTER_KEY_BYTES * i, CLUSTER_KEY_BYTES);
    let bytes = 0;
    while (bytes < CLUSTER_KEY_BYTES && key.charCodeAt(bytes) > 0) bytes++;
    if (there.substring(0, bytes) === key.substring(0, bytes)) return entry(face, face.plain + i, bytes);
  }
  return undefined;
}

/** How many bytes the UTF-8 character at `at` has, 1 for a stray byte. */
function characterBytes(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Where a character of one byte has its entry; -1 for all others and for those that the face lacks. */
function plainIndex(face: Face, code: number): number {
  if (code > 126 && face.clusters > 0) return -1;
  const own = face.digits > 0 && code > 47 && code < 58;
  const index = own ? face.plain - 10 * face.digits + code - 48 : code - face.firstCode;
  return index < face.plain ? index : -1;
}

/** How far the pen moves over a character of one byte; -1 for what only `glyphAt` knows. Texts are measured by it, often. */
export function plainAdvance(face: Face, code: number): number {
  const index = plainIndex(face, code);
  return index < 0 ? -1 : face.assets.read(FILE, face.at + ENTRY_BYTES * index, 1).charCodeAt(0);
}

/** The glyph for the text (UTF-8 bytes) at this place; a character that the face lacks is a question mark. */
export function glyphAt(face: Face, text: string, at: number): Glyph {
  const code = text.charCodeAt(at);
  const index = plainIndex(face, code);
  if (index >= 0) return entry(face, index, 1);
  if (code > 126 && face.clusters > 0) {
    const cluster = clusterAt(face, text, at);
    if (cluster !== undefined) return cluster;
  }
  const mark = 63 - face.firstCode;
  const known = mark >= 0 && mark < face.plain;
  return entry(face, known ? mark : 0, characterBytes(text, at));
}

/** The glyph's picture: one bit a pixel, rows not padded. */
export function glyphBits(face: Face, glyph: Glyph): string {
  return face.assets.read(FILE, glyph.offset, idiv(glyph.widthPx * glyph.heightPx + 7, 8));
}
