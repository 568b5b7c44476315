// Clips that a person spoke: a folder with a WAV (mono, 16 bits) for each clip id.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chime } from './chimes';
import type { ClipText } from './clips';
import { clipTexts } from './registry';
import type { Language } from './language';
import { readWav } from './wav';

/** What a speaker must record for a language: every clip but the chimes. */
export function toRecord(language: Language): { file: string; text: string }[] {
  return clipTexts(language)
    .filter(({ id }) => chime(id) === undefined)
    .map((clip) => ({ file: fileOf(clip), text: clip.text }));
}

const fileOf = ({ id }: ClipText): string => `${String(id).padStart(3, '0')}.wav`;

/** Reads one clip; throws when `folder` lacks any of the language's. */
export function recorded(
  language: Language,
  folder: string,
  clip: ClipText,
): { rateHz: number; samples: Float64Array } {
  const missing = toRecord(language).filter(({ file }) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    throw new Error(
      `voice: ${folder} lacks ${missing.length} recordings:\n  ${missing.map(({ file, text }) => `${file}  ${text}`).join('\n  ')}`,
    );
  return readWav(readFileSync(join(folder, fileOf(clip))));
}
