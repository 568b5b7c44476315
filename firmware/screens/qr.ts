import { amountText, currencyText, digits } from '../canvas/amount';
import { addText, textWidth, type Line } from '../canvas/text';
import type { QrSymbol, Region } from '../drivers/ports';
import type { View } from '../app/effects';
import { idiv } from '../wire/idiv';
import { addAmount, drawLines, heightOf, isRoomy, say, type Brush } from './paint';
import { TEXT_MINUTES, TEXT_OFFLINE, TEXT_OPENED, TEXT_SCAN_TO_PAY, TEXT_TRY_AGAIN } from './texts';

type QrView = Extract<View, { at: 'qr' }>;

/** Where the symbol lies in its square, and how large a module is. */
export interface QrLayout {
  modulePx: number;
  quietModules: number;
  /** Left and top of the quiet zone. */
  at: number;
}

/** The largest whole module with a quiet zone of 2 modules or more (4 where there is room) in a square of `areaPx`. */
export function layoutQr(version: number, areaPx: number): QrLayout {
  const modules = 17 + 4 * version;
  const modulePx = idiv(areaPx, modules + 4);
  const room = idiv(idiv(areaPx, modulePx > 0 ? modulePx : 1) - modules, 2);
  const quietModules = room > 4 ? 4 : room;
  return { modulePx, quietModules, at: (areaPx - modulePx * (modules + 2 * quietModules)) >>> 1 };
}

const GAP_PX = 4;
const COLUMN_LEAST_PX = 40;
const STRIP_LEAST_PX = 18;

/** What the square leaves: a column at its right (y is 0), else a strip below it, a line high, or nothing (no height). */
export function besideQr(brush: Brush): Region {
  const canvas = brush.canvas;
  const x = canvas.qrPx;
  if (canvas.widthPx - x >= COLUMN_LEAST_PX)
    return { x, y: 0, widthPx: canvas.widthPx - x - GAP_PX, heightPx: canvas.heightPx };
  const heightPx = canvas.heightPx - x < STRIP_LEAST_PX ? 0 : brush.small.heightPx;
  return { x: GAP_PX, y: canvas.heightPx - heightPx, widthPx: canvas.widthPx - 2 * GAP_PX, heightPx };
}

/** Empties the panel, draws the symbol in the middle of its square, and the lines beside it. */
export function drawCode(brush: Brush, side: Region, symbol: QrSymbol, lines: Line[]): void {
  const canvas = brush.canvas;
  const layout = layoutQr(symbol.version, canvas.qrPx);
  const right = side.y > 0 ? (canvas.widthPx - canvas.qrPx) >>> 1 : 0;
  const down = side.y > 0 ? 0 : (canvas.heightPx - canvas.qrPx) >>> 1;
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'white');
  const quietPx = layout.at + layout.modulePx * layout.quietModules;
  canvas.qr(right + quietPx, down + quietPx, layout.modulePx, symbol);
  drawLines(brush, lines, side.x, side.y > 0 ? side.y : GAP_PX, side.widthPx, 'ink', false);
}

/** Amount, mark and time beside the QR. A new second draws the time alone; false when a slow panel need not change. */
export function drawQr(brush: Brush, view: QrView, previous: View | undefined): boolean {
  const side = besideQr(brush);
  const same =
    previous !== undefined &&
    previous.at === 'qr' &&
    previous.codewords === view.codewords &&
    previous.amountMinor === view.amountMinor;
  const unmarked = !same || markOf(previous) !== markOf(view);
  if (brush.canvas.slow && !unmarked) return false;
  const sum = currencyText(view.currency) + ' ' + amountText(view.amountMinor, view.currency);
  if (!same) drawCode(brush, side, view, side.y > 0 ? [{ face: brush.small, text: sum }] : columnOf(brush, side, view));
  if (side.heightPx === 0) return true;
  if (side.y > 0) {
    const sumPx = textWidth(brush.small, sum) + 2 * GAP_PX;
    side.x += sumPx;
    side.widthPx -= sumPx;
  }
  drawFoot(brush, side, view, unmarked);
  return true;
}

const MARK_PX = 52;
const TIME_PX = 34;

/** Mark and time below each other; where there is one line for both, the mark hides the time. */
function hasTwo(brush: Brush, side: Region): boolean {
  return side.y === 0 && isRoomy(brush);
}

function columnOf(brush: Brush, side: Region, view: QrView): Line[] {
  const lines: Line[] = [];
  addText(lines, brush.small, say(brush, TEXT_SCAN_TO_PAY), side.widthPx, 3);
  const footPx = hasTwo(brush, side) ? MARK_PX + TIME_PX : brush.small.heightPx;
  const roomPx = side.heightPx - heightOf(lines) - footPx - 2 * GAP_PX;
  addAmount(lines, brush, view.amountMinor, view.currency, side.widthPx, roomPx);
  return lines;
}

const UNMARKED = -1;

/** One mark at a time, the most useful first. */
function markOf(view: QrView): number {
  if (view.link !== 'online') return TEXT_OFFLINE;
  if (view.failed) return TEXT_TRY_AGAIN;
  return view.opened ? TEXT_OPENED : UNMARKED;
}

function drawFoot(brush: Brush, side: Region, view: QrView, unmarked: boolean): void {
  const two = hasTwo(brush, side);
  const mark = markOf(view);
  const heightPx = two ? TIME_PX : brush.small.heightPx;
  const y = brush.canvas.heightPx - heightPx;
  if (two || mark === UNMARKED) drawTime(brush, side, y, heightPx, view.secondsLeft);
  if (two && unmarked) drawMark(brush, side, y - MARK_PX - GAP_PX, MARK_PX, mark);
  else if (unmarked && mark !== UNMARKED) drawMark(brush, side, y, heightPx, mark);
}

function drawMark(brush: Brush, side: Region, y: number, heightPx: number, mark: number): void {
  const colour = mark === TEXT_OPENED ? 'accent' : mark === UNMARKED ? 'white' : 'bad';
  brush.canvas.fill(side.x, y, side.widthPx, heightPx, colour);
  if (mark === UNMARKED) return;
  const lines: Line[] = [];
  addText(lines, brush.small, say(brush, mark), side.widthPx - GAP_PX, heightPx === MARK_PX ? 2 : 1);
  drawLines(brush, lines, side.x, y + ((heightPx - heightOf(lines)) >>> 1), side.widthPx, 'white', true);
}

/** Minutes and seconds, or whole minutes on a panel that cannot count down. */
function drawTime(brush: Brush, side: Region, y: number, heightPx: number, secondsLeft: number): void {
  const seconds = secondsLeft % 60;
  const text = brush.canvas.slow
    ? digits(idiv(secondsLeft + 59, 60)) + ' ' + say(brush, TEXT_MINUTES)
    : digits(idiv(secondsLeft, 60)) + ':' + (seconds < 10 ? '0' : '') + digits(seconds);
  const face = heightPx === TIME_PX ? brush.medium : brush.small;
  const lines: Line[] = [];
  if (textWidth(face, text) <= side.widthPx) addText(lines, face, text, side.widthPx, 1);
  brush.canvas.fill(side.x, y, side.widthPx, heightPx, 'white');
  drawLines(brush, lines, side.x, y, side.widthPx, secondsLeft <= 30 ? 'bad' : 'ink', false);
}
