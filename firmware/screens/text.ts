// Looks up the screens' texts (format: tools/font/texts.ts). Texts stay in flash until they are drawn.
import { u16, u32 } from '../canvas/bytes';
import type { Assets } from '../drivers/ports';

const FILE = 'texts';
const HEADER_BYTES = 8;
const LANGUAGE_BYTES = 12;
const DIGITS_AT = 7;
const BEGIN_AT = 8;

/** A language of the file: where its texts begin, and its own digits (0: none). */
export interface Written {
  at: number;
  digits: number;
}

/** An unknown language gets the first one in the file; undefined when there is no file. */
export function languageOf(assets: Assets, language: string): Written | undefined {
  const header = assets.read(FILE, 0, HEADER_BYTES);
  if (header.substring(0, 4) !== 'GTXT') return undefined;
  for (let i = header.charCodeAt(5) - 1; ; i--) {
    const row = assets.read(FILE, HEADER_BYTES + LANGUAGE_BYTES * i, LANGUAGE_BYTES);
    if (i === 0 || row.substring(0, language.length + 1) === language + '\0')
      return { at: u32(row, BEGIN_AT), digits: row.charCodeAt(DIGITS_AT) };
  }
}

/** UTF-8 text of this number (the TEXT_ constants of texts.ts). */
export function textOf(assets: Assets, at: number, number: number): string {
  const count = assets.read(FILE, 6, 1).charCodeAt(0);
  const offsets = assets.read(FILE, at + 2 * number, 4);
  const from = u16(offsets, 0);
  return assets.read(FILE, at + 2 * (count + 1) + from, u16(offsets, 2) - from);
}
