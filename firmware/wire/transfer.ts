import { DEPTH_LIMIT, TEXT, UINT, fail, head, readHead, readKey, readString, skip } from './cbor';
import type { Cursor } from './cbor';
import { isUtf8 } from './utf8';

// One description of a message serves both ways: each step below writes the value that it is given, or reads one, and
// gives the value back. Steps go by ascending key, which is the order on the wire.

/** A message as its fields by name. */
export interface Fields {
  [name: string]: unknown;
}

/** A message on its way into or out of bytes. */
export interface Transfer extends Cursor {
  writing: boolean;
  /** Writing: where values come from. `to` has what was read, or written. */
  from: Fields;
  to: Fields;
  /** Reading: entries still to come. Writing: entries written. */
  entries: number;
  /** Reading: the highest key seen, and whether its value is still to be read. */
  key: number;
  waiting: boolean;
}

/** The largest number of the wire. */
export const MOST = 2147483647;

/** Reading: goes to the entry with this key, over those that this firmware does not know; whether it is there. */
export function found(t: Transfer, key: number): boolean {
  while (t.waiting || t.entries > 0) {
    if (!t.waiting) {
      t.entries--;
      t.key = readKey(t, t.key);
    }
    t.waiting = t.key > key;
    if (t.key === key) return true;
    if (t.waiting) return false;
    skip(t, DEPTH_LIMIT - 1);
  }
  return false;
}

/** Ready to write the fields of `from`, or to read fields out of `bytes`. */
export function start(writing: boolean, from: Fields, bytes: string): Transfer {
  return {
    bytes: bytes,
    at: 0,
    ok: true,
    writing: writing,
    from: from,
    to: {},
    entries: 0,
    key: -1,
    waiting: false,
  };
}

/** Starts an entry that every message of its type has. */
export function enter(t: Transfer, key: number): void {
  if (t.writing) {
    t.entries++;
    t.bytes += head(UINT, key);
  } else if (!found(t, key)) {
    fail(t);
  }
}

/** The head of an item of a major type, whose argument is a number of least to most: all of a UINT, the count of an ARRAY. */
export function argument(t: Transfer, major: number, value: number, least: number, most: number): number {
  const n = t.writing ? value : readHead(t, major);
  // Written so that NaN and undefined fail, too; a fraction of a minor unit is no money.
  if (!(n >= least && n <= most) || n % 1 !== 0) fail(t);
  else if (t.writing) t.bytes += head(major, n);
  return t.ok ? n : 0;
}

/** A byte string (BYTES) or UTF-8 text (TEXT) of least to most bytes. */
export function string(t: Transfer, major: number, value: string, least: number, most: number): string {
  const bytes = t.writing ? value : readString(t, major, least, most);
  if (bytes.length < least || bytes.length > most || (major === TEXT && !isUtf8(bytes))) fail(t);
  else if (t.writing) t.bytes += head(major, bytes.length) + bytes;
  return bytes;
}

/** One of a list of words. */
export function word(t: Transfer, value: string, words: string[]): string {
  let place = 0;
  if (t.writing) while (place < words.length && words[place] !== value) place++;
  place = argument(t, UINT, place, 0, words.length - 1);
  return words[place];
}
