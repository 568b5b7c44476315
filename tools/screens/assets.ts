import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../../firmware/drivers/ports';

/** The files that screens read, from the source tree. */
export function screenAssets(root: string): Assets {
  const files: Record<string, Buffer> = {
    font: readFileSync(join(root, 'firmware/canvas/fonts/font.bin')),
    texts: readFileSync(join(root, 'firmware/screens/texts.bin')),
  };
  return { read: (file, offset, bytes) => files[file]?.subarray(offset, offset + bytes).toString('latin1') ?? '' };
}
