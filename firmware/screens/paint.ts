// What the screens share: faces opened once, the amount in the largest face that fits, the full-colour message.
import { amountText, currencyText } from '../canvas/amount';
import { AMOUNT, ICONS, LARGE, MEDIUM, SMALL, openFace, type Face } from '../canvas/font';
import { drawCentred, drawText, textWidth, wrap } from '../canvas/text';
import type { Assets, Canvas, Colour } from '../drivers/ports';
import { textOf } from './text';

/** A canvas with its fonts: what a screen draws with. */
export interface Brush {
  canvas: Canvas;
  assets: Assets;
  small: Face;
  medium: Face;
  amount: Face;
  large: Face;
  icons: Face;
}

/** Undefined when the font file is missing or damaged. */
export function openBrush(canvas: Canvas, assets: Assets): Brush | undefined {
  const small = openFace(assets, SMALL);
  const medium = openFace(assets, MEDIUM);
  const amount = openFace(assets, AMOUNT);
  const large = openFace(assets, LARGE);
  const icons = openFace(assets, ICONS);
  if (small === undefined || medium === undefined || amount === undefined || large === undefined || icons === undefined)
    return undefined;
  return { canvas, assets, small, medium, amount, large, icons };
}

/** The margin of every screen: a twentieth of the width. */
export function margin(canvas: Canvas): number {
  return canvas.widthPx >= 300 ? 16 : 8;
}

const CURRENCY_GAP_PX = 10;

/** The largest of the amount's faces in which the text is at most this wide, or the smallest. */
function faceFor(brush: Brush, amount: string, widthPx: number): Face {
  if (textWidth(brush.large, amount) <= widthPx) return brush.large;
  return textWidth(brush.amount, amount) <= widthPx ? brush.amount : brush.medium;
}

/**
 * Draws 'NPR 1,250.50' as large as it fits, centred or from x: on one baseline, or, when that allows a larger face, with
 * the currency on a line of its own below. Returns the height used, at most that of the large face.
 */
export function drawAmount(
  brush: Brush,
  x: number,
  y: number,
  widthPx: number,
  amountMinor: number,
  currency: number,
  colour: Colour,
  centred: boolean,
): number {
  const code = currencyText(currency);
  const amount = amountText(amountMinor, currency);
  const codeWidth = textWidth(brush.medium, code) + CURRENCY_GAP_PX;
  const face = faceFor(brush, amount, widthPx - codeWidth);
  const alone = faceFor(brush, amount, widthPx);
  if (alone !== face && alone !== brush.large)
    return drawStacked(brush, x, y, widthPx, alone, amount, code, colour, centred);
  const total = codeWidth + textWidth(face, amount);
  const left = centred && total < widthPx ? x + ((widthPx - total) >>> 1) : x;
  drawText(brush.canvas, brush.medium, left, y + face.baselinePx - brush.medium.baselinePx, code, colour, widthPx);
  drawText(brush.canvas, face, left + codeWidth, y, amount, colour, widthPx);
  return face.heightPx;
}

function drawStacked(
  brush: Brush,
  x: number,
  y: number,
  widthPx: number,
  face: Face,
  amount: string,
  code: string,
  colour: Colour,
  centred: boolean,
): number {
  if (centred) {
    drawCentred(brush.canvas, face, x, y, widthPx, amount, colour);
    drawCentred(brush.canvas, brush.small, x, y + face.heightPx, widthPx, code, colour);
  } else {
    drawText(brush.canvas, face, x, y, amount, colour, widthPx);
    drawText(brush.canvas, brush.small, x, y + face.heightPx, code, colour, widthPx);
  }
  return face.heightPx + brush.small.heightPx;
}

/** A whole screen that says one thing. `icon` is a pictogram's code, `title` and `lines` are UTF-8. */
export interface Message {
  icon: string;
  title: string;
  detail: string;
  background: Colour;
  colour: Colour;
  amountMinor: number;
  currency: number;
  /** False for messages without money. */
  hasAmount: boolean;
}

/** Draws a message: icon, title, amount, detail, centred from top to bottom on a full colour. */
export function drawMessage(brush: Brush, message: Message): void {
  const canvas = brush.canvas;
  const edge = margin(canvas);
  const widthPx = canvas.widthPx - 2 * edge;
  const details = wrap(brush.small, message.detail, widthPx, 2);
  const iconPx = canvas.heightPx >= 220 ? brush.icons.heightPx : 0;
  const amountPx = message.hasAmount ? brush.large.heightPx : 0;
  const total = iconPx + brush.medium.heightPx + amountPx + details.length * brush.small.heightPx + 6;
  let y = total < canvas.heightPx ? (canvas.heightPx - total) >>> 1 : 0;
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, message.background);
  if (iconPx > 0) drawCentred(canvas, brush.icons, edge, y, widthPx, message.icon, message.colour);
  y += iconPx + 6;
  drawCentred(canvas, brush.medium, edge, y, widthPx, message.title, message.colour);
  y += brush.medium.heightPx;
  if (message.hasAmount)
    drawAmount(brush, edge, y, widthPx, message.amountMinor, message.currency, message.colour, true);
  y += amountPx;
  for (let i = 0; i < details.length; i++) {
    drawCentred(canvas, brush.small, edge, y, widthPx, details[i], message.colour);
    y += brush.small.heightPx;
  }
}

/** A text of the screens in the view's language. */
export function say(brush: Brush, language: string, number: number): string {
  return textOf(brush.assets, language, number);
}
