// The box's memory of announcements, on flash. Two files take turns; each is a log of 32-byte records.
//
// Flash bits only go from 1 to 0, and Espruino's Storage writes only where it is still erased (src/jsflash.c). So a
// record is appended, and "spoken" is written into a word of it that was left erased. When a file is full, what still
// matters is written to the other one in one piece; the full one stays until the next turn. A power cut at any moment leaves one file whole; a torn record is found by its CRC, skipped, and reported as repaired.
//
// Record: kind, again, currency (2 bytes), then 4-byte words, high byte first: seq, charge, count, amountMinor,
// paidAt, CRC-32 of what came before, and the spoken word. Head (the first record of a file): 'GJ', version, 0, then
// words: generation, restarts, floor, number of records carried over, 0, CRC-32 of what came before.
import type { JournalEntry } from '../app/events';
import { JOURNAL_LIMIT } from '../app/state';
import { word, wordAt } from './bytes';
import { crcHolds, entryBytes, ERASED, readRecord, RECORD_BYTES, restartBytes, SPOKEN_AT } from './record';
import { withCrc } from './record';
import type { Crc32 } from './record';

/** Their names end in 0 and 1. */
const FILE = 'journal';
/** 255 records behind the head: one turn serves about 200 announcements. */
const FILE_BYTES = 8192;
const HEAD = 'GJ\x01\x00';
const HEAD_CRC_AT = 24;
const SPOKEN = '\x00\x00\x00\x00';
/** When the newest file is damaged, starts may have been counted in it: as many as it has records. */
const RESTARTS_IN_DOUBT = 256;
const RESTARTS_LOST = 8192;

/** What the flash remembers. */
interface Memory {
  entries: JournalEntry[];
  floor: number;
}

/** The files of the journal: each is FILE_BYTES long as soon as it is made, and erased where nothing was written. */
export interface JournalFiles {
  /** '' when there is no such file. */
  read(file: string, offset: number, bytes: number): string;
  /** Writes where the file is erased; with `size` it is made afresh. False, or nothing written, when flash does not. */
  write(file: string, bytes: string, offset: number, size?: number): boolean;
}

export interface Journal {
  health: 'ok' | 'repaired' | 'lost';
  recall(): Memory;
  /** True when the entry is on flash and reads back the same. */
  keep(entry: JournalEntry): boolean;
  markSpoken(seq: number): boolean;
  /** A number that no start before had, on flash before it is used. */
  nextRestart(): number;
}

interface Head {
  generation: number;
  restarts: number;
  floor: number;
  carried: number;
}

/**
 * Opens the journal, on the first start by making it. `random` (31 bits) stands in for the restart count when flash
 * has lost it. Flash that fails later makes keep() false.
 */
