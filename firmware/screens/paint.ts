// What the screens share: faces opened once, and lines of text in a column, as large as there is room.
import { amountText, currencyText, majorText, minorText } from '../canvas/amount';
import { openFaces, type Face } from '../canvas/font';
import { drawText, isRightToLeft, textWidth, type Line } from '../canvas/text';
import type { Assets, Canvas, Colour } from '../drivers/ports';
import { languageOf, textOf } from './text';
import { idiv } from '../wire/idiv';

/** A canvas with its fonts and where its language's texts are: what a screen draws with. */
export interface Brush {
  canvas: Canvas;
  assets: Assets;
  texts: string;
  small: Face;
  medium: Face;
  amount: Face;
  large: Face;
  icons: Face;
}

/** Undefined when the font or the texts are missing or damaged. */
export function openBrush(canvas: Canvas, assets: Assets, language: string): Brush | undefined {
  const written = languageOf(assets, language);
  const faces = written === undefined ? undefined : openFaces(assets, written.digits);
  if (written === undefined || faces === undefined) return undefined;
  return {
    canvas,
    assets,
    texts: written.file,
    small: faces[0],
    medium: faces[1],
    amount: faces[2],
    large: faces[3],
    icons: faces[4],
  };
}

/** A text of the screens. */
export function say(brush: Brush, number: number): string {
  return textOf(brush.assets, brush.texts, number);
}

/** True on panels with room for large type; on the others each line counts. */
export function isRoomy(brush: Brush): boolean {
  return brush.canvas.heightPx > 150;
}

/** The margin at the left and at the right of every screen. */
export function margin(brush: Brush): number {
  return brush.canvas.widthPx < 300 ? 6 : 16;
}

/** The largest face for digits in which this text fits a box. */
function fit(brush: Brush, text: string, widthPx: number, heightPx: number): Face | undefined {
  const faces = [brush.large, brush.amount, brush.medium];
  for (let i = 0; i < 3; i++) {
    if (faces[i].heightPx <= heightPx && textWidth(faces[i], text) <= widthPx) return faces[i];
  }
  return undefined;
}

/**
 * Adds an amount of money, whole and as large as it fits: the currency above the digits, or in front of them where the
 * box is low, or the minor units below the whole ones where it is narrow. A box that is both has no currency.
 */
export function addAmount(
  lines: Line[],
  brush: Brush,
  amountMinor: number,
  currency: number,
  widthPx: number,
  heightPx: number,
): void {
  const small = brush.small;
  const code = currencyText(currency);
  const digits = amountText(amountMinor, currency);
  const face = fit(brush, digits, widthPx, heightPx - small.heightPx);
  if (face !== undefined) {
    lines.push({ face: small, text: code });
    lines.push({ face, text: digits });
    return;
  }
  const whole = code + ' ' + digits;
  const line = textWidth(brush.medium, whole) <= widthPx && brush.medium.heightPx <= heightPx ? brush.medium : small;
  if (textWidth(line, whole) <= widthPx || heightPx < 3 * small.heightPx) {
    lines.push({ face: line, text: textWidth(line, whole) <= widthPx ? whole : digits });
    return;
  }
  const major = majorText(amountMinor, currency);
  const narrow = fit(brush, major, widthPx, heightPx);
  lines.push({ face: small, text: code });
  lines.push({ face: narrow === undefined ? small : narrow, text: major });
  lines.push({ face: small, text: minorText(amountMinor, currency) });
}

export function heightOf(lines: Line[]): number {
  let heightPx = 0;
  for (let i = 0; i < lines.length; i++) heightPx += lines[i].face.heightPx;
  return heightPx;
}

/** Draws lines below each other, from the edge where the first one begins or in the middle of the column. */
export function drawLines(
  brush: Brush,
  lines: Line[],
  x: number,
  y: number,
  widthPx: number,
  colour: Colour,
  centred: boolean,
): void {
  const mirrored = lines.length > 0 && isRightToLeft(lines[0].text);
  let top = y;
  for (let i = 0; i < lines.length; i++) {
    const face = lines[i].face;
    const text = lines[i].text;
    const sparePx = widthPx - textWidth(face, text);
    const indent = sparePx < 0 ? 0 : centred ? idiv(sparePx, 2) : mirrored ? sparePx : 0;
    drawText(brush.canvas, face, x + indent, top, widthPx, text, colour);
    top += face.heightPx;
  }
}
