// The screens' texts of one language as bytes. Format (little endian), read by firmware/screens/text.ts:
//   "GTXT" u8 version u8 which digits it has in the font, counted from the last set, 0 for none of its own;
//   (texts + 1) x u16 offsets in the file; then UTF-8 bytes; text n is from offset n to offset n + 1.
import { languages } from '../../boards/languages';
import { shaped } from '../../bridge/gateway/arabic';
import type { Texts } from './faces';
import { digitSetsOf } from './scripts';

const HEADER_BYTES = 6;

/** The file of a language for a box that has all of `texts`. Throws when it lacks a text of `keys` or has one too many. */
export function packTexts(tag: string, texts: Texts, keys: string[]): Uint8Array {
  const own = texts[tag]!;
  const wrong = [
    ...keys.filter((key) => own[key] === undefined),
    ...Object.keys(own).filter((key) => !keys.includes(key)),
  ];
  if (wrong.length > 0)
    throw new Error(
      `tools/screens/texts/${tag}.json: missing or unknown texts: ${wrong.join(', ')}. en.json is the list.`,
    );
  const sets = digitSetsOf(Object.keys(texts));
  const digits = languages[tag]?.digits;
  const bytes = keys.map((key) => Buffer.from(shaped(own[key]!), 'utf8'));
  const head = Buffer.alloc(HEADER_BYTES + 2 * (keys.length + 1));
  head.write('GTXT', 'latin1');
  head.set([2, digits === undefined ? 0 : sets.length - sets.indexOf(digits)], 4);
  let at = head.length;
  bytes.forEach((text, i) => {
    head.writeUInt16LE(at, HEADER_BYTES + 2 * i);
    at += text.length;
  });
  head.writeUInt16LE(at, HEADER_BYTES + 2 * keys.length);
  return Buffer.concat([head, ...bytes]);
}

/** The portable module that names every text's number. */
export function textNumbers(languages: Texts): string {
  const lines = Object.entries(languages['en'] ?? {}).map(([key, text], i) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return `/** ${text} */\nexport const TEXT_${name} = ${i};`;
  });
  return `// Made by \`ghanti font\` from tools/screens/texts/en.json: the number of each text in a box's file of texts.\n\n${lines.join('\n')}\n`;
}
