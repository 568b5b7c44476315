import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages } from '../../../../boards/languages';
import { glyphAt, glyphBits, openFaces } from '../../../../firmware/canvas/font';
import type { Face } from '../../../../firmware/canvas/font';
import { screenTexts } from '../../../../tools/font/faces';
import { packFont, readFont } from '../../../../tools/font/pack';
import { subsetFont } from '../../../../tools/font/subset';
import { assetsOf } from '../../../../tools/voice/assets';

const all = readFileSync('firmware/canvas/fonts/font.bin');
const texts = screenTexts('tools/screens/texts');
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The small face of a box with these languages; `digits` as its texts file says. */
function small(tags: string[], digits = 0): Face {
  const font = subsetFont(all, Object.fromEntries(tags.map((tag) => [tag, texts[tag]!])));
  return openFaces(assetsOf({ font }), digits)![0]!;
}
const picture = (face: Face, text: string): string => glyphBits(face, glyphAt(face, utf8(text), 0));

test('scripts and digits of the languages are those of CLDR', () => {
  for (const [tag, { script, digits }] of Object.entries(languages)) {
    expect(new Intl.Locale(tag).maximize().script, tag).toBe(script);
    expect(new Intl.NumberFormat(tag).resolvedOptions().numberingSystem, tag).toBe(digits ?? 'latn');
  }
});

describe('the font of a box', () => {
  test('is read as it was written', () => {
    expect(Buffer.from(packFont(readFont(all, () => true))).equals(all)).toBe(true);
  });

  test('has the letters of its languages, the same as the font of all, and not those of others', () => {
    const mark = picture(small(['en']), '?');
    for (const letter of ['क', 'কি', 'ક', 'ក', '\ufe91', 'ạ'])
      expect(picture(small(['en', 'hi', 'bn', 'gu', 'km', 'ur', 'vi']), letter)).not.toBe(mark);
    expect(picture(small(['en', 'ne']), 'क')).toBe(picture(openFaces(assetsOf({ font: all }), 0)![0]!, 'क'));
    expect(picture(small(['en', 'ne']), 'ক')).toBe(mark);
  });

  test('shows a language’s own digits in the place of 0 to 9', () => {
    const both = ['en', 'ne', 'bn'];
    expect(picture(small(both, 0), '7')).toBe(picture(small(['en']), '7'));
    expect(picture(small(both, 2), '7')).toBe(picture(small(both), '७'));
    expect(picture(small(both, 1), '7')).toBe(picture(small(both), '৭'));
    expect(picture(small(['bn'], 1), '7')).toBe(picture(small(both), '৭'));
  });

  test.each([
    ['deva', 2],
    ['beng', 1],
  ])('has %s digits of one width, so that a countdown does not jump', (_name, digits) => {
    const font = subsetFont(all, { ne: texts['ne']!, bn: texts['bn']! });
    for (const face of openFaces(assetsOf({ font }), digits)!.slice(0, 4))
      expect(new Set([...'0123456789'].map((digit) => glyphAt(face, digit, 0).advancePx)).size).toBe(1);
  });

  test('is small: what a box does not show takes no flash', () => {
    const bytes = (tags: string[]): number =>
      subsetFont(all, Object.fromEntries(tags.map((tag) => [tag, texts[tag]!]))).length;
    for (const tag of Object.keys(languages)) expect(bytes([tag]), tag).toBeLessThan(110_000);
  });
});
