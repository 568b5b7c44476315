import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../boards/board';
import type { Assets } from '../../firmware/drivers/ports';
import { buildQrTables } from '../qr/tables';

/** The files that a board's screens read, from the source tree. */
export function screenAssets(root: string, board: Board): Assets {
  const files: Record<string, Buffer> = {
    font: readFileSync(join(root, 'firmware/canvas/fonts/font.bin')),
    qr: Buffer.from(buildQrTables(board.qr)),
    texts: readFileSync(join(root, 'firmware/screens/texts.bin')),
  };
  return { read: (file, offset, bytes) => files[file]?.subarray(offset, offset + bytes).toString('latin1') ?? '' };
}
