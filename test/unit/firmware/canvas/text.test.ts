import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { board } from '../../../../boards/esp32-cyd';
import { glyphAt, openFaces, type Face } from '../../../../firmware/canvas/font';
import { addText, textWidth, type Line } from '../../../../firmware/canvas/text';
import { languages } from '../../../../boards/languages';
import { shaped } from '../../../../bridge/gateway/arabic';
import { screenAssets } from '../../../../tools/screens/assets';
import { packTexts, textNumbers } from '../../../../tools/font/texts';
import { clusters, screenTexts } from '../../../../tools/font/faces';

const assets = screenAssets(process.cwd(), { ...board, languages: Object.keys(languages).map((tag) => `${tag}=en`) });
const [SMALL, MEDIUM, AMOUNT] = [0, 1, 2];
const face = (number: number): Face => openFaces(assets, 0)![number]!;
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('the font of a box', () => {
  test('has every cluster of every text in the small and the medium face', () => {
    for (const texts of Object.values(screenTexts('tools/screens/texts'))) {
      for (const text of Object.values(texts)) {
        for (const cluster of clusters(shaped(text))) {
          for (const number of [SMALL, MEDIUM]) {
            const bytes = utf8(cluster);
            expect(glyphAt(face(number), bytes, 0).bytes, `${cluster} of "${text}"`).toBe(bytes.length);
          }
        }
      }
    }
  });

  test('takes the longest cluster that stands there', () => {
    const plain = glyphAt(face(MEDIUM), utf8('कल'), 0);
    const joined = glyphAt(face(MEDIUM), utf8('काल'), 0);
    expect(plain.bytes).toBe(3);
    expect(joined.bytes).toBe(6);
  });

  test('shows a question mark for what it cannot draw and goes on behind it', () => {
    const medium = face(MEDIUM);
    const mark = glyphAt(medium, '?', 0);
    const unknown = glyphAt(medium, utf8('漢字'), 0);
    expect(unknown.offset).toBe(mark.offset);
    expect(unknown.bytes).toBe(3);
    expect(textWidth(medium, utf8('漢字a'))).toBe(2 * mark.advancePx + textWidth(medium, 'a'));
  });

  test('has digits of one width, so that a countdown does not jump', () => {
    for (const number of [SMALL, MEDIUM, AMOUNT]) {
      const widths = [...'0123456789'].map((digit) => textWidth(face(number), digit));
      expect(new Set(widths).size).toBe(1);
    }
  });

  test('is refused when damaged', () => {
    expect(openFaces({ read: () => 'GFNT\x02\x05' + '\x00'.repeat(60) }, 0)).toBeUndefined();
    expect(openFaces({ read: () => 'XXXX\x01\x05' + '\x00'.repeat(60) }, 0)).toBeUndefined();
  });
});

describe('a long text', () => {
  test('breaks at blanks into lines that fit', () => {
    const small = face(SMALL);
    const lines: Line[] = [];
    addText(lines, small, 'Wi-Fi works, the server does not answer', 150, 4);
    expect(lines.map((line) => line.text).join(' ')).toBe('Wi-Fi works, the server does not answer');
    for (const line of lines) expect(textWidth(small, line.text)).toBeLessThanOrEqual(150);
  });

  test('ends where its lines are used up', () => {
    const lines: Line[] = [];
    addText(lines, face(SMALL), 'one', 20, 1);
    addText(lines, face(SMALL), 'two three four', 20, 2);
    expect(lines.map((line) => line.text)).toEqual(['one', 'two', 'three']);
  });
});

describe('the files made from the texts', () => {
  test('are up to date', () => {
    const texts = screenTexts('tools/screens/texts');
    expect(readFileSync('firmware/screens/texts.ts', 'utf8')).toBe(textNumbers(texts));
  });

  test('cannot be made when a language lacks a text', () => {
    expect(() => packTexts('ne', { en: { today: 'Today' }, ne: {} }, ['today'])).toThrow(
      /ne\.json: missing or unknown texts: today/,
    );
  });
});
