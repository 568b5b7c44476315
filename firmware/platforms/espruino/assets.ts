import type { Assets } from '../../drivers/ports';
import type { JournalFiles } from '../journal';

/** Files beside the code in Storage. On a chip a read is a window into mapped flash and takes no memory. */
export function storageAssets(storage: StorageModule): Assets {
  return {
    read(file, offset, bytes) {
      const found = storage.read(file, offset, bytes);
      return found === undefined ? '' : found;
    },
  };
}

/** The journal's files in Storage, which throws when it is full. */
export function flashFiles(storage: StorageModule): JournalFiles {
  return {
    read: storageAssets(storage).read,
    write(file, bytes, offset, size) {
      try {
        return storage.write(file, bytes, offset, size);
      } catch {
        return false;
      }
    },
  };
}
