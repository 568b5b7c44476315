// From a view to pixels. Screens draw onto the Canvas port and know no chip.
import type { View } from '../app/effects';
import type { Assets, Canvas } from '../drivers/ports';
import { drawIdle } from './idle';
import { openBrush, say } from './paint';
import { drawPayment } from './payment';
import { drawQr } from './qr';
import { TEXT_STARTING } from './texts';
import { drawFault, drawOffline, drawStarting } from './trouble';

/**
 * Draws the view; `previous` is what the panel shows now, so that a new second redraws the time alone.
 * Returns 'font-missing' when the font file cannot be used: nothing is drawn then.
 */
export function drawView(canvas: Canvas, assets: Assets, view: View, previous: View | undefined): string | undefined {
  const brush = openBrush(canvas, assets);
  if (brush === undefined) return 'font-missing';
  switch (view.at) {
    case 'starting':
      drawStarting(brush, say(brush, 'en', TEXT_STARTING));
      break;
    case 'idle':
      drawIdle(brush, view);
      break;
    case 'qr':
      drawQr(brush, view, previous);
      break;
    case 'offline':
      drawOffline(brush, view);
      break;
    case 'fault':
      drawFault(brush, view);
      break;
    default:
      drawPayment(brush, view);
  }
  return undefined;
}
