import type { Assets } from '../../firmware/drivers/ports';

/** Files in memory as a box sees them: reads are binary strings, short past the end. */
export function assetsOf(files: Record<string, Uint8Array>): Assets {
  return {
    read(file, offset, bytes) {
      const found = files[file];
      if (found === undefined || offset < 0) return '';
      return Buffer.from(found.buffer, found.byteOffset, found.length).toString('latin1', offset, offset + bytes);
    },
  };
}
