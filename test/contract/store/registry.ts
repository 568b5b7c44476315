import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../bridge/store/port';
import { openSqlite } from '../../../bridge/store/sqlite';

/** One place that a store keeps its rows in, for one test. */
export interface Place {
  open(): Promise<Store>;
  /** Transactions committed so far as the database itself counts them; for small numbers only. */
  commits(): Promise<number>;
  remove(): Promise<void>;
}
export interface StoreKind {
  name: string;
  place(): Promise<Place>;
}

/** Every store that the bridge can be given: one line each. */
export const stores: StoreKind[] = [{ name: 'sqlite', place: sqlitePlace }];

async function sqlitePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-store-'));
  const path = join(folder, 'ghanti.db');
  return {
    open: () => openSqlite(path),
    commits: async () => commitFrames(readFileSync(`${path}-wal`)),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Commits in a write-ahead log that was not checkpointed yet: frames whose "size of the database after the commit" is
 * not zero. Layout: https://www.sqlite.org/fileformat2.html#walformat
 */
function commitFrames(wal: Buffer): number {
  const FILE_HEADER = 32;
  const FRAME_HEADER = 24;
  const frameBytes = FRAME_HEADER + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = FILE_HEADER; at + frameBytes <= wal.length; at += frameBytes) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}
