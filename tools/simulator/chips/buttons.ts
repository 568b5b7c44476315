// A tactile switch to ground with a pull-up.
// Document: Omron, B3F Tactile Switch datasheet, A006: "bounce time 5 ms max."
import { contact } from './contact';
import type { ContactPin } from './contact';

export interface ButtonModel {
  readonly pin: ContactPin;
  press(): void;
  release(): void;
  /** Sets the clock that bounces go by; it never goes back. */
  tick(nowMs: number): void;
}

/** @param bounceMs 5 by the datasheet, more when it is worn */
export function button(bounceMs = 5): ButtonModel {
  const key = contact(bounceMs);
  let now = 0;
  return {
    pin: key.pin,
    press: () => key.set(true, now),
    release: () => key.set(false, now),
    tick(nowMs) {
      now = nowMs;
      key.tick(nowMs);
    },
  };
}
