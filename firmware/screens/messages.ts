import { digits } from '../canvas/amount';
import {
  ICON_ALERT,
  ICON_BACK,
  ICON_BELL,
  ICON_CLOCK,
  ICON_CROSS,
  ICON_LIST,
  ICON_OFFLINE,
  ICON_PHONE,
  ICON_TICK,
} from '../canvas/font';
import { addText, textWidth, type Line } from '../canvas/text';
import type { View } from '../app/effects';
import { GIVES_DIGITS } from '../app/traits';
import type { Colour } from '../drivers/ports';
import { addAmount, drawLines, heightOf, isRoomy, margin, say, type Brush } from './paint';
import {
  TEXT_AGAIN,
  TEXT_ASKING,
  TEXT_CANCELLED,
  TEXT_CANCELLED_WHAT,
  TEXT_CHECKING,
  TEXT_CONFIRM,
  TEXT_CUSTOMER_PAYING,
  TEXT_DECLINED,
  TEXT_DO_NOT_PAY_AGAIN,
  TEXT_ENTRY,
  TEXT_ENTRY_WHAT,
  TEXT_EXPIRED,
  TEXT_EXPIRED_WHAT,
  TEXT_FAILED,
  TEXT_FAILED_WHAT,
  TEXT_FAULT,
  TEXT_FAULT_JOURNAL,
  TEXT_FAULT_OTHER,
  TEXT_FAULT_SPEAKER,
  TEXT_GHANTI,
  TEXT_LATE_NOTICE,
  TEXT_NO_BRIDGE,
  TEXT_NO_BROKER,
  TEXT_NO_WIFI,
  TEXT_NO_WIFI_WHAT,
  TEXT_OFFLINE,
  TEXT_PAYMENT,
  TEXT_PAYMENTS,
  TEXT_PRESENT,
  TEXT_RECAP,
  TEXT_RECEIVED,
  TEXT_REPEAT,
  TEXT_REVERSED,
  TEXT_REVERSED_WHAT,
  TEXT_SCAN_TO_PAY,
  TEXT_STARTING,
  TEXT_UNANSWERED,
  TEXT_UNANSWERED_WHAT,
} from './texts';
import { idiv } from '../wire/idiv';

/** Every view that is one message: an icon, a title, a sum where there is one, and what to know about it. */
export type MessageView = Exclude<View, { at: 'idle' }>;

interface Look {
  icon: string;
  title: number;
  detail: string;
  background: Colour;
}

function look(icon: string, title: number, detail: string, background: Colour): Look {
  return { icon, title, detail, background };
}

function lookOf(brush: Brush, view: MessageView): Look {
  switch (view.at) {
    case 'starting':
      return look(ICON_BELL, TEXT_GHANTI, say(brush, TEXT_STARTING), 'black');
    case 'scanned':
    case 'present':
    case 'confirm':
      return customer(brush, view.at, view.link);
    case 'pending':
      return look(ICON_CLOCK, TEXT_CHECKING, say(brush, TEXT_DO_NOT_PAY_AGAIN), 'warn');
    case 'paid':
      if (view.kind === 'new') return look(ICON_TICK, TEXT_RECEIVED, '', 'good');
      return look(ICON_BACK, TEXT_RECEIVED, say(brush, view.kind === 'again' ? TEXT_AGAIN : TEXT_REPEAT), 'black');
    case 'failed':
      return look(ICON_CROSS, TEXT_FAILED, say(brush, TEXT_FAILED_WHAT), 'bad');
    case 'expired':
      return look(ICON_CLOCK, TEXT_EXPIRED, say(brush, TEXT_EXPIRED_WHAT), 'muted');
    case 'cancelled':
      return look(ICON_CROSS, TEXT_CANCELLED, say(brush, TEXT_CANCELLED_WHAT), 'muted');
    case 'reversed':
      return look(ICON_ALERT, TEXT_REVERSED, say(brush, TEXT_REVERSED_WHAT), 'bad');
    case 'recap':
      return look(ICON_LIST, TEXT_RECAP, countOf(brush, view.count), 'black');
    case 'offline':
      return offline(brush, view.link);
    case 'fault':
      return fault(brush, view.fault);
    default:
      if (GIVES_DIGITS && view.at !== 'qr') return keyedIn(brush, view);
      // A panel that is too small for a QR: the shop's printed one is beside it.
      return look(ICON_PHONE, TEXT_SCAN_TO_PAY, '', 'white');
  }
}

type KeyedView = Extract<View, { at: 'entry' | 'asking' | 'unanswered' | 'expired' | 'cancelled' | 'declined' }>;

