// What a key means that is held: two keys are enough for a counter.
import type { InputSink, KeyName, Timers } from '../ports';

/** A held key is counted in steps of so long. */
export const STEP_MS = 700;
export const LONGEST_STEPS = 4;

/**
 * Held for 0.7 s `repeat` is `total` and `dismiss` is `volume`; held for 2.8 s both are `language`. Other keys mean the
 * same however long they are held.
 */
export function meaningOf(key: KeyName, steps: number): KeyName {
  if (steps === 0 || (key !== 'repeat' && key !== 'dismiss')) return key;
  if (steps === LONGEST_STEPS) return 'language';
  return key === 'repeat' ? 'total' : 'volume';
}

/** Takes the settled changes of a key and gives one for each press, when it ends. */
export function heldKey(key: KeyName, sink: InputSink, timers: Timers): (closed: boolean) => void {
  let steps = 0;
  let timer = 0;

  function grow(): void {
    steps++;
    if (steps < LONGEST_STEPS) timer = timers.after(STEP_MS, grow);
  }

  return (closed) => {
    if (closed) {
      steps = 0;
      timer = timers.after(STEP_MS, grow);
      return;
    }
    if (steps < LONGEST_STEPS) timers.cancel(timer);
    sink.key(meaningOf(key, steps));
  };
}
