// From a view to pixels. Screens draw onto the Canvas port and know no chip.
import type { View } from '../app/effects';
import type { Assets, Canvas } from '../drivers/ports';
import { drawIdle } from './idle';
import { drawMessage } from './messages';
import { openBrush } from './paint';
import { drawQr } from './qr';

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
  const brush = openBrush(canvas, assets, view.at === 'starting' ? 'en' : view.language);
  if (brush === undefined) {
    done('font-missing');
    return;
  }
  if (view.at === 'idle') {
    drawIdle(brush, view);
  } else if (view.at === 'qr' && canvas.qrPx > 0) {
    if (!drawQr(brush, view, previous)) {
      done(undefined);
      return;
    }
  } else {
    drawMessage(brush, view);
  }
  // Nobody looks when the box goes idle: the moment to clean a panel that keeps shadows.
  canvas.show(view.at === 'idle' && previous !== undefined && previous.at !== 'idle', done);
}
