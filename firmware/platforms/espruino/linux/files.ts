// Files of the computer that Espruino's Linux build runs on, in the folder where it was started. A file that is not
// there, or may not be written, is an exception there.
import type { Files } from '../assets';

/** More than any file that is read whole has. */
const MOST_BYTES = 65_536;

export const files: Files = {
  read(name, offset, length) {
    try {
      const file = E.openFile(name, 'r');
      if (offset !== undefined && offset > 0) file.seek(offset);
      const found = file.read(length === undefined ? MOST_BYTES : length);
      file.close();
      return found === undefined ? '' : found;
    } catch {
      return undefined;
    }
  },
};

/** Makes a file anew. False when that cannot be, or `write` throws. */
export function written(name: string, write: (file: DiskFile) => void): boolean {
  try {
    const file = E.openFile(name, 'w');
    write(file);
    file.close();
    return true;
  } catch {
    return false;
  }
}
