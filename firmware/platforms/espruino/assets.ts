import type { Assets } from '../../drivers/ports';

/** Files beside the code in Storage. On a chip a read is a window into mapped flash and takes no memory. */
export function storageAssets(storage: StorageModule): Assets {
  return {
    read(file, offset, bytes) {
      const found = storage.read(file, offset, bytes);
      return found === undefined ? '' : found;
    },
  };
}
