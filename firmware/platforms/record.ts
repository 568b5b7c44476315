// One record of the flash journal as bytes (journal.ts says where they lie).
import type { JournalEntry } from '../app/events';
import { half, halfAt, word, wordAt } from './bytes';

export const RECORD_BYTES = 32;
/** The spoken word is left erased when a record is written. */
export const SPOKEN_AT = 28;
export const ERASED = '\xff\xff\xff\xff';
const CRC_AT = 24;
const RESTART = 4;

/** The engine's own CRC-32 (IEEE 802.3), or one in its place; the upper half of the range may be negative. */
export type Crc32 = (bytes: string) => number;

/** Bytes with their CRC-32 behind them. */
export function withCrc(crc32: Crc32, bytes: string): string {
  return bytes + word(crc32(bytes));
}

export function crcHolds(crc32: Crc32, bytes: string, crcAt: number): boolean {
  return word(crc32(bytes.substring(0, crcAt))) === bytes.substring(crcAt, crcAt + 4);
}

/** A record without its spoken word. */
export function entryBytes(crc32: Crc32, entry: JournalEntry): string {
  const kind = entry.kind === 'paid' ? 1 : entry.kind === 'reversed' ? 2 : 3;
  return withCrc(
    crc32,
    String.fromCharCode(kind) +
      String.fromCharCode(entry.again ? 1 : 0) +
      half(entry.currency) +
      word(entry.seq) +
      word(entry.charge) +
      word(entry.count) +
      word(entry.amountMinor) +
      word(entry.paidAt),
  );
}

/** The record of a start: restarts in the place of seq. */
export function restartBytes(crc32: Crc32, restarts: number): string {
  return withCrc(
    crc32,
    String.fromCharCode(RESTART) + '\0\0\0' + word(restarts) + word(0) + word(0) + word(0) + word(0),
  );
}

/** What a record says: an entry, the restart number of a start, or 'torn'. */
export function readRecord(crc32: Crc32, bytes: string): JournalEntry | number | 'torn' {
  const kind = bytes.charCodeAt(0);
  if (bytes.length !== RECORD_BYTES || kind < 1 || kind > RESTART || !crcHolds(crc32, bytes, CRC_AT)) return 'torn';
  if (kind === RESTART) return wordAt(bytes, 4);
  return {
    seq: wordAt(bytes, 4),
    kind: kind === 1 ? 'paid' : kind === 2 ? 'reversed' : 'recap',
    charge: wordAt(bytes, 8),
    count: wordAt(bytes, 12),
    amountMinor: wordAt(bytes, 16),
    currency: halfAt(bytes, 2),
    paidAt: wordAt(bytes, 20),
    again: bytes.charCodeAt(1) === 1,
    // A mark that the power cut short is still a mark: it is written after the last word was heard.
    stage: bytes.substring(SPOKEN_AT) === ERASED ? 'received' : 'spoken',
  };
}
