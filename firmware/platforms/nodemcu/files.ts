// Files on SPIFFS. A read is a copy into RAM; opening one takes a search through the file system, so that the file that
// is read again and again (the font) stays open.
import type { Assets } from '../../drivers/ports';
import type { JournalFiles } from '../journal';

export type OpenFile = (name: string, mode: string) => NodeFile | undefined;

/** Read-only files, one of them open at a time. */
export function openAssets(open: OpenFile): Assets {
  let name = '';
  let now: NodeFile | undefined = undefined;
  return {
    read(file, offset, bytes) {
      if (file !== name) {
        if (now !== undefined) now.close();
        now = open(file, 'r');
        name = file;
      }
      return now === undefined ? '' : readAt(now, offset, bytes);
    },
  };
}

/** All of a small file, '' when there is none. */
export function readWhole(open: OpenFile, name: string, limitBytes: number): string {
  const found = open(name, 'r');
  if (found === undefined) return '';
  const bytes = readAt(found, 0, limitBytes);
  found.close();
  return bytes;
}

/** Writes a file anew; true when it reads back the same. */
export function writeWhole(open: OpenFile, name: string, bytes: string): boolean {
  const made = open(name, 'w');
  if (made === undefined) return false;
  made.write(bytes);
  made.close();
  return readWhole(open, name, bytes.length + 1) === bytes;
}

/**
 * The journal's files: SPIFFS writes what changed to another page, so that a file grows as it is written to, and what
 * lies behind its end counts as erased.
 */
export function journalFiles(open: OpenFile): JournalFiles {
  return {
    read(name, offset, bytes) {
      const found = open(name, 'r');
      if (found === undefined) return '';
      const there = readAt(found, offset, bytes);
      found.close();
      return there + erased(bytes - there.length);
    },
    write(name, bytes, offset, size) {
      if (size !== undefined) return writeWhole(open, name, bytes);
      const found = open(name, 'r+');
      if (found === undefined) return false;
      const end = found.seek('end', 0);
      let missing = '';
      if (end !== undefined && end < offset) missing = erased(offset - end);
      found.seek('set', offset - missing.length);
      found.write(missing + bytes);
      found.close();
      return true;
    },
  };
}

function readAt(from: NodeFile, offset: number, bytes: number): string {
  from.seek('set', offset);
  let all = '';
  while (all.length < bytes) {
    const part = from.read(bytes - all.length);
    if (part === undefined || part.length === 0) return all;
    all += part;
  }
  return all;
}

function erased(bytes: number): string {
  let all = '';
  while (all.length < bytes) all += '\xff';
  return all;
}
