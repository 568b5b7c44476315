import { glyphsOf } from './faces';
import type { Texts } from './faces';
import { packFont, readFont } from './pack';
import { digitSets, digitSetsOf } from './scripts';

/** The font of a box that shows these languages: what their texts, and names written like them, need of the font of all. */
export function subsetFont(all: Buffer, texts: Texts): Uint8Array {
  const { glyphs, marks } = glyphsOf(texts);
  const wanted = new Set([...glyphs, ...marks]);
  const sets = digitSetsOf(Object.keys(texts)).map((name) => Object.keys(digitSets).indexOf(name));
  return packFont(
    readFont(all, (cluster) => wanted.has(cluster)).map((face) => ({
      ...face,
      digits: face.digits.length === 0 ? [] : sets.map((set) => face.digits[set]!),
    })),
  );
}
