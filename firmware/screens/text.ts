// Looks up the screens' texts (format: tools/font/texts.ts). Texts stay in flash until they are drawn.
import { u16 } from '../canvas/bytes';
import type { Assets } from '../drivers/ports';

/** A language has a file of this name and its tag; the one without a tag is for languages that the box does not have. */
const FILE = 'texts-';
const HEADER_BYTES = 6;
const DIGITS_AT = 5;

/** A language's texts: their file, and its own digits in the font (0: none). */
export interface Written {
  file: string;
  digits: number;
}

/** Undefined when there is no such file. */
export function languageOf(assets: Assets, language: string): Written | undefined {
  let file = FILE + language;
  let header = assets.read(file, 0, HEADER_BYTES);
  if (header === '') {
    file = FILE;
    header = assets.read(file, 0, HEADER_BYTES);
  }
  return header.substring(0, DIGITS_AT) === 'GTXT\x02' ? { file, digits: header.charCodeAt(DIGITS_AT) } : undefined;
}

/** UTF-8 text of this number (the TEXT_ constants of texts.ts). */
export function textOf(assets: Assets, file: string, number: number): string {
  const offsets = assets.read(file, HEADER_BYTES + 2 * number, 4);
  const from = u16(offsets, 0);
  return assets.read(file, from, u16(offsets, 2) - from);
}
