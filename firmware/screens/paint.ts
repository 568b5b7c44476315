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
  if (small === undefined || medium === undefined || amount === undefined || large === undefined || icons === undefined) return undefined;
  return { canvas, assets, small, medium, amount, large, icons };
}

/** The margin of every screen: a twentieth of the width. */
export function margin(canvas: Canvas): number {
  return canvas.widthPx >= 300 ? 16 : 8;
}

const CURRENCY_GAP_PX = 10;

/** The largest face in which currency and amount stand in one line of this width. */
function faceFor(brush: Brush, currency: string, amount: string, widthPx: number): Face {
  const rest = widthPx - textWidth(brush.medium, currency) - CURRENCY_GAP_PX;
  if (textWidth(brush.large, amount) <= rest) return brush.large;
  return textWidth(brush.amount, amount) <= rest ? brush.amount : brush.medium;
}

/** Draws 'NPR 1,250.50' with one baseline, in the largest face that fits; centred or from x. Returns the line's height. */
export function drawAmount(brush: Brush, x: number, y: number, widthPx: number, amountMinor: number, currency: number, colour: Colour, centred: boolean): number {
  const code = currencyText(currency);
  const amount = amountText(amountMinor, currency);
  const face = faceFor(brush, code, amount, widthPx);
  const codeWidth = textWidth(brush.medium, code) + CURRENCY_GAP_PX;
  const total = codeWidth + textWidth(face, amount);
  const left = centred && total < widthPx ? x + ((widthPx - total) >>> 1) : x;
  drawText(brush.canvas, brush.medium, left, y + face.baselinePx - brush.medium.baselinePx, code, colour, widthPx);
  drawText(brush.canvas, face, left + codeWidth, y, amount, colour, widthPx);
  return face.heightPx;
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
  if (message.hasAmount) drawAmount(brush, edge, y, widthPx, message.amountMinor, message.currency, message.colour, true);
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
