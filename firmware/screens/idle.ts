import { digits } from '../canvas/amount';
import { drawText, textWidth } from '../canvas/text';
import type { Colour } from '../drivers/ports';
import type { SwitchLine, View } from '../app/effects';
import { drawAmount, margin, say, type Brush } from './paint';
import { TEXT_ONLINE, TEXT_OFFLINE, TEXT_PAYMENT, TEXT_PAYMENTS, TEXT_READY, TEXT_TODAY } from './texts';

const HEADER_PX = 48;
const DOT_PX = 12;

/** Idle: whose shop, is everything connected, what came in today. */
export function drawIdle(brush: Brush, view: Extract<View, { at: 'idle' }>): void {
  const canvas = brush.canvas;
  const edge = margin(canvas);
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'paper');
  drawHeader(brush, view.shop, view.link === 'online');
  const top = HEADER_PX + (canvas.heightPx >= 220 ? 14 : 4);
  drawText(canvas, brush.small, edge, top, say(brush, view.language, TEXT_TODAY), 'muted', canvas.widthPx);
  drawTotal(brush, edge, top + brush.small.heightPx, view);
  drawSwitches(
    brush,
    view.switches,
    say(brush, view.language, view.link === 'online' ? TEXT_ONLINE : TEXT_OFFLINE),
    view.link === 'online',
  );
}

/** The dark band with the shop's name and one dot for the whole connection. */
export function drawHeader(brush: Brush, shop: string, online: boolean): void {
  const canvas = brush.canvas;
  const edge = margin(canvas);
  canvas.fill(0, 0, canvas.widthPx, HEADER_PX, 'black');
  const limitPx = canvas.widthPx - 3 * edge - DOT_PX;
  drawText(canvas, brush.medium, edge, 8, shop === '' ? 'Ghanti' : shop, 'white', limitPx);
  canvas.fill(canvas.widthPx - edge - DOT_PX, (HEADER_PX - DOT_PX) >>> 1, DOT_PX, DOT_PX, online ? 'good' : 'warn');
}

function drawTotal(brush: Brush, x: number, y: number, view: Extract<View, { at: 'idle' }>): void {
  const canvas = brush.canvas;
  const widthPx = canvas.widthPx - 2 * x;
  if (view.total.count === 0) {
    drawText(canvas, brush.medium, x, y + 10, say(brush, view.language, TEXT_READY), 'ink', widthPx);
    return;
  }
  const heightPx = drawAmount(brush, x, y, widthPx, view.total.amountMinor, view.total.currency, 'ink', false);
  const word = say(brush, view.language, view.total.count === 1 ? TEXT_PAYMENT : TEXT_PAYMENTS);
  drawText(canvas, brush.small, x, y + heightPx, digits(view.total.count) + ' ' + word, 'ink', widthPx);
}

function healthColour(line: SwitchLine): Colour {
  if (line.health === 'ok') return 'good';
  return line.health === 'trouble' ? 'bad' : 'muted';
}

/** The bottom line: one dot and name for each payment switch, and the link's own state, told apart. */
function drawSwitches(brush: Brush, switches: SwitchLine[], link: string, online: boolean): void {
  const canvas = brush.canvas;
  const edge = margin(canvas);
  const y = canvas.heightPx - brush.small.heightPx - 10;
  canvas.fill(edge, y - 8, canvas.widthPx - 2 * edge, 1, 'muted');
  const linkPx = textWidth(brush.small, link);
  drawText(canvas, brush.small, canvas.widthPx - edge - linkPx, y, link, online ? 'good' : 'warn', linkPx);
  let x = edge;
  for (let i = 0; i < switches.length; i++) {
    const limitPx = canvas.widthPx - edge - linkPx - 8 - x - DOT_PX - 6;
    if (limitPx < 24) return;
    canvas.fill(x, y + 5, DOT_PX, DOT_PX, healthColour(switches[i]));
    x = drawText(canvas, brush.small, x + DOT_PX + 6, y, switches[i].name, 'ink', limitPx) + 14;
  }
}
