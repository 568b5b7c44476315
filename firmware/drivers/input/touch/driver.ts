// Two keys on a touch panel: the left half is `repeat`, the right half `dismiss`; held longer they mean more (../held.ts).
import type { InputSink, Timers, TouchWires } from '../../ports';
import { heldKey } from '../held';

/** Gives one key a tap, by where the finger came down and how long it stayed; where it goes meanwhile is ignored. */
export function touch(wires: TouchWires, sink: InputSink, timers: Timers): void {
  const left = heldKey('repeat', sink, timers);
  const right = heldKey('dismiss', sink, timers);
  let touched: ((closed: boolean) => void) | undefined = undefined;
  wires.onTouch((xPx, _yPx, down) => {
    if (down === (touched !== undefined)) return;
    if (touched === undefined) touched = xPx * 2 < wires.widthPx ? left : right;
    touched(down);
    if (!down) touched = undefined;
  });
}
