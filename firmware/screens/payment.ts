import { digits } from '../canvas/amount';
import { ICON_ALERT, ICON_BACK, ICON_CLOCK, ICON_CROSS, ICON_LIST, ICON_PHONE, ICON_TICK } from '../canvas/font';
import type { View } from '../app/effects';
import type { Colour } from '../drivers/ports';
import { drawMessage, say, type Brush } from './paint';
import {
  TEXT_AGAIN,
  TEXT_CANCELLED,
  TEXT_CANCELLED_WHAT,
  TEXT_CHECKING,
  TEXT_CUSTOMER_PAYING,
  TEXT_DO_NOT_PAY_AGAIN,
  TEXT_EXPIRED,
  TEXT_EXPIRED_WHAT,
  TEXT_FAILED,
  TEXT_FAILED_WHAT,
  TEXT_OFFLINE,
  TEXT_PAYMENT,
  TEXT_PAYMENTS,
  TEXT_READY,
  TEXT_RECAP,
  TEXT_RECEIVED,
  TEXT_REPEAT,
  TEXT_REVERSED,
  TEXT_REVERSED_WHAT,
} from './texts';

/** What each of the message screens looks like: a row of data a screen. */
interface Look {
  icon: string;
  title: number;
  detail: number;
  background: Colour;
  colour: Colour;
}

const NOTHING = -1;

function look(view: Extract<View, { amountMinor: number; language: string }>): Look {
  switch (view.at) {
    case 'scanned':
    case 'present':
    case 'confirm':
      return {
        icon: ICON_PHONE,
        title: TEXT_CUSTOMER_PAYING,
        detail: view.link === 'online' ? NOTHING : TEXT_OFFLINE,
        background: 'accent',
        colour: 'white',
      };
    case 'pending':
      return {
        icon: ICON_CLOCK,
        title: TEXT_CHECKING,
        detail: TEXT_DO_NOT_PAY_AGAIN,
        background: 'warn',
        colour: 'black',
      };
    case 'paid': {
      const told = view.kind === 'again' ? TEXT_AGAIN : view.kind === 'replay' ? TEXT_REPEAT : NOTHING;
      const fresh = view.kind === 'new';
      return {
        icon: fresh ? ICON_TICK : ICON_BACK,
        title: TEXT_RECEIVED,
        detail: told,
        background: fresh ? 'good' : 'black',
        colour: 'white',
      };
    }
    case 'failed':
      return { icon: ICON_CROSS, title: TEXT_FAILED, detail: TEXT_FAILED_WHAT, background: 'bad', colour: 'white' };
    case 'expired':
      return { icon: ICON_CLOCK, title: TEXT_EXPIRED, detail: TEXT_EXPIRED_WHAT, background: 'muted', colour: 'white' };
    case 'cancelled':
    case 'declined':
    case 'unanswered':
      return {
        icon: ICON_CROSS,
        title: TEXT_CANCELLED,
        detail: TEXT_CANCELLED_WHAT,
        background: 'muted',
        colour: 'white',
      };
    case 'entry':
    case 'asking':
      return { icon: ICON_LIST, title: TEXT_READY, detail: NOTHING, background: 'black', colour: 'white' };
    case 'recap':
      return { icon: ICON_LIST, title: TEXT_RECAP, detail: NOTHING, background: 'black', colour: 'white' };
    default:
      return { icon: ICON_ALERT, title: TEXT_REVERSED, detail: TEXT_REVERSED_WHAT, background: 'bad', colour: 'white' };
  }
}

/** Scanned, pending, paid, failed, expired, cancelled, reversed and recap: one thing each, readable at a metre. */
export function drawPayment(
  brush: Brush,
  view: Exclude<Extract<View, { amountMinor: number; language: string }>, { at: 'qr' }>,
): void {
  const style = look(view);
  const detail = style.detail === NOTHING ? '' : say(brush, view.language, style.detail);
  const many =
    view.at === 'recap'
      ? digits(view.count) + ' ' + say(brush, view.language, view.count === 1 ? TEXT_PAYMENT : TEXT_PAYMENTS)
      : detail;
  drawMessage(brush, {
    icon: style.icon,
    title: say(brush, view.language, style.title),
    detail: many,
    background: style.background,
    colour: style.colour,
    amountMinor: view.amountMinor,
    currency: view.currency,
    hasAmount: true,
  });
}
