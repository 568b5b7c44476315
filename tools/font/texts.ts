// The screens' texts as bytes. Format (little endian), read by firmware/screens/text.ts:
//   "GTXT" u8 version u8 languages u8 texts u8 zero, then per language { 7 bytes tag, zero-filled; u8 which digits it has
//   in the font, counted from the last set, 0 for none of its own; u32 where it begins }.
//   A language: (texts + 1) x u16 offsets behind these numbers, then UTF-8 bytes; text n is from offset n to offset n + 1.
import { languages } from '../../boards/languages';
import { shaped } from '../../bridge/gateway/arabic';
import type { Texts } from './faces';
import { digitSetsOf } from './scripts';

/** The file for these languages, the box's own first. Throws when one lacks a text of `keys` or has one too many. */
export function packTexts(texts: Texts, keys: string[]): Uint8Array {
  const tags = Object.keys(texts);
  const sets = digitSetsOf(tags);
  const header = Buffer.alloc(8 + 12 * tags.length);
  header.write('GTXT', 'latin1');
  header.set([1, tags.length, keys.length], 4);
  const bodies: Buffer[] = [];
  let at = header.length;
  tags.forEach((tag, i) => {
    const body = packLanguage(tag, texts[tag]!, keys);
    header.write(tag, 8 + 12 * i, 'latin1');
    const digits = languages[tag]?.digits;
    header[8 + 12 * i + 7] = digits === undefined ? 0 : sets.length - sets.indexOf(digits);
    header.writeUInt32LE(at, 8 + 12 * i + 8);
    bodies.push(body);
    at += body.length;
  });
  return Buffer.concat([header, ...bodies]);
}

function packLanguage(tag: string, texts: Record<string, string>, keys: string[]): Buffer {
  const wrong = [
    ...keys.filter((key) => texts[key] === undefined),
    ...Object.keys(texts).filter((key) => !keys.includes(key)),
  ];
  if (wrong.length > 0)
    throw new Error(
      `tools/screens/texts/${tag}.json: missing or unknown texts: ${wrong.join(', ')}. en.json is the list.`,
    );
  const bytes = keys.map((key) => Buffer.from(shaped(texts[key]!), 'utf8'));
  const offsets = Buffer.alloc(2 * (keys.length + 1));
  let at = 0;
  bytes.forEach((text, i) => {
    offsets.writeUInt16LE(at, 2 * i);
    at += text.length;
  });
  offsets.writeUInt16LE(at, 2 * keys.length);
  return Buffer.concat([offsets, ...bytes]);
}

/** The portable module that names every text's number. */
export function textNumbers(languages: Texts): string {
  const lines = Object.entries(languages['en'] ?? {}).map(([key, text], i) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return `/** ${text} */\nexport const TEXT_${name} = ${i};`;
  });
  return `// Made by \`ghanti font\` from tools/screens/texts/en.json: the number of each text in texts.bin.\n\n${lines.join('\n')}\n`;
}