export function openJournal(files: JournalFiles, crc32: Crc32, random: () => number): Journal {
  let file = 0;
  let generation = 0;
  let restarts = 0;
  /** Where the next record goes. */
  let end = FILE_BYTES;
  let health: Journal['health'] = 'ok';

  function recordAt(which: number, at: number): string {
    return files.read(FILE + which, at, RECORD_BYTES);
  }

  function headOf(which: number): Head | 'absent' | 'damaged' {
    const bytes = recordAt(which, 0);
    if (bytes === '') return 'absent';
    if (bytes.length < RECORD_BYTES || bytes.substring(0, 4) !== HEAD || !crcHolds(crc32, bytes, HEAD_CRC_AT))
      return 'damaged';
    const carried = wordAt(bytes, 16);
    for (let i = 1; i <= carried; i++) {
      if (readRecord(crc32, recordAt(which, i * RECORD_BYTES)) === 'torn') return 'damaged';
    }
    return { generation: wordAt(bytes, 4), restarts: wordAt(bytes, 8), floor: wordAt(bytes, 12), carried };
  }

  function put(bytes: string, at: number): boolean {
    return files.write(FILE + file, bytes, at) && files.read(FILE + file, at, bytes.length) === bytes;
  }

  function append(bytes: string): boolean {
    if (end + RECORD_BYTES > FILE_BYTES && !turn(recall())) return false;
    const at = end;
    end += RECORD_BYTES;
    return put(bytes, at);
  }

  /** Carries what still matters over to the other file, which is then the journal. */
  function turn(memory: Memory): boolean {
    const other = 1 - file;
    let bytes = withCrc(
      crc32,
      HEAD + word(generation + 1) + word(restarts) + word(memory.floor) + word(memory.entries.length + 1) + word(0),
    );
    bytes += ERASED;
    for (const entry of memory.entries) {
      bytes += entryBytes(crc32, entry);
      bytes += entry.stage === 'spoken' ? SPOKEN : ERASED;
    }
    // One more record behind them: when it is whole, so is the spoken word of the last one.
    bytes += restartBytes(crc32, restarts) + ERASED;
    if (!files.write(FILE + other, bytes, 0, FILE_BYTES)) return false;
    if (typeof headOf(other) === 'string') return false;
    file = other;
    generation++;
    end = bytes.length;
    return true;
  }

  /** Reads the whole log: on the way it finds its end, the restart count and torn records. */
  function recall(): Memory {
    const head = headOf(file);
    const memory: Memory = { entries: [], floor: typeof head === 'string' ? 0 : head.floor };
    if (typeof head === 'string') return memory;
    let at = RECORD_BYTES;
    for (; at + RECORD_BYTES <= FILE_BYTES; at += RECORD_BYTES) {
      const bytes = recordAt(file, at);
      const record = readRecord(crc32, bytes);
      if (record === 'torn') {
        if (isErased(bytes)) break;
        if (health === 'ok') health = 'repaired';
      } else if (typeof record === 'number') {
        if (record > restarts) restarts = record;
      } else {
        remember(memory, record);
      }
    }
    end = at;
    return memory;
  }

  function open(): void {
    const first = headOf(0);
    const second = headOf(1);
    if (typeof first === 'string' && typeof second === 'string') {
      if (first !== 'absent' || second !== 'absent') {
        health = 'lost';
        restarts = RESTARTS_LOST + (random() & (RESTARTS_LOST - 1));
      }
      turn({ entries: [], floor: 0 });
      return;
    }
    let head = first;
    if (typeof first === 'string' || (typeof second !== 'string' && second.generation > first.generation)) {
      head = second;
      file = 1;
    }
    if (typeof head === 'string') return;
    generation = head.generation;
    restarts = head.restarts;
    recall();
    if (first === 'damaged' || second === 'damaged') {
      health = 'repaired';
      restarts += RESTARTS_IN_DOUBT;
    }
  }

  open();
  return {
    health,
    recall: () => recall(),
    keep: (entry) => append(entryBytes(crc32, entry)),
    markSpoken(seq) {
      for (let at = end - RECORD_BYTES; at >= RECORD_BYTES; at -= RECORD_BYTES) {
        const record = readRecord(crc32, recordAt(file, at));
        if (typeof record === 'object' && record.seq === seq) {
          return record.stage === 'spoken' || put(SPOKEN, at + SPOKEN_AT);
        }
      }
      return false;
    },
    nextRestart() {
      restarts++;
      append(restartBytes(crc32, restarts));
      return restarts;
    },
  };
}

/** The same rule as in the app: the lowest spoken one makes room, and the floor rises to it. */
function remember(memory: Memory, entry: JournalEntry): void {
  memory.entries.push(entry);
  if (memory.entries.length <= JOURNAL_LIMIT) return;
  let lowest = -1;
  for (let i = 0; i < memory.entries.length; i++) {
    const one = memory.entries[i];
    if (one.stage === 'spoken' && (lowest < 0 || one.seq < memory.entries[lowest].seq)) lowest = i;
  }
  if (lowest < 0) return;
  const kept: JournalEntry[] = [];
  for (let i = 0; i < memory.entries.length; i++) {
    if (i !== lowest) kept.push(memory.entries[i]);
  }
  if (memory.entries[lowest].seq > memory.floor) memory.floor = memory.entries[lowest].seq;
  memory.entries = kept;
}

function isErased(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) !== 255) return false;
  }
  return true;
}
