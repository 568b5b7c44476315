// Push buttons to ground, one a key. README.md has wires and limits.
import type { InputPin, InputSink, KeyName, Timers } from '../../ports';
import { LONGEST_STEPS, meaningOf, STEP_MS } from '../held';

/** Contacts bounce for up to 5 ms when new (Omron B3F, A006), worn ones longer. */
const SETTLE_MS = 20;
const NOT_PRESSED = -1;

/** A button and what it means. */
export interface Button {
  key: KeyName;
  pin: InputPin;
}

/** Gives one key a press of 20 ms or more, when it ends; held longer some mean another key (../held.ts). */
export function buttons(all: Button[], sink: InputSink, timers: Timers): void {
  for (const button of all) watch(button, sink, timers);
}

function watch(button: Button, sink: InputSink, timers: Timers): void {
  let steps = NOT_PRESSED;
  let timer: number | undefined = undefined;

  /** Once when a change has settled, and then once a step while the contact stays closed. */
  function look(): void {
    timer = undefined;
    if (button.pin.isHigh()) {
      if (steps > NOT_PRESSED) sink.key(meaningOf(button.key, steps));
      steps = NOT_PRESSED;
    } else if (steps < LONGEST_STEPS) {
      steps++;
      timer = timers.after(STEP_MS, look);
    }
  }

  button.pin.onChange(() => {
    if (timer !== undefined) timers.cancel(timer);
    timer = timers.after(SETTLE_MS, look);
  });
}
