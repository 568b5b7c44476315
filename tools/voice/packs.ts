import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assets } from '../../firmware/drivers/ports';
import { assetsOf } from './assets';
import { languageTags } from './registry';

/** English and Nepali together; the flash of the smallest board that carries both leaves no more. */
export const BUDGET_BYTES = 640_000;

/** The repository's root: the nearest folder above this file, bundled or not, that holds the packs. */
function root(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  for (let up = 0; up < 6; up++, folder = join(folder, '..')) {
    if (existsSync(join(folder, 'firmware', 'speech'))) return folder;
  }
  throw new Error('voice: firmware/speech is not above this program; run it from a checkout.');
}

/** Where the committed pack of a language lies. */
export const packPath = (tag: string): string => join(root(), 'firmware', 'speech', 'packs', `${tag}.pak`);

/** The committed packs of these languages under the names that they have on a box. */
export function committedPacks(tags: string[]): Assets {
  return assetsOf(Object.fromEntries(tags.map((tag) => [`voice-${tag}`, readFileSync(packPath(tag))])));
}

/** Bytes of all committed packs. */
export function committedBytes(): number {
  return languageTags.reduce((sum, tag) => sum + (existsSync(packPath(tag)) ? statSync(packPath(tag)).size : 0), 0);
}
