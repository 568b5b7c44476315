import type { Assets } from '../../drivers/ports';
import type { JournalFiles } from '../journal';

/** Files that are there to be read. */
export interface Files {
  /** Undefined when there is no such file; the whole of it when no length is given. */
  read(name: string, offset?: number, length?: number): string | undefined;
}

/** Files beside the code. On a chip a read is a window into mapped flash and takes no memory. */
export function assetsIn(files: Files): Assets {
  return {
    read(file, offset, bytes) {
      const found = files.read(file, offset, bytes);
      return found === undefined ? '' : found;
    },
  };
}

/** The journal's files in Storage, which throws when it is full. */
export function flashFiles(storage: StorageModule): JournalFiles {
  return {
    read: assetsIn(storage).read,
    write(file, bytes, offset, size) {
      try {
        return storage.write(file, bytes, offset, size);
      } catch {
        return false;
      }
    },
  };
}
