import type { Canvas, Colour } from '../drivers/ports';
import { glyphAt, glyphBits, plainAdvance, type Face } from './font';

/** Width in pixels of a UTF-8 text in this face. */
export function textWidth(face: Face, text: string): number {
  let width = 0;
  for (let at = 0; at < text.length;) {
    const advance = plainAdvance(face, text.charCodeAt(at));
    if (advance < 0) {
      const glyph = glyphAt(face, text, at);
      width += glyph.advancePx;
      at += glyph.bytes;
    } else {
      width += advance;
      at++;
    }
  }
  return width;
}

/**
 * Draws a UTF-8 text with its line's top left at x, y and returns the pen's x behind it. What does not fit in
 * `limitPx` is left off at a glyph's edge.
 */
export function drawText(
  canvas: Canvas,
  face: Face,
  x: number,
  y: number,
  limitPx: number,
  text: string,
  colour: Colour,
): number {
  let pen = x;
  for (let at = 0; at < text.length;) {
    const glyph = glyphAt(face, text, at);
    if (pen + glyph.advancePx > x + limitPx) return pen;
    if (glyph.widthPx > 0) {
      canvas.blit(pen + glyph.left, y + glyph.top, glyph.widthPx, glyph.heightPx, glyphBits(face, glyph), colour);
    }
    pen += glyph.advancePx;
    at += glyph.bytes;
  }
  return pen;
}

/**
 * True for a text whose first byte is of an Arabic letter, or of one of the forms that the bridge and the build make of
 * them (bridge/gateway/arabic.ts). Nothing else that boxes draw begins with these bytes.
 */
export function isRightToLeft(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === 0xef || (first > 0xd7 && first < 0xe0);
}

/** A line of text and its face. */
export interface Line {
  face: Face;
  text: string;
}

const BLANK = 32;

/**
 * Adds a text, broken at blanks into at most `limit` lines of at most `widthPx`; a word that is too long stands alone
 * and is cut when drawn. Words from right to left, and numbers among them, are put so.
 */
export function addText(lines: Line[], face: Face, text: string, widthPx: number, limit: number): void {
  const end = lines.length + limit;
  let line = '';
  let from = 0;
  for (let i = 0; i <= text.length && lines.length < end; i++) {
    if (i === text.length || text.charCodeAt(i) === BLANK) {
      const word = text.substring(from, i);
      from = i + 1;
      const longer =
        line === '' ? word : isRightToLeft(word) || isRightToLeft(line) ? word + ' ' + line : line + ' ' + word;
      if (word !== '' && line !== '' && textWidth(face, longer) > widthPx) {
        lines.push({ face, text: line });
        line = word;
      } else if (word !== '') {
        line = longer;
      }
    }
  }
  if (line !== '' && lines.length < end) lines.push({ face, text: line });
}
