// Push buttons to ground, one a key. README.md has wires and limits.
import type { InputPin, InputSink, KeyName, Timers } from '../../ports';

/** Contacts bounce for up to 5 ms when new (Omron B3F, A006), worn ones longer. */
const SETTLE_MS = 20;

/** A button and what it means. */
export interface Button {
  key: KeyName;
  pin: InputPin;
}

/** Gives one key a press, when the contact has been closed for 20 ms; how long it stays closed is ignored. */
export function buttons(all: Button[], sink: InputSink, timers: Timers): void {
  for (const button of all) watch(button, sink, timers);
}

function watch(button: Button, sink: InputSink, timers: Timers): void {
  let pressed = false;
  let timer: number | undefined = undefined;

  function settle(): void {
    timer = undefined;
    const closed = !button.pin.isHigh();
    if (closed && !pressed) sink.key(button.key);
    pressed = closed;
  }

  button.pin.onChange(() => {
    if (timer !== undefined) timers.cancel(timer);
    timer = timers.after(SETTLE_MS, settle);
  });
}
