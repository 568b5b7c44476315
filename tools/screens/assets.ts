import type { Assets } from '../../firmware/drivers/ports';
import { screenFiles } from '../build/assets';
import { buildQrTables } from '../qr/tables';
import type { PanelKind } from './panels';

/** The files that the screens of a panel read, from the source tree. */
export function screenAssets(root: string, panel: Pick<PanelKind, 'qr' | 'languages'>): Assets {
  const files: Record<string, Buffer> = {
    qr: Buffer.from(buildQrTables(panel.qr)),
    ...Object.fromEntries(screenFiles(root, panel.languages).map(({ name, bytes }) => [name, Buffer.from(bytes)])),
  };
  return { read: (file, offset, bytes) => files[file]?.subarray(offset, offset + bytes).toString('latin1') ?? '' };
}
