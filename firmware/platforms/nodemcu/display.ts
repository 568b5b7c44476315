import type { View } from '../../app/effects';

/** A panel, and what must be done before it shows anything. */
export interface Display {
  /** Sets the panel up; `done` comes once. */
  start(done: (fault: string | undefined) => void): void;
  /** Draws a view; `previous` is what the panel shows now. `done` comes once. */
  draw(view: View, previous: View | undefined, done: (fault: string | undefined) => void): void;
}