/** An amount that is keyed in, on its way to the bridge, or back without a charge. */
function keyedIn(brush: Brush, view: KeyedView): Look {
  switch (view.at) {
    case 'entry':
      return look(ICON_LIST, TEXT_ENTRY, say(brush, TEXT_ENTRY_WHAT), 'paper');
    case 'asking':
      return look(ICON_CLOCK, TEXT_ASKING, '', 'paper');
    case 'unanswered':
      return look(ICON_OFFLINE, TEXT_UNANSWERED, say(brush, TEXT_UNANSWERED_WHAT), 'muted');
    default:
      return look(ICON_CROSS, TEXT_DECLINED, view.reason, 'bad');
  }
}

/** The customer's turn; what is wrong at the shop is said, what is well need not be. */
function customer(brush: Brush, turn: 'scanned' | 'present' | 'confirm', link: string): Look {
  const title = turn === 'scanned' ? TEXT_CUSTOMER_PAYING : turn === 'present' ? TEXT_PRESENT : TEXT_CONFIRM;
  return look(ICON_PHONE, title, link === 'online' ? '' : say(brush, TEXT_OFFLINE), 'accent');
}

/** '1 payment', '12 payments'. */
export function countOf(brush: Brush, count: number): string {
  return digits(count) + ' ' + say(brush, count === 1 ? TEXT_PAYMENT : TEXT_PAYMENTS);
}

/** Which link is broken, what to do, and that silence does not mean unpaid. The links' texts follow each other in pairs. */
function offline(brush: Brush, link: string): Look {
  const pair =
    link === 'no-wifi' ? 0 : link === 'no-broker' ? TEXT_NO_BROKER - TEXT_NO_WIFI : TEXT_NO_BRIDGE - TEXT_NO_WIFI;
  const detail = say(brush, TEXT_NO_WIFI_WHAT + pair) + ' ' + say(brush, TEXT_LATE_NOTICE);
  return look(ICON_OFFLINE, TEXT_NO_WIFI + pair, detail, 'paper');
}

/** A fault of the box itself, with its word for the technician. */
function fault(brush: Brush, word: string): Look {
  const speaker = word === 'audio-timeout' || word === 'no-voice';
  const journal = word === 'journal-lost' || word === 'journal-repaired';
  const what = speaker ? TEXT_FAULT_SPEAKER : journal ? TEXT_FAULT_JOURNAL : TEXT_FAULT_OTHER;
  return look(ICON_ALERT, TEXT_FAULT, say(brush, what) + ' (' + word + ')', 'warn');
}

const ICON_GAP_PX = 6;

/** Draws a message in the middle of the panel, readable at a metre. What there is no room for is left off: icon, then detail. */
export function drawMessage(brush: Brush, view: MessageView): void {
  const canvas = brush.canvas;
  const style = lookOf(brush, view);
  const x = margin(brush);
  const widthPx = canvas.widthPx - 2 * x;
  const lines: Line[] = [];
  const title = say(brush, style.title);
  addText(
    lines,
    isRoomy(brush) || textWidth(brush.medium, title) <= widthPx ? brush.medium : brush.small,
    title,
    widthPx,
    2,
  );
  let details: Line[] = [];
  addText(details, brush.small, style.detail, widthPx, 6);
  let roomPx = canvas.heightPx - heightOf(lines);
  const money = view as { amountMinor?: number; currency?: number };
  if (heightOf(details) + (money.currency === undefined ? 0 : brush.small.heightPx) > roomPx) details = [];
  roomPx -= heightOf(details);
  if (money.amountMinor !== undefined && money.currency !== undefined)
    addAmount(lines, brush, money.amountMinor, money.currency, widthPx, roomPx);
  for (let i = 0; i < details.length; i++) lines.push(details[i]);
  // Without colour the one message that matters most is the one that is inverted.
  const dark = canvas.colour
    ? style.background !== 'warn' && style.background !== 'paper'
    : style.background === 'good';
  const colour: Colour = dark ? 'white' : 'black';
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, canvas.colour || dark ? style.background : 'white');
  const leftPx = canvas.heightPx - heightOf(lines);
  let y = leftPx > 0 ? idiv(leftPx, 2) : 0;
  const iconPx = brush.icons.heightPx + ICON_GAP_PX;
  if (leftPx >= iconPx) {
    y -= idiv(iconPx, 2);
    drawLines(brush, [{ face: brush.icons, text: style.icon }], x, y, widthPx, colour, true);
    y += iconPx;
  }
  drawLines(brush, lines, x, y, widthPx, colour, true);
}
