import { amountText, currencyText, digits } from '../canvas/amount';
import { addText, textWidth, type Line } from '../canvas/text';
import type { QrSymbol, Region } from '../drivers/ports';
import type { View } from '../app/effects';
import { idiv } from '../wire/idiv';
import { addAmount, drawLines, heightOf, isRoomy, say, type Brush } from './paint';
import { TEXT_MINUTES, TEXT_OFFLINE, TEXT_OPENED, TEXT_SCAN_TO_PAY, TEXT_TRY_AGAIN } from './texts';

type QrView = Extract<View, { at: 'qr' }>;

const GAP_PX = 4;
const COLUMN_LEAST_PX = 40;
/** What digits and capitals of the small face take of its height. */
const STRIP_LEAST_PX = 14;

/** The largest whole module with a quiet zone of 2 modules or more in the panel's square. */
function modulePxOf(brush: Brush, version: number): number {
  return idiv(brush.canvas.qrPx, 21 + 4 * version);
}

/**
 * What a symbol of this version leaves: a column at its right (y is 0), else a strip below it, at most a line high and
 * at least as high as digits and capitals are, or nothing (no height).
 */
export function besideQr(brush: Brush, version: number): Region {
  const canvas = brush.canvas;
  const x = canvas.qrPx;
  if (canvas.widthPx - x >= COLUMN_LEAST_PX)
    return { x, y: 0, widthPx: canvas.widthPx - x - GAP_PX, heightPx: canvas.heightPx };
  const leftPx = canvas.heightPx - modulePxOf(brush, version) * (21 + 4 * version);
  const linePx = brush.small.heightPx;
  const heightPx = leftPx < STRIP_LEAST_PX ? 0 : leftPx < linePx ? leftPx : linePx;
  return { x: GAP_PX, y: canvas.heightPx - heightPx, widthPx: canvas.widthPx - 2 * GAP_PX, heightPx };
}

/**
 * Draws the symbol in the middle of its square, and the lines beside it. `kept` when a symbol of this version is there
 * already: a panel is sent what was drawn.
 */
export function drawCode(brush: Brush, side: Region, symbol: QrSymbol, lines: Line[], kept: boolean): void {
  const canvas = brush.canvas;
  const modulePx = modulePxOf(brush, symbol.version);
  const sidePx = modulePx * (17 + 4 * symbol.version);
  const column = side.y === 0;
  if (kept) canvas.fill(side.x, side.y, side.widthPx, side.heightPx, 'white');
  else canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'white');
  canvas.qr(
    idiv((column ? canvas.qrPx : canvas.widthPx) - sidePx, 2),
    idiv((column ? canvas.heightPx : side.y) - sidePx, 2),
    modulePx,
    symbol,
  );
  drawLines(
    brush,
    lines,
    side.x,
    column ? GAP_PX : middleY(side.y, side.heightPx, brush.small.heightPx),
    side.widthPx,
    'ink',
    false,
  );
}

/** Where type begins that is in the middle of a stretch; what is higher than that hangs over both its ends. */
function middleY(y: number, heightPx: number, typePx: number): number {
  return typePx > heightPx ? y - idiv(typePx - heightPx, 2) : y + idiv(heightPx - typePx, 2);
}

/** Amount, mark and time beside the QR. A new second draws the time alone; false when a slow panel need not change. */
export function drawQr(brush: Brush, view: QrView, previous: View | undefined): boolean {
  const before = previous !== undefined && previous.at === 'qr' ? previous : undefined;
  const same = before !== undefined && before.codewords === view.codewords && before.amountMinor === view.amountMinor;
  const unmarked = !same || markOf(before) !== markOf(view);
  if (brush.canvas.slow && !unmarked) return false;
  const side = besideQr(brush, view.version);
  const lines: Line[] = [];
  const sum = currencyText(view.currency) + ' ' + amountText(view.amountMinor, view.currency);
  if (side.y === 0) addColumn(lines, brush, side, view);
  else if (side.heightPx > 0) lines.push({ face: brush.small, text: sum });
  if (!same) drawCode(brush, side, view, lines, before !== undefined && before.version === view.version);
  if (side.y > 0) {
    const sumPx = textWidth(brush.small, sum) + 2 * GAP_PX;
    side.x += sumPx;
    side.widthPx -= sumPx;
  }
  if (side.heightPx > 0) drawFoot(brush, side, view, unmarked);
  return true;
}

const MARK_PX = 52;
const TIME_PX = 34;

/** Mark and time below each other; where there is one line for both, the mark hides the time. */
function hasTwo(brush: Brush, side: Region): boolean {
  return side.y === 0 && isRoomy(brush);
}

function addColumn(lines: Line[], brush: Brush, side: Region, view: QrView): void {
  addText(lines, brush.small, say(brush, TEXT_SCAN_TO_PAY), side.widthPx, 3);
  const footPx = hasTwo(brush, side) ? MARK_PX + TIME_PX : brush.small.heightPx;
  const roomPx = side.heightPx - heightOf(lines) - footPx - 2 * GAP_PX;
  addAmount(lines, brush, view.amountMinor, view.currency, side.widthPx, roomPx);
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
  const heightPx = two ? TIME_PX : side.y > 0 ? side.heightPx : brush.small.heightPx;
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
  drawLines(brush, lines, side.x, middleY(y, heightPx, heightOf(lines)), side.widthPx, 'white', true);
}

/** Minutes and seconds, or whole minutes on a panel that cannot count down. */
function drawTime(brush: Brush, side: Region, y: number, heightPx: number, secondsLeft: number): void {
  const seconds = secondsLeft % 60;
  const text = brush.canvas.slow
    ? digits(idiv(secondsLeft + 59, 60)) + ' ' + say(brush, TEXT_MINUTES)
    : digits(idiv(secondsLeft, 60)) + ':' + (seconds < 10 ? '0' : '') + digits(seconds);
  const large = heightPx === TIME_PX;
  const face = large ? brush.medium : brush.small;
  const lines: Line[] = [];
  // Digits keep out of the quiet zone above a low strip, the word for minutes does not in every language.
  if (textWidth(face, text) <= side.widthPx && (!brush.canvas.slow || heightPx >= face.heightPx))
    addText(lines, face, text, side.widthPx, 1);
  brush.canvas.fill(side.x, y, side.widthPx, heightPx, 'white');
  const top = large ? y : middleY(y, heightPx, face.heightPx);
  drawLines(brush, lines, side.x, top, side.widthPx, secondsLeft <= 30 ? 'bad' : 'ink', false);
}
