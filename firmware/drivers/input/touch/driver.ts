// Two keys on a touch panel: the left half repeats the last payment, the right half puts the picture away.
import type { InputSink, TouchWires } from '../../ports';

/** Gives one key a tap, when the finger comes down; what it does until it leaves is ignored. */
export function touch(wires: TouchWires, sink: InputSink): void {
  let held = false;
  wires.onTouch((xPx, _yPx, down) => {
    const tapped = down && !held;
    held = down;
    if (tapped) sink.key(xPx * 2 < wires.widthPx ? 'repeat' : 'dismiss');
  });
}
