import { addText, drawText, textWidth, type Line } from '../canvas/text';
import type { Colour } from '../drivers/ports';
import type { SwitchLine, View } from '../app/effects';
import { countOf } from './messages';
import { addAmount, drawLines, heightOf, isRoomy, margin, say, type Brush } from './paint';
import { besideQr, drawCode } from './qr';
import { TEXT_GHANTI, TEXT_ONLINE, TEXT_READY, TEXT_SCAN_TO_PAY, TEXT_TODAY } from './texts';
import { idiv } from '../wire/idiv';

type IdleView = Extract<View, { at: 'idle' }>;

/** Idle: whose shop, what came in today or the shop's own QR, is everything connected. */
export function drawIdle(brush: Brush, view: IdleView): void {
  const shop = view.shop === '' ? say(brush, TEXT_GHANTI) : view.shop;
  const symbol = view.symbol;
  if (symbol === undefined || brush.canvas.qrPx === 0) {
    drawDay(brush, view, shop);
    return;
  }
  const side = besideQr(brush, symbol.version);
  const lines: Line[] = [];
  if (side.heightPx >= brush.small.heightPx) addText(lines, brush.small, shop, side.widthPx, side.y > 0 ? 1 : 3);
  if (side.y === 0) addText(lines, brush.small, say(brush, TEXT_SCAN_TO_PAY), side.widthPx, 3);
  drawCode(brush, side, symbol, lines, false);
  if (side.y === 0) drawHealth(brush, view.switches, side.x, side.widthPx);
}

/** A panel lower than this has the sum alone. */
const HEADED_PX = 100;

/** The dark band with the shop's name, the day's total, and the line of what is connected. */
function drawDay(brush: Brush, view: IdleView, shop: string): void {
  const canvas = brush.canvas;
  const x = margin(brush);
  const widthPx = canvas.widthPx - 2 * x;
  const headed = canvas.heightPx >= HEADED_PX;
  const face = isRoomy(brush) && textWidth(brush.medium, shop) <= widthPx ? brush.medium : brush.small;
  const top = headed ? face.heightPx + idiv(face.heightPx, 4) : 0;
  const roomPx = canvas.heightPx - top - (headed ? brush.small.heightPx + GAP_PX : 0);
  const lines: Line[] = [];
  if (view.total.count === 0) {
    addText(lines, brush.medium, say(brush, TEXT_READY), widthPx, 1);
  } else {
    const today = say(brush, TEXT_TODAY);
    addText(lines, brush.small, headed ? today + ' ' + countOf(brush, view.total.count) : today, widthPx, 1);
    addAmount(lines, brush, view.total.amountMinor, view.total.currency, widthPx, roomPx - heightOf(lines));
  }
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'paper');
  drawLines(brush, lines, x, top + idiv(roomPx - heightOf(lines), 2), widthPx, 'ink', false);
  if (!headed) return;
  canvas.fill(0, 0, canvas.widthPx, top, 'black');
  const name: Line[] = [];
  addText(name, face, shop, widthPx, 1);
  drawLines(brush, name, x, idiv(face.heightPx, 8), widthPx, 'white', false);
  drawHealth(brush, view.switches, x, widthPx);
}

const GAP_PX = 6;
const DOT_PX = 12;
const RING_PX = 3;
const LEAST_NAME_PX = 50;

/** The bottom line: payment switches in trouble first, then that the box is online, then the others. */
function drawHealth(brush: Brush, switches: SwitchLine[], x: number, widthPx: number): void {
  const endX = x + widthPx;
  const pen = drawNames(brush, switches, true, x, endX);
  drawNames(brush, switches, false, drawName(brush, say(brush, TEXT_ONLINE), 'good', false, pen, endX), endX);
}

function drawNames(brush: Brush, switches: SwitchLine[], inTrouble: boolean, x: number, endX: number): number {
  let pen = x;
  for (let i = 0; i < switches.length; i++) {
    const health = switches[i].health;
    const colour: Colour = health === 'ok' ? 'good' : health === 'trouble' ? 'bad' : 'muted';
    if ((health === 'trouble') === inTrouble) pen = drawName(brush, switches[i].name, colour, inTrouble, pen, endX);
  }
  return pen;
}

/** A name behind its dot, a ring when all is not well; nothing where it has no room. Returns where the next one goes. */
function drawName(brush: Brush, name: string, colour: Colour, cut: boolean, x: number, endX: number): number {
  const canvas = brush.canvas;
  const y = canvas.heightPx - brush.small.heightPx - 2;
  const textX = x + DOT_PX + GAP_PX;
  if (textX + (cut ? LEAST_NAME_PX : textWidth(brush.small, name)) > endX) return endX;
  canvas.fill(x, y + 5, DOT_PX, DOT_PX, colour);
  if (colour !== 'good') canvas.fill(x + RING_PX, y + 5 + RING_PX, DOT_PX - 2 * RING_PX, DOT_PX - 2 * RING_PX, 'paper');
  return drawText(canvas, brush.small, textX, y, endX - textX, name, 'ink') + 2 * GAP_PX;
}
