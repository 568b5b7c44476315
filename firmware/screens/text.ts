// Looks up the screens' texts (format: tools/font/texts.ts). Texts stay in flash until they are drawn.
import type { Assets } from '../drivers/ports';

const FILE = 'texts';
const HEADER_BYTES = 8;
const LANGUAGE_BYTES = 12;

function u16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
}

function isTag(bytes: string, language: string): boolean {
  if (bytes.substring(0, language.length) !== language) return false;
  return language.length === 8 || bytes.charCodeAt(language.length) === 0;
}

/** Where the language's texts begin; an unknown language gets the first one in the file. 0 when there is no file. */
function languageAt(assets: Assets, language: string): number {
  const header = assets.read(FILE, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.substring(0, 4) !== 'GTXT') return 0;
  let first = 0;
  for (let i = 0; i < header.charCodeAt(5); i++) {
    const row = assets.read(FILE, HEADER_BYTES + LANGUAGE_BYTES * i, LANGUAGE_BYTES);
    const at = u16(row, 8) + u16(row, 10) * 65536;
    if (i === 0) first = at;
    if (isTag(row, language)) return at;
  }
  return first;
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
