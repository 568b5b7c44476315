import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boards } from '../../boards/registry';
import type { Assets } from '../../firmware/drivers/ports';
import { assetsOf } from './assets';
import { languageOf, languageTags } from './registry';

/** The repository's root: the nearest folder above this file, bundled or not, that holds the packs. */
export function root(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  for (let up = 0; up < 6; up++, folder = join(folder, '..')) {
    if (existsSync(join(folder, 'firmware', 'speech'))) return folder;
  }
  throw new Error('voice: firmware/speech is not above this program; run it from a checkout.');
}

/** Where the pack of a language lies once it is built; those of some languages are committed. */
export const packPath = (tag: string): string => join(root(), 'firmware', 'speech', 'packs', `${tag}.pak`);

/** The languages whose pack lies there. */
export const tagsWithPack = (): string[] => languageTags.filter((tag) => existsSync(packPath(tag)));

/** The pack of a language. Throws with what to do when there is none. */
export function packOf(tag: string): Buffer {
  const path = packPath(tag);
  if (existsSync(path)) return readFileSync(path);
  const { name, engine } = languageOf(tag);
  const why =
    engine === undefined
      ? `no free voice speaks it; record it (ghanti voice list ${tag})`
      : `build it with: ghanti voice build ${tag}`;
  throw new Error(`there is no ${name} voice: ${why}, or let another speak for it, for example --languages ${tag}=en.`);
}

/** The packs of these languages under the names that they have on a box. */
export function builtPacks(tags: string[]): Assets {
  return assetsOf(Object.fromEntries(tags.map((tag) => [`voice-${tag}`, packOf(tag)])));
}

/** Boards whose flash cannot hold the packs of all their languages, with the bytes; languages without a pack take none. */
export function overfullBoards(): string[] {
  return Object.entries(boards).flatMap(([id, { audio, languages }]) => {
    const limitBytes = audio.pack?.limitBytes ?? Infinity;
    const files = languages.map(packPath).filter((path) => existsSync(path));
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    return bytes > limitBytes ? [`${id}: ${bytes} bytes for ${languages.join(', ')}, ${limitBytes} are the most`] : [];
  });
}
