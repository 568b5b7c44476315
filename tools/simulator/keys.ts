import type { Board } from '../../boards/board';
import type { Clock } from './clock';
import type { Counter } from './counter';

/** A contact counts when it has been closed for a moment, so a finger stays on a button for so long. */
const PRESSED_MS = 100;
/** Keys that are others held (firmware/drivers/input/held.ts): which, and for how long. */
const HELD = new Map<string, [key: string, ms: number]>([
  ['total', ['repeat', 1000]],
  ['volume', ['dismiss', 1000]],
  ['language', ['dismiss', 3500]],
]);

/** Presses keys by name: the halves of the glass where there is touch, the board's buttons, and what these are when held. */
export function keysOf(
  board: Board,
  counter: Counter,
  clock: Clock,
  touch: (xPx: number, down: boolean) => void,
): (name: string) => void {
  const { widthPx } = board.display;
  const hasTouch = board.inputs.some(({ driver }) => driver === 'touch');
  const onGlass = new Map(hasTouch ? Object.entries({ repeat: widthPx / 4, dismiss: (widthPx * 3) / 4 }) : []);
  const reached = (name: string): boolean => onGlass.has(name) || counter.buttons.includes(name);
  return (name) => {
    const [key, ms] = reached(name) ? [name, PRESSED_MS] : (HELD.get(name) ?? [name, PRESSED_MS]);
    const xPx = onGlass.get(key);
    if (!reached(key)) {
      const held = [...HELD].filter(([, [of]]) => reached(of)).map(([one]) => one);
      const names = [...onGlass.keys(), ...counter.buttons, ...held].join(', ');
      throw new Error(`simulator: no key "${name}"; there are ${names}.`);
    }
    const move = (down: boolean): void => (xPx === undefined ? counter.press(key, down) : touch(xPx, down));
    move(true);
    clock.after(ms, () => move(false));
  };
}
