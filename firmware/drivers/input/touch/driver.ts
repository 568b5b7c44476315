// Two keys on a touch panel: the left half repeats the last payment, the right half puts the picture away.
import type { TouchWires } from '../../ports';

/** Gives one key a tap, when the finger comes down; what it does until it leaves is ignored. */
export function touch(wires: TouchWires, pressed: (key: 'repeat' | 'dismiss') => void): void {
  let held = false;
  wires.onTouch((xPx, _yPx, down) => {
    const tapped = down && !held;
    held = down;
    if (tapped) pressed(xPx * 2 < wires.widthPx ? 'repeat' : 'dismiss');
  });
}
