// Looks up the screens' texts (format: tools/font/texts.ts). Texts stay in flash until they are drawn.
import { u16, u32 } from '../canvas/bytes';
import type { Assets } from '../drivers/ports';

const FILE = 'texts';
const HEADER_BYTES = 8;
const LANGUAGE_BYTES = 12;
/** Zero-filled; a tag has at most 7. */
const TAG_BYTES = 8;

/** Where the language's texts begin; an unknown language gets the first one in the file. 0 when there is no file. */
function languageAt(assets: Assets, language: string): number {
  const header = assets.read(FILE, 0, HEADER_BYTES);
  if (header.substring(0, 4) !== 'GTXT') return 0;
  for (let i = header.charCodeAt(5) - 1; i >= 0; i--) {
    const row = assets.read(FILE, HEADER_BYTES + LANGUAGE_BYTES * i, LANGUAGE_BYTES);
    const isAsked = row.substring(0, language.length) === language && row.charCodeAt(language.length) === 0;
    if (i === 0 || isAsked) return u32(row, TAG_BYTES);
  }
  return 0;
}

/** UTF-8 text of this number (the TEXT_ constants of texts.ts) in this language; '' when the file is absent. */
export function textOf(assets: Assets, language: string, number: number): string {
  const at = languageAt(assets, language);
  if (at === 0) return '';
  const count = assets.read(FILE, 6, 1).charCodeAt(0);
  const offsets = assets.read(FILE, at + 2 * number, 4);
  const from = u16(offsets, 0);
  return assets.read(FILE, at + 2 * (count + 1) + from, u16(offsets, 2) - from);
}
