import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../../firmware/drivers/ports';
import { buildQrTables } from '../qr/tables';
import type { PanelKind } from './panels';

/** The files that the screens of a panel read, from the source tree. */
export function screenAssets(root: string, panel: Pick<PanelKind, 'qr'>): Assets {
  const files: Record<string, Buffer> = {
    font: readFileSync(join(root, 'firmware/canvas/fonts/font.bin')),
    qr: Buffer.from(buildQrTables(panel.qr)),
    texts: readFileSync(join(root, 'firmware/screens/texts.bin')),
  };
  return { read: (file, offset, bytes) => files[file]?.subarray(offset, offset + bytes).toString('latin1') ?? '' };
}
