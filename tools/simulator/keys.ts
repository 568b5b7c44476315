import type { Board } from '../../boards/board';
import type { Clock } from './clock';
import type { Counter } from './counter';

/** A contact counts when it has been closed for a moment, so a finger stays on a button for so long. */
const PRESSED_MS = 100;

/** Presses keys by name: the halves of the glass where there is touch, and the board's buttons. */
export function keysOf(
  board: Board,
  counter: Counter,
  clock: Clock,
  touch: (xPx: number, down: boolean) => void,
): (name: string) => void {
  const { widthPx } = board.display;
  const hasTouch = board.inputs.some(({ driver }) => driver === 'touch');
  const onGlass = new Map(hasTouch ? Object.entries({ repeat: widthPx / 4, dismiss: (widthPx * 3) / 4 }) : []);
  return (name) => {
    const xPx = onGlass.get(name);
    if (xPx !== undefined) {
      touch(xPx, true);
      touch(xPx, false);
    } else if (counter.buttons.includes(name)) {
      counter.press(name, true);
      clock.after(PRESSED_MS, () => counter.press(name, false));
    } else {
      const names = [...onGlass.keys(), ...counter.buttons].join(', ');
      throw new Error(`simulator: no key "${name}"; there are ${names}.`);
    }
  };
}
