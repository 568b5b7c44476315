import { currencyText, digits, majorText, minorText } from '../canvas/amount';
import type { Face } from '../canvas/font';
import { drawCentred, drawText, textWidth, wrap } from '../canvas/text';
import type { Colour } from '../drivers/ports';
import type { View } from '../app/effects';
import { idiv } from '../wire/idiv';
import { say, type Brush } from './paint';
import { TEXT_OFFLINE, TEXT_OPENED, TEXT_SCAN_TO_PAY, TEXT_TRY_AGAIN } from './texts';

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

/** The QR in a square at the left (or top), amount and time beside it. A new second redraws the time alone. */
export function drawQr(brush: Brush, view: QrView, previous: View | undefined): void {
  const canvas = brush.canvas;
  const wide = canvas.widthPx > canvas.heightPx;
  const areaPx = wide ? canvas.heightPx : canvas.widthPx;
  const same =
    previous !== undefined &&
    previous.at === 'qr' &&
    previous.codewords === view.codewords &&
    previous.amountMinor === view.amountMinor;
  if (!same) {
    canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'white');
    const layout = layoutQr(view.version, areaPx);
    canvas.qr(layout.at, layout.at, layout.modulePx, layout.quietModules, view);
    if (wide) drawSum(brush, areaPx, canvas.widthPx - areaPx - 4, view);
  }
  if (!wide) return;
  const marks = previous !== undefined && previous.at === 'qr' && markOf(previous) === markOf(view);
  if (!same || !marks) drawMark(brush, areaPx, canvas.widthPx - areaPx - 4, view);
  drawTime(brush, areaPx, canvas.widthPx - areaPx - 4, view.secondsLeft);
}

/** The first of these faces in which the text fits. */
function fitting(faces: Face[], text: string, widthPx: number): Face {
  for (let i = 0; i < faces.length; i++) {
    if (textWidth(faces[i], text) <= widthPx) return faces[i];
  }
  return faces[faces.length - 1];
}

/** What to do, and the sum: whole part as large as the column allows, minor units below it. */
function drawSum(brush: Brush, x: number, widthPx: number, view: QrView): void {
  let y = 8;
  const invitation = wrap(brush.small, say(brush, view.language, TEXT_SCAN_TO_PAY), widthPx, 3);
  for (let i = 0; i < invitation.length; i++) {
    drawText(brush.canvas, brush.small, x, y, invitation[i], 'muted', widthPx);
    y += brush.small.heightPx;
  }
  y += 6;
  drawText(brush.canvas, brush.small, x, y, currencyText(view.currency), 'ink', widthPx);
  y += brush.small.heightPx;
  const major = majorText(view.amountMinor, view.currency);
  const minor = minorText(view.amountMinor, view.currency);
  const face = fitting([brush.amount, brush.medium, brush.small], major, widthPx);
  if (textWidth(face, major + minor) <= widthPx) {
    drawText(brush.canvas, face, x, y, major + minor, 'ink', widthPx);
    return;
  }
  drawText(brush.canvas, face, x, y, major, 'ink', widthPx);
  const below = face === brush.amount ? brush.small : brush.medium;
  drawText(brush.canvas, below, x, y + face.heightPx - 4, minor, 'ink', widthPx);
}

/** One mark at a time, the most useful first: offline, try again, opened. */
function markOf(view: QrView): 'offline' | 'failed' | 'opened' | 'none' {
  if (view.link !== 'online') return 'offline';
  if (view.failed) return 'failed';
  return view.opened ? 'opened' : 'none';
}

const MARK_PX = 52;
const TIME_PX = 36;

function drawMark(brush: Brush, x: number, widthPx: number, view: QrView): void {
  const y = brush.canvas.heightPx - TIME_PX - MARK_PX - 6;
  const mark = markOf(view);
  const colour: Colour = mark === 'opened' ? 'accent' : mark === 'none' ? 'white' : 'bad';
  brush.canvas.fill(x, y, widthPx, MARK_PX, colour);
  if (mark === 'none') return;
  const text = mark === 'opened' ? TEXT_OPENED : mark === 'failed' ? TEXT_TRY_AGAIN : TEXT_OFFLINE;
  const lines = wrap(brush.small, say(brush, view.language, text), widthPx - 4, 2);
  let top = y + ((MARK_PX - lines.length * brush.small.heightPx) >>> 1);
  for (let i = 0; i < lines.length; i++) {
    drawCentred(brush.canvas, brush.small, x + 2, top, widthPx - 4, lines[i], 'white');
    top += brush.small.heightPx;
  }
}

function drawTime(brush: Brush, x: number, widthPx: number, secondsLeft: number): void {
  const y = brush.canvas.heightPx - TIME_PX;
  const seconds = secondsLeft % 60;
  const text = digits(idiv(secondsLeft, 60)) + ':' + (seconds < 10 ? '0' : '') + digits(seconds);
  brush.canvas.fill(x, y, widthPx, TIME_PX - 2, 'white');
  drawText(brush.canvas, brush.medium, x, y, text, secondsLeft <= 30 ? 'bad' : 'ink', widthPx);
}
