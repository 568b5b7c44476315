// The part of CBOR (RFC 8949) that the wire uses, in the deterministic encoding of its section 4.2.1: unsigned integers
// below 2^31, byte strings, text strings, arrays, and maps with ascending unsigned keys. All else is refused: longer
// forms than needed, indefinite lengths, negative numbers, tags, floats and simple values.

export const UINT = 0;
export const BYTES = 2;
export const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;

/** Entries that one array or map may have. */
export const ITEMS_LIMIT = 32;
/** How deep arrays and maps may nest, the message itself being the first. */
export const DEPTH_LIMIT = 4;

/** Where a reader stands in binary `bytes`. After the first fault `ok` is false and every read gives 0 or ''. */
export interface Cursor {
  bytes: string;
  at: number;
  ok: boolean;
}

/** Marks the bytes as not ours; what is read from here on is nothing. */
export function fail(cursor: Cursor): void {
  cursor.ok = false;
  cursor.at = cursor.bytes.length;
}

/** One byte: the low 8 bits of a number. */
export function byte(value: number): string {
  return String.fromCharCode(value & 255);
}

/** The head of an item: its major type and an argument below 2^31 in the shortest form (RFC 8949 section 3). */
export function head(major: number, argument: number): string {
  const first = major << 5;
  if (argument < 24) return byte(first | argument);
  if (argument < 256) return byte(first | 24) + byte(argument);
  const low = byte(argument >>> 8) + byte(argument);
  return argument < 65536
    ? byte(first | 25) + low
    : byte(first | 26) + byte(argument >>> 24) + byte(argument >>> 16) + low;
}

/** The major type of the item at the cursor; 8, which is none, at the end. */
export function majorAt(cursor: Cursor): number {
  return cursor.at < cursor.bytes.length ? cursor.bytes.charCodeAt(cursor.at) >>> 5 : 8;
}

/** Reads the head of an item that must have this major type; its argument. */
export function readHead(cursor: Cursor, major: number): number {
  const bytes = cursor.bytes;
  if (majorAt(cursor) !== major) {
    fail(cursor);
    return 0;
  }
  const form = bytes.charCodeAt(cursor.at) & 31;
  const from = cursor.at + 1;
  cursor.at = from;
  if (form < 24) return form;
  // Form 26 from 2^31 on would not be an integer on every engine; 27 is longer still, 28 to 31 are no lengths.
  const end = from + (1 << (form - 24));
  if (form > 26 || end > bytes.length || (form === 26 && bytes.charCodeAt(from) > 127)) {
    fail(cursor);
    return 0;
  }
  let argument = 0;
  for (let i = from; i < end; i++) argument = (argument << 8) | bytes.charCodeAt(i);
  cursor.at = end;
  // A shorter form would have done.
  if (argument < (form === 24 ? 24 : 1 << ((form - 24) * 8))) fail(cursor);
  return argument;
}

/** Reads a byte or text string of least to most bytes. */
export function readString(cursor: Cursor, major: number, least: number, most: number): string {
  const length = readHead(cursor, major);
  const from = cursor.at;
  if (length < least || length > most || length > cursor.bytes.length - from) {
    fail(cursor);
    return '';
  }
  cursor.at = from + length;
  return cursor.bytes.substring(from, cursor.at);
}

/** Steps over one item of any kind that is allowed, in which `depth` levels of arrays and maps may nest. */
export function skip(cursor: Cursor, depth: number): void {
  const major = majorAt(cursor);
  if (major === UINT) {
    readHead(cursor, UINT);
  } else if (major === BYTES || major === TEXT) {
    readString(cursor, major, 0, cursor.bytes.length);
  } else if ((major === ARRAY || major === MAP) && depth > 0) {
    const count = readHead(cursor, major);
    if (count > ITEMS_LIMIT) fail(cursor);
    let last = -1;
    for (let i = 0; cursor.ok && i < count; i++) {
      if (major === MAP) last = readKey(cursor, last);
      skip(cursor, depth - 1);
    }
  } else {
    fail(cursor);
  }
}

/** Reads a map's next key, which must be above the last one: so keys are sorted and none comes twice. */
export function readKey(cursor: Cursor, last: number): number {
  const key = readHead(cursor, UINT);
  if (key <= last) fail(cursor);
  return key;
}
