import { ICON_ALERT, ICON_OFFLINE } from '../canvas/font';
import { drawCentred, wrap } from '../canvas/text';
import type { View } from '../app/effects';
import { drawHeader } from './idle';
import { drawMessage, margin, say, type Brush } from './paint';
import {
  TEXT_FAULT,
  TEXT_FAULT_JOURNAL,
  TEXT_FAULT_OTHER,
  TEXT_FAULT_SPEAKER,
  TEXT_LATE_NOTICE,
  TEXT_NO_BRIDGE,
  TEXT_NO_BRIDGE_WHAT,
  TEXT_NO_BROKER,
  TEXT_NO_BROKER_WHAT,
  TEXT_NO_WIFI,
  TEXT_NO_WIFI_WHAT,
} from './texts';

/** Offline: which link is broken, what to do, and that silence does not mean unpaid. */
export function drawOffline(brush: Brush, view: Extract<View, { at: 'offline' }>): void {
  const canvas = brush.canvas;
  const edge = margin(canvas);
  const widthPx = canvas.widthPx - 2 * edge;
  const title = view.link === 'no-wifi' ? TEXT_NO_WIFI : view.link === 'no-broker' ? TEXT_NO_BROKER : TEXT_NO_BRIDGE;
  const what =
    view.link === 'no-wifi' ? TEXT_NO_WIFI_WHAT : view.link === 'no-broker' ? TEXT_NO_BROKER_WHAT : TEXT_NO_BRIDGE_WHAT;
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'paper');
  drawHeader(brush, view.shop, false);
  const roomy = canvas.heightPx >= 220;
  let y = roomy ? 62 : 54;
  if (roomy) drawCentred(canvas, brush.icons, edge, y, widthPx, ICON_OFFLINE, 'warn');
  if (roomy) y += brush.icons.heightPx + 6;
  drawCentred(canvas, brush.medium, edge, y, widthPx, say(brush, view.language, title), 'ink');
  y += brush.medium.heightPx + 2;
  const details = wrap(brush.small, say(brush, view.language, what), widthPx, 2);
  for (let i = 0; i < details.length; i++) {
    drawCentred(canvas, brush.small, edge, y, widthPx, details[i], 'muted');
    y += brush.small.heightPx;
  }
  drawCentred(
    canvas,
    brush.small,
    edge,
    canvas.heightPx - brush.small.heightPx - 8,
    widthPx,
    say(brush, view.language, TEXT_LATE_NOTICE),
    'ink',
  );
}

/** A fault of the box itself, with its word for the technician. */
export function drawFault(brush: Brush, view: Extract<View, { at: 'fault' }>): void {
  const speaker = view.fault === 'audio-timeout' || view.fault === 'no-voice';
  const journal = view.fault === 'journal-lost' || view.fault === 'journal-repaired';
  const what = speaker ? TEXT_FAULT_SPEAKER : journal ? TEXT_FAULT_JOURNAL : TEXT_FAULT_OTHER;
  drawMessage(brush, {
    icon: ICON_ALERT,
    title: say(brush, view.language, TEXT_FAULT),
    detail: say(brush, view.language, what) + ' (' + view.fault + ')',
    background: 'warn',
    colour: 'black',
    amountMinor: 0,
    currency: 0,
    hasAmount: false,
  });
}

/** The first picture after power on: nothing is known yet. */
export function drawStarting(brush: Brush, text: string): void {
  const canvas = brush.canvas;
  canvas.fill(0, 0, canvas.widthPx, canvas.heightPx, 'black');
  drawCentred(canvas, brush.medium, 0, (canvas.heightPx >>> 1) - 34, canvas.widthPx, 'Ghanti', 'white');
  drawCentred(canvas, brush.small, 0, (canvas.heightPx >>> 1) + 6, canvas.widthPx, text, 'white');
}
