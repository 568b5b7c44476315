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
 * Draws the view and brings it to the panel; `previous` is what the panel shows now, so that a new second redraws the
 * time alone. `done` comes once: with the panel's fault, or 'font-missing' when the font file cannot be used.
 */
export function drawView(
  canvas: Canvas,
  assets: Assets,
  view: View,
  previous: View | undefined,
  done: (fault: string | undefined) => void,
): void {
  const brush = openBrush(canvas, assets);
  if (brush === undefined) {
    done('font-missing');
    return;
  }
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
  // Nobody looks when the box goes idle: the moment to clean a panel that keeps shadows.
  canvas.show(view.at === 'idle' && previous !== undefined && previous.at !== 'idle', done);
}
